"""What every runtime runs: the six kernels, the example tools of the `vex` interface, and a language runtime."""
import json
import pathlib

BENCHMARKS = pathlib.Path(__file__).resolve().parent.parent
KERNELS = BENCHMARKS.parent / "sandbox-core" / "src" / "test" / "guests" / "kernels"
EXAMPLES = BENCHMARKS.parent / "examples"


class Case:
    """A line of the file that all peers read, and how to compare what they answer."""

    def __init__(self, kind, name, words, module, fuel=None, expected=None):
        self.kind, self.name, self.words, self.module = kind, name, [str(word) for word in words], module
        self.fuel, self.expected = fuel, expected

    def line(self):
        return "\t".join([self.kind, self.name, *self.words])

    def normal(self, result):
        """The same value for answers that mean the same: an integer by its bits, JSON by its meaning."""
        if self.kind == "kernel":
            return int(result) & ((1 << self.expected[0]) - 1)
        return json.loads(result)

    def check(self, runtime, result):
        if self.expected is not None and self.normal(result) != self.expected[1]:
            raise SystemExit(f"{runtime} answers {result!r} on {self.name}, expected {self.expected[1]!r}")


def kernels():
    for entry in json.loads((KERNELS / "kernels.json").read_text()):
        if entry["use"] == "benchmark":
            module = KERNELS / f"{entry['kernel']}.wasm"
            bits = 32 if entry["result"]["type"] == "i32" else 64
            expected = (bits, int(entry["result"]["bits"], 16))
            yield Case("kernel", entry["kernel"], [module, "run", entry["n"]], module, entry["fuel"], expected)


def two_pages(peers):
    """The smallest tool with two pages of memory instead of one: what a sandbox costs, and nothing of what a tool does."""
    module = peers.root / "echo-2.wasm"
    one_page = bytes([5, 3, 1, 0, 1])  # the memory section
    wasm = (EXAMPLES / "echo" / "echo.wasm").read_bytes()
    assert wasm.count(one_page) == 1, "echo.wasm declares its memory in another way"
    module.write_bytes(wasm.replace(one_page, bytes([5, 3, 1, 0, 2])))
    return module


def tools(peers):
    """One case for each file in inputs/, named after an example or a tool that install.py built; smallest module first."""
    built = {"quickjs": peers.quickjs, "wasi-tool": peers.wasi_tool, "echo-2": two_pages(peers)}
    found = []
    for text in sorted((BENCHMARKS / "peers" / "inputs").glob("*.json")):
        name = text.stem
        module = built.get(name, EXAMPLES / name / f"{name}.wasm")
        found.append(Case("tool", name, [module, text], module))
    return sorted(found, key=lambda case: case.module.stat().st_size)
