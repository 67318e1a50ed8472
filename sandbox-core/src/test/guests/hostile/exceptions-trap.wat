;; Would catch everything, and traps.
;; wat2wasm: --enable-exceptions
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop (try (do (unreachable)) (catch_all)) (br 0))
    (unreachable)))
