;; Casts between reference types.
(module
  (type $s (struct))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (drop (ref.cast (ref null $s) (ref.null any)))
    (i64.const 0)))
