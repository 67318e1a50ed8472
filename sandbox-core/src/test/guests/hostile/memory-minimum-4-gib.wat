;; Declares the 65,536 pages that are the most a memory can have.
(module
  (data (i32.const 16) "{\22ok\22:true}")
  (memory (export "memory") 65536)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x000000100000000b)))
