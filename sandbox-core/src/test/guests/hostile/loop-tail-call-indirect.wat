;; Two functions call each other in their places, forever, directly and by table.
;; wat2wasm: --enable-tail-call
(module
  (type $execute (func (param i32 i32) (result i64)))
  (table 1 1 funcref)
  (elem (i32.const 0) $first)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func $first (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (return_call $second (local.get $length) (local.get $at)))
  (func $second (param i32 i32) (result i64)
    (return_call_indirect (type $execute) (local.get 0) (local.get 1) (i32.const 0))))
