;; Imports a function that takes a vector.
(module
  (import "vex" "log" (func (param i32 v128)))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64) (i64.const 0)))
