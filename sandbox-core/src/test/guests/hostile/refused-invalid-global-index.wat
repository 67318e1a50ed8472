;; Sets global 0 of a module that has none: a hidden fuel counter would stand there.
;; wat2wasm: --no-check
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (global.set 0 (i64.const 0x7fffffffffffffff))
    (i64.const 0)))
