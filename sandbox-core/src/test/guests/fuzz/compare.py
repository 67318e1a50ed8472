"""Calls the modules that FuzzExportTest wrote in Wasmtime too, and compares results, traps, host calls and fuel.

    mvn -pl sandbox-core -am test -Dtest=FuzzExportTest -Dsurefire.failIfNoSpecifiedTests=false \
        -Dvexhost.fuzz.export=/tmp/fuzz -Dvexhost.fuzz.modules=1000 [-Dvexhost.fuzz.vectors=true]
    pip install wasmtime==50.0.1
    python3 sandbox-core/src/test/guests/fuzz/compare.py /tmp/fuzz

Exits with 1 when a call differs. Fuel is compared for calls that answer, run out or reach `unreachable`. Instantiation costs Wasmtime
some units of its own: fuel is filled up behind it, and with a start function, which runs during it, two units are added. That is right
without element segments, which cost it more.
"""
import collections
import pathlib
import sys

import wasmtime
from wasmtime import Func, FuncType, ValType

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "opcodes"))
import run  # noqa: E402

TRAPS = {
    "all fuel consumed": "FUEL",
    "unreachable": "UNREACHABLE",
    "integer divide by zero": "DIVIDE_BY_ZERO",
    "integer overflow": "INTEGER_OVERFLOW",
    "invalid conversion to integer": "INVALID_CONVERSION",
    "out of bounds memory access": "MEMORY_OUT_OF_BOUNDS",
    "out of bounds table access": "TABLE_OUT_OF_BOUNDS",
    "undefined element": "TABLE_OUT_OF_BOUNDS",
    "uninitialized element": "UNINITIALIZED_ELEMENT",
    "indirect call type mismatch": "INDIRECT_CALL_TYPE",
}
COUNTED = ("FUEL", "UNREACHABLE")
PAGE = 65536
MAX_PAGES = 4
MAX_ELEMENTS = 1_000_000
START_UNITS = 2
PLENTY = 1_000_000_000


def sections(module):
    position, found = 8, set()
    while position < len(module):
        found.add(module[position])
        position += 1
        length = shift = 0
        while True:
            byte = module[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        position += length
    return found


def signed(value, bits):
    return (value + (1 << bits - 1)) % (1 << bits) - (1 << bits - 1)


def hosts(store, log):
    def mix(value):
        log.append(f"mix:{value}")
        return signed(value * 31 + 7, 64)

    def extern(value):
        log.append(f"extern:{value}")
        return value & 7

    def look(reference):
        value = -1 if reference is None else reference
        log.append(f"look:{value}")
        return value

    return {
        "mix": Func(store, FuncType([ValType.i64()], [ValType.i64()]), mix),
        "extern": Func(store, FuncType([ValType.i32()], [ValType.externref()]), extern),
        "look": Func(store, FuncType([ValType.externref()], [ValType.i32()]), look),
    }


def call(engine, module, has_start, budget, arguments):
    store = wasmtime.Store(engine)
    store.set_limits(memory_size=MAX_PAGES * PAGE, table_elements=MAX_ELEMENTS)
    store.set_fuel(budget + START_UNITS if has_start else PLENTY)
    log = []
    functions = hosts(store, log)
    try:
        instance = wasmtime.Instance(store, module, [functions[i.name] for i in module.imports])
        if not has_start:
            store.set_fuel(budget)
        results = run.raw_call(store, instance.exports(store)["run"], arguments, ["i32"])
        end = f"[{signed(results[0], 32)}]"
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        text = str(error)
        end = next((kind for message, kind in TRAPS.items() if message in text), text)
    return end, budget - store.get_fuel(), ";".join(log)


def main(folder):
    config = wasmtime.Config()
    config.consume_fuel = True
    config.wasm_tail_call = True
    config.wasm_relaxed_simd = True
    config.wasm_relaxed_simd_deterministic = True
    engine = wasmtime.Engine(config)
    counts, different = collections.Counter(), 0
    known, module, has_start = None, None, False
    for line in (folder / "calls.tsv").read_text().splitlines():
        seed, budget, first, second, end, fuel, log = line.split("\t")
        if seed != known:
            code = (folder / f"{seed}.wasm").read_bytes()
            known, module, has_start = seed, wasmtime.Module(engine, code), 8 in sections(code)
        if end.startswith("["):
            end = f"[{signed(int(end[1:-1]), 32)}]"
        end = "TABLE_OUT_OF_BOUNDS" if end == "UNDEFINED_ELEMENT" else end
        theirs = call(engine, module, has_start, int(budget), [("i32", int(first)), ("i64", int(second))])
        counted = end.startswith("[") or end in COUNTED
        if theirs[0] == end and theirs[2] == log and (not counted or theirs[1] == int(fuel)):
            counts["answered" if end.startswith("[") else end] += 1
        else:
            different += 1
            print(f"module {seed}, budget {budget}{', start function' if has_start else ''}: {(end, int(fuel), log)} in Wasmtime {theirs}")
    print(f"{sum(counts.values())} calls are the same, {different} differ: {dict(counts)}")
    return different > 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
