;; Throws through thousands of functions, forever.
;; wat2wasm: --enable-exceptions
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (tag $t)
  (func $down (param i32)
    (if (i32.eqz (local.get 0)) (then (throw $t)))
    (call $down (i32.sub (local.get 0) (i32.const 1))))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop (try (do (call $down (i32.const 2000))) (catch_all)) (br 0))
    (unreachable)))
