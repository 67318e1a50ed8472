;; memory.fill of 32 bytes at 0xfffffff0: the end wraps to 16.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.fill (i32.const 0xfffffff0) (i32.const 255) (i32.const 32))
    (i64.const 0)))
