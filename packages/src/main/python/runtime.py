"""The Java runtime of the packages: what Vexhost needs of the JDK that builds it."""

import os
import shutil
import subprocess
from pathlib import Path

# With what these require. RATIONALE.md says why these.
MODULES = [
    "java.desktop",  # java.beans, imported by Jackson; without its native part
    "java.logging",  # Felix's shell, and JLine
    "java.management",  # metrics, memory and threads
    "java.naming",  # imported by Jetty and the HTTP client
    "java.net.http",  # fetches the keys of signed tokens, and sends spans
    "java.rmi",  # imported by Jetty
    "java.security.jgss",  # imported by the HTTP client
    "java.xml",  # component descriptions, and logback.xml
    "java.sql",  # imported by Jackson
    "jdk.crypto.ec",  # TLS with elliptic curves: found through java.security only
    "jdk.jcmd",  # jcmd, for whoever looks for a fault
    "jdk.jfr",  # -XX:StartFlightRecording
    "jdk.management",  # the memory of the machine or the container
    "jdk.management.agent",  # -Dcom.sun.management.jmxremote
    "jdk.net",  # who is at the other end of a socket
    "jdk.unsupported",  # sun.misc.Unsafe, in the framework and in libraries
    "jdk.zipfs",  # Jetty reads resources in jars: found through ServiceLoader only
]


def build(jdk: Path, folder: Path) -> None:
    """Links a runtime, and gives it archives of the JDK's own classes, which shorten each start."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(
        [jdk / "bin/jlink", "--add-modules", ",".join(MODULES), "--output", folder]
        + ["--no-header-files", "--no-man-pages", "--exclude-files", "/java.desktop/lib/**"]
        + ["--dedup-legal-notices", "error-if-not-same-content"],
        check=True,
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.endswith("_OPTIONS")
    }
    # The second is for heaps of 32 GiB and more.
    for pointers in ["-XX:+UseCompressedOops", "-XX:-UseCompressedOops"]:
        subprocess.run(
            [folder / "bin/java", pointers, "-Xshare:dump"]
            + ["-Xlog:disable", "-Xlog:all=error:stderr"],
            check=True,
            stdout=subprocess.DEVNULL,
            env=environment,
        )


def release(folder: Path) -> dict[str, str]:
    """What the file 'release' says, for example JAVA_VERSION."""
    lines = (folder / "release").read_text().splitlines()
    return {name: value.strip('"') for name, value in (line.split("=", 1) for line in lines)}
