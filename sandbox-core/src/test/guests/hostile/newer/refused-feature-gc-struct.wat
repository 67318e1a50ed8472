;; Allocates structs for ever: host heap outside any limit.
(module
  (type $s (struct (field (mut i64)) (field (mut (ref null $s)))))
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (loop $again (drop (struct.new $s (i64.const 1) (ref.null $s))) (br $again))
    (unreachable)))
