;; Writes 1 MiB without a newline to stderr, in 64 pieces.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (global $to (mut i32) (i32.const 32768))
  (func $byte (param $b i32)
    (i32.store8 (global.get $to) (local.get $b))
    (global.set $to (i32.add (global.get $to) (i32.const 1))))
  (func $number (param $n i64)
    (if (i64.ge_u (local.get $n) (i64.const 10))
      (then (call $number (i64.div_u (local.get $n) (i64.const 10)))))
    (call $byte (i32.add (i32.const 48) (i32.wrap_i64 (i64.rem_u (local.get $n) (i64.const 10))))))
  (func $item (param $n i32) ;; ,N
    (call $byte (i32.const 44))
    (call $number (i64.extend_i32_u (local.get $n))))
  (func $open (call $byte (i32.const 91)) (call $byte (i32.const 48))) ;; [0
  (func $close (result i64)
    (call $byte (i32.const 93))
    (i64.or (i64.const 0x800000000000)
      (i64.extend_i32_u (i32.sub (global.get $to) (i32.const 32768)))))
  (data (i32.const 0) "\00\10\00\00\00\40\00\00")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64) (local $n i32)
    (memory.fill (i32.const 4096) (i32.const 65) (i32.const 16384))
    (loop $again
      (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 12)))
      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 64))))
    (call $open) (call $item (i32.load (i32.const 12))) (call $close)))
