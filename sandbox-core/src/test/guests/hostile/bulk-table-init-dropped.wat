;; table.init of a segment that was dropped.
(module
  (table $t 4 4 funcref)
  (table $u 2 2 funcref)
  (elem $e func $none $none $none)
  (func $none)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (elem.drop $e)
    (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1))
    (i64.const 0)))
