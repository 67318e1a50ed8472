;; Has two memories.
;; wat2wasm: --enable-multi-memory
(module
  (memory (export "memory") 1)
  (memory 1000)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.load 1 (i32.const 0))))
