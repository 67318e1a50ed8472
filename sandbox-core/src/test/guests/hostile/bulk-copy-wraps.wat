;; memory.copy whose source range wraps to 16.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.copy (i32.const 0) (i32.const 0xfffffff0) (i32.const 32))
    (i64.const 0)))
