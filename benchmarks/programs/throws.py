#!/usr/bin/env python3
"""Measures what an exception of C++ costs in each form: throws many, through one function and through eleven, and prints nanoseconds.

    throws.py [--distribution FOLDER] [--work FOLDER] [--count N]

The times are medians of three runs, less those of runs that throw nothing. They include the loop around the throw.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

import builds
from registry import Registry, run

HERE = pathlib.Path(__file__).resolve().parent
RUNS, DEPTHS = 3, (1, 11)


def vexhost(distribution, module, arguments):
    result = run([distribution / "bin" / "vexhost", "exec", "--stats", module, "--", *arguments], stdout=subprocess.PIPE,
                 stderr=subprocess.PIPE, text=True)
    return result.stdout, json.loads(result.stderr.splitlines()[-1])["durationNanos"]


def peer(command, module, arguments):
    printed = module.with_suffix(".out")
    words = [module, json.dumps(["throws", *arguments]), os.devnull, printed, module.with_suffix(".err")]
    result = run([*command, *words], stdout=subprocess.PIPE, text=True)
    return printed.read_text(), int(result.stdout.split()[1])


def nanos(engine, module, count, depth):
    """The median for one exception."""
    def took(number):
        printed, time = engine(module, [str(number), str(depth)])
        if json.loads(printed) != {"caught": number}:
            raise SystemExit(f"{module} prints {printed}")
        return time
    return statistics.median(took(count) - took(0) for _ in range(RUNS)) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--distribution", type=pathlib.Path, default=HERE.parents[1] / "distribution" / "target" / "vexhost")
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parent / "target" / "programs")
    parser.add_argument("--count", type=int, default=1_000_000)
    options = parser.parse_args()
    os.environ.setdefault("VEXHOST_CACHE", str(options.work / "cache"))
    registry = Registry(options.work)
    older, newer = (registry.folder("modules") / f"throws{form}.wasm" for form in ("", "-exnref"))
    older.write_bytes(builds.throws(registry))
    newer.write_bytes(builds.translated(registry, older.read_bytes(), "throws"))
    engines = {
        "Vexhost, older form": (lambda *of: vexhost(options.distribution, *of), older),
        "Vexhost, newer form": (lambda *of: vexhost(options.distribution, *of), newer),
        "Wasmtime, newer form": (lambda *of: peer([registry.python, HERE / "wasmtime_peer.py"], *of), newer),
        "Node.js, older form": (lambda *of: peer(["node", "--no-warnings", HERE / "node_peer.mjs"], *of), older),
    }
    for name, (engine, module) in engines.items():
        one, eleven = (nanos(engine, module, options.count, depth) for depth in DEPTHS)
        print(f"{name}: {one:.0f} ns an exception, {(eleven - one) / (DEPTHS[1] - DEPTHS[0]):.0f} ns more for each further function", flush=True)


if __name__ == "__main__":
    sys.exit(main())
