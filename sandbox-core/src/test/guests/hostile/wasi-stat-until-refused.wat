;; Looks at what descriptor 3 is until that fails, then answers {"errno":N}.
(module
  (import "wasi_snapshot_preview1" "fd_filestat_get" (func $fd_filestat_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 32768) "{\22errno\22:00}")
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param i32 i32) (result i64)
    (local $errno i32)
    (loop $again
      (local.set $errno (call $fd_filestat_get (i32.const 3) (i32.const 64)))
      (br_if $again (i32.eqz (local.get $errno))))
    (i32.store8 (i32.const 32777) (i32.add (i32.const 48) (i32.div_u (local.get $errno) (i32.const 10))))
    (i32.store8 (i32.const 32778) (i32.add (i32.const 48) (i32.rem_u (local.get $errno) (i32.const 10))))
    (if (i32.lt_u (local.get $errno) (i32.const 10)) (then (i32.store8 (i32.const 32777) (i32.const 32))))
    (i64.or (i64.const 0x800000000000) (i64.const 12))))
