;; Calls the host function whose number is the first digit of its arguments, [function, number].
(module
  (import "vex" "sleep" (func $sleep (param i32)))
  (import "vex" "block" (func $block (param i32)))
  (import "vex" "fail" (func $fail (param i32)))
  (import "vex" "fault" (func $fault (param i32)))
  (import "vex" "types" (func $types (param i32 i64 f32 f64) (result i64)))
  (memory (export "memory") 1)
  (global $number (mut i32) (i32.const 0))

  (func (export "vex_allocate") (param i32) (result i32)
    (i32.const 0))

  (func $read (param $at i32)
    (local $char i32)
    (block $done
      (loop $digits
        (local.set $char (i32.sub (i32.load8_u (local.get $at)) (i32.const 48)))
        (br_if $done (i32.ge_u (local.get $char) (i32.const 10)))
        (global.set $number
          (i32.add (i32.mul (global.get $number) (i32.const 10)) (local.get $char)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $digits))))

  (func (export "vex_execute") (param i32 i32) (result i64)
    (call $read (i32.const 3))
    (block $done
      (block $types
        (block $fault
          (block $fail
            (block $block
              (block $sleep
                (br_table $sleep $block $fail $fault $types
                  (i32.sub (i32.load8_u (i32.const 1)) (i32.const 48))))
              (call $sleep (global.get $number))
              (br $done))
            (call $block (global.get $number))
            (br $done))
          (call $fail (global.get $number))
          (br $done))
        (call $fault (global.get $number))
        (br $done))
      (br_if $done
        (i64.eq
          (call $types (i32.const -1) (i64.const -2) (f32.const 1.5) (f64.const -2.5))
          (i64.const 0x123456789abcdef0)))
      (unreachable))
    (i32.store8 (i32.const 0) (i32.const 49))
    (i64.const 1)))
