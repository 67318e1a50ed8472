;; Grows its table without end: also after table.grow answered -1.
(module
  (table $t 1 funcref)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again (drop (table.grow $t (ref.null func) (i32.const 1))) (br $again))
    (unreachable)))
