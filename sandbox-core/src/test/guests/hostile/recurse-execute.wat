;; vex_execute calls itself without end.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func $self (export "vex_execute") (param i32 i32) (result i64)
    (call $self (local.get 0) (local.get 1))))
