;; Loops forever by branching from deep inside blocks to the outermost loop; the inner loop ends each time.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again
      (local.set $at (i32.const 3))
      (loop $inner
        (local.set $at (i32.sub (local.get $at) (i32.const 1)))
        (br_if $inner (local.get $at)))
      (block (block (block (if (i32.eqz (local.get $at)) (then (br $again)))))))
    (unreachable)))
