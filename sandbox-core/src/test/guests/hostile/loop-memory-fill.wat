;; Loops forever over memory.fill of 64 KiB: few operators, much work.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again
      (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536))
      (br $again))
    (unreachable)))
