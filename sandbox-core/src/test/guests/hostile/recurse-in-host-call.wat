;; Calls the host (fd_write of nothing) at every level of an endless recursion: the host must have room left to run
;; at the deepest level.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (func $f
    (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 0) (i32.const 8)))
    (call $f))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (call $f)
    (i64.const 0)))
