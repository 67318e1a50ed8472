;; Has a shared memory.
;; wat2wasm: --enable-threads
(module
  (memory (export "memory") 1 1 shared)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0)))
