#!/usr/bin/env python3
"""Writes what Wasmtime answers and charges for calls of the modules in this folder.

Needs the modules, assembled by ../build.sh, and the package 'wasmtime' in the version named in ../opcodes/run.py:
python3 -m venv V && V/bin/pip install wasmtime==50.0.1 && V/bin/python generate.py
"""
import json
import pathlib
import sys

import wasmtime

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "opcodes"))
import run  # noqa: E402

# Where the last check of fuel lies differs; the fuel of these calls is compared, and so is that of a few budgets.
BUDGETS = (0, 1, 2, 5, 10, 11, 12, 13, 50)
F = run.f32
D = run.f64

# The forms of atomic instructions, with their widths, and operands that reach over each width.
ATOMIC = {"i32": 4, "i64": 8, "i32-8": 1, "i32-16": 2, "i64-8": 1, "i64-16": 2, "i64-32": 4}
OPERANDS = (0, 1, 0x80, 0xFFFF, 0x8000000000000001, 0xFEDCBA9876543210)
IN_MEMORY = 0x8877665544332211


def atomic_calls():
    calls = {}
    for form, width in ATOMIC.items():
        kind, _, narrow = form.partition("-")
        mask = (1 << width * 8) - 1
        all_bits = (1 << (32 if kind == "i32" else 64)) - 1
        last = 65536 - width
        # Aligned and not, in bounds and not, and both at once.
        places = [0, width, width * 3 % 8, 1, last, last + 1, last + width, 0x7FFFFFF8, 0xFFFFFFF8, 0xFFFFFFFF]
        calls[f"{kind}.load{narrow}"] = [(at,) for at in (*places, last - 8, last - 7, 0xFFFFFFF0)]
        calls[f"{kind}.store{narrow}"] = [(at, 0xFEDCBA9876543210 & all_bits) for at in places]
        for name in ("add", "sub", "and", "or", "xor", "xchg"):
            calls[f"{kind}.{name}{narrow}"] = [(0, operand & all_bits) for operand in OPERANDS] + [(at, 0x5A) for at in places]
        old = IN_MEMORY & mask
        over = (old | 1 << width * 8) & all_bits
        calls[f"{kind}.cmpxchg{narrow}"] = [
            (0, 0, 7), (0, old, 0xFEDCBA9876543210 & all_bits), (0, 0x8877FF00CCBBAA99 & mask, 0xFEDCBA9876543210 & all_bits),
            (0, 0x00FFEEDDCCBBAA99 & mask, 5), (0, 0x01FFEEDDCCBBAA99 & mask, 5), (0, 0x01FFEEDDCCBBAA99 & all_bits, 6), (0, over, 5),
            *((at, 0, 5) for at in places)]
    return calls


