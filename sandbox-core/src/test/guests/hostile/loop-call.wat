;; Loops forever over a call of an empty function.
(module
  (func $empty)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again (call $empty) (br $again))
    (unreachable)))
