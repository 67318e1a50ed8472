;; memory.fill of 0xffffffff bytes at 1: out of bounds, and more than the budget pays for. Wasmtime looks at the
;; bounds first.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.fill (i32.const 1) (i32.const 255) (i32.const -1))
    (i64.const 0)))
