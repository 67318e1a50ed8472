;; Declares a maximum of 65,536 pages but needs one: a maximum above the limit is no reason to refuse.
(module
  (data (i32.const 16) "{\22ok\22:true}")
  (memory (export "memory") 1 65536)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x000000100000000b)))
