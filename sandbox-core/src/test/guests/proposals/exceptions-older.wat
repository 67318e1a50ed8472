;; Exceptions in their older form: try, catch, catch_all, delegate, rethrow.
;; Functions that exceptions.wat has too do the same, at the same cost.
(module
  (type $unary (func (param i32) (result i32)))
  (tag $none)
  (tag $int (param i32))
  (tag $pair (param i32 i64))
  (memory (export "memory") 1 4)
  (table funcref (elem $thrower $leaf $tail-thrower))
  (global $count (mut i32) (i32.const 0))

  (func $leaf (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))

  (func $thrower (param i32) (result i32)
    (if (i32.and (local.get 0) (i32.const 1)) (then (throw $int (local.get 0))))
    (local.get 0))

  (func $tail-thrower (param i32) (result i32)
    (call $thrower (local.get 0)))

  (func (export "loop") (param $n i32) (result i32) (local $sum i32)
    (loop $more
      (try (result i32) (do (throw $int (local.get $n))) (catch $int))
      (local.set $sum (i32.add (local.get $sum)))
      (br_if $more (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (local.get $sum))

  (func (export "below") (param $x i32) (result i64) (local $y i64)
    (i64.const 1000)
    (f64.const 2.5)
    (local.get $x)
    (try (result i32)
      (do
        (local.set $y (i64.const 70))
        (i32.const 9)
        (call $thrower (local.get $x))
        (i32.add))
      (catch $int))
    (i32.add)
    (i64.extend_i32_s)
    (local.set $y (i64.add (local.get $y)))
    (i64.trunc_f64_s)
    (local.set $y (i64.add (local.get $y)))
    (i64.add (local.get $y)))

  (func $dig (param $depth i32) (param $value i32) (result i32)
    (if (i32.eqz (local.get $depth)) (then (throw $int (local.get $value))))
    (i32.add (i32.const 1) (call $dig (i32.sub (local.get $depth) (i32.const 1)) (local.get $value))))

  (func (export "deep") (param $depth i32) (param $times i32) (result i32) (local $sum i32)
    (loop $more
      (try (result i32) (do (call $dig (local.get $depth) (local.get $times))) (catch $int))
      (local.set $sum (i32.add (local.get $sum)))
      (br_if $more (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
    (local.get $sum))

  (func $grow (param $x i32)
    (drop (memory.grow (i32.const 1)))
    (i32.store (i32.const 65536) (local.get $x))
    (throw $none))
  (func (export "grows") (param $x i32) (result i32)
    (i32.store (i32.const 0) (i32.const 3))
    (try (do (call $grow (local.get $x))) (catch $none))
    (i32.store (i32.const 4) (i32.const 4))
    (i32.add (i32.load (i32.const 65536)) (i32.add (i32.load (i32.const 0)) (i32.load (i32.const 4)))))

  (func (export "traps") (param $x i32) (result i32)
    (try
      (do
        (drop (i32.div_s (i32.const 7) (local.get $x)))
        (if (i32.eq (local.get $x) (i32.const 1)) (then (unreachable)))
        (if (i32.eq (local.get $x) (i32.const 2))
          (then (drop (i32.load (i32.const -4)))))
        (if (i32.eq (local.get $x) (i32.const 3))
          (then (drop (call_indirect (type $unary) (i32.const 0) (i32.const 3))))))
      (catch_all))
    (i32.const 5))

  (func (export "uncaught") (param $x i32) (result i32) (call $thrower (local.get $x)))

  (func $which (param $x i32)
    (if (i32.eq (local.get $x) (i32.const 0)) (then (throw $none)))
    (if (i32.eq (local.get $x) (i32.const 1)) (then (throw $int (i32.const 11))))
    (if (i32.eq (local.get $x) (i32.const 2)) (then (throw $pair (i32.const 21) (i64.const 22)))))

  ;; Several handlers with code of their own, which end, branch and throw.
  (func (export "handlers") (param $x i32) (param $y i32) (result i32)
    (i32.const 1000)
    (try (result i32)
      (do (call $which (local.get $x)) (i32.const 1))
      (catch $none
        (br_if 1 (i32.const 2) (i32.eqz (local.get $y)))
        (drop)
        (if (i32.eq (local.get $y) (i32.const 1)) (then (return (i32.const 3))))
        (i32.const 4))
      (catch $int (i32.add (local.get $y)))
      (catch_all
        (drop (call $thrower (local.get $y)))
        (i32.const 5)))
    (i32.add))

  ;; A handler's own exceptions go further out.
  (func (export "further") (param $x i32) (param $y i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $which (local.get $x)) (i32.const 1))
          (catch $int (drop) (drop (call $thrower (local.get $y))) (i32.const 2))
          (catch_all (rethrow 0))))
      (catch $int (i32.const 100) (i32.add))
      (catch_all (i32.const 3))))

  ;; Throws again what a handler further out has, from within others.
  (func (export "rethrow") (param $x i32) (param $y i32) (result i32) (local $seen i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $which (local.get $x)) (i32.const 1))
          (catch_all
            (local.set $seen (i32.const 1))
            (try (result i32)
              (do (call $which (local.get $y)) (i32.const 2))
              (catch $none
                (local.set $seen (i32.const 2))
                (rethrow 1))
              (catch $int
                (local.set $seen)
                (try
                  (do (throw $none))
                  (catch_all (rethrow 2)))
                (i32.const 6))
              (catch_all (rethrow 0))))))
      (catch $none (i32.add (local.get $seen) (i32.const 1000)))
      (catch $int (i32.add (i32.mul (local.get $seen) (i32.const 1000))))
      (catch $pair (drop) (i32.add (i32.mul (local.get $seen) (i32.const 10000))))))

  ;; Exceptions that skip handlers between.
  (func (export "delegate") (param $x i32) (result i32)
    (try $outer (result i32)
      (do
        (try (result i32)
          (do
            (try (result i32)
              (do (call $which (local.get $x)) (i32.const 1))
              (delegate $outer))
            (i32.const 1)
            (i32.add))
          (catch_all (i32.const 50))))
      (catch $int (i32.const 2) (i32.add))
      (catch_all (i32.const 60))))

  ;; To the try of which it is in a handler, and to a block: further out, both times.
  (func (export "delegate-out") (param $x i32) (param $y i32) (result i32)
    (try (result i32)
      (do
        (try $skipped (result i32)
          (do (call $which (local.get $x)) (i32.const 1))
          (catch_all
            (block $block (result i32)
              (try (result i32)
                (do
                  (try (result i32)
                    (do (call $which (local.get $y)) (i32.const 2))
                    (delegate $skipped)))
                (catch_all (i32.const 70)))
              (drop)
              (try (result i32)
                (do
                  (try (result i32)
                    (do (call $which (i32.sub (local.get $y) (i32.const 10))) (i32.const 3))
                    (delegate $block)))
                (catch_all (i32.const 71)))))))
      (catch $int (i32.const 200) (i32.add))
      (catch_all (i32.const 80))))

  ;; To the caller.
  (func $to-caller (param $x i32) (result i32)
    (try (result i32)
      (do
        (try (result i32)
          (do (call $which (local.get $x)) (i32.const 1))
          (delegate 1)))
      (catch_all (i32.const 90))))
  (func (export "delegate-caller") (param $x i32) (result i32)
    (try (result i32)
      (do (call $to-caller (local.get $x)))
      (catch $int (i32.const 300) (i32.add))
      (catch_all (i32.const 95))))

  ;; A body that takes values, and one that does not end.
  (func (export "values") (param $x i32) (result i32)
    (local.get $x)
    (i32.const 10)
    (try (param i32 i32) (result i32)
      (do (i32.mul) (drop (call $thrower (local.get $x))))
      (catch $int))
    (try (param i32) (result i32)
      (do (br 0))
      (catch_all (i32.const 5)))
    (try
      (do (if (i32.eq (local.get $x) (i32.const 2)) (then (return (i32.const 8)))))
      (catch_all (unreachable)))
    (i32.const 6)
    (i32.add))
  (func (export "empty") (result i32)
    (try (do) (catch_all (unreachable)))
    (try (do))
    (try (do) (delegate 0))
    (i32.const 3))

  ;; Recursive: each level throws again what it has caught.
  (func $levels (export "levels") (param $n i32) (result i32)
    (if (i32.eqz (local.get $n)) (then (throw $int (i32.const 100))))
    (try (result i32)
      (do (call $levels (i32.sub (local.get $n) (i32.const 1))))
      (catch $int
        (drop)
        (global.set $count (i32.add (global.get $count) (i32.const 1)))
        (if (i32.eq (local.get $n) (i32.const 3)) (then (rethrow 1)))
        (throw $int (local.get $n)))))
  (func (export "levels-count") (param $n i32) (result i32)
    (global.set $count (i32.const 0))
    (try (result i32)
      (do (call $levels (local.get $n)))
      (catch $int))
    (i32.mul (i32.const 1000))
    (i32.add (global.get $count)))
)
