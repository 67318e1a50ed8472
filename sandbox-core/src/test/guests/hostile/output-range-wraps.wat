;; Returns pointer 0xfffffff8 and length 16: the sum wraps around to 8 in 32 bits.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0xfffffff800000010)))
