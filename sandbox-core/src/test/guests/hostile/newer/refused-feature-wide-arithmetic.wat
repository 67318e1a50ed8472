;; Multiplies to 128 bits.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.mul_wide_u (i64.const -1) (i64.const -1))
    (drop)))
