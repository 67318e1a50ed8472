;; Loops forever over an overlapping memory.copy of 60,000 bytes.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again
      (memory.copy (i32.const 16) (i32.const 0) (i32.const 60000))
      (br $again))
    (unreachable)))
