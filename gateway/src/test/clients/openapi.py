#!/usr/bin/env python3
"""Checks the generated OpenAPI document by requests made from it, after every deployment.

    gateway/src/test/clients/openapi.py DISTRIBUTION [--work DIR] [--examples N]

DISTRIBUTION is an unpacked distribution, for example distribution/target/vexhost. A host gets no tool,
one, one whose schemas are nested and unusual, an update of it with other schemas, and loses it again;
each time schemathesis reads the document anew and sends requests to every operation, valid ones and
others. It comes from PyPI into DIR. Needs a JDK and python3. Ends with the number of deployments after
which a check failed.
"""

import argparse
import hashlib
import json
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SCHEMATHESIS = "schemathesis==4.32.5"
NOTHING = "The schema defines no API operations"
DOCUMENT = "/api/v1/openapi.json"

NESTED = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$defs": {
        "node": {
            "type": "object",
            "properties": {
                "label": {"type": "string", "maxLength": 20},
                "children": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 2},
            },
            "required": ["label"],
            "additionalProperties": False,
        }
    },
    "type": "object",
    "properties": {
        "tree": {"$ref": "#/$defs/node"},
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "integer"}, {"type": ["string", "null"]}],
            "items": False,
        },
        "a/b~c %": {"const": 'quoted "text"'},
        "either": {"oneOf": [{"type": "integer"}, {"type": "array", "items": True, "maxItems": 1}]},
        "ü": {"enum": [None, 1.5, "ß", []]},
    },
    "required": ["tree"],
    "additionalProperties": False,
}
CHANGED = {
    "type": "object",
    "properties": {
        "number": {"type": "number", "minimum": -1e9, "exclusiveMaximum": 5, "multipleOf": 0.5},
        "word": {"type": "string", "pattern": "^[a-z]{1,8}$"},
    },
    "minProperties": 1,
    "additionalProperties": False,
}


def run(command, **options):
    return subprocess.run([str(word) for word in command], **options)


class Host:
    def __init__(self, distribution):
        self.program = distribution / "bin/vexhost"
        self.echo = distribution / "examples/echo"
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="vexhost-openapi-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        (self.home / "etc").mkdir()
        (self.home / "tools").mkdir()
        (self.home / "etc/org.vexhost.http.cfg").write_text(f"port = {port}\n")
        self.header = f"Authorization: Bearer {self.add_caller()}"
        run([self.program, "start", "--home", self.home], check=True)

    def add_caller(self):
        token = secrets.token_urlsafe(32)
        file = self.home / "etc/callers/openapi.json"
        file.parent.mkdir()
        digest = hashlib.sha256(token.encode()).hexdigest()
        file.write_text(json.dumps({"token": {"sha256": digest}}))
        file.chmod(0o600)
        return token

    def deploy(self, name, version, schema):
        """The module of the example, which gives back what it was given."""
        tools = self.home / "tools"
        shutil.copy(self.echo / "echo.wasm", tools / f"{name}.wasm")
        descriptor = {
            "name": name,
            "version": version,
            "description": "Gives back what it was given.",
            "module": f"{name}.wasm",
            "abi": "vex",
            "parameters": schema,
            "outputSchema": schema,
        }
        (tools / f"{name}.tool.json").write_text(json.dumps(descriptor))

    def remove(self, name):
        for file in (self.home / "tools").glob(f"{name}.*"):
            file.unlink()

    def document(self):
        try:
            request = urllib.request.Request(self.url + DOCUMENT)
            request.add_header(*self.header.split(": "))
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError):
            return {"paths": {}}

    def await_tools(self, wanted):
        """Until the document has these tools in these versions and no others."""
        deadline = time.monotonic() + 60
        while True:
            with_version = run(
                [self.program, "tools", "--json", "--home", self.home], capture_output=True, text=True
            ).stdout
            paths = [p for p in self.document()["paths"] if p.endswith("/calls") and "{" not in p]
            names = sorted(path.split("/")[-2] for path in paths)
            seen = all(f'"{version}"' in with_version for version in wanted.values())
            if names == sorted(wanted) and seen:
                return
            if time.monotonic() > deadline:
                raise SystemExit(f"the document has {names}, not {sorted(wanted)}")
            time.sleep(0.2)

    def stop(self):
        run([self.program, "stop", "--home", self.home])
        shutil.rmtree(self.home, ignore_errors=True)


def install(work):
    if not (work / "bin/schemathesis").is_file():
        run([sys.executable, "-m", "venv", work], check=True)
        run([work / "bin/pip", "install", "--quiet", SCHEMATHESIS], check=True)


def passes(host, work, examples, is_empty):
    command = [work / "bin/schemathesis", "run", host.url + DOCUMENT, "--url", host.url]
    command += ["--phases", "examples,coverage,fuzzing", "--max-examples", examples, "--no-color", "--header", host.header]
    done = run(command, capture_output=True, text=True, cwd=host.home)
    said = done.stdout.splitlines()
    # It fails where it has nothing to do, after it has read and validated the document.
    good = NOTHING in done.stdout if is_empty else done.returncode == 0
    print("\n".join(said[-6:] if good else said), flush=True)
    if not good:
        print(done.stderr, file=sys.stderr)
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("distribution", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parents[2] / "target/openapi")
    parser.add_argument("--examples", type=int, default=50)
    options = parser.parse_args()
    work = options.work.resolve()
    install(work)
    host = Host(options.distribution.resolve())
    steps = [
        ("no tool", lambda: None, {}),
        ("one tool", lambda: host.deploy("plain", "1.0.0", {"type": "object"}), {"plain": "1.0.0"}),
        (
            "a tool with nested schemas",
            lambda: host.deploy("odd", "1.0.1", NESTED),
            {"plain": "1.0.0", "odd": "1.0.1"},
        ),
        (
            "an update",
            lambda: host.deploy("odd", "2.0.0", CHANGED),
            {"plain": "1.0.0", "odd": "2.0.0"},
        ),
        ("a removal", lambda: host.remove("plain"), {"odd": "2.0.0"}),
    ]
    failed = 0
    try:
        for name, step, wanted in steps:
            step()
            host.await_tools(wanted)
            good = passes(host, work, options.examples, not wanted)
            failed += not good
            print(f"after {name}: " + ("passed" if good else "FAILED"), flush=True)
    finally:
        host.stop()
    raise SystemExit(failed)


main()
