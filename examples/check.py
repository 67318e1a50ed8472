#!/usr/bin/env python3
"""Runs every example under Wasmtime and compares it with its example.json; --write records the fuel in fuel.json.

Needs the package 'wasmtime' in the version named below: python3 -m venv V && V/bin/pip install wasmtime==50.0.1
Fuel is counted as Vexhost counts it: summed over _initialize, vex_allocate and vex_execute, or _start. Clocks stand at
CLOCK_NANOS and entropy is all zeros here, as the fuel of a runtime that looks at either (Go's does) depends on them.
"""
import argparse
import json
import pathlib
import sys
import tempfile

import wasmtime

import pack

WASMTIME = "50.0.1"
HERE = pathlib.Path(__file__).resolve().parent
BUDGET = 10**12
CLOCK_NANOS = 1_700_000_000_000_000_000


class Answer:
    def __init__(self, output, fuel, memory):
        self.output, self.fuel, self.memory = output, fuel, memory


def engine():
    config = wasmtime.Config()
    config.consume_fuel = True
    return wasmtime.Engine(config)


def tools():
    """Folder, descriptor and module of each tool that is a module, in one file or two."""
    for folder in sorted(file.parent for file in HERE.glob("*/example.json")):
        pair = folder / f"{folder.name}.tool.json"
        if pair.exists():
            descriptor = json.loads(pair.read_text("utf-8"))
            yield folder, descriptor, folder / descriptor["module"]
            continue
        single = folder / f"{folder.name}.wasm"
        if single.exists():
            yield folder, pack.descriptor_in(single.read_bytes()), single


def data_folders(folder, descriptor):
    wanted = descriptor.get("capabilities", {}).get("fileSystem", [])
    return [(folder / entry["guest"].strip("/"), entry["guest"], entry["access"]) for entry in wanted]


def preopen(wasi, folders):
    for host, guest, access in folders:
        wasi.preopen_dir(str(host), guest, access != "read")


def define_host(linker, store):
    """WASI, with clocks that stand and entropy that is none."""
    linker.allow_shadowing = True
    linker.define_wasi()
    i32, i64 = wasmtime.ValType.i32(), wasmtime.ValType.i64()

    def clock_time_get(caller, clock, precision, at):
        caller["memory"].write(caller, CLOCK_NANOS.to_bytes(8, "little"), at & 0xFFFFFFFF)
        return 0

    def random_get(caller, at, length):
        caller["memory"].write(caller, bytes(length & 0xFFFFFFFF), at & 0xFFFFFFFF)
        return 0

    name = "wasi_snapshot_preview1"
    linker.define_func(name, "clock_time_get", wasmtime.FuncType([i32, i64, i32], [i32]), clock_time_get, access_caller=True)
    linker.define_func(name, "random_get", wasmtime.FuncType([i32, i32], [i32]), random_get, access_caller=True)


def run(engine, module, abi, arguments, folders=(), budget=BUDGET, name="tool"):
    """One call on a fresh instance: `arguments` are bytes; answers output bytes, fuel and memory bytes."""
    linker = wasmtime.Linker(engine)
    store = wasmtime.Store(engine)
    define_host(linker, store)
    wasi = wasmtime.WasiConfig()
    wasi.argv = [name]
    preopen(wasi, folders)
    with tempfile.TemporaryDirectory() as scratch:
        stdin, stdout = pathlib.Path(scratch, "in"), pathlib.Path(scratch, "out")
        stdin.write_bytes(arguments)
        wasi.stdin_file = str(stdin)
        wasi.stdout_file = str(stdout)
        wasi.stderr_file = str(pathlib.Path(scratch, "err"))
        store.set_wasi(wasi)
        store.set_fuel(budget)
        instance = linker.instantiate(store, module)
        exports = instance.exports(store)
        store.set_fuel(budget)  # instantiation without a start function costs nothing a guest wrote
        memory = exports["memory"]
        if abi == "command":
            try:
                exports["_start"](store)
            except wasmtime.ExitTrap as end:
                if end.code != 0:
                    raise
            output = stdout.read_bytes()
        else:
            if exports.get("_initialize"):
                exports["_initialize"](store)
            at = exports["vex_allocate"](store, len(arguments)) & 0xFFFFFFFF
            memory.write(store, arguments, at)
            packed = exports["vex_execute"](store, at, len(arguments)) & 0xFFFFFFFFFFFFFFFF
            start, length = packed >> 32, packed & 0xFFFFFFFF
            output = bytes(memory.read(store, start, start + length))
            if len(output) != length:
                raise ValueError(f"result range {start}+{length} is outside memory")
        return Answer(output, budget - store.get_fuel(), memory.data_len(store))


def differs(expected, actual, at="$"):
    """Where `actual` lacks something of `expected`, or None: objects may have more members, all else is equal."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for name, value in expected.items():
            if name not in actual:
                return f"{at}.{name} is missing"
            found = differs(value, actual[name], f"{at}.{name}")
            if found:
                return found
        return None
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return f"{at} has {len(actual)} elements instead of {len(expected)}"
        for index, value in enumerate(expected):
            found = differs(value, actual[index], f"{at}[{index}]")
            if found:
                return found
        return None
    if type(expected) is bool or type(actual) is bool or expected != actual:
        if expected is actual:
            return None
        return f"{at} is {actual!r} instead of {expected!r}" if expected != actual else None
    return None


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--write", action="store_true", help="record the fuel in fuel.json")
    options = options.parse_args()
    shared = engine()
    fuel, failed, passed = {}, 0, 0
    for folder, descriptor, file in tools():
        name = descriptor["name"]
        module = wasmtime.Module.from_file(shared, str(file))
        calls = []
        for number, example in enumerate(json.loads((folder / "example.json").read_text("utf-8"))):
            arguments = json.dumps(example["arguments"], ensure_ascii=False, separators=(",", ":")).encode()
            answer = run(shared, module, descriptor.get("abi", "vex"), arguments, data_folders(folder, descriptor), name=name)
            output = json.loads(answer.output.decode("utf-8"))
            wrong = differs(example["expect"], output)
            if wrong:
                failed += 1
                print(f"{name} [{number}] FAILED: {wrong}\n  {json.dumps(output, ensure_ascii=False)}")
            else:
                passed += 1
                print(f"{name} [{number}] {answer.fuel} fuel, {answer.memory} bytes of memory")
            calls.append({"arguments": arguments.decode(), "fuel": answer.fuel, "memoryBytes": answer.memory,
                          "outputBytes": len(answer.output)})
        # The order in which a file system lists its files takes part in the fuel of a tool that reads them.
        fuel[name] = {"exact": not data_folders(folder, descriptor), "calls": calls}
    recorded = {"engine": "wasmtime " + WASMTIME, "clockNanos": CLOCK_NANOS, "entropy": "zeros", "examples": fuel}
    file = HERE / "fuel.json"
    if options.write:
        file.write_text(json.dumps(recorded, indent=2, ensure_ascii=False) + "\n", "utf-8")
    else:
        before = json.loads(file.read_text("utf-8"))["examples"]
        for name, now in fuel.items():
            if now["exact"] and before.get(name) != now:
                failed += 1
                print(f"fuel.json differs from what was measured for {name}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
