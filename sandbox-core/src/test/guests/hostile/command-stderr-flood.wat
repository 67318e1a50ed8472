;; Writes 1 MB to stderr, then ends with exit code 1: the message has the last lines only.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\36\00\00\00")
  (data (i32.const 16) "a line of a tool that talks too much, and never stops\0a")
  (func (export "_start") (local $n i32)
    (loop $again
      (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))
      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 20000))))
    (call $proc_exit (i32.const 1))))
