;; Returns a string full of escaped control characters and terminal sequences: valid JSON, to be shown with care.
(module
  (data (i32.const 16) "{\22a\22:\22\5cu001b[2J\5cu001b]0;owned\5cu0007\5cu009b31m\5cr\5cnERROR\22}")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x0000001000000037)))
