;; An active element segment lies outside its table: instantiation traps.
(module
  (table 1 1 funcref)
  (func $f)
  (elem (i32.const 1) $f)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0x000000100000000b)))
