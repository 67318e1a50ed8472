"""Compiles a program with Wasmtime, or runs it from its module or from compiled code.

    wasmtime_start.py fuel|unmetered compile MODULE COMPILED
    wasmtime_start.py fuel|unmetered run|load FILE NAME ARGUMENTS STDIN

`compile` prints the nanoseconds, the processor time and the largest resident memory of this process until then, and writes the code to a
file. `run` compiles, and `load` takes what `compile` wrote.
"""
import os
import pathlib
import re
import sys
import time

import wasmtime

import wasmtime_peer
from wasmtime_peer import deterministic


class PrintingHost(deterministic.Host):
    def wrote(self, fd, data):
        os.write(fd, data)


def compile_to(engine, module, compiled):
    began = time.perf_counter_ns()
    made = wasmtime.Module.from_file(engine, module)
    took = time.perf_counter_ns() - began
    cpu = time.process_time_ns()
    kibibytes = int(re.search(r"VmHWM:\s+(\d+) kB", pathlib.Path("/proc/self/status").read_text()).group(1))
    print(took, cpu, kibibytes << 10)
    pathlib.Path(compiled).write_bytes(made.serialize())


def main(mode, what, file, *words):
    engine = deterministic.engine(mode == "fuel")
    if what == "compile":
        compile_to(engine, file, *words)
        return 0
    name, arguments, stdin = words
    module = wasmtime.Module.from_file(engine, file) if what == "run" else wasmtime.Module.deserialize_file(engine, file)
    status, _ = PrintingHost(engine, mode == "fuel").run(module, [name, *wasmtime_peer.zero_ended(arguments)], stdin)
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
