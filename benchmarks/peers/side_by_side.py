"""Runs every runtime on the same cases, one process at a time, round after round, and writes the results.

Each round starts every runtime once; within a round they take turns, so that whatever else the machine does hits
all of them. A runtime's figure is the median over the rounds of the median (and the 99th percentile) of its calls.
"""
import argparse
import collections
import datetime
import json
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys

import cases as all_cases
import chart
import install
import runtimes
import tables

TARGET = runtimes.TARGET

# A language runtime: its main loop alone takes HotSpot ten seconds to find and to compile.
LARGE_BYTES = 500_000
AHEAD_WARMUP = 200

# A call of a tool runs far more code than a kernel: scheduler, streams, schema, WASI.
TOOL_WARMUP = 3


def arguments():
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="processes of each runtime, default 5")
    parser.add_argument("--java", action="append", help="a java command; may be repeated; default the one on the PATH")
    parser.add_argument("--warmup", type=int, default=3000, help="milliseconds of warm-up for each kernel, and three times as long for a tool, default 3000")
    parser.add_argument("--large-warmup", type=int, default=20000, help="milliseconds more for a module of 500 KB or more, default 20000")
    parser.add_argument("--measure", type=int, default=1000, help="milliseconds of measuring for each case, default 1000")
    parser.add_argument("--only", choices=["kernel", "tool"], help="one kind of case alone")
    parser.add_argument("--cases", help="names of the cases to run, separated by commas")
    parser.add_argument("--runtimes", help="keys of the runtimes to run, separated by commas, such as vexhost-17,wasmtime-fuel")
    parser.add_argument("--cpu-time", action="store_true", help="count processor time, on a busy machine")
    parser.add_argument("--readme", action="store_true", help="write the tables and the chart into benchmarks/")
    return parser.parse_args()


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def warmup_millis(runtime, case, options):
    """What compiles ahead needs hardly any; a just-in-time compiler needs the longer the larger the module is."""
    if not runtime.warms_up:
        return min(options.warmup, AHEAD_WARMUP)
    warmup = options.warmup * (TOOL_WARMUP if case.kind == "tool" else 1)
    return warmup + (options.large_warmup if case.module.stat().st_size >= LARGE_BYTES else 0)


def run(runtime, selected, options, samples, answers):
    """Runs all cases of one runtime: in one process those that are warmed up equally long."""
    by_warmup = collections.defaultdict(list)
    for case in selected:
        if runtime.runs(case):
            by_warmup[warmup_millis(runtime, case, options)].append(case)
    for warmup, mine in by_warmup.items():
        run_process(runtime, mine, warmup, options, samples, answers)


def run_process(runtime, mine, warmup, options, samples, answers):
    """One process of one runtime: its medians go to `samples`, what it answered to `answers`."""
    file = TARGET / "cases.tsv"
    file.write_text("".join(case.line() + "\n" for case in mine), encoding="utf-8")
    command = [*runtime.command, file, str(warmup), str(options.measure)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=600)
    if done.returncode != 0:
        raise SystemExit(f"{runtime.title} failed: {' '.join(map(str, command))}")
    by_name = {case.name: case for case in mine}
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        case = by_name[answer["case"]]
        case.check(runtime.title, answer["result"])
        nanos = answer["nanos"]
        samples[runtime.key][case.name].append((statistics.median(nanos), percentile(nanos, 0.99), len(nanos)))
        answers[case.name][runtime.key] = (answer["result"], answer["fuel"])


def disagreements(selected, answers):
    """All runtimes must agree: on results always, on fuel where the schedule is the same and all of the tool runs."""
    for case in selected:
        given = answers[case.name]
        results = {json.dumps(case.normal(result), sort_keys=True) for result, _ in given.values()}
        if len(results) > 1:
            yield f"results differ on {case.name}: {given}"
        fuel = {key: f for key, (_, f) in given.items() if f >= 0 and not key.startswith(("vexlike", "snapshot"))}
        if case.fuel is not None:
            fuel["expected"] = case.fuel
        if len(set(fuel.values())) > 1:
            yield f"fuel differs on {case.name}: {fuel}"


def machine():
    model = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
    return {
        "processor": model or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memoryGiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
    }


def summary(samples):
    return {
        key: {
            name: {
                "medianNanos": statistics.median(s[0] for s in rounds),
                "p99Nanos": statistics.median(s[1] for s in rounds),
                "processMedians": [round(s[0]) for s in rounds],
                "calls": sum(s[2] for s in rounds),
            }
            for name, rounds in by_case.items()
        }
        for key, by_case in samples.items()
    }


def main():
    options = arguments()
    if options.cpu_time:
        os.environ["VEXHOST_BENCHMARK_CPU_TIME"] = "1"
    peers = install.install(TARGET / "peers")
    selected = [*all_cases.kernels(), *all_cases.tools(peers)]
    if options.only:
        selected = [case for case in selected if case.kind == options.only]
    if options.cases:
        selected = [case for case in selected if case.name in options.cases.split(",")]
    compared = list(runtimes.native(peers))
    for java in options.java or [shutil.which("java")]:
        compared += runtimes.on_jvm(java)
    if options.runtimes:
        compared = [runtime for runtime in compared if runtime.key in options.runtimes.split(",")]
    samples = collections.defaultdict(lambda: collections.defaultdict(list))
    answers = collections.defaultdict(dict)
    for number in range(1, options.rounds + 1):
        for runtime in compared:
            print(f"round {number} of {options.rounds}: {runtime.title}", file=sys.stderr)
            run(runtime, selected, options, samples, answers)
    wrong = list(disagreements(selected, answers))
    results = {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "rounds": options.rounds,
        "warmupMillis": options.warmup,
        "toolWarmup": TOOL_WARMUP,
        "largeWarmupMillis": options.large_warmup,
        "measureMillis": options.measure,
        "cpuTime": options.cpu_time,
        "machine": machine(),
        "javaVersions": [runtimes.java_version(java) for java in options.java or [shutil.which("java")]],
        "runtimes": {runtime.key: runtime.title for runtime in compared},
        "cases": {
            case.name: {
                "kind": case.kind,
                "bytes": case.module.stat().st_size,
                "fuel": max(f for _, f in answers[case.name].values()),
            }
            for case in selected
        },
        "disagreements": wrong,
        "figures": summary(samples),
    }
    (TARGET / "side-by-side.json").write_text(json.dumps(results, indent=1))
    print(tables.render(results))
    if wrong:
        raise SystemExit("\n".join(wrong))
    if options.readme:
        tables.into_readme(results)
        chart.write(results, all_cases.BENCHMARKS / "chart.svg")


if __name__ == "__main__":
    main()
