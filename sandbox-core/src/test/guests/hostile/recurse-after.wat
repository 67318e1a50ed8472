;; Recurses without end with work left after the call, so that no frame can be dropped.
(module
  (func $f (param i32) (result i32)
    (i32.add (local.get 0) (call $f (i32.add (local.get 0) (i32.const 1)))))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.extend_i32_u (call $f (i32.const 1)))))
