;; Has a table of non-nullable function references with an initial value.
(module
  (type $f (func))
  (func $g (type $f))
  (table 10 (ref $f) (ref.func $g))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.const 0)))
