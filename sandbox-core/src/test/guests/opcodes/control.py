"""Control flow: blocks, loops, branches, calls, dead code, and where out of fuel is noticed."""
from run import Case, Module

# Name, signature, body, argument sets. The functions see $helpers below.
FUNCTIONS = [
    ("empty", "", "", [()]),
    ("block-empty", "", "(block) (block (block))", [()]),
    ("block-value", "(result i32)", "(block (result i32) (i32.const 7))", [()]),
    ("block-values", "(result i32 i64)", "(block (result i32 i64) (i32.const 7) (i64.const 8))", [()]),
    ("block-parameters", "(param i32 i32) (result i32)", "(local.get 0) (local.get 1) (block (param i32 i32) (result i32) (i32.sub))", [(9, 4)]),
    ("block-nested", "(param i32) (result i32)", """
      (block $a (result i32)
        (block $b (result i32)
          (block $c (result i32)
            (br_if $a (i32.const 10) (i32.eq (local.get 0) (i32.const 0))) drop
            (br_if $b (i32.const 20) (i32.eq (local.get 0) (i32.const 1))) drop
            (br_if $c (i32.const 30) (i32.eq (local.get 0) (i32.const 2))) drop
            (i32.const 40))
          (i32.add (i32.const 1)))
        (i32.add (i32.const 2)))""", [(0,), (1,), (2,), (3,)]),
    ("br-out", "(result i32)", "(block $a (result i32) (br $a (i32.const 3)))", [()]),
    ("br-drops-the-rest", "(result i32)", "(block $a (result i32) (i64.const 1) (i64.const 2) (br $a (i32.const 3)))", [()]),
    ("br-to-function", "(param i32) (result i32)", "(block (block (br 2 (i32.add (local.get 0) (i32.const 1))))) (i32.const 99)", [(5,)]),
    ("br-values", "(param i32) (result i32 i32)", "(block $a (result i32 i32) (br $a (local.get 0) (i32.const 3)))", [(5,)]),
    ("br_if-taken", "(param i32) (result i32)", "(block $a (result i32) (br_if $a (i32.const 1) (local.get 0)) (drop) (i32.const 2))", [(0,), (1,), (-1,)]),
    ("br_if-last", "(param i32)", "(block $a (br_if $a (local.get 0)))", [(0,), (1,)]),
    ("br_if-keeps-values", "(param i32) (result i64)", "(block $a (result i64) (i64.const 5) (br_if $a (i64.const 6) (local.get 0)) (i64.add))", [(0,), (1,)]),
    ("br_if-to-function", "(param i32) (result i32)", "(br_if 0 (i32.const 1) (local.get 0)) (drop) (i32.const 2)", [(0,), (1,)]),
    ("br_table", "(param i32) (result i32)", """
      (block $d (block $c (block $b (block $a (br_table $a $b $c $d (local.get 0)))
            (return (i32.const 100))) (return (i32.const 101))) (return (i32.const 102))) (i32.const 103)""",
     [(0,), (1,), (2,), (3,), (4,), (-1,), (0x80000000,)]),
    ("br_table-default-only", "(param i32) (result i32)", "(block $a (br_table $a (local.get 0))) (i32.const 1)", [(0,), (7,)]),
    ("br_table-value", "(param i32) (result i32)", """
      (block $a (result i32) (block $b (result i32) (br_table $a $b $a (i32.const 50) (local.get 0))) (i32.add (i32.const 1)))""", [(0,), (1,), (2,), (9,)]),
    ("br_table-values", "(param i32) (result i32 i64)", """
      (block $a (result i32 i64) (block $b (result i32 i64) (br_table $a $b (i32.const 1) (i64.const 2) (local.get 0)))
        (drop) (drop) (i32.const 3) (i64.const 4))""", [(0,), (1,)]),
    ("br_table-loop", "(param i32) (result i32) (local i32)", """
      (block $out (loop $l
          (local.set 1 (i32.add (local.get 1) (i32.const 1)))
          (br_table $l $l $out $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
      (local.get 1)""", [(3,), (4,), (10,)]),
    ("br_table-to-function", "(param i32)", "(block (br_table 0 1 0 1 (local.get 0)))", [(0,), (1,), (2,), (3,)]),
    ("br_table-large", "(param i32) (result i32)",
     "".join(f"(block $b{i} " for i in range(40)) + "(br_table " + " ".join(f"$b{i}" for i in range(40)) + " (local.get 0))"
     + "".join(f") (return (i32.const {39 - i}))" for i in range(39)) + ") (i32.const 0)", [(0,), (20,), (39,), (40,)]),
    ("return", "(param i32) (result i32)", "(return (i32.add (local.get 0) (i32.const 1)))", [(1,)]),
    ("return-early", "(param i32) (result i32)", "(if (local.get 0) (then (return (i32.const 1)))) (i32.const 2)", [(0,), (1,)]),
    ("return-from-depth", "(param i32) (result i32)", "(block (loop (block (if (local.get 0) (then (return (i32.const 1))))))) (i32.const 2)", [(0,), (1,)]),
    ("return-drops-the-rest", "(result i32)", "(i64.const 1) (i64.const 2) (return (i32.const 3))", [()]),
    ("return-values", "(param i32) (result i32 i64 f32)", "(return (local.get 0) (i64.const 2) (f32.const 3))", [(1,)]),
    ("unreachable", "", "(unreachable)", [()]),
    ("unreachable-after", "(param i32) (result i32)", "(local.set 0 (i32.add (local.get 0) (i32.const 1))) (unreachable)", [(1,)]),
    ("unreachable-in-if", "(param i32) (result i32)", "(if (result i32) (local.get 0) (then (unreachable)) (else (i32.const 5)))", [(0,), (1,)]),
    ("unreachable-in-callee", "(param i32) (result i32)", "(i32.add (i32.const 1) (call $maybe (local.get 0)))", [(0,), (1,)]),
    ("unreachable-in-loop", "(param i32)", "(loop $l (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if $l (local.get 0)) (unreachable))", [(1,), (5,)]),
    ("dead-after-br", "(result i32)", "(block $a (result i32) (br $a (i32.const 1)) (i32.const 2) (i32.add) (drop) (i64.const 3) (drop) (i32.const 4))", [()]),
    ("dead-after-return", "(result i32)", "(return (i32.const 1)) (i32.const 2) (drop) (block (loop (br 0))) (i32.const 3)", [()]),
    ("dead-after-unreachable", "(param i32) (result i32)", "(block (br_if 0 (local.get 0)) (unreachable) (drop) (i32.add) (br_if 0) (drop) (call $inc (i32.const 1)) (drop)) (i32.const 2)", [(0,), (1,)]),
    ("dead-after-br_table", "(param i32) (result i32)", "(block (block (br_table 0 1 (local.get 0)) (i32.const 1) (drop)) (return (i32.const 3))) (i32.const 4)", [(0,), (1,)]),
    ("dead-loop", "(result i32)", "(return (i32.const 1)) (loop $l (br $l))", [()]),
    ("dead-if", "(result i32)", "(return (i32.const 1)) (if (result i32) (i32.const 1) (then (i32.const 2)) (else (i32.const 3)))", [()]),
    ("dead-end-of-both-arms", "(param i32) (result i32)", "(if (local.get 0) (then (return (i32.const 1))) (else (return (i32.const 2)))) (i32.const 3) (drop) (unreachable)", [(0,), (1,)]),
    ("dead-then-alive", "(param i32) (result i32)", "(block $a (block $b (br_if $b (local.get 0)) (br $a) (nop)) (return (i32.const 1))) (i32.const 2)", [(0,), (1,)]),
    ("dead-else", "(param i32) (result i32)", "(if (result i32) (local.get 0) (then (i32.const 1)) (else (unreachable) (i32.const 2)))", [(0,), (1,)]),
    ("if", "(param i32) (result i32) (local i32)", "(if (local.get 0) (then (local.set 1 (i32.const 1)))) (local.get 1)", [(0,), (1,), (-1,)]),
    ("if-empty", "(param i32)", "(if (local.get 0) (then))", [(0,), (1,)]),
    ("if-else", "(param i32) (result i32)", "(if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.add (i32.const 2) (i32.const 3))))", [(0,), (1,)]),
    ("if-else-empty", "(param i32)", "(if (local.get 0) (then) (else))", [(0,), (1,)]),
    ("if-else-values", "(param i32) (result i32 i64)", "(if (result i32 i64) (local.get 0) (then (i32.const 1) (i64.const 2)) (else (i32.const 3) (i64.const 4)))", [(0,), (1,)]),
    ("if-parameters", "(param i32 i32) (result i32)", "(local.get 0) (if (param i32) (result i32) (local.get 1) (then (i32.add (i32.const 5))) (else (i32.sub (i32.const 5))))", [(9, 0), (9, 1)]),
    ("if-parameters-no-else", "(param i32 i32) (result i32)", "(local.get 0) (if (param i32) (result i32) (local.get 1) (then (i32.add (i32.const 5))))", [(9, 0), (9, 1)]),
    ("if-nested", "(param i32 i32) (result i32)", """
      (if (result i32) (local.get 0)
        (then (if (result i32) (local.get 1) (then (i32.const 3)) (else (i32.const 2))))
        (else (if (result i32) (local.get 1) (then (i32.const 1)) (else (i32.const 0)))))""", [(0, 0), (0, 1), (1, 0), (1, 1)]),
    ("if-chain", "(param i32) (result i32)", """
      (if (i32.lt_s (local.get 0) (i32.const 10)) (then (return (i32.const 1)))
        (else (if (i32.lt_s (local.get 0) (i32.const 20)) (then (return (i32.const 2)))
          (else (if (i32.lt_s (local.get 0) (i32.const 30)) (then (return (i32.const 3))))))))
      (i32.const 4)""", [(5,), (15,), (25,), (35,)]),
    ("if-branches-out", "(param i32) (result i32)", "(block $a (result i32) (if (local.get 0) (then (br $a (i32.const 1)))) (i32.const 2))", [(0,), (1,)]),
    ("if-branches-to-itself", "(param i32) (result i32)", "(if $a (result i32) (local.get 0) (then (br $a (i32.const 1))) (else (br_if $a (i32.const 2) (i32.const 1)) (drop) (i32.const 3)))", [(0,), (1,)]),
    ("loop-once", "(result i32)", "(loop (result i32) (i32.const 1))", [()]),
    ("loop-count", "(param i32) (result i32) (local i32)", """
      (loop $l
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (local.get 1)""", [(1,), (2,), (10,), (1000,)]),
    ("loop-while", "(param i32) (result i32) (local i32)", """
      (block $out (loop $l
          (br_if $out (i32.eqz (local.get 0)))
          (local.set 1 (i32.add (local.get 1) (i32.const 2)))
          (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
          (br $l)))
      (local.get 1)""", [(0,), (1,), (7,)]),
    ("loop-with-parameters", "(param i32) (result i32)", """
      (i32.const 1) (local.get 0)
      (loop $l (param i32 i32) (result i32)
        (local.set 0) (i32.mul (local.get 0)) (i32.sub (local.get 0) (i32.const 1))
        (br_if $l (i32.gt_s (local.get 0) (i32.const 1)))
        (drop))""", [(1,), (5,), (10,)]),
    ("loop-nested", "(param i32 i32) (result i32) (local i32 i32)", """
      (loop $o
        (local.set 2 (local.get 1))
        (loop $i
          (local.set 3 (i32.add (local.get 3) (i32.const 1)))
          (br_if $i (local.tee 2 (i32.sub (local.get 2) (i32.const 1)))))
        (br_if $o (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (local.get 3)""", [(1, 1), (3, 4), (10, 10)]),
    ("loop-early-exits", "(param i32) (result i32) (local i32)", """
      (block $out (block $found
          (loop $l
            (br_if $found (i32.eq (local.get 1) (local.get 0)))
            (br_if $out (i32.ge_u (local.get 1) (i32.const 20)))
            (if (i32.and (local.get 1) (i32.const 1))
              (then (local.set 1 (i32.add (local.get 1) (i32.const 3))) (br $l)))
            (local.set 1 (i32.add (local.get 1) (i32.const 1)))
            (br $l)))
        (return (i32.add (i32.const 1000) (local.get 1))))
      (local.get 1)""", [(0,), (4,), (5,), (3,), (100,)]),
    ("loop-continue", "(param i32) (result i32) (local i32 i32)", """
      (block $out (loop $l
          (br_if $out (i32.ge_u (local.get 1) (local.get 0)))
          (local.set 1 (i32.add (local.get 1) (i32.const 1)))
          (br_if $l (i32.rem_u (local.get 1) (i32.const 3)))
          (local.set 2 (i32.add (local.get 2) (local.get 1)))
          (br $l)))
      (local.get 2)""", [(0,), (3,), (10,)]),
    ("loop-two-back-edges", "(param i32) (result i32) (local i32)", """
      (loop $l
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (if (i32.and (local.get 0) (i32.const 1))
          (then (local.set 0 (i32.add (i32.mul (local.get 0) (i32.const 3)) (i32.const 1))) (br $l)))
        (local.set 0 (i32.shr_u (local.get 0) (i32.const 1)))
        (br_if $l (i32.gt_u (local.get 0) (i32.const 1))))
      (local.get 1)""", [(1,), (2,), (6,), (7,), (27,)]),
    ("loop-that-falls-through", "(param i32) (result i32)", "(loop $l (if (local.get 0) (then (local.set 0 (i32.const 0)) (br $l)))) (local.get 0)", [(0,), (1,)]),
    ("loop-branch-to-block-inside", "(param i32) (result i32) (local i32)", """
      (loop $l
        (block $skip
          (br_if $skip (i32.and (local.get 0) (i32.const 1)))
          (local.set 1 (i32.add (local.get 1) (i32.const 10))))
        (local.set 1 (i32.add (local.get 1) (i32.const 1)))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (local.get 1)""", [(1,), (4,), (9,)]),
    ("loop-unreachable-end", "(param i32) (result i32)", "(loop $l (if (i32.eqz (local.get 0)) (then (return (i32.const 9)))) (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br $l)) (unreachable)", [(0,), (3,)]),
    ("switch-in-loop", "(param i32) (result i32) (local i32 i32)", """
      (block $out (loop $l
          (block $c (block $b (block $a
                (br_table $a $b $c $out (i32.and (local.get 0) (i32.const 3))))
              (local.set 1 (i32.add (local.get 1) (i32.const 1))) (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br $l))
            (local.set 1 (i32.mul (local.get 1) (i32.const 3))) (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br $l))
          (local.set 1 (i32.sub (local.get 1) (i32.const 1))) (local.set 0 (i32.add (local.get 0) (i32.const 1)))
          (br $l)))
      (local.get 1)""", [(0,), (1,), (2,), (3,)]),
    ("call", "(param i32) (result i32)", "(call $inc (local.get 0))", [(41,)]),
    ("call-nothing", "", "(call $nothing)", [()]),
    ("call-chain", "(param i32) (result i32)", "(call $inc (call $inc (call $inc (local.get 0))))", [(0,)]),
    ("call-in-loop", "(param i32) (result i32) (local i32)", """
      (loop $l
        (local.set 1 (call $inc (local.get 1)))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (local.get 1)""", [(1,), (5,), (100,)]),
    ("call-values", "(param i32) (result i32)", "(call $pair (local.get 0)) (i32.sub)", [(10,)]),
    ("call-many-parameters", "(result i64)", "(call $many (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4) (i32.const 5) (i64.const 6) (f32.const 7) (f64.const 8))", [()]),
    ("call-long-tail", "(param i32) (result i32)", "(call $nothing) " + "(local.set 0 (i32.add (local.get 0) (i32.const 1))) " * 20 + "(local.get 0)", [(0,)]),
    ("call-between-branches", "(param i32) (result i32)", "(block $a (br_if $a (call $inc (local.get 0))) (call $nothing) (return (i32.const 1))) (call $nothing) (i32.const 2)", [(0,), (-1,)]),
    ("call-unreachable-callee", "", "(call $inc (i32.const 1)) (drop) (call $trap) (call $nothing)", [()]),
    ("recursion-factorial", "(param i64) (result i64)", "(call $factorial (local.get 0))", [(0,), (1,), (5,), (20,)]),
    ("recursion-fibonacci", "(param i32) (result i32)", "(call $fibonacci (local.get 0))", [(0,), (1,), (2,), (10,)]),
    ("recursion-mutual", "(param i32) (result i32)", "(call $even (local.get 0))", [(0,), (1,), (10,), (101,)]),
    ("recursion-indirect", "(param i32) (result i32)", "(call_indirect (type $i-i) (local.get 0) (i32.const 3))", [(0,), (5,)]),
    ("call_indirect", "(param i32 i32) (result i32)", "(call_indirect (type $i-i) (local.get 0) (local.get 1))", [(5, 0), (5, 1), (5, 2), (5, 4), (5, 5), (5, -1)]),
    ("call_indirect-in-loop", "(param i32) (result i32) (local i32)", """
      (loop $l
        (local.set 1 (call_indirect (type $i-i) (local.get 1) (i32.and (local.get 0) (i32.const 1))))
        (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (local.get 1)""", [(1,), (6,)]),
    ("ackermann", "(param i32 i32) (result i32)", "(call $ackermann (local.get 0) (local.get 1))", [(0, 0), (1, 2), (2, 3)]),
    ("gcd", "(param i64 i64) (result i64) (local i64)", """
      (block $out (loop $l
          (br_if $out (i64.eqz (local.get 1)))
          (local.set 2 (i64.rem_u (local.get 0) (local.get 1)))
          (local.set 0 (local.get 1)) (local.set 1 (local.get 2))
          (br $l)))
      (local.get 0)""", [(12, 18), (1071, 462), (0, 5), (2**63, 3)]),
    ("trap-late", "(param i32) (result i32)", "(call $nothing) (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) (i32.div_u (i32.const 1) (local.get 0))", [(3,)]),
    ("straight-line", "(param i32) (result i32)", "(local.set 0 (i32.add (local.get 0) (i32.const 3))) " * 30 + "(local.get 0)", [(0,)]),
    ("everything-free", "(result i32)", "(nop) (block (nop) (loop (nop) (block (nop)))) (i32.const 1) (drop) (return (i32.const 2))", [()]),
]

