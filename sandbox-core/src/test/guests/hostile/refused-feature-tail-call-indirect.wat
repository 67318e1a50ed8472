;; Uses return_call_indirect.
;; wat2wasm: --enable-tail-call
(module
  (table 1 1 funcref)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (return_call_indirect (result i64) (i32.const 0))))
