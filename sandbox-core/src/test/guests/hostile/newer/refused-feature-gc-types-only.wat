;; Declares a recursion group of struct types and uses none of them.
(module
  (rec (type $a (struct (field (ref null $b)))) (type $b (struct (field (ref null $a)))))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.const 0)))