HELPERS = """\
  (type $i-i (func (param i32) (result i32)))
  (table 6 funcref)
  (elem (i32.const 0) $inc $double $nothing $countdown)
  (func $nothing)
  (func $inc (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $double (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1)))
  (func $pair (param i32) (result i32 i32) (local.get 0) (i32.const 3))
  (func $trap (unreachable))
  (func $maybe (param i32) (result i32) (if (local.get 0) (then (unreachable))) (i32.const 6))
  (func $many (param i32 i64 f32 f64 i32 i64 f32 f64) (result i64)
    (i64.add (local.get 1) (i64.add (local.get 5) (i64.extend_i32_u (i32.add (local.get 0) (local.get 4))))))
  (func $factorial (param i64) (result i64)
    (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 1))
      (else (i64.mul (local.get 0) (call $factorial (i64.sub (local.get 0) (i64.const 1)))))))
  (func $fibonacci (param i32) (result i32)
    (if (i32.lt_u (local.get 0) (i32.const 2)) (then (return (local.get 0))))
    (i32.add (call $fibonacci (i32.sub (local.get 0) (i32.const 1))) (call $fibonacci (i32.sub (local.get 0) (i32.const 2)))))
  (func $even (param i32) (result i32)
    (if (result i32) (local.get 0) (then (call $odd (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 1))))
  (func $odd (param i32) (result i32)
    (if (result i32) (local.get 0) (then (call $even (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 0))))
  (func $countdown (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (i32.add (i32.const 2) (call_indirect (type $i-i) (i32.sub (local.get 0) (i32.const 1)) (i32.const 3))))
      (else (i32.const 0))))
  (func $ackermann (param i32 i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.add (local.get 1) (i32.const 1)))))
    (if (i32.eqz (local.get 1)) (then (return (call $ackermann (i32.sub (local.get 0) (i32.const 1)) (i32.const 1)))))
    (call $ackermann (i32.sub (local.get 0) (i32.const 1)) (call $ackermann (local.get 0) (i32.sub (local.get 1) (i32.const 1)))))
"""

