;; wat2wasm: --enable-tail-call
;; Tail calls of every kind: of the function itself, of others, by table, from within blocks, with
;; few and many arguments and results, and of functions that make none.
(module
  (type $i-i (func (param i32) (result i32)))
  (type $il-l (func (param i32 i64) (result i64)))
  (type $f-f (func (param f32) (result f32)))
  (type $d-d (func (param f64) (result f64)))
  (type $none (func))
  (type $many (func (param i32 i64 f32 f64) (result i32 i64 f32 f64)))
  (table 16 funcref)
  (elem (i32.const 0) $even $odd $leaf $wrong $trap)
  (memory 1 3)
  (global $count (mut i32) (i32.const 0))

  ;; Itself.
  (func (export "sum") (param i32 i64) (result i64)
    (if (result i64) (i32.eqz (local.get 0))
      (then (local.get 1))
      (else (return_call 0
        (i32.sub (local.get 0) (i32.const 1))
        (i64.add (local.get 1) (i64.extend_i32_u (local.get 0)))))))

  ;; Locals that are no parameters are zero again.
  (func (export "zeroed") (param i32) (result i64)
    (local i32 i64 f32 f64 funcref externref)
    (if (local.get 1) (then (unreachable)))
    (if (i64.ne (local.get 2) (i64.const 0)) (then (unreachable)))
    (if (f32.ne (local.get 3) (f32.const 0)) (then (unreachable)))
    (if (f64.ne (local.get 4) (f64.const 0)) (then (unreachable)))
    (if (i32.eqz (ref.is_null (local.get 5))) (then (unreachable)))
    (if (i32.eqz (ref.is_null (local.get 6))) (then (unreachable)))
    (local.set 1 (i32.const 1))
    (local.set 2 (i64.const 2))
    (local.set 3 (f32.const 3))
    (local.set 4 (f64.const 4))
    (local.set 5 (ref.func $even))
    (if (i32.eqz (local.get 0)) (then (return (local.get 2))))
    (return_call 1 (i32.sub (local.get 0) (i32.const 1))))

  ;; Each other.
  (func $even (export "even") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (return_call $odd (i32.sub (local.get 0) (i32.const 1))))
  (func $odd (export "odd") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (return_call $even (i32.sub (local.get 0) (i32.const 1))))

  ;; A function that makes no tail calls, and one that does.
  (func $leaf (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
  (func (export "leaf") (param i32) (result i32)
    (return_call $leaf (i32.add (local.get 0) (i32.const 1))))
  (func (export "twice") (param i32) (result i32)
    (i32.add (call $even (local.get 0)) (call $odd (local.get 0))))

  ;; By table: 0 even, 1 odd, 2 leaf, 3 another type, 4 trap, 5 empty, 16 outside.
  (func (export "table") (param i32 i32) (result i32)
    (return_call_indirect (type $i-i) (local.get 1) (local.get 0)))
  (func $wrong (param i64) (result i64) (local.get 0))
  (func $trap (param i32) (result i32)
    (return_call_indirect (type $i-i) (local.get 0) (i32.const 5)))

  ;; Other types of values.
  (func $single (export "single") (param f32) (result f32)
    (if (f32.gt (local.get 0) (f32.const 1000)) (then (return (local.get 0))))
    (return_call $single2 (f32.mul (local.get 0) (f32.const 1.5))))
  (func $single2 (param f32) (result f32)
    (return_call $single (f32.add (local.get 0) (f32.const 0.25))))
  (func $double (export "double") (param f64) (result f64)
    (if (f64.gt (local.get 0) (f64.const 1000)) (then (return (local.get 0))))
    (return_call $double2 (f64.mul (local.get 0) (f64.const 1.5))))
  (func $double2 (param f64) (result f64)
    (return_call $double (f64.add (local.get 0) (f64.const 0.25))))
  (func $long (export "long") (param i32 i64) (result i64)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $long2 (local.get 0) (local.get 1)))
  (func $long2 (param i32 i64) (result i64)
    (return_call $long
      (i32.sub (local.get 0) (i32.const 1)) (i64.mul (local.get 1) (i64.const 3))))
  (func $nothing (export "nothing") (param i32) (result i32)
    (global.set $count (local.get 0))
    (call $down)
    (global.get $count))
  (func $down
    (global.set $count (i32.sub (global.get $count) (i32.const 1)))
    (if (i32.gt_s (global.get $count) (i32.const 0)) (then (return_call $down2))))
  (func $down2 (return_call $down))

  ;; Several results, and several arguments beside.
  (func $many (export "many") (type $many)
    (if (i32.eqz (local.get 0))
      (then (return (local.get 0) (local.get 1) (local.get 2) (local.get 3))))
    (i32.const 77)
    (return_call $many2
      (i32.sub (local.get 0) (i32.const 1))
      (i64.add (local.get 1) (i64.const 2))
      (f32.add (local.get 2) (f32.const 0.5))
      (f64.add (local.get 3) (f64.const 0.125))))
  (func $many2 (type $many)
    (return_call $many (local.get 0) (local.get 1) (local.get 2) (local.get 3)))

  ;; From within blocks and loops, with values below.
  (func $nested (export "nested") (param i32) (result i32)
    (local i32)
    (i32.const 5)
    (block (result i32)
      (loop $again (result i32)
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (br_if $again (i32.lt_u (local.get 1) (i32.const 3)))
        (i32.const 9)
        (if (result i32) (i32.gt_u (local.get 0) (i32.const 10))
          (then
            (i32.const 1) (i32.const 2)
            (return_call $nested2 (i32.sub (local.get 0) (i32.const 4))))
          (else (local.get 1)))
        (i32.add)))
    (i32.add))
  (func $nested2 (param i32) (result i32)
    (block
      (br_if 0 (i32.and (local.get 0) (i32.const 1)))
      (return_call $nested (i32.add (local.get 0) (i32.const 1))))
    (return_call $nested (i32.sub (local.get 0) (i32.const 1))))

  ;; Memory that grows on the way.
  (func (export "grows") (param i32) (result i32)
    (i32.store (i32.const 0) (i32.const 7))
    (i32.add (call $grow (local.get 0)) (i32.load (i32.const 65536))))
  (func $grow (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then
      (drop (memory.grow (i32.const 1)))
      (i32.store (i32.const 65536) (i32.const 11))
      (return_call $loaded)))
    (return_call $grow2 (i32.sub (local.get 0) (i32.const 1))))
  (func $grow2 (param i32) (result i32) (return_call $grow (local.get 0)))
  (func $loaded (result i32) (i32.load (i32.const 0)))

  ;; Traps at the end of a chain.
  (func (export "divide") (param i32 i32) (result i32)
    (return_call $divide (local.get 0) (local.get 1)))
  (func $divide (param i32 i32) (result i32)
    (return_call $divide2 (local.get 0) (local.get 1)))
  (func $divide2 (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1)))
  (func $stop (export "stop") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (unreachable)))
    (return_call $stop2 (i32.sub (local.get 0) (i32.const 1))))
  (func $stop2 (param i32) (result i32) (return_call $stop (local.get 0))))
