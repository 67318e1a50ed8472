;; Loops forever with br_table, through a target list and through its default in turn.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_table $again $again (i32.and (local.get $at) (i32.const 3))))
    (unreachable)))
