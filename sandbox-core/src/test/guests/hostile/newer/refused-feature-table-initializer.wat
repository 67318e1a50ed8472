;; Has a table of a million elements with an initial value.
(module
  (func $g)
  (table 1000000 funcref (ref.func $g))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.const 0)))
