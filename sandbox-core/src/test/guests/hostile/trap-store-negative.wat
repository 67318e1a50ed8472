;; Stores at 0x80000000.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i32.store8 (i32.const 0x80000000) (i32.const -1))
    (i64.const 0)))
