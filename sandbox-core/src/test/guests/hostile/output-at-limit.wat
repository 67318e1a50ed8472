;; Returns a JSON string of exactly 10 MiB.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (drop (memory.grow (i32.const 200)))
    (memory.fill (i32.const 65536) (i32.const 97) (i32.const 10485760))
    (i32.store8 (i32.const 65536) (i32.const 34))
    (i32.store8 (i32.const 10551295) (i32.const 34))
    (i64.const 0x0001000000a00000)))
