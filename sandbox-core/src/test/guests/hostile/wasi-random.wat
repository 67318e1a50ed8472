;; Answers 16 random bytes as numbers: under "deterministic" the same in every call, otherwise never.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
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
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64) (local $n i32)
    (call $open)
    (call $item (call $random_get (i32.const 0) (i32.const 16)))
    (loop $again
      (call $item (i32.load8_u (local.get $n)))
      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 16))))
    (call $close)))
