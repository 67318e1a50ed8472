;; Loads 8 bytes at 65529: the last of them is behind memory.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.load (i32.const 65529))))
