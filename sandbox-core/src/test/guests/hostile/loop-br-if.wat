;; Loops forever with br_if: no unconditional branch anywhere.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again (br_if $again (i32.const 1)))
    (i64.const 0)))
