;; Has a memory with pages of one byte.
(module
  (memory (export "memory") 100000 (pagesize 1))
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.const 0)))
