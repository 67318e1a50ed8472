;; Writes a good result to stdout, two lines with control characters to stderr, and ends with exit code 3: it
;; failed.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\10\00\00\00\0b\00\00\00")
  (data (i32.const 16) "{\22ok\22:true}")
  (data (i32.const 64) "\80\00\00\002\00\00\00")
  (data (i32.const 128) "reading \1b[31mconfig\1b[0m\0afatal: no such thing as \ff\0a")
  (func (export "_start")
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (drop (call $fd_write (i32.const 2) (i32.const 64) (i32.const 1) (i32.const 8)))
    (call $proc_exit (i32.const 3))))
