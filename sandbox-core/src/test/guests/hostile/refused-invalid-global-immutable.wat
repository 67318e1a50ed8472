;; Sets an immutable global.
;; wat2wasm: --no-check
(module
  (global i64 (i64.const 0))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (global.set 0 (i64.const 1))
    (i64.const 0)))
