;; Throws and catches by a table, forever.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (tag $t (param i32))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $more
      (block $h (result exnref)
        (try_table (catch_all_ref $h)
          (block $i (result i32 exnref)
            (try_table (catch_ref $t $i) (throw $t (i32.const 1)))
            (unreachable))
          (throw_ref))
        (unreachable))
      (drop)
      (br $more))
    (unreachable)))
