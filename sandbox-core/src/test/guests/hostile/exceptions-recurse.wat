;; Recurses without end, and would catch everything at each level and begin again.
;; wat2wasm: --enable-exceptions
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func $down (loop (try (do (call $down)) (catch_all)) (br 0)))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (try (do (call $down)) (catch_all))
    (i64.const 0)))
