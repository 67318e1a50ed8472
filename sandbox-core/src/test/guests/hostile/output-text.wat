;; Returns text that is not JSON.
(module
  (data (i32.const 16) "hello, this is not JSON")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x0000001000000017)))
