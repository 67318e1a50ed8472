#!/usr/bin/env python3
"""Measures what a host costs: a start, memory while it is called and when it is idle, idle time.

    benchmarks/footprint/footprint.py DISTRIBUTION [--java HOME]... [--jvm OPTIONS]... [--no-http]
        [--threads]

DISTRIBUTION is an unpacked distribution, for example distribution/target/vexhost. A host with 20 tools
starts, answers calls over HTTP (without HTTP, through one `vexhost mcp`), and rests. Memory is VmRSS, processor
time is user and system. Each JDK and each set of JVM options takes its turn in each round; medians
are printed as a table in Markdown. --threads also prints which threads the idle time is of. Needs a
JDK.
"""

import argparse
import collections
import itertools
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "gateway"))
import servers  # noqa: E402
from servers import ARGUMENTS, META, call_message, memory_mib, processor_seconds  # noqa: E402

REQUEST = (
    "POST /api/v1/tools/echo-{tool}/calls HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
)
COLUMNS = [
    ("ready", "{:.2f} s"),
    ("processor time of the start", "{:.2f} s"),
    ("memory then", "{:.0f} MiB"),
    ("calls a second", "{:,.0f}"),
    ("after the calls", "{:.0f} MiB"),
    ("idle for a minute", "{:.0f} MiB"),
    ("idle processor time", "{:.2f} %"),
]


def tools(home, distribution, count):
    example = distribution / "examples/echo"
    descriptor = json.loads((example / "echo.tool.json").read_text())
    module = (example / "echo.wasm").read_bytes()
    for number in range(count):
        descriptor["name"] = f"echo-{number}"
        descriptor.pop("module", None)
        (home / f"tools/echo-{number}.wasm").write_bytes(module)
        (home / f"tools/echo-{number}.tool.json").write_text(json.dumps(descriptor))


def load(host, options):
    return load_by_pipe(host, options) if options.no_http else load_by_http(host, options)


def load_by_pipe(host, options):
    """Calls one after the other; returns calls a second of the last tenth."""
    home = ["--home", str(host.home)]
    while subprocess.run([host.program, "status", *home], stdout=subprocess.DEVNULL).returncode:
        time.sleep(0.1)
    command = [host.program, "mcp", *home]
    pipe = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    message = call_message(META, f"echo-{options.tools - 1}") + "\n"
    last = max(1, options.calls // 10)
    for number in range(options.calls):
        if number == options.calls - last:
            began = time.monotonic()
        pipe.stdin.write(message.replace('"id":1', f'"id":{number}').encode())
        pipe.stdin.flush()
        if b"brown fox" not in pipe.stdout.readline():
            raise SystemExit("an answer over stdio was wrong")
    rate = last / (time.monotonic() - began)
    pipe.stdin.close()
    pipe.wait()
    return rate


def load_by_http(host, options):
    """Calls until all were answered; returns calls a second of the last stretch."""
    file = host.home / "request"
    text = REQUEST.format(tool=options.tools - 1, length=len(ARGUMENTS), body=ARGUMENTS)
    file.write_text(text, newline="")
    answered, rate = 0, 0
    while answered < options.calls:
        command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += [HERE.parent / "gateway/Load.java", "127.0.0.1", host.port, file, "brown fox"]
        command += [16, 0, 5]
        output = subprocess.run([str(word) for word in command], check=True, capture_output=True)
        result = json.loads(output.stdout.splitlines()[-1])
        if result["wrong"]:
            raise SystemExit(f"{result['wrong']} answers were wrong")
        answered += result["calls"]
        rate = result["perSecond"]
    return rate


def threads(pid):
    """Processor time in nanoseconds and number of wakes, by the first 15 characters of the name."""
    seen = collections.Counter(), collections.Counter()
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            name = (task / "comm").read_text().strip()
            seen[0][name] += int((task / "schedstat").read_text().split()[0])
            for line in (task / "status").read_text().splitlines():
                if line.startswith("voluntary_ctxt_switches:"):
                    seen[1][name] += int(line.split()[1])
        except OSError:
            pass  # It has ended meanwhile.
    return seen


def print_threads(before, after, seconds):
    time_used, wakes = (new - old for new, old in zip(after, before))
    print(f"load average {os.getloadavg()[0]:.2f}\n\n| thread | idle processor time | wakes a second |\n|---|---|---|")
    for name, nanos in time_used.most_common():
        print(f"| `{name}` | {nanos / 1e7 / seconds:.3f} % | {wakes[name] / seconds:.2f} |")
    print(flush=True)


def once(distribution, java, jvm, options):
    os.environ["VEXHOST_JAVA_OPTS"] = jvm
    if java:
        os.environ["JAVA_HOME"] = java
    host = servers.Host(
        distribution,
        not options.no_http,
        tools=lambda home: tools(home, distribution, options.tools),
        awaited=[f"Tool 'echo-{number}' 1.0.0 is ACTIVE" for number in range(options.tools)],
    )
    try:
        result = [host.start_seconds, host.start_processor_seconds, host.start_mib]
        result.append(load(host, options))
        result.append(memory_mib(host.pid))
        time.sleep(options.idle)
        result.append(memory_mib(host.pid))
        threads_before = threads(host.pid)
        before = processor_seconds(host.pid)
        time.sleep(options.idle)
        result.append((processor_seconds(host.pid) - before) / options.idle * 100)
        if options.threads:
            print_threads(threads_before, threads(host.pid), options.idle)
        return result
    finally:
        host.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("distribution", type=pathlib.Path)
    parser.add_argument("--java", action="append", help="the home of a JDK")
    parser.add_argument("--jvm", action="append", help="options for the host's JVM")
    parser.add_argument("--no-http", action="store_true")
    parser.add_argument("--threads", action="store_true")
    parser.add_argument("--tools", type=int, default=20)
    parser.add_argument("--calls", type=int, default=100_000)
    parser.add_argument("--idle", type=float, default=60, help="seconds")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    distribution = options.distribution.resolve()
    variants = list(itertools.product(options.java or [""], options.jvm or [""]))
    seen = {variant: [] for variant in variants}
    for _ in range(options.rounds):
        for variant in variants:
            seen[variant].append(once(distribution, *variant, options))
    print("| JDK, options | " + " | ".join(name for name, _ in COLUMNS) + " |")
    print("|---" * (len(COLUMNS) + 1) + "|")
    for (java, jvm), results in seen.items():
        values = (statistics.median(column) for column in zip(*results))
        cells = [form.format(value) for (_, form), value in zip(COLUMNS, values)]
        name = " ".join(filter(None, [pathlib.Path(java).name, shlex.join(jvm.split())]))
        print(f"| {name or 'defaults'} | " + " | ".join(cells) + " |", flush=True)


main()
