;; Allocates an array of 100,000,000 longs.
(module
  (type $a (array (mut i64)))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (drop (array.new $a (i64.const 7) (i32.const 100000000)))
    (i64.const 0)))
