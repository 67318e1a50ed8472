;; Returns a range that starts in memory and ends 16 bytes behind it.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x0000001000010000)))
