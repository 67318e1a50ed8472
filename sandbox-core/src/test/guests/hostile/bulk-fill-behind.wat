;; memory.fill of no bytes one behind the end of memory.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.fill (i32.const 65537) (i32.const 255) (i32.const 0))
    (i64.const 0)))
