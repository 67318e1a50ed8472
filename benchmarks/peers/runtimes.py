"""The runtimes that are compared: what each is called, how it is started, and which cases it runs."""
import pathlib
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent / "target"


class Runtime:
    """`key` names it in the results, `title` in tables; `kinds` are the kinds of case that it runs; `warms_up` says
    whether it compiles while it runs, and so gets faster; `cases` names those that it runs, if it does not run all."""

    def __init__(self, key, title, command, kinds=("kernel", "tool"), warms_up=True, cases=None):
        self.key, self.title, self.command, self.kinds = key, title, [str(word) for word in command], kinds
        self.warms_up, self.cases = warms_up, cases

    def runs(self, case):
        return case.kind in self.kinds and (self.cases is None or case.name in self.cases)


def first_line(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip().splitlines()[0] if done.returncode == 0 else "not found"


def java_version(java):
    text = subprocess.run([java, "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr
    return re.search(r'version "([^"]+)"', text).group(1)


def native(peers):
    """The peers that are not Java, as installed by install.py."""
    node = peers.node()
    wasmtime = [peers.python, HERE / "wasmtime_peer.py"]
    version = first_line(peers.python, "-c", "from importlib.metadata import version; print(version('wasmtime'))")
    kinds = ("kernel", "tool", "program")
    yield Runtime("wasmtime-fuel", f"Wasmtime {version}, fuel", [*wasmtime, "fuel"], kinds, warms_up=False)
    yield Runtime("wasmtime", f"Wasmtime {version}, unmetered", [*wasmtime, "unmetered"], kinds, warms_up=False)
    if peers.vexlike.exists():
        yield Runtime("vexlike", "VEX-like, Wasmtime 22", [peers.vexlike, "fresh"], ("tool",), False)
        yield Runtime("vexlike-kept", "Wasmtime 22, compiled once", [peers.vexlike, "kept"], ("tool",), False)
    node_version = first_line(node, "--version")
    yield Runtime("v8", f"V8 (Node {node_version[1:]})", [node, "--no-warnings", HERE / "node_peer.mjs"])


def jvm_options(major):
    """The options of bin/vexhost that matter for speed."""
    allowed = ["--sun-misc-unsafe-memory-access=allow"] if int(major) >= 24 else []
    return ["-XX:-DontCompileHugeMethods", "-XX:-ClipInlining", *allowed]


def on_jvm(java):
    """What runs on one JVM. Both kinds of Vexhost are the same code but for what counts fuel and depth."""
    version = java_version(java)
    major = version.split(".")[0]
    common = [*jvm_options(major), "-cp", f"{TARGET / 'classes'}:{TARGET / 'lib'}/*", "org.vexhost.benchmarks.peer.Peer"]
    command = [java, "-Xmx1g", *common]
    yield Runtime(f"vexhost-{major}", f"Vexhost, JDK {major}", [*command, "vexhost"])
    # The same runtime, with room for modules of 26 MB.
    yield Runtime(f"vexhost-{major}", f"Vexhost, JDK {major}", [java, "-Xmx4g", *common, "vexhost"], ("program",))
    yield Runtime(f"executor-{major}", f"Vexhost through ToolExecutor, JDK {major}", [*command, "executor"], ("tool",))
    yield Runtime(f"snapshot-{major}", f"Vexhost from a snapshot, JDK {major}", [*command, "snapshot"], ("tool",), cases=("quickjs",))
    yield Runtime(f"unmetered-{major}", f"Vexhost unmetered, JDK {major}", [*command, "unmetered"], ("kernel",))
    yield Runtime(f"chicory-{major}", f"Chicory, JDK {major}", [*command, "chicory"])
