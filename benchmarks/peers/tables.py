"""Turns results into the Markdown of benchmarks/README.md."""
import math
import pathlib
import textwrap

README = pathlib.Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- results: written by benchmarks/run --readme -->", "<!-- end of results -->"
PROGRAMS_BEGIN, PROGRAMS_END = "<!-- programs: written by benchmarks/run --readme -->", "<!-- end of programs -->"

# What is measured before steady state: the name in the results, the title, and how a value is shown.
STARTS = [
    ("compileCpuNanos", "compiling: processor time, s", 1e9),
    ("compileNanos", "compiling: elapsed time, s", 1e9),
    ("compileBytes", "compiling: resident memory, MiB", 2**20),
    ("coldNanos", "first output, not compiled before, s", 1e9),
    ("warmNanos", "first output, compiled before, s", 1e9),
]


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


def program_cases(results, startup):
    """The names of the start-up lines, or of the computing loads."""
    return [name for name in of_kind(results, "program") if (results["cases"][name]["load"] == "start-up") == startup]


def program_ratios(results, runtime, startup=False):
    """Steady state against Wasmtime with fuel, by case, as far as both ran."""
    pairs = {name: (figure(results, runtime, name), figure(results, "wasmtime-fuel", name)) for name in program_cases(results, startup)}
    return {name: mine / base for name, (mine, base) in pairs.items() if mine and base}


def start(results, runtime, program, key):
    return results.get("starts", {}).get(runtime, {}).get(program, {}).get(key)


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


def with_ratio(value, base, unit):
    """A value, and its ratio to that of Wasmtime with fuel."""
    if not value:
        return "-"
    number = value / unit
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{digits}f}" + (f" ({value / base:.2f})" if base else "")


def mean_and_largest(ratios):
    return [f"**{geometric_mean(ratios):.2f}**", f"{max(ratios):.2f}"] if ratios else ["-", "-"]


def program_table(results, startup):
    """Steady state: a row for each runtime, a column for each case."""
    names = program_cases(results, startup)
    facts = [results["cases"][name] for name in names]
    titles = [each["program"] if startup else f"{each['program']}: {each['load']}" for each in facts]
    rows = []
    for key, title in results["runtimes"].items():
        if any(figure(results, key, name) for name in names):
            cells = [with_ratio(figure(results, key, name), figure(results, "wasmtime-fuel", name), 1e6) for name in names]
            rows.append([title, *cells, *mean_and_largest(list(program_ratios(results, key, startup).values()))])
    return table(["milliseconds (ratio)", *titles, "geometric mean", "largest"], rows)


def start_table(results):
    """Compiling and first output: for each quantity a row for each runtime, with a column for each program."""
    names = program_cases(results, True)
    programs = [results["cases"][name]["program"] for name in names]
    titles = [f"{results['cases'][name]['program']} ({results['cases'][name]['bytes'] / 1e6:.1f} MB)" for name in names]
    rows = []
    for key, what, unit in STARTS:
        for runtime in results["starts"]:
            pairs = [(start(results, runtime, each, key), start(results, "wasmtime-fuel", each, key)) for each in programs]
            ratios = [value / base for value, base in pairs if value and base]
            cells = [with_ratio(value, base, unit) for value, base in pairs]
            rows.append([what, results["runtimes"][runtime], *cells, *mean_and_largest(ratios)])
    return table(["", "runtime", *titles, "geometric mean", "largest"], rows)


def program_conditions(results):
    m = results["machine"]
    rounds = results["programRounds"]
    return wrapped(
        f"Measured {results['date']} on {m['cores']} cores of {m['processor']}, {m['memoryGiB']} GiB, {m['system']}; "
        f"JDK {', '.join(results['javaVersions'])}; {'one process' if rounds == 1 else f'{rounds} processes'} of each runtime for each program, "
        f"taking turns; at most {results['programWarmupMillis'] / 1000:g} s of runs unmeasured; load average {results['loadAverage']:.1f} at the end of the calls. In brackets: the ratio to Wasmtime with fuel."
        + (" Steady state is processor time, since the machine was busy with other work." if results["cpuTime"] else "")
    )


def wrapped(prose):
    return textwrap.fill(prose, 100, break_on_hyphens=False)


def conditions(results):
    m = results["machine"]
    versions = ", ".join(results["javaVersions"])
    processes = "one process" if results["rounds"] == 1 else f"{results['rounds']} processes"
    return wrapped(
        f"Measured {results['date']} on {m['cores']} cores of {m['processor']}, {m['memoryGiB']} GiB, {m['system']}; "
        f"JDK {versions}; {processes} of each runtime, taking turns; in each process every case ran "
        f"{results['warmupMillis'] / 1000:g} s unmeasured (tools {results.get('toolWarmup', 1):g} times as long; the language runtime {results['largeWarmupMillis'] / 1000:g} s more; "
        f"what compiles ahead, less) and {results['measureMillis'] / 1000:g} s measured."
        + (" A first impression, then: fewer than five processes." if results["rounds"] < 5 else "")
        + (" The machine was busy with other work, so these are processor times, not times on the clock." if results["cpuTime"] else "")
    )


def render_calls(results):
    """The kernels and the tools; empty if the run had none."""
    parts = []
    if of_kind(results, "kernel"):
        parts += ["### Six kernels, median of a call", kernel_table(results)]
    if of_kind(results, "tool"):
        parts += ["### One call of a tool, sandbox included", tool_table(results)]
    return "\n\n".join([conditions(results), *parts]) + "\n" if parts else ""


def render_programs(results):
    """The programs; empty if the run had none."""
    if not of_kind(results, "program"):
        return ""
    parts = ["### Language runtimes and other programs, computing loads in steady state", program_table(results, False)]
    if program_cases(results, True):
        parts += ["### The same programs, start-up lines in steady state", program_table(results, True)]
        parts += ["### The same programs, compiling and first output", start_table(results)]
    return "\n\n".join([*parts[:1], program_conditions(results), *parts[1:]]) + "\n"


def render(results):
    return "\n".join(part for part in (render_calls(results), render_programs(results)) if part)


def into_readme(results):
    """Replaces the parts that the run measured."""
    text = README.read_text(encoding="utf-8")
    for begin, end, part in ((BEGIN, END, render_calls(results)), (PROGRAMS_BEGIN, PROGRAMS_END, render_programs(results))):
        if part:
            before, rest = text.split(begin)
            text = f"{before}{begin}\n\n{part}\n{end}{rest.split(end)[1]}"
    README.write_text(text, encoding="utf-8")
