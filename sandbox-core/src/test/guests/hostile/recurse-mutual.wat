;; Recurses without end through three functions in turn.
(module
  (func $a (param i32) (call $b (i64.extend_i32_u (local.get 0))))
  (func $b (param i64) (call $c (f64.convert_i64_u (local.get 0))))
  (func $c (param f64) (call $a (i32.trunc_sat_f64_u (local.get 0))))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (call $a (i32.const 0))
    (i64.const 0)))
