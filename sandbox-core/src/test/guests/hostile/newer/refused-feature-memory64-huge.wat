;; Has a 64-bit memory with a minimum of 2^40 pages.
(module
  (memory (export "memory") i64 1099511627776)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (i64.const 0)))
