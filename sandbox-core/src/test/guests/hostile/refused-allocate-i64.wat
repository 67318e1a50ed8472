;; vex_allocate takes an i64.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i64) (result i32) (i32.const 0))
  (func (export "vex_execute") (param i32 i32) (result i64) (i64.const 0)))
