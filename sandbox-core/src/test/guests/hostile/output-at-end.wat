;; Returns a range that ends with the last byte of memory.
(module
  (data (i32.const 65525) "{\22ok\22:true}")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x0000fff50000000b)))
