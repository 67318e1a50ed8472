"""Calls a function of a module in Wasmtime, bit for bit, and reports its results or trap and its fuel."""
import ctypes
import math
import struct
from dataclasses import dataclass, field

import wasmtime
from wasmtime import _ffi as ffi

VERSION = "50.0.1"
BUDGET = 10_000_000
SIZES = {"i32": 4, "i64": 8, "f32": 4, "f64": 8}
KINDS = {"i32": ffi.WASMTIME_I32, "i64": ffi.WASMTIME_I64, "f32": ffi.WASMTIME_F32, "f64": ffi.WASMTIME_F64}

# Wasmtime's messages and the words of the specification's own tests.
TRAPS = [
    ("all fuel consumed", "out of fuel"),
    ("unreachable", "unreachable"),
    ("integer divide by zero", "integer divide by zero"),
    ("integer overflow", "integer overflow"),
    ("invalid conversion to integer", "invalid conversion to integer"),
    ("out of bounds memory access", "out of bounds memory access"),
    ("out of bounds table access", "out of bounds table access"),
    ("uninitialized element", "uninitialized element"),
    ("indirect call type mismatch", "indirect call type mismatch"),
    ("call stack exhausted", "call stack exhausted"),
    ("null reference", "null exception reference"),
    ("thrown Wasm exception", "uncaught exception"),
    ("unaligned atomic", "unaligned atomic"),
    ("atomic wait on non-shared memory", "expected shared memory"),
]
# Instructions that only move bits or change the sign: their NaNs are exact. All others may give any quiet NaN.
EXACT_NANS = ("neg", "abs", "copysign", "reinterpret", "load", "store", "const", "select", "local", "global", "move")


@dataclass
class Case:
    arguments: tuple
    budget: int | None = None


@dataclass
class Module:
    name: str
    wat: str
    cases: list = field(default_factory=list)
    feature: str = ""
    compiled: object = None
    engine: object = None

    def load(self, file):
        config = wasmtime.Config()
        config.consume_fuel = True
        self.engine = wasmtime.Engine(config)
        self.compiled = wasmtime.Module.from_file(self.engine, str(file))


def f32(value):
    return struct.unpack("<I", struct.pack("<f", value))[0]


def f64(value):
    return struct.unpack("<Q", struct.pack("<d", value))[0]


def hex_bits(kind, bits):
    width = SIZES[kind]
    return f"0x{bits & ((1 << width * 8) - 1):0{width * 2}x}"


def export_type(module, function):
    return next(e.type for e in module.compiled.exports if e.name == function)


def functions(module):
    return {e.name for e in module.compiled.exports if isinstance(e.type, wasmtime.FuncType)}


def parameter_types(module, function):
    return [str(t) for t in export_type(module, function).params]


def raw_call(store, function, arguments, result_types):
    """wasmtime_func_call on raw values: a Python float would not keep the bits of a NaN."""
    params = (ffi.wasmtime_val_t * max(1, len(arguments)))()
    for value, (kind, bits) in zip(params, arguments):
        value.kind = KINDS[kind]
        ctypes.memmove(ctypes.byref(value.of), (bits & ((1 << SIZES[kind] * 8) - 1)).to_bytes(SIZES[kind], "little"), SIZES[kind])
    results = (ffi.wasmtime_val_t * max(1, len(result_types)))()
    trap = ctypes.POINTER(ffi.wasm_trap_t)()
    error = ffi.wasmtime_func_call(store._context(), ctypes.byref(function._func), params, len(arguments), results, len(result_types),
                                   ctypes.byref(trap))
    if error:
        raise wasmtime.WasmtimeError._from_ptr(error)
    if trap:
        raise wasmtime.Trap._from_ptr(trap)
    return [int.from_bytes(ctypes.string_at(ctypes.byref(r.of), SIZES[t]), "little") for r, t in zip(results, result_types)]


def is_nan(kind, bits):
    if kind == "f32":
        return math.isnan(struct.unpack("<f", struct.pack("<I", bits))[0])
    return kind == "f64" and math.isnan(struct.unpack("<d", struct.pack("<Q", bits))[0])


def result(function, kind, bits):
    if is_nan(kind, bits) and not any(word in function for word in EXACT_NANS):
        return {"type": kind, "nan": True}
    return {"type": kind, "bits": hex_bits(kind, bits)}


def call(module, function, case):
    """One call on a fresh instance."""
    store = wasmtime.Store(module.engine)
    store.set_limits(memory_size=64 << 20, table_elements=1000)
    store.set_fuel(BUDGET)  # what instantiation itself takes is not part of the call
    instance = wasmtime.Instance(store, module.compiled, [])
    budget = BUDGET if case.budget is None else case.budget
    store.set_fuel(budget)
    kinds = parameter_types(module, function)
    result_types = [str(t) for t in export_type(module, function).results]
    try:
        values = raw_call(store, instance.exports(store)[function], list(zip(kinds, case.arguments)), result_types)
    except (wasmtime.Trap, wasmtime.WasmtimeError) as end:
        text = str(end)
        kind = next(kind for message, kind in TRAPS if message in text)
        answer = {"trap": kind, "fuel": budget - store.get_fuel()}
        if kind not in ("out of fuel", "unreachable", "uncaught exception"):
            answer["fuelComparable"] = False
        return answer
    return {"results": [result(function, t, v) for t, v in zip(result_types, values)], "fuel": budget - store.get_fuel()}
