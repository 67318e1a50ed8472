;; Does what its arguments say: [action, number]. Answers a JSON number, or as many bytes as asked for.
(module
  (memory (export "memory") 1)
  (table $table 1 funcref)
  (global $at (mut i32) (i32.const 0))

  ;; The next run of digits from $at on, as a number.
  (func $number (result i32)
    (local $value i32) (local $char i32)
    (block $found
      (loop $skip
        (br_if $found
          (i32.lt_u (i32.sub (i32.load8_u (global.get $at)) (i32.const 48)) (i32.const 10)))
        (global.set $at (i32.add (global.get $at) (i32.const 1)))
        (br $skip)))
    (block $done
      (loop $digits
        (local.set $char (i32.sub (i32.load8_u (global.get $at)) (i32.const 48)))
        (br_if $done (i32.ge_u (local.get $char) (i32.const 10)))
        (local.set $value
          (i32.add (i32.mul (local.get $value) (i32.const 10)) (local.get $char)))
        (global.set $at (i32.add (global.get $at) (i32.const 1)))
        (br $digits)))
    (local.get $value))

  ;; "0" for a number that is not negative, "-1" for one that is.
  (func $sign (param $value i32) (result i64)
    (if (result i64) (i32.lt_s (local.get $value) (i32.const 0))
      (then
        (i32.store16 (i32.const 0) (i32.const 0x312d))
        (i64.const 2))
      (else
        (i32.store8 (i32.const 0) (i32.const 48))
        (i64.const 1))))

  (func $fill (param $bytes i32) (result i64)
    (drop (memory.grow
      (i32.sub (i32.shr_u (i32.add (local.get $bytes) (i32.const 65535)) (i32.const 16))
               (memory.size))))
    (memory.fill (i32.const 0) (i32.const 32) (local.get $bytes))
    (i32.store8 (i32.sub (local.get $bytes) (i32.const 1)) (i32.const 49))
    (i64.extend_i32_u (local.get $bytes)))

  (func $deep (param $levels i32) (result i32)
    (if (result i32) (i32.eqz (local.get $levels))
      (then (i32.const 0))
      (else
        (i32.add (i32.const 1) (call $deep (i32.sub (local.get $levels) (i32.const 1)))))))

  (func $count (param $turns i32) (result i32)
    (block $done
      (loop $again
        (br_if $done (i32.eqz (local.get $turns)))
        (local.set $turns (i32.sub (local.get $turns) (i32.const 1)))
        (br $again)))
    (i32.const 0))

  ;; Looks for a byte that is not zero behind the arguments, grows, looks again, leaves no byte zero.
  (func $dirty (param $pages i32) (result i32)
    (local $at i32) (local $end i32) (local $found i64)
    (local.set $at (i32.const 64))
    (drop (memory.grow (local.get $pages)))
    (local.set $end (i32.shl (memory.size) (i32.const 16)))
    (loop $look
      (local.set $found (i64.or (local.get $found) (i64.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $look (i32.lt_u (local.get $at) (local.get $end))))
    (memory.fill (i32.const 0) (i32.const 0xAA) (local.get $end))
    (select (i32.const 0) (i32.const -1) (i64.eqz (local.get $found))))

  ;; Grows page by page, touches the last byte, then the one behind it.
  (func $beyond (param $pages i32) (result i32)
    (loop $again
      (drop (memory.grow (i32.const 1)))
      (local.set $pages (i32.sub (local.get $pages) (i32.const 1)))
      (br_if $again (local.get $pages)))
    (i32.store8 (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 1)) (i32.const 1))
    (i32.load8_u (i32.shl (memory.size) (i32.const 16))))

  (func (export "vex_allocate") (param i32) (result i32)
    (i32.const 0))

  (func (export "vex_execute") (param i32 i32) (result i64)
    (local $action i32)
    (local $number i32)
    (local.set $action (call $number))
    (local.set $number (call $number))
    (block $spin
     (block $beyond
     (block $dirty
      (block $turns
        (block $levels
          (block $output
            (block $elements
              (block $pages
                (br_table $pages $elements $output $levels $turns $spin $dirty $beyond
                  (local.get $action)))
              (return (call $sign (memory.grow (local.get $number)))))
            (return (call $sign (table.grow $table (ref.null func) (local.get $number)))))
          (return (call $fill (local.get $number))))
        (return (call $sign (i32.sub (call $deep (local.get $number)) (local.get $number)))))
      (return (call $sign (call $count (local.get $number)))))
     (return (call $sign (call $dirty (local.get $number)))))
     (return (call $sign (call $beyond (local.get $number)))))
    ;; Nothing that a compiler could sum up: of an empty loop it knows the end, and the fuel is gone at once.
    (loop $forever
      (local.set $number (i32.add (i32.mul (local.get $number) (i32.const 1103515245)) (i32.const 12345)))
      (br $forever))
    (unreachable)))
