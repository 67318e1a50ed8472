;; Takes a reference to a function that no element segment declares.
;; wat2wasm: --no-check
(module
  (func $f)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (drop (ref.func $f))
    (i64.const 0)))
