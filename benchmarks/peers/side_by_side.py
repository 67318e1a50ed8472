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
import loads
import runtimes
import starts
import tables

TARGET = runtimes.TARGET

# A language runtime: its main loop alone takes HotSpot ten seconds to find and to compile.
LARGE_BYTES = 500_000
AHEAD_WARMUP = 200

PROCESS_SECONDS = 1200

# A call of a tool runs far more code than a kernel: scheduler, streams, schema, WASI.
TOOL_WARMUP = 3


def arguments():
    parser = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5, help="processes of each runtime, default 5")
    parser.add_argument("--java", action="append", help="a java command; may be repeated; default the one on the PATH")
    parser.add_argument("--warmup", type=int, default=3000, help="milliseconds of warm-up for each kernel, and three times as long for a tool, default 3000")
    parser.add_argument("--large-warmup", type=int, default=20000, help="milliseconds more for a module of 500 KB or more, default 20000")
    parser.add_argument("--measure", type=int, default=1000, help="milliseconds of measuring for each case, default 1000")
    parser.add_argument("--program-rounds", type=int, default=3, help="processes of each runtime for each program, default 3")
    parser.add_argument("--program-warmup", type=int, default=120000, help="milliseconds of warm-up at most for a run of a program, default 120000; "
                        "it ends when runs no longer get faster")
    parser.add_argument("--only", choices=["kernel", "tool", "program"], action="append", help="a kind of case; may be repeated; default all. "
                        "Programs are language runtimes and the like")
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
    if case.kind == "program":
        return options.program_warmup
    warmup = options.warmup * (TOOL_WARMUP if case.kind == "tool" else 1)
    return warmup + (options.large_warmup if case.module.stat().st_size >= LARGE_BYTES else 0)


def run(runtime, selected, options, samples, answers):
    """Runs cases on one runtime: in one process those that are warmed up equally long, or that are of one program."""
    by_process = collections.defaultdict(list)
    for case in selected:
        program = case.module if case.kind == "program" else None
        by_process[warmup_millis(runtime, case, options), program].append(case)
    for (warmup, _), mine in by_process.items():
        run_process(runtime, mine, warmup, options, samples, answers)


def run_process(runtime, mine, warmup, options, samples, answers):
    """One process of one runtime: its medians go to `samples`, what it answered to `answers`."""
    file = TARGET / "cases.tsv"
    file.write_text("".join(case.line() + "\n" for case in mine), encoding="utf-8")
    command = [*runtime.command, file, str(warmup), str(options.measure)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=PROCESS_SECONDS)
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
    peers = install.install(TARGET / "peers", is_for_programs=options.only == ["program"])
    kinds = {"kernel": all_cases.kernels, "tool": lambda: all_cases.tools(peers), "program": lambda: loads.loads(peers)}
    selected = [case for kind, found in kinds.items() if kind in (options.only or kinds) for case in found()]
    if options.cases:
        selected = [case for case in selected if case.name in options.cases.split(",")]
    javas = options.java or [shutil.which("java")]
    compared = list(runtimes.native(peers))
    for java in javas:
        compared += runtimes.on_jvm(java)
    if options.runtimes:
        compared = [runtime for runtime in compared if runtime.key in options.runtimes.split(",")]
    samples = collections.defaultdict(lambda: collections.defaultdict(list))
    answers = collections.defaultdict(dict)
    rounds = {case.kind: options.program_rounds if case.kind == "program" else options.rounds for case in selected}
    last = max(rounds.values(), default=0)
    for number in range(1, last + 1):
        due = [case for case in selected if number <= rounds[case.kind]]
        for runtime in compared:
            mine = [case for case in due if runtime.runs(case)]
            if mine:
                print(f"round {number} of {last}: {runtime.title}, {mine[0].kind}s", file=sys.stderr)
                run(runtime, mine, options, samples, answers)
    started = {key: each for key, each in starts.all_of(peers, javas).items() if key in samples}
    wrong = list(disagreements(selected, answers))
    results = {
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "rounds": options.rounds,
        "programRounds": options.program_rounds,
        "programWarmupMillis": options.program_warmup,
        "loadAverage": os.getloadavg()[0],
        "warmupMillis": options.warmup,
        "toolWarmup": TOOL_WARMUP,
        "largeWarmupMillis": options.large_warmup,
        "measureMillis": options.measure,
        "cpuTime": options.cpu_time,
        "machine": machine(),
        "javaVersions": [runtimes.java_version(java) for java in javas],
        "runtimes": {runtime.key: runtime.title for runtime in compared},
        "cases": {
            case.name: {
                "kind": case.kind,
                "bytes": case.module.stat().st_size,
                "fuel": max((f for _, f in answers[case.name].values()), default=-1),
                **({"program": case.program, "load": case.load} if case.kind == "program" else {}),
            }
            for case in selected
        },
        "disagreements": wrong,
        "figures": summary(samples),
        "starts": starts.measure(selected, started, options.program_rounds),
    }
    (TARGET / "side-by-side.json").write_text(json.dumps(results, indent=1))
    print(tables.render(results))
    if wrong:
        raise SystemExit("\n".join(wrong))
    if options.readme:
        tables.into_readme(results)
        if tables.of_kind(results, "kernel") and tables.of_kind(results, "tool"):
            chart.write(results, all_cases.BENCHMARKS / "chart.svg")


if __name__ == "__main__":
    main()
