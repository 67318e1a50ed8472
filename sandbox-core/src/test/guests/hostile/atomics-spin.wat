;; Takes a lock that it holds, as threads do: exchanges a value, and notifies, for ever.
;; wat2wasm: --enable-threads
(module
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i32.atomic.store (i32.const 0) (i32.const 1))
    (loop
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
      (br_if 0 (i32.atomic.rmw.cmpxchg (i32.const 0) (i32.const 0) (i32.const 1))))
    (i64.const 0)))