# These are also called with every budget from 1 to a little more than they need.
SWEPT = [
    ("empty", (), 3), ("straight-line", (0,), 125), ("loop-count", (4,), 60), ("loop-while", (3,), 60), ("loop-nested", (2, 3), 110),
    ("loop-early-exits", (5,), 90), ("call-chain", (0,), 25), ("call-in-loop", (3,), 60), ("call-long-tail", (0,), 90),
    ("call-between-branches", (0,), 20), ("recursion-factorial", (3,), 60), ("recursion-fibonacci", (4,), 150), ("recursion-mutual", (4,), 45),
    ("recursion-indirect", (2,), 45), ("call_indirect-in-loop", (3,), 60), ("br_table-loop", (4,), 50), ("switch-in-loop", (0,), 70),
    ("unreachable-after", (1,), 8), ("unreachable-in-callee", (1,), 9), ("unreachable-in-loop", (3,), 30), ("if-else", (0,), 8),
    ("dead-after-unreachable", (1,), 8), ("loop-once", (), 4), ("loop-with-parameters", (4,), 60), ("everything-free", (), 5),
]


def modules():
    lines = [f'  (func (export "{name}") {signature} {" ".join(body.split())})' for name, signature, body, _ in FUNCTIONS]
    text = ";; Generated by generate.py: control flow and calls.\n(module\n" + HELPERS + "\n".join(lines) + ")\n"
    cases = [(name, Case(a)) for name, _, _, all_arguments in FUNCTIONS for a in all_arguments]
    for name, arguments, most in SWEPT:
        cases += [(name, Case(arguments, budget)) for budget in range(1, most + 1)]
    return [Module("control", text, cases)]
