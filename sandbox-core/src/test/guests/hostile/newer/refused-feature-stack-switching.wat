;; Makes a continuation and resumes it for ever.
(module
  (type $f (func))
  (type $c (cont $f))
  (func $g)
  (elem declare func $g)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (loop $again (resume $c (cont.new $c (ref.func $g))) (br $again))
    (unreachable)))
