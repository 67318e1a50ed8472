;; Loops forever over arithmetic with NaN, infinities and subnormal numbers.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64) (local $x f64)
    (loop $again
      (local.set $x (f64.div (f64.sqrt (f64.neg (f64.add (local.get $x) (f64.const 0x1p-1074)))) (f64.const 0)))
      (br $again))
    (unreachable)))
