;; i64.rem_s by zero.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.rem_s (i64.extend_i32_u (local.get $at)) (i64.const 0))))
