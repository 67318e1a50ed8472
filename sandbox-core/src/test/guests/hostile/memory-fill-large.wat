;; Fills 32 MiB in one instruction: more than the default budget pays for.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (drop (memory.grow (i32.const 600)))
    (memory.fill (i32.const 0) (i32.const 255) (i32.const 33554432))
    (i64.const 0)))
