;; Imports its memory instead of defining it, and exports it again.
(module
  (import "wasi_snapshot_preview1" "memory" (memory 1))
  (export "memory" (memory 0))
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64) (i64.const 0)))
