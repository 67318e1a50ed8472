;; Writes to stderr what must not reach a log or a terminal as it is: newlines followed by a line like the host's
;; own, terminal sequences, carriage returns, C1 controls, line separators, bidirectional overrides, lookups, bytes
;; that are not UTF-8.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (global $to (mut i32) (i32.const 32768))
  (func $byte (param $b i32)
    (i32.store8 (global.get $to) (local.get $b))
    (global.set $to (i32.add (global.get $to) (i32.const 1))))
  (func $number (param $n i64)
    (if (i64.ge_u (local.get $n) (i64.const 10))
      (then (call $number (i64.div_u (local.get $n) (i64.const 10)))))
    (call $byte (i32.add (i32.const 48) (i32.wrap_i64 (i64.rem_u (local.get $n) (i64.const 10))))))
  (func $item (param $n i32) ;; ,N
    (call $byte (i32.const 44))
    (call $number (i64.extend_i32_u (local.get $n))))
  (func $open (call $byte (i32.const 91)) (call $byte (i32.const 48))) ;; [0
  (func $close (result i64)
    (call $byte (i32.const 93))
    (i64.or (i64.const 0x800000000000)
      (i64.extend_i32_u (i32.sub (global.get $to) (i32.const 32768)))))
  (data (i32.const 0) "\10\00\00\00L\01\00\00")
  (data (i32.const 16) "plain\0a2026-01-01 00:00:00.000 ERROR [main] org.vexhost.Main - all tools were removed by root\0a\1b[2J\1b[1;1H\1b]0;title\07\1b[31mred\1b[0m\0areturn\0dto the start\0abell\07 back\08\08\08 nul\00 del\7f\0aC1: \c2\85next line \c2\9b31m csi\0aU+2028:\e2\80\a8 U+2029:\e2\80\a9 rtl:\e2\80\ae bom:\ef\bb\bf\0a${jndi:ldap://127.0.0.1/a} %d{yyyy} {} %n\0anot UTF-8: \ff\fe\c0\af \ed\a0\80 \e2\82\0avt\0bff\0c\0d\0a\0d\0a\0a\0ano newline at the end")
  (memory (export "memory") 1)
  (func (export "vex_allocate") (param i32) (result i32) (i32.const 4096))
  (func (export "vex_execute") (param $at i32) (param $length i32) (result i64)
    (call $open)
    (call $item (call $fd_write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 8)))
    (call $item (i32.load (i32.const 8)))
    (call $close)))
