;; Writes element 0xffffffff of a table.
(module
  (table $t 2 2 funcref)
  (elem (i32.const 0) $none)
  (func $none)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (table.set $t (i32.const -1) (ref.null func))
    (i64.const 0)))
