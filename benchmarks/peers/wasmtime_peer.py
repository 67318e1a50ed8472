"""The newest Wasmtime through its Python package: fuel or unmetered, each case a line of JSON.

Usage: wasmtime_peer.py fuel|unmetered CASES WARMUP_MILLIS MEASURE_MILLIS
"""
import functools
import json
import pathlib
import sys

import wasmtime

import clock

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "programs"))
import deterministic  # noqa: E402

BUDGET = 10**15


def zero_ended(file):
    """The words of a file, each of which ends with a zero byte."""
    return pathlib.Path(file).read_text(encoding="utf-8").split("\0")[:-1]


@functools.lru_cache
def deterministic_module(path, metered):
    """The host functions and the compiled module, which is the same for all cases of a program."""
    engine = deterministic.engine(metered)
    return deterministic.Host(engine, metered), wasmtime.Module.from_file(engine, path)


class Runtime:
    def __init__(self, metered):
        config = wasmtime.Config()
        config.consume_fuel = metered
        self.metered = metered
        self.engine = wasmtime.Engine(config)
        self.linker = wasmtime.Linker(self.engine)
        self.linker.define_wasi()
        self.result, self.fuel = None, -1

    def store(self):
        store = wasmtime.Store(self.engine)
        store.set_wasi(wasmtime.WasiConfig())
        if self.metered:
            store.set_fuel(BUDGET)
        return store

    def count(self, store):
        if self.metered:
            self.fuel = BUDGET - store.get_fuel()
            store.set_fuel(BUDGET)

    def kernel(self, path, export, *arguments):
        """One instance for all calls, which is the best case for a runtime that maps memory lazily."""
        module = wasmtime.Module.from_file(self.engine, path)
        store = self.store()
        function = self.linker.instantiate(store, module).exports(store)[export]
        numbers = [int(word) for word in arguments]

        def call():
            start = clock.nanos()
            self.result = function(store, *numbers)
            took = clock.nanos() - start
            self.count(store)
            return took

        return call

    def tool(self, path, input_path):
        """A store and an instance of its own for each call; the module is compiled once."""
        module = wasmtime.Module.from_file(self.engine, path)
        arguments = open(input_path, "rb").read()

        def call():
            start = clock.nanos()
            store = self.store()
            exports = self.linker.instantiate(store, module).exports(store)
            if exports.get("_initialize"):
                exports["_initialize"](store)
            at = exports["vex_allocate"](store, len(arguments)) & 0xFFFFFFFF
            exports["memory"].write(store, arguments, at)
            packed = exports["vex_execute"](store, at, len(arguments)) & 0xFFFFFFFFFFFFFFFF
            begin, length = packed >> 32, packed & 0xFFFFFFFF
            self.result = bytes(exports["memory"].read(store, begin, begin + length)).decode()
            took = clock.nanos() - start
            self.count(store)
            return took

        return call


    def program(self, path, arguments, stdin):
        """A store and an instance of its own for each run, with the host functions of a deterministic call."""
        host, module = deterministic_module(path, self.metered)
        words = [pathlib.Path(path).stem, *zero_ended(arguments)]

        def call():
            start = clock.nanos()
            status, self.fuel = host.run(module, words, stdin)
            took = clock.nanos() - start
            if status != 0:
                raise SystemExit(f"{words[0]} ends with {status}: {host.written[2].decode()}")
            self.result = host.written[1].decode()
            return took

        return call


def main(mode, cases, warmup_millis, measure_millis):
    for line in open(cases):
        kind, name, *words = line.rstrip("\n").split("\t")
        runtime = Runtime(mode == "fuel")
        call = {"kernel": runtime.kernel, "tool": runtime.tool, "program": runtime.program}[kind](*words)
        nanos = clock.measure(call, warmup_millis, measure_millis)
        print(json.dumps({"case": name, "nanos": nanos, "result": str(runtime.result), "fuel": runtime.fuel}))


if __name__ == "__main__":
    main(*sys.argv[1:])
