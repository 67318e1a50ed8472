;; echo: gives back the JSON it was given. The smallest tool there can be: the one buffer that
;; vex_allocate hands out is the result, so vex_execute only packs its pointer and length.
(module
  (memory (export "memory") 1)
  ;; The buffer starts at 16. The first page is there; the others that 16 + size bytes reach into are added.
  ;; If the host refuses them, the buffer does not lie in memory, and the host says so.
  (func (export "vex_allocate") (param $size i32) (result i32)
    (drop (memory.grow (i32.shr_u (i32.add (local.get $size) (i32.const 16)) (i32.const 16))))
    (i32.const 16))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (i64.or
      (i64.shl (i64.extend_i32_u (local.get $at)) (i64.const 32))
      (i64.extend_i32_u (local.get $length)))))
