;; Returns an array nested 200,000 deep.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (drop (memory.grow (i32.const 8)))
    (memory.fill (i32.const 65536) (i32.const 91) (i32.const 200000))
    (memory.fill (i32.const 265536) (i32.const 93) (i32.const 200000))
    (i64.const 0x0001000000061a80)))
