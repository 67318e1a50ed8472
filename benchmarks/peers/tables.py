"""Turns results into the Markdown of benchmarks/README.md."""
import math
import pathlib

README = pathlib.Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- results: written by benchmarks/run --readme -->", "<!-- end of results -->"


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def figure(results, runtime, case, key="medianNanos"):
    found = results["figures"].get(runtime, {}).get(case)
    return found and found[key]


def of_kind(results, kind):
    return [name for name, facts in results["cases"].items() if facts["kind"] == kind]


def kernel_means(results):
    """Geometric mean over all kernels, in nanoseconds, of each runtime that ran them all."""
    names = of_kind(results, "kernel")
    means = {}
    for runtime in results["runtimes"]:
        values = [figure(results, runtime, name) for name in names]
        if names and all(values):
            means[runtime] = geometric_mean(values)
    return means


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def table(head, rows):
    return "\n".join([row(head), row(["---", *["---:"] * (len(head) - 1)]), *map(row, rows)])


def millis(nanos):
    return f"{nanos / 1e6:.2f}" if nanos else "-"


def micros(nanos):
    if not nanos:
        return "-"
    return f"{nanos / 1e3:,.1f}" if nanos < 1e5 else f"{nanos / 1e3:,.0f}"


def kernel_table(results):
    names = of_kind(results, "kernel")
    means = kernel_means(results)
    base = means.get("wasmtime-fuel")
    rows = []
    for key, mean in sorted(means.items(), key=lambda item: item[1]):
        cells = [millis(figure(results, key, name)) for name in names]
        rows.append([results["runtimes"][key], *cells, f"**{millis(mean)}**", f"{mean / base:.2f}" if base else "-"])
    return table(["milliseconds", *names, "geometric mean", "against Wasmtime with fuel"], rows)


def tool_table(results):
    names = of_kind(results, "tool")
    head = [f"{name} ({results['cases'][name]['bytes']:,} bytes)" for name in names]
    rows = []
    for key, title in results["runtimes"].items():
        if not any(figure(results, key, name) for name in names):
            continue
        cells = []
        for name in names:
            median = figure(results, key, name)
            base = figure(results, "vexlike", name)
            faster = f" ({base / median:,.0f}×)" if median and base and key != "vexlike" else ""
            # Processor time comes in batches, which have no 99th percentile.
            tail = "" if results["cpuTime"] else f" / {micros(figure(results, key, name, 'p99Nanos'))}"
            cells.append(f"{micros(median)}{tail}{faster}")
        rows.append([title, *cells])
    shown = "median" if results["cpuTime"] else "median / 99th percentile"
    return table([f"microseconds, {shown} (times faster than VEX-like)", *head], rows)


def conditions(results):
    m = results["machine"]
    versions = ", ".join(results["javaVersions"])
    processes = "one process" if results["rounds"] == 1 else f"{results['rounds']} processes"
    return (
        f"Measured {results['date']} on {m['cores']} cores of {m['processor']}, {m['memoryGiB']} GiB, {m['system']}; "
        f"JDK {versions}; {processes} of each runtime, taking turns; in each process every case ran "
        f"{results['warmupMillis'] / 1000:g} s unmeasured (tools {results.get('toolWarmup', 1):g} times as long; the language runtime {results['largeWarmupMillis'] / 1000:g} s more; "
        f"what compiles ahead, less) and {results['measureMillis'] / 1000:g} s measured."
        + (" A first impression, then: fewer than five processes." if results["rounds"] < 5 else "")
        + (" The machine was busy with other work, so these are processor times, not times on the clock." if results["cpuTime"] else "")
    )


def render(results):
    parts = [conditions(results)]
    if of_kind(results, "kernel"):
        parts += ["### Six kernels, median of a call", kernel_table(results)]
    if of_kind(results, "tool"):
        parts += ["### One call of a tool, sandbox included", tool_table(results)]
    return "\n\n".join(parts) + "\n"


def into_readme(results):
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(f"{before}{BEGIN}\n\n{render(results)}\n{END}{after}", encoding="utf-8")
