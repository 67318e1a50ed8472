;; vex_allocate has no result.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32))
  (func (export "vex_execute") (param i32 i32) (result i64) (i64.const 0)))
