;; memory.init of an active segment, which instantiation has dropped.
(module
  (data $d (i32.const 100) "0123456789")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (memory.init $d (i32.const 0) (i32.const 0) (i32.const 1))
    (i64.const 0)))
