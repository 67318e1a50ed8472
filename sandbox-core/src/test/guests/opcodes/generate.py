#!/usr/bin/env python3
"""Writes the corpus: small functions that cover every accepted opcode, and what Wasmtime answers and charges for them.

Needs wat2wasm (Debian 12: wabt) and the package 'wasmtime' in the version named in run.py:
python3 -m venv V && V/bin/pip install wasmtime==50.0.1 && V/bin/python generate.py
"""
import json
import pathlib
import subprocess

import control
import numeric
import run
import simd
import state

HERE = pathlib.Path(__file__).resolve().parent


def entry(module, function, case):
    types = run.parameter_types(module, function)
    arguments = [{"type": t, "bits": run.hex_bits(t, bits)} for t, bits in zip(types, case.arguments, strict=True)]
    made = {"module": module.name, "function": function, "args": arguments}
    if module.feature:
        made["feature"] = module.feature
    if case.budget is not None:
        made["budget"] = case.budget
    made.update(run.call(module, function, case))
    return made


def main():
    entries = []
    functions = set()
    for part in (numeric, state, control, simd):
        for module in part.modules():
            (HERE / f"{module.name}.wat").write_text(module.wat, "utf-8")
            subprocess.run(["wat2wasm", "-o", str(HERE / f"{module.name}.wasm"), str(HERE / f"{module.name}.wat")], check=True)
            module.load(HERE / f"{module.name}.wasm")
            for function, case in module.cases:
                functions.add((module.name, function))
                entries.append(entry(module, function, case))
            missing = run.functions(module) - {function for function, _ in module.cases}
            if missing:
                raise SystemExit(f"{module.name}: never called: {sorted(missing)}")
    lines = ",\n".join("  " + json.dumps(e) for e in entries)
    (HERE / "opcodes.json").write_text(f"[\n{lines}\n]\n", "utf-8")
    print(f"{len(functions)} functions, {len(entries)} calls")


if __name__ == "__main__":
    main()
