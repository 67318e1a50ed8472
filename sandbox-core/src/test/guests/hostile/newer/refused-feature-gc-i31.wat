;; Makes references out of integers.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.extend_i32_s (i31.get_s (ref.i31 (i32.const 42))))))
