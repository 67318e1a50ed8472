;; Has a memory with 64-bit addresses.
;; wat2wasm: --enable-memory64
(module
  (memory (export "memory") i64 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.load (i64.const 0x100000000))))