CALLS = {
    "atomics": atomic_calls() | {
        "notify": [(0, 1), (4, 0xFFFFFFFF), (1, 1), (65528, 1), (65532, 1), (65531, 1), (0xFFFFFFFC, 1), (0xFFFFFFFF, 0)],
        "wait32": [(0, 0, 0), (0, 0x55443322, 0xFFFFFFFFFFFFFFFF), (1, 0, 0), (65532, 0, 0), (0xFFFFFFFC, 0, 0), (0xFFFFFFFD, 0, 0)],
        "wait64": [(0, 0, 0), (0, IN_MEMORY, 0xFFFFFFFFFFFFFFFF), (4, 0, 0), (65536, 0, 0), (0xFFFFFFF8, 0, 0)],
        "fence": [()],
        "fences": [(1,), (1000,), (3,)],
        "count": [(0,), (10,), (3,)],
        "grows": [(65532,), (65536,), (131068,), (131072,), (65537,)],
        "far": [(0,), (4,), (1,), (0xFFFFFFFC,)],
        "far-notify": [(0,), (1,), (5,)],
        "dead": [()],
    },
    "tail-calls": {
        "sum": [(0, 5), (1, 5), (1000, 0), (100_000, 1)],
        "zeroed": [(0,), (3,)],
        "even": [(0,), (1,), (10,), (100_001,)],
        "odd": [(0,), (7,)],
        "leaf": [(4,)],
        "twice": [(5,), (6,)],
        "table": [(i, 9) for i in (0, 1, 2, 3, 4, 5, 15, 16, 0xFFFFFFFF)],
        "single": [(F(1.0),), (F(2000.0),)],
        "double": [(D(1.0),), (D(2000.0),)],
        "long": [(0, 3), (20, 1)],
        "nothing": [(0,), (1,), (30,)],
        "many": [(0, 1, F(2.0), D(3.0)), (1, 1, F(2.0), D(3.0)), (9, 1, F(2.0), D(3.0))],
        "nested": [(0,), (11,), (100,), (101,)],
        "grows": [(0,), (5,)],
        "divide": [(7, 2), (7, 0), (0x80000000, 0xFFFFFFFF)],
        "stop": [(0,), (5,)],
    },
    "vectors": {
        "globals": [(0, 0), (0x0123456789ABCDEF, 0xFFFFFFFFFFFFFFFF)],
        "locals": [(1, 1, 2), (0x0123456789ABCDEF, 9, 0xFEDCBA9876543210)],
        "zeroed": [()],
        "select": [(1, 2, 0), (1, 2, 1), (1, 2, 5), (1, 2, 0xFFFFFFFF)],
        "blocks": [(0x8080808080808080, 0x7F7F7F7F7F7F7F7F, 1), (0x8080808080808080, 0x7F7F7F7F7F7F7F7F, 0)],
        "loops": [(1, 2, 0), (1, 2, 100)],
        "branches": [(7, 0), (7, 1), (7, 2)],
        "table": [(i, 0x0000000180000000, 5) for i in (0, 1, 2, 3, 4, 5, 6)],
        "in-place": [(0, 1, 2), (1000, 1, 2)],
        "in-place-by-table": [(i, 3, 4) for i in (0, 1, 2, 3, 4, 5, 0x80000000)],
        "several": [(1, 2)],
        "many": [(0x0000000700000001, 2)],
        "memory-end": [(8, 1, 2), (65488, 1, 2), (65489, 1, 2), (65504, 1, 2), (0xFFFFFFF0, 1, 2)],
        "stop": [(0,), (5,)],
    },
    "exceptions": {
        "loop": [(1,), (1000,), (12,)],
        "below": [(4,), (5,)],
        "deep": [(0, 1), (100, 3), (5000, 2), (3, 4)],
        "levels": [(0,), (2,), (5,)],
        "levels-count": [(0,), (1,), (3,), (4,), (50,), (3,)],
        "order": [(0,), (1,), (2,), (3,), (1,)],
        "payload": [()],
        "indirect": [(0, 2), (0, 3), (1, 1), (2, 3), (2, 4), (3, 1), (9, 1), (2, 5)],
        "tail": [(2,), (3,)],
        "tail-indirect": [(2, 0), (3, 0), (3, 1), (3, 2), (1, 3), (3, 2)],
        "again": [(0,), (1,), (1000,), (4,)],
        "grows": [(7,)],
        "traps": [(0,), (1,), (2,), (3,), (4,)],
        "uncaught": [(2,), (3,)],
        "null": [()],
        "references": [(0, 3), (3, 0), (0, 1), (1, 0), (1, 9), (9, 1), (1, 1)],
        "out": [(n,) for n in (*range(17), 33)],
        "nested": [(n,) for n in (0, 1, 2, 3, 4)],
    },
}


def load(name):
    module = run.Module(name, "")
    config = wasmtime.Config()
    config.consume_fuel = True
    config.wasm_tail_call = True
    config.wasm_exceptions = True
    module.engine = wasmtime.Engine(config)
    module.compiled = wasmtime.Module.from_file(module.engine, str(HERE / f"{name}.wasm"))
    return module


def entry(module, function, case):
    types = run.parameter_types(module, function)
    arguments = [{"type": t, "bits": run.hex_bits(t, bits)} for t, bits in zip(types, case.arguments, strict=True)]
    made = {"module": module.name, "function": function, "args": arguments}
    if case.budget is not None:
        made["budget"] = case.budget
    return made | run.call(module, function, case)


def main():
    lines = []
    for name, functions in CALLS.items():
        module = load(name)
        missing = run.functions(module) ^ set(functions)
        if missing:
            sys.exit(f"{name}: no calls of, or no functions: {missing}")
        for function, calls in functions.items():
            for arguments in calls:
                lines.append(entry(module, function, run.Case(arguments)))
            lines += [entry(module, function, run.Case(calls[-1], budget)) for budget in BUDGETS]
    text = ",\n".join("  " + json.dumps(line) for line in lines)
    (HERE / "proposals.json").write_text(f"[\n{text}\n]\n")
    print(len(lines), "calls")


main()
