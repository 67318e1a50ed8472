;; Recurses without end inside vex_allocate, which traps, then would answer: the next call on the same thread must
;; find the stack as it was.
(module
  (data (i32.const 16) "{\22ok\22:true}")
  (func $f (call $f))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (call $f) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x000000100000000b)))
