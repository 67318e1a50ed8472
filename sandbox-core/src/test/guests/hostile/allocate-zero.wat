;; vex_allocate answers 0, which is an address like any other; vex_execute gives the arguments back.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 0))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.extend_i32_u (local.get $length))))
