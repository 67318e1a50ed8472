;; Waits for a notification on a memory that is not shared, so that no thread could ever send it.
;; wat2wasm: --enable-threads
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.extend_i32_u (memory.atomic.wait64 (i32.const 0) (i64.const 0) (i64.const -1)))))
