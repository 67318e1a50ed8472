;; Reads local 2 of a function that has two.
;; wat2wasm: --no-check
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (local.get 2)))
