;; vex_allocate ends with proc_exit(0).
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (call $proc_exit (i32.const 0)) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.const 0)))
