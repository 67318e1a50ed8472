;; vex_allocate answers the place where the result will be: the arguments are overwritten, the result is still
;; right.
(module
  (data $r "{\22ok\22:true}")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 16))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.init $r (i32.const 16) (i32.const 0) (i32.const 11))
    (i64.const 0x000000100000000b)))
