;; Loops over a try_table that catches everything, so that no exception of its own would end it.
(module
  (tag $t)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (loop $again (block $h (try_table (catch_all $h) (throw $t))) (br $again))
    (unreachable)))
