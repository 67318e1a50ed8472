"""Measures what the engine has to reach, line by line: target, measured, verdict. Exits 1 when a line misses.

Runs the comparison (or takes the last one with --reuse), deployments in fresh JVMs, and 2,000 redeployments. What tests
assert, tests measure: their last reports are read from sandbox-core/target, and `mvn verify` (and its profile `fuzz`) makes them.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import runtimes
import tables

ROOT = runtimes.HERE.parent.parent
TARGET = runtimes.TARGET
SMALLEST, TWO_PAGES, RUST, WASI, RUNTIME = "echo", "echo-2", "csv-summary", "wasi-tool", "quickjs"


class Line:
    def __init__(self, what, target, measured, met):
        self.what, self.target, self.measured = what, target, measured
        self.verdict = "not measured" if met is None else "met" if met else "MISSED"


def at_most(what, limit, value, show):
    if value is None:
        return Line(what, f"at most {show(limit)}", "-", None)
    return Line(what, f"at most {show(limit)}", show(value), value <= limit)


def at_least(what, limit, value):
    if value is None:
        return Line(what, f"at least {limit}×", "-", None)
    return Line(what, f"at least {limit}×", f"{value:,.0f}×" if value >= 20 else f"{value:.1f}×", value >= limit)


def ratio(value):
    return f"{value:.2f}"


def micros(nanos):
    return f"{nanos / 1e3:,.1f} µs"


def seconds(nanos):
    return f"{nanos / 1e9:.2f} s"


def quotient(over, under):
    return over / under if over and under else None


def fuel(results):
    counts = {kind: len(tables.of_kind(results, kind)) for kind in ("kernel", "tool", "program")}
    wrong = results["disagreements"]
    measured = f"{counts['kernel']} kernels, {counts['tool']} tools, {counts['program']} runs of programs" if not wrong else "; ".join(wrong)
    yield Line("Fuel equals Wasmtime's on kernels, tools and programs", "equal", measured, not wrong)


def compute(results, java):
    """Metered kernels against Wasmtime with fuel, and against the same code unmetered."""
    means = tables.kernel_means(results)
    mine, base, free = (means.get(key) for key in (f"vexhost-{java}", "wasmtime-fuel", f"unmetered-{java}"))
    limit = 1.0 if int(java) >= 25 else 1.25
    yield at_most(f"JDK {java}: six metered kernels against Wasmtime with fuel, geometric mean", limit, quotient(mine, base), ratio)
    singles = {
        name: quotient(tables.figure(results, f"vexhost-{java}", name), tables.figure(results, "wasmtime-fuel", name))
        for name in tables.of_kind(results, "kernel")
    }
    known = {name: value for name, value in singles.items() if value}
    worst = max(known, key=known.get) if known else None
    title = f"JDK {java}: the worst kernel" + (f" ({worst})" if worst else "")
    yield at_most(title, 2.0, known.get(worst), ratio)
    yield at_most(f"JDK {java}: metered against unmetered, geometric mean", 1.35, quotient(mine, free), ratio)


def calls(results, java):
    def median(kind, tool, key="medianNanos"):
        return tables.figure(results, f"{kind}-{java}", tool, key)

    yield at_most(f"JDK {java}: WasmTool, C tool with WASI, 17 pages, p50", 60_000, median("vexhost", WASI), micros)
    tail = None if results["cpuTime"] else median("vexhost", WASI, "p99Nanos")
    yield at_most(f"JDK {java}: the same, p99", 1_000_000, tail, micros)
    yield at_most(f"JDK {java}: WasmTool, 2-page tool ({TWO_PAGES}), p50", 25_000, median("vexhost", TWO_PAGES), micros)
    names = [name for name in (SMALLEST, "text-stats", RUST, WASI) if median("executor", name)]
    slowest = max((median("executor", name) for name in names), default=None)
    yield at_most(f"JDK {java}: through ToolExecutor, the slowest of {len(names)} tools, p50", 150_000, slowest, micros)
    vexlike = {name: tables.figure(results, "vexlike", name) for name in (SMALLEST, RUNTIME)}
    smallest = quotient(vexlike[SMALLEST], median("executor", SMALLEST))
    yield at_least(f"JDK {java}: executor against VEX-like, smallest tool", 15, smallest)
    runtime = quotient(vexlike[RUNTIME], median("executor", RUNTIME))
    yield at_least(f"JDK {java}: executor against VEX-like, language runtime", 100, runtime)


def programs(results, java):
    """Language runtimes and other programs: computing loads in steady state, compiling, first output."""
    ratios = tables.program_ratios(results, f"vexhost-{java}")
    mean = tables.geometric_mean(list(ratios.values())) if ratios else None
    yield at_most(f"JDK {java}: {len(ratios)} loads of programs against Wasmtime with fuel, geometric mean", 1.5, mean, ratio)
    worst = max(ratios, key=ratios.get) if ratios else None
    yield at_most(f"JDK {java}: the worst load" + (f" ({worst})" if worst else ""), 3.0, ratios.get(worst), ratio)
    for program in ("quickjs", "php", "python"):
        mine, base = (tables.start(results, key, program, "compileCpuNanos") for key in (f"vexhost-{java}", "wasmtime-fuel"))
        yield at_most(f"JDK {java}: compiling {program} against Wasmtime with fuel, processor time", 1.0, quotient(mine, base), ratio)
    for key, what, limit in (("coldNanos", "not compiled before", 4e9), ("warmNanos", "compiled before", 1.2e9)):
        yield at_most(f"JDK {java}: first output of python, {what}", limit, tables.start(results, f"vexhost-{java}", "python", key), seconds)
    memory = tables.start(results, f"vexhost-{java}", "python", "compileBytes")
    yield at_most(f"JDK {java}: resident memory while compiling python", 700e6, memory, lambda value: f"{value / 1e6:,.0f} MB")


def java_main(java, name, *words):
    options = runtimes.jvm_options(runtimes.java_version(java).split(".")[0])
    command = [java, "-Xmx1g", *options, "-cp", f"{TARGET / 'classes'}:{TARGET / 'lib'}/*", f"org.vexhost.benchmarks.report.{name}"]
    done = subprocess.run([*command, *map(str, words)], stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=900)
    return done.stdout.split() if done.returncode == 0 else None


def deployments(java, major):
    """Cold and from a warm cache directory, three pairs of fresh JVMs."""
    cold, warm = [], []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as cache:
            for times in (cold, warm):
                answer = java_main(java, "Deployment", cache, RUNTIME)
                if answer:
                    times.append(int(answer[0]))
    share = statistics.median(warm) / statistics.median(cold) if cold and warm else None
    what = f"JDK {major}: redeploying the language runtime from a warm disk cache, share of the cold time"
    line = at_most(what, 0.25, share, ratio)
    if share:
        line.measured += f" ({statistics.median(warm) / 1e6:,.0f} of {statistics.median(cold) / 1e6:,.0f} ms)"
    yield line


def redeployments(java, major):
    """Heap and metaspace after 2,000 redeployments: a tenth and 2 MiB are what noise may be."""
    answer = java_main(java, "Redeployments", 2000)
    what = f"JDK {major}: heap and metaspace after 2,000 redeployments, as after 100"
    if not answer or len(answer) != 4:
        yield Line(what, "the same (within 10 % + 2 MiB)", "failed", False)
        return
    heap, metaspace, heap_after, metaspace_after = map(int, answer)
    met = heap_after <= heap * 1.1 + (2 << 20) and metaspace_after <= metaspace * 1.1 + (2 << 20)
    shown = f"heap {heap / 2**20:.1f} → {heap_after / 2**20:.1f} MiB, metaspace {metaspace / 2**20:.1f} → {metaspace_after / 2**20:.1f} MiB"
    yield Line(what, "the same (within 10 % + 2 MiB)", shown, met)


def tests():
    """What the tests of sandbox-core hold; from their last run."""
    for name, what in (
        ("compile.CorpusTest", "Fuel equals Wasmtime's on the corpus of small functions"),
        ("compile.FuzzTest", "Fuzz: compiled, interpreted and unmetered agree (100,000 modules with -Pfuzz)"),
        ("HostileGuestTest", "Hostile modules, each by name"),
        ("binary.BombTest", "Bombs are refused in time"),
    ):
        file = ROOT / "sandbox-core" / "target" / "surefire-reports" / f"TEST-org.vexhost.sandbox.{name}.xml"
        if not file.exists():
            yield Line(what, "mvn verify is green", "no report: run mvn verify", None)
            continue
        suite = xml.etree.ElementTree.parse(file).getroot()
        count, bad = int(suite.get("tests")), int(suite.get("failures")) + int(suite.get("errors"))
        yield Line(what, "mvn verify is green", f"{count - bad} of {count} tests passed", bad == 0)


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/report", description=__doc__.splitlines()[0])
    parser.add_argument("--java", action="append", help="a java command; may be repeated; default the one on the PATH")
    parser.add_argument("--reuse", action="store_true", help="take the figures of the last benchmarks/run")
    parser.add_argument("--cpu-time", action="store_true", help="count processor time, on a busy machine")
    parser.add_argument("--rounds", type=int, default=5, help="processes of each runtime, default 5")
    options = parser.parse_args()
    javas = options.java or [shutil.which("java")]
    if not options.reuse:
        command = [sys.executable, runtimes.HERE / "side_by_side.py", "--rounds", options.rounds]
        for java in javas:
            command += ["--java", java]
        if options.cpu_time:
            command.append("--cpu-time")
        # Disagreements are a line of the report, not the end of it.
        subprocess.run([str(word) for word in command], stdout=sys.stderr)
    results = json.loads((TARGET / "side-by-side.json").read_text())
    lines = [*fuel(results)]
    for java in javas:
        major = runtimes.java_version(java).split(".")[0]
        lines += [*compute(results, major), *calls(results, major), *programs(results, major)]
        lines += [*deployments(java, major), *redeployments(java, major)]
    lines += tests()
    print(tables.conditions(results), end="\n\n")
    print(tables.table(["", "target", "measured", "verdict"], [[x.what, x.target, x.measured, x.verdict] for x in lines]))
    if any(line.verdict == "MISSED" for line in lines):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
