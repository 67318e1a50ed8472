"""The servers that gateway.py measures: hosts and peers, each with one tool that gives back its text."""

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
META = (
    '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",'
    '"io.modelcontextprotocol/clientCapabilities":{}}'
)
FASTMCP = "fastmcp==4.2.3"
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
SDK_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.7.0:copy-dependencies"
HYPER_VERSION = "0.8.3"


class NotInstalled(Exception):
    """A peer that cannot be had here."""


def run(command, **options):
    try:
        return subprocess.run([str(word) for word in command], check=True, **options)
    except (OSError, subprocess.CalledProcessError) as failure:
        raise NotInstalled(str(failure)) from failure


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def await_port(port):
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.01)


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0


def call_message(meta="", tool="echo"):
    params = f'"name":"{tool}","arguments":{ARGUMENTS}' + (f",{meta}" if meta else "")
    return f'{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{{params}}}}}'


class Host:
    """A host as it comes, with `echo` or other tools; waits until they can be called."""

    def __init__(self, distribution, has_http=True, tools=None, awaited=("Tool 'echo' 1.0.0 is ACTIVE",)):
        self.program = str(distribution / "bin/vexhost")
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="vexhost-gateway-"))
        self.port = free_port()
        (self.home / "etc").mkdir()
        (self.home / "tools").mkdir()
        if has_http:
            settings = f"port = {self.port}\nanonymous = true\n"
            (self.home / "etc/org.vexhost.http.cfg").write_text(settings)
        # Its default of 64 refuses what 256 connections ask for at once.
        limits = "maxQueuedCalls = 512\nmaxQueuedCallsPerTool = 512\n"
        (self.home / "etc/org.vexhost.host.cfg").write_text(limits)
        if tools:
            tools(self.home)
        else:
            for file in (distribution / "examples/echo").glob("echo.*"):
                shutil.copy(file, self.home / "tools")
        began = time.monotonic()
        command = [self.program, "run", "--home", str(self.home)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.pid = self.process.pid
        log = self.home / "logs/vexhost.log"
        wanted = [*awaited] + (["listener 'main' answers"] if has_http else [])
        while not log.is_file() or not all(text in log.read_text() for text in wanted):
            time.sleep(0.01)
        self.start_seconds = time.monotonic() - began
        self.start_processor_seconds = processor_seconds(self.pid)
        self.start_mib = memory_mib(self.pid)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)


class FastMcp:
    name = FASTMCP.replace("==", " ") + ", 2025-11-25 over HTTP"

    def __init__(self, work):
        if not (work / "fastmcp").is_dir():
            run([sys.executable, "-m", "venv", work / "fastmcp"])
            run([work / "fastmcp/bin/pip", "install", "--quiet", FASTMCP])
        script = work / "fast_server.py"
        script.write_text(FAST_SERVER)
        self.port = free_port()
        self.server = subprocess.Popen([work / "fastmcp/bin/python", script, str(self.port)])
        self.pid = self.server.pid
        await_port(self.port)

    def stop(self):
        self.server.terminate()
        self.server.wait()


class JavaSdk:
    """The server of the Java SDK, without sessions, on the Jetty that the host has too."""

    name = "Java SDK 2.1.0, 2025-11-25 over HTTP"

    def __init__(self, work):
        jars = work / "sdk/lib"
        if not jars.is_dir():
            if shutil.which("mvn") is None:
                raise NotInstalled("there is no mvn")
            pom = HERE / "sdk/pom.xml"
            run(["mvn", "-q", "-B", "-f", pom, SDK_COPY, f"-DoutputDirectory={jars}"])
        path = f"{work / 'sdk/classes'}:{jars}/*"
        run(["javac", "-nowarn", "-Xlint:-options", "-d", work / "sdk/classes", "-cp", path, HERE / "sdk/SdkServer.java"],
            stderr=subprocess.DEVNULL)
        self.port = free_port()
        self.server = subprocess.Popen(["java", "-cp", path, "SdkServer", str(self.port)])
        self.pid = self.server.pid
        await_port(self.port)

    def stop(self):
        self.server.terminate()
        self.server.wait()


class HyperMcp:
    """hyper-mcp over stdio with the same tool as a plugin of its kind."""

    name = f"hyper-mcp {HYPER_VERSION}, 2025-11-25 over stdio"
    tool = "echo-echo"

    def __init__(self, work):
        root = work / "hyper"
        program = root / "bin/hyper-mcp"
        plugin = root / "plugin/wasm32-wasip1/release/echo_plugin.wasm"
        if not program.is_file() or not plugin.is_file():
            if shutil.which("cargo") is None:
                raise NotInstalled("there is no cargo")
            # A copy: cargo writes beside what it builds.
            run(["cargo", "build", "--quiet", "--release", "--locked", "--target", "wasm32-wasip1",
                 "--manifest-path", HERE / "hyper/Cargo.toml", "--target-dir", root / "plugin"])
        if not program.is_file():
            run(["cargo", "install", "--quiet", "hyper-mcp", "--version", HYPER_VERSION, "--locked", "--root", root])
        config = work / "hyper/config.json"
        config.write_text(json.dumps({"plugins": {"echo": {"url": f"file://{plugin}"}}}))
        command = [program, "--config-file", config]
        self.pipe = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.pid = self.pipe.pid
        hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "load", "version": "1"}}
        self.send({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello})
        if b'"result"' not in self.pipe.stdout.readline():
            raise NotInstalled("hyper-mcp does not answer")
        self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def send(self, message):
        self.pipe.stdin.write(json.dumps(message).encode() + b"\n")
        self.pipe.stdin.flush()

    def stop(self):
        self.pipe.stdin.close()
        self.pipe.wait()
