;; Copies from a data segment that is not there.
;; wat2wasm: --no-check
(module
  (data $d "0123456789")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.init 3 (i32.const 0) (i32.const 0) (i32.const 0))
    (i64.const 0)))
