;; Loops forever over memory.init of one byte out of a passive segment.
(module
  (data $segment "a segment that is copied from, one byte at a time")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again
      (memory.init $segment (i32.const 0) (i32.const 0) (i32.const 1))
      (br $again))
    (unreachable)))
