;; Stores a vector half of which is beyond the end of memory.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (v128.store (i32.const 65528) (v128.const i64x2 -1 -1))
    (i64.const 0)))
