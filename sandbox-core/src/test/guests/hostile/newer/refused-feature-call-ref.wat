;; Calls through a typed function reference.
(module
  (type $f (func (result i64)))
  (func $g (type $f) (i64.const 0))
  (elem declare func $g)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (call_ref $f (ref.func $g))))
