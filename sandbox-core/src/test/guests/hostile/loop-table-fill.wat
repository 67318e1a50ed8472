;; Loops forever over table.fill of 1,000 elements.
(module
  (table $t 1000 1000 funcref)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again
      (table.fill $t (i32.const 0) (ref.null func) (i32.const 1000))
      (br $again))
    (unreachable)))
