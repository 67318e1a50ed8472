;; Loops forever over an indirect call.
(module
  (table 1 1 funcref)
  (elem (i32.const 0) $empty)
  (func $empty)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again (call_indirect (i32.const 0)) (br $again))
    (unreachable)))
