;; Loops forever through a loop with parameters (multi-value): its counter lives on the operand stack only.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0)
    (loop $again (param i64) (result i64)
      (i64.add (i64.const 1))
      (br $again))))
