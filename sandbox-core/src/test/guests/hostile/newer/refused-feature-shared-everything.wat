;; Has a shared memory of 4 GiB at most and waits on it.
(module
  (memory (export "memory") 1 65536 shared)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.extend_i32_u (memory.atomic.notify (i32.const 0) (i32.const -1)))))
