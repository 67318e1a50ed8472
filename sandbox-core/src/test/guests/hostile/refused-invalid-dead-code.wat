;; Has a type error in code that is never reached.
;; wat2wasm: --no-check
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (return (i64.const 0))
    (i32.add (i64.const 0) (i32.const 0))
    (drop)
    (i64.const 0)))
