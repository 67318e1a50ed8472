"""Measures what comes before steady state: compiling a program, and its first output without and with compiled code on disk.

Each figure is of a process of its own. Vexhost runs as `vexhost exec`; the archive of its classes, which the start script keeps, is there,
as after two earlier runs of any program. Wasmtime runs from Python, which takes 0.1 s to start.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import threading
import time

import loads
import runtimes

DISTRIBUTION = runtimes.HERE.parent.parent / "distribution" / "target" / "vexhost"
TIMEOUT_SECONDS = 600


class Process:
    """A process that ended with 0: nanoseconds to its first output, its processor time, its largest resident memory, what it wrote."""

    def __init__(self, command, stdin=os.devnull, environment=None):
        words = [str(word) for word in command]
        with open(stdin, "rb") as given:
            began = time.monotonic_ns()
            process = subprocess.Popen(words, stdin=given, stdout=subprocess.PIPE, env=dict(os.environ, **(environment or {})))
            limit = threading.Timer(TIMEOUT_SECONDS, process.kill)
            limit.start()
            first = os.read(process.stdout.fileno(), 1 << 16)
            self.first_nanos = time.monotonic_ns() - began
            self.output = (first + process.stdout.read()).decode()
            _, status, usage = os.wait4(process.pid, 0)
            limit.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
        self.cpu_nanos = round((usage.ru_utime + usage.ru_stime) * 1e9)
        self.resident_bytes = usage.ru_maxrss << 10


class Wasmtime:
    """Compiles with Cranelift; what it compiled is written to a file and loaded from there."""

    def __init__(self, peers, mode):
        self.command = [peers.python, runtimes.HERE / "wasmtime_start.py", mode]

    def compile(self, case):
        kept = case.stdin.with_suffix(".cwasm")
        nanos, cpu_nanos, resident_bytes = map(int, Process([*self.command, "compile", case.module, kept]).output.split())
        return {"compileNanos": nanos, "compileCpuNanos": cpu_nanos, "compileBytes": resident_bytes}

    def first_output(self, case, is_cold):
        file = case.module if is_cold else case.stdin.with_suffix(".cwasm")
        command = [*self.command, "run" if is_cold else "load", file, case.module.stem, case.words[1], case.stdin]
        return Process(command, case.stdin)


class Vexhost:
    """Compiles as `vexhost exec` does, with the same options of the JVM."""

    def __init__(self, java):
        self.java = shutil.which(java)
        self.cache = runtimes.TARGET / "programs" / "starts"
        c2 = ["InvocationThreshold=40000", "MinInvocationThreshold=4800", "CompileThreshold=120000", "BackEdgeThreshold=320000"]
        sha256 = "CompileThresholdScaling,sun.security.provider.DigestBase::implCompressMultiBlock0,0.02"
        commands = [f"-XX:CompileCommand={each}" for each in ("quiet", sha256)]
        self.options = [*runtimes.jvm_options(runtimes.java_version(java).split(".")[0]), "-XX:+UseSerialGC", *(f"-XX:Tier4{each}" for each in c2), *commands, "-cp", f"{runtimes.TARGET / 'classes'}:{runtimes.TARGET / 'lib'}/*"]
        home = str(pathlib.Path(self.java).resolve().parent.parent)
        self.environment = {"VEXHOST_CACHE": str(self.cache), "JAVA_HOME": home}

    def prepare(self, case):
        """The first run writes the archive of classes, and the second one finds it."""
        self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        for _ in range(2):
            self.exec(case)

    def forget(self):
        shutil.rmtree(self.cache / "compiled", ignore_errors=True)

    def compile(self, case):
        self.forget()
        main = "org.vexhost.benchmarks.report.Compilation"
        process = Process([self.java, *self.options, main, self.cache / "compiled", case.module])
        return {"compileNanos": int(process.output), "compileCpuNanos": process.cpu_nanos, "compileBytes": process.resident_bytes}

    def first_output(self, case, is_cold):
        if is_cold:
            self.forget()
        return self.exec(case)

    def exec(self, case):
        command = [DISTRIBUTION / "bin" / "vexhost", "exec", "--deterministic", case.module, "--", *case.arguments]
        return Process(command, case.stdin, self.environment)


def all_of(peers, javas):
    """By the key of the runtime."""
    found = {"wasmtime-fuel": Wasmtime(peers, "fuel"), "wasmtime": Wasmtime(peers, "unmetered")}
    for java in javas:
        found[f"vexhost-{runtimes.java_version(java).split('.')[0]}"] = Vexhost(java)
    return found


def measure(selected, measured, rounds):
    """Medians over the rounds, by runtime and program. The runtimes take turns."""
    startups = [case for case in selected if case.kind == "program" and case.load == loads.STARTUP]
    if not startups:
        return {}
    figures = {key: {case.program: [] for case in startups} for key in measured}
    for each in measured.values():
        if isinstance(each, Vexhost):
            each.prepare(startups[0])
    for number in range(1, rounds + 1):
        for case in startups:
            print(f"round {number} of {rounds}: compiling and starting {case.program}", file=sys.stderr)
            outputs = set()
            for key, runtime in measured.items():
                found = runtime.compile(case)
                for name, is_cold in (("coldNanos", True), ("warmNanos", False)):
                    process = runtime.first_output(case, is_cold)
                    found[name] = process.first_nanos
                    outputs.add(json.dumps(case.normal(process.output)))
                figures[key][case.program].append(found)
            if len(outputs) > 1:
                raise SystemExit(f"results of the first run of {case.program} differ: {outputs}")
    return {
        key: {
            program: {name: statistics.median(each[name] for each in rows) for name in rows[0]}
            for program, rows in by_program.items()
        }
        for key, by_program in figures.items()
    }
