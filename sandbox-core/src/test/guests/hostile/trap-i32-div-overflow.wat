;; i32.div_s of the smallest integer by -1.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.extend_i32_s (i32.div_s (i32.const 0x80000000) (i32.const -1)))))
