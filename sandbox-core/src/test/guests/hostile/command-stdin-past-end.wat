;; Reads stdin to its end, then 10 times more: no bytes each time, and no waiting.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "@\00\00\00\0b\00\00\00")
  (data (i32.const 64) "{\22ok\22:true}")
  (func (export "_start") (local $n i32)
    (i32.store (i32.const 32) (i32.const 1024)) (i32.store (i32.const 36) (i32.const 4096))
    (loop $more
      (drop (call $fd_read (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 40)))
      (br_if $more (i32.load (i32.const 40))))
    (loop $again
      (drop (call $fd_read (i32.const 0) (i32.const 32) (i32.const 1) (i32.const 40)))
      (if (i32.load (i32.const 40)) (then (unreachable)))
      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 10))))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
