;; Returns 9 MiB of [[],[],[],… : valid, and 30 times as large for who builds a tree of it.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (drop (memory.grow (i32.const 200)))
    (i32.store8 (i32.const 65536) (i32.const 91)) ;; [ and then [], and again
    (local.set $at (i32.const 65537))
    (loop $again
      (i64.store (local.get $at) (i64.const 0x5d5b2c5d5b2c5d5b))
      (i32.store8 (i32.add (local.get $at) (i32.const 8)) (i32.const 44))
      (local.set $at (i32.add (local.get $at) (i32.const 9)))
      (br_if $again (i32.lt_u (local.get $at) (i32.const 9502721))))
    (i32.store8 (i32.sub (local.get $at) (i32.const 1)) (i32.const 93))
    (i64.const 0x0001000000900001)))
