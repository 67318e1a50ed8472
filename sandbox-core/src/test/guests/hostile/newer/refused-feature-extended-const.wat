;; Computes the initial value of a global.
(module
  (global i32 (i32.add (i32.const 1) (i32.const 2)))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.const 0)))
