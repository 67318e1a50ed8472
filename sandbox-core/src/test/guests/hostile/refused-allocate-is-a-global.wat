;; Exports a global as "vex_allocate".
(module
  (memory (export "memory") 1)
  (global (export "vex_allocate") i32 (i32.const 0))
  (func (export "vex_execute") (param i32 i32) (result i64) (i64.const 0)))
