;; Returns 11 MiB.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (drop (memory.grow (i32.const 200)))
    (i64.const 0x0000000000b00000)))
