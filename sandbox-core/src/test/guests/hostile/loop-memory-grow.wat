;; Grows memory without end: one page at a time, for ever, also after memory.grow answered -1.
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (loop $again (drop (memory.grow (i32.const 1))) (br $again))
    (unreachable)))
