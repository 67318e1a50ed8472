;; Fills 16 pages of memory, a table and a global, then traps: nothing of it may be seen by the next call, of this
;; tool or of isolation-memory-grown.
(module
  (global $seen (mut i32) (i32.const 0))
  (table $t 100 100 funcref)
  (elem declare func $f)
  (func $f)
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (if (global.get $seen) (then (return (i64.const 0x0000001000000010))))
    (global.set $seen (i32.const 1))
    (drop (memory.grow (i32.const 16)))
    (memory.fill (i32.const 0) (i32.const 0xaa) (i32.const 1114112))
    (table.fill $t (i32.const 0) (ref.func $f) (i32.const 100))
    (unreachable)))
