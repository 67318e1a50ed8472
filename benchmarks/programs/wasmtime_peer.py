"""Runs a program in Wasmtime with the clock, the random bytes and the flags of the standard streams that a deterministic call sees:
its fuel follows from them. Prints its exit status, the nanoseconds that it ran, and its fuel.

    wasmtime_peer.py MODULE ARGUMENTS STDIN STDOUT STDERR, where ARGUMENTS is a JSON array
"""
import json
import pathlib
import sys
import time

import wasmtime

import deterministic

module, args, given, printed, complained = sys.argv[1:]
engine = deterministic.engine()
host = deterministic.Host(engine)
compiled = wasmtime.Module.from_file(engine, module)
began = time.monotonic_ns()
status, fuel = host.run(compiled, json.loads(args), given)
took = time.monotonic_ns() - began
pathlib.Path(printed).write_bytes(host.written[1])
pathlib.Path(complained).write_bytes(host.written[2])
print(status, took, fuel)
