;; i64.div_s of the smallest integer by -1.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.div_s (i64.const 0x8000000000000000) (i64.const -1))))
