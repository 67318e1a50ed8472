"""The language runtimes and other programs from public registries: of each a start-up line and a computing load.

Where the programs come from, and their checksums, is in ../programs.
"""
import json
import pathlib
import shutil
import sys

import cases

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "programs"))

import programs  # noqa: E402
import registry  # noqa: E402

STARTUP = "start-up"
NEEDS = {"gojq": "go", "esbuild": "go", "php": "npm", "ruby": "npm", "sqlite": "npm"}


def script(name):
    return (HERE / "loads" / name).read_text()


def page(code):
    """PHP inside of a string of JSON, which PHP answers with what the code prints in its place."""
    line = " ".join(code.split())
    assert '"' not in line and "\\" not in line, "the page would not be JSON"
    return {"result": line}


def lines():
    """Program, load, arguments, standard input: the start-up line of each program first."""
    yield "quickjs", STARTUP, ["--std", "-e", "console.log(1)"], {}
    yield "quickjs", "richards", ["--std", "-e", script("richards.js")], {}
    yield "sqlite", STARTUP, ["select 1 + (?1 is null)"], {}
    yield "sqlite", "query", [script("query.sql")], {}
    yield "gojq", STARTUP, ["-c", "1"], {}
    yield "gojq", "JSON", ["-c", script("json.jq")], {}
    yield "php", STARTUP, ["-q"], page("<?= 1 ?>")
    yield "php", "n-body", ["-q"], page(script("nbody.php"))
    yield "esbuild", STARTUP, [], {"code": "1"}
    source = script("transform.ts")
    yield "esbuild", "transform", [], {"code": "".join(source.replace("NUMBER", str(each)) for each in range(300))}
    yield "ruby", STARTUP, ["--disable-gems", "-e", "puts 1"], {}
    yield "ruby", "regular expressions", ["--disable-gems", "-e", script("regexp.rb")], {}
    yield "python", STARTUP, ["-c", "print(1)"], {}
    yield "python", "n-body", ["-c", script("nbody.py")], {}


class Load(cases.Case):
    """A run of a program: its arguments and its standard input are in files, which all peers read."""

    def __init__(self, program, load, module, arguments, stdin, folder):
        name = f"{program} {load}"
        self.program, self.load, self.arguments = program, load, arguments
        self.stdin = folder / f"{name.replace(' ', '-')}.json"
        words = self.stdin.with_suffix(".args")
        self.stdin.write_text(json.dumps(stdin, separators=(",", ":")), encoding="utf-8")
        words.write_text("".join(word + "\0" for word in arguments), encoding="utf-8")
        super().__init__("program", name, [module, words, self.stdin], module)


def loads(peers):
    """The cases of all programs whose packages can be fetched here; the modules are installed if they are not there yet."""
    shutil.rmtree(cases.BENCHMARKS / "target" / "programs" / "modules" / "compiled", ignore_errors=True)  # by an earlier version, perhaps
    source = registry.Registry(cases.BENCHMARKS / "target" / "programs", peers.python)
    known = {each.name: each for each in programs.PROGRAMS}
    for program, load, arguments, stdin in lines():
        tool = NEEDS.get(program)
        if tool and shutil.which(tool) is None:
            print(f"{tool} is missing: {program} is left out", file=sys.stderr)
            continue
        module = known[program].module(source)
        yield Load(program, load, module, arguments, stdin, source.folder("loads"))
