;; Returns a megabyte of opening brackets.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (drop (memory.grow (i32.const 20)))
    (memory.fill (i32.const 65536) (i32.const 91) (i32.const 1000000))
    (i64.const 0x00010000000f4240)))
