;; Keeps an exception in a global.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (global $g (mut exnref) (ref.null exn))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0)))
