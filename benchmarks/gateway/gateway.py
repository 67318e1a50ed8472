#!/usr/bin/env python3
"""Measures calls of a tool over the ways into a host, beside other servers of tools.

    benchmarks/gateway/gateway.py DISTRIBUTION [--work DIR] [--seconds N] [NAME...]

DISTRIBUTION is an unpacked distribution, for example distribution/target/vexhost. NAMEs choose some
of: rest, mcp, legacy, stdio, fastmcp. All call `echo` with the same arguments, and every answer is
looked at. Processor time is the server's, user and system, per call. Needs a JDK; FastMCP needs
python3 and comes from PyPI into DIR. Prints a table in Markdown.
"""

import argparse
import itertools
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ARGUMENTS = '{"text":"the quick brown fox jumps over the lazy dog"}'
FASTMCP = "fastmcp==4.2.3"
META = (
    '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",'
    '"io.modelcontextprotocol/clientCapabilities":{}}'
)
FAST_SERVER = """
import sys
from fastmcp import FastMCP
server = FastMCP("peer")
@server.tool
def echo(text: str) -> dict:
    "Gives back what it was given."
    return {"text": text}
server.run(transport="http", host="127.0.0.1", port=int(sys.argv[1]), stateless_http=True,
           json_response=True, show_banner=False, log_level="ERROR")
"""


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return 0


def request(path, body, **headers):
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body.encode())}", "", ""]
    return "\r\n".join(lines) + body


def call_message(meta=""):
    params = f'"name":"echo","arguments":{ARGUMENTS}' + (f",{meta}" if meta else "")
    return f'{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{{params}}}}}'


ACCEPT = "application/json, text/event-stream"
REQUESTS = {
    "rest": request("/api/v1/tools/echo/calls", ARGUMENTS),
    "mcp": request(
        "/mcp",
        call_message(META),
        Accept=ACCEPT,
        MCP_Protocol_Version="2026-07-28",
        Mcp_Method="tools/call",
        Mcp_Name="echo",
    ),
    "legacy": request(
        "/mcp", call_message(), Accept=ACCEPT, MCP_Protocol_Version="2025-11-25"
    ),
}


def measure(port, pid, text, connections, options, work):
    """Loads a server; adds its processor time per call."""
    file = work / "request"
    file.write_bytes(text.encode())
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", str(HERE / "Load.java")]
    command += ["127.0.0.1", port, file, "brown fox", connections, options.warm_up, options.seconds]
    load = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True)
    load.stdout.readline()
    before = processor_seconds(pid)
    time.sleep(options.seconds)
    used = processor_seconds(pid) - before
    result = json.loads(load.stdout.readline())
    load.wait()
    result["micros"] = used * 1e6 / max(1, result["calls"])
    result["memory"] = memory_mib(pid)
    if result["wrong"]:
        raise SystemExit(f"{result['wrong']} answers were wrong")
    return result


class Host:
    def __init__(self, distribution):
        self.program = str(distribution / "bin/vexhost")
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="vexhost-gateway-"))
        self.port = free_port()
        (self.home / "etc").mkdir()
        (self.home / "tools").mkdir()
        settings = f"port = {self.port}\nanonymous = true\n"
        (self.home / "etc/org.vexhost.http.cfg").write_text(settings)
        # Its default of 64 refuses what 256 connections ask for at once.
        limits = "maxQueuedCalls = 512\nmaxQueuedCallsPerTool = 512\n"
        (self.home / "etc/org.vexhost.host.cfg").write_text(limits)
        for file in (distribution / "examples/echo").glob("echo.*"):
            shutil.copy(file, self.home / "tools")
        began = time.monotonic()
        self.run("start")
        self.run("call", "--wait", "echo", ARGUMENTS)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.05)
        self.start_seconds = time.monotonic() - began
        status = self.run("status").stdout
        self.pid = int("".join(c if c.isdigit() else " " for c in status.split("process")[1]).split()[0])

    def run(self, command, *words):
        line = [self.program, command, "--home", str(self.home), *words]
        return subprocess.run(line, check=True, capture_output=True, text=True)

    def stop(self):
        subprocess.run([self.program, "stop", "--home", str(self.home)], capture_output=True)
        shutil.rmtree(self.home, ignore_errors=True)


def stdio(host, options):
    """One pipe, one call at a time."""
    pipe = subprocess.Popen(
        [host.program, "mcp", "--home", str(host.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    message = call_message(META)

    ids = itertools.count(1)

    def call():
        line = message.replace('"id":1', f'"id":{next(ids)}').encode() + b"\n"
        began = time.perf_counter()
        pipe.stdin.write(line)
        pipe.stdin.flush()
        if b"brown fox" not in pipe.stdout.readline():
            raise SystemExit("an answer over stdio was wrong")
        return (time.perf_counter() - began) * 1000

    end = time.monotonic() + options.warm_up
    while time.monotonic() < end:
        call()
    before, times = processor_seconds(host.pid), []
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        times.append(call())
    used = processor_seconds(host.pid) - before
    pipe.stdin.close()
    pipe.wait()
    times.sort()
    return {
        "perSecond": len(times) / options.seconds,
        "p50": times[len(times) // 2],
        "p99": times[int(len(times) * 0.99)],
        "micros": used * 1e6 / len(times),
        "memory": memory_mib(host.pid),
    }


class FastMcp:
    def __init__(self, work):
        if not (work / "fastmcp").is_dir():
            subprocess.run([sys.executable, "-m", "venv", work / "fastmcp"], check=True)
            pip = work / "fastmcp/bin/pip"
            subprocess.run([pip, "install", "--quiet", FASTMCP], check=True)
        script = work / "fast_server.py"
        script.write_text(FAST_SERVER)
        self.port = free_port()
        self.server = subprocess.Popen([work / "fastmcp/bin/python", script, str(self.port)])
        self.pid = self.server.pid
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)

    def stop(self):
        self.server.terminate()
        self.server.wait()


def row(name, connections, result):
    print(
        f"| {name} | {connections} | {result['perSecond']:,.0f} | {result['p50']:.2f} ms "
        f"| {result['p99']:.2f} ms | {result['micros']:,.0f} µs | {result['memory']} MiB |",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("distribution", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parent / "target/gateway")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--warm-up", type=float, default=10)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 16, 256])
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    names = options.names or [*REQUESTS, "stdio", "fastmcp"]
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    print("\n| way | connections | calls a second | p50 | p99 | processor time a call | memory |")
    print("|---|---|---|---|---|---|---|")
    host = Host(options.distribution.resolve())
    try:
        for name in (name for name in names if name in REQUESTS):
            for connections in options.connections:
                row(name, connections, measure(host.port, host.pid, REQUESTS[name], connections, options, work))
        if "stdio" in names:
            row("stdio", 1, stdio(host, options))
    finally:
        host.stop()
    if "fastmcp" in names:
        peer = FastMcp(work)
        try:
            for connections in options.connections:
                result = measure(peer.port, peer.pid, REQUESTS["legacy"], connections, options, work)
                row(FASTMCP, connections, result)
        finally:
            peer.stop()


main()
