;; memory.fill of 17 bytes at 65520: must write none of them.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.fill (i32.const 65520) (i32.const 255) (i32.const 17))
    (i64.const 0)))
