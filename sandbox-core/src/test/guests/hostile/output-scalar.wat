;; Returns a bare number: JSON too.
(module
  (data (i32.const 16) "42")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x0000001000000002)))
