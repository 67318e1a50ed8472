;; vex_allocate answers 0x7fffffff.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 0x7fffffff))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0)))
