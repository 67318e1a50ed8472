;; Loops forever over vectors that wait in locals, in a global and on the stack.
(module
  (memory (export "memory") 1)
  (global $kept (mut v128) (v128.const i32x4 1 2 3 4))
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (local $a v128)
    (loop $again (result i64)
      (local.set $a (i8x16.shuffle 0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31
        (i16x8.mul (local.get $a) (global.get $kept)) (i8x16.popcnt (local.get $a))))
      (global.set $kept (i8x16.swizzle (global.get $kept) (local.get $a)))
      (v128.store (i32.const 16) (local.get $a))
      (br_if $again (i32.const 1))
      (i64.const 0))))
