#!/usr/bin/env python3
"""Measures calls of a tool over the ways into a host, beside other servers of tools.

    benchmarks/gateway/gateway.py DISTRIBUTION [--work DIR] [--seconds N] [NAME...]

DISTRIBUTION is an unpacked distribution, for example distribution/target/vexhost. NAMEs choose some
of: rest, mcp, legacy, stdio, streams, start, fastmcp, sdk, hyper. All call `echo` with the same
arguments, and every answer is looked at. Processor time is the server's, user and system, per call.
Needs a JDK. The peers come into DIR from PyPI (FastMCP; needs python3), Maven Central (the Java SDK;
needs mvn) and crates.io (hyper-mcp; needs cargo with the target wasm32-wasip1, and takes an hour
once); one that cannot be had is left out. Prints tables in Markdown.
"""

import argparse
import itertools
import json
import os
import pathlib
import socket
import statistics
import subprocess
import sys
import time

import servers
from servers import ARGUMENTS, META, call_message, memory_mib, processor_seconds

HERE = pathlib.Path(__file__).resolve().parent
STREAMS = 1000
STARTS = 5


def request(path, body, **headers):
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body.encode())}", "", ""]
    return "\r\n".join(lines) + body


ACCEPT = "application/json, text/event-stream"
LISTEN = request(
    "/mcp",
    f'{{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen","params":{{{META},'
    '"notifications":{"toolsListChanged":true}}}',
    Accept=ACCEPT,
    MCP_Protocol_Version="2026-07-28",
    Mcp_Method="subscriptions/listen",
)
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
WAYS = {
    "rest": "HTTP API",
    "mcp": "MCP 2026-07-28 over HTTP",
    "legacy": "MCP 2025-11-25 over HTTP, without a session",
}
PEERS = {"fastmcp": servers.FastMcp, "sdk": servers.JavaSdk}


def measure(port, pid, text, connections, warm_up, options, work):
    """Loads a server; adds its processor time per call."""
    file = work / "request"
    file.write_bytes(text.encode())
    command = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", str(HERE / "Load.java")]
    command += ["127.0.0.1", port, file, "brown fox", connections, warm_up, options.seconds]
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


def over_http(name, port, pid, text, options, work):
    """All numbers of connections; the first pays for what is compiled while it runs."""
    warm_up = options.warm_up
    for connections in options.connections:
        row(name, connections, measure(port, pid, text, connections, warm_up, options, work))
        warm_up = options.next_warm_up


def over_pipe(pipe, pid, message, options):
    """One pipe, one call at a time."""
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
    before, times = processor_seconds(pid), []
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        times.append(call())
    used = processor_seconds(pid) - before
    times.sort()
    return {
        "perSecond": len(times) / options.seconds,
        "p50": times[len(times) // 2],
        "p99": times[int(len(times) * 0.99)],
        "micros": used * 1e6 / len(times),
        "memory": memory_mib(pid),
    }


def stdio(host, options):
    command = [host.program, "mcp", "--home", str(host.home)]
    pipe = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    result = over_pipe(pipe, host.pid, call_message(META), options)
    pipe.stdin.close()
    pipe.wait()
    return result


def streams(host):
    """What idle streams cost in memory."""
    before, listeners = memory_mib(host.pid), []
    for _ in range(STREAMS):
        listener = socket.create_connection(("127.0.0.1", host.port))
        listener.sendall(LISTEN.encode())
        text = b""
        while b"acknowledged" not in text:
            text += listener.recv(4096)
        listeners.append(listener)
    time.sleep(2)
    cost = memory_mib(host.pid) - before
    for listener in listeners:
        listener.close()
    return cost


def starts(distribution):
    """What HTTP adds to a start, taking turns."""
    seen = {False: [], True: []}
    for count in range(STARTS + 2):
        for has_http, results in seen.items():
            host = servers.Host(distribution, has_http)
            host.stop()
            if count >= 2:  # The first two write and check an archive of classes.
                results.append((host.start_seconds, host.start_processor_seconds, host.start_mib))
    print("\n| start, median of %d | until `echo` can be called | processor time | memory |" % STARTS)
    print("|---|---|---|---|")
    for has_http, results in seen.items():
        wall, processor, memory = (statistics.median(column) for column in zip(*results))
        name = "with HTTP and MCP" if has_http else "without"
        print(f"| {name} | {wall:.2f} s | {processor:.2f} s | {memory:.0f} MiB |", flush=True)


def row(name, connections, result):
    print(
        f"| {name} | {connections} | {result['perSecond']:,.0f} | {result['p50']:.2f} ms "
        f"| {result['p99']:.2f} ms | {result['micros']:,.0f} µs | {result['memory']:.0f} MiB |",
        flush=True,
    )


def peer_rows(names, options, work):
    for name in (name for name in PEERS if name in names):
        try:
            peer = PEERS[name](work)
        except servers.NotInstalled as reason:
            print(f"{name} is left out: {reason}", file=sys.stderr)
            continue
        try:
            over_http(peer.name, peer.port, peer.pid, REQUESTS["legacy"], options, work)
        finally:
            peer.stop()
    if "hyper" in names:
        try:
            peer = servers.HyperMcp(work)
        except servers.NotInstalled as reason:
            print(f"hyper is left out: {reason}", file=sys.stderr)
            return
        try:
            row(peer.name, 1, over_pipe(peer.pipe, peer.pid, call_message("", peer.tool), options))
        finally:
            peer.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("distribution", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, default=HERE.parent / "target/gateway")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--warm-up", type=float, default=60)
    parser.add_argument("--next-warm-up", type=float, default=12)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 16, 256])
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    names = options.names or [*REQUESTS, "stdio", "streams", "start", *PEERS, "hyper"]
    distribution = options.distribution.resolve()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    if set(names) & {*REQUESTS, *PEERS, "stdio", "streams", "hyper"}:
        print("\n| way | connections | calls a second | p50 | p99 | processor time a call | memory |")
        print("|---|---|---|---|---|---|---|")
    if set(names) & {*REQUESTS, "stdio", "streams"}:
        host = servers.Host(distribution)
        try:
            for name in (name for name in names if name in REQUESTS):
                over_http(WAYS[name], host.port, host.pid, REQUESTS[name], options, work)
            if "stdio" in names:
                row("MCP by `vexhost mcp`", 1, stdio(host, options))
            cost = streams(host) if "streams" in names else None
        finally:
            host.stop()
    peer_rows(names, options, work)
    if "streams" in names:
        print(f"\n{STREAMS} idle streams: {cost:.0f} MiB")
    if "start" in names:
        starts(distribution)
    print(f"\nload average {os.getloadavg()[0]:.1f}")


main()
