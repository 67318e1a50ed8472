;; Returns a length of 0x80000000: more than the limit, or less than nothing to who reads it as signed.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x0000001080000000)))
