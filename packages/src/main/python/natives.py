"""What programs and libraries of a folder need of the system's libraries."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_NEEDED = re.compile(r"^\s*(?:\S+ => )?(/\S+) \(0x[0-9a-f]+\)$", re.MULTILINE)
_GLIBC = re.compile(rb"\0GLIBC_(\d+)\.(\d+)(?=[.\0])")


def binaries(folder: Path) -> list[Path]:
    """ELF files."""
    found = []
    for place, _, files in os.walk(folder):
        for name in files:
            file = Path(place, name)
            if not file.is_symlink():
                with open(file, "rb") as content:
                    if content.read(4) == b"\x7fELF":
                        found.append(file)
    return sorted(found)


def libraries(files: list[Path]) -> set[Path]:
    """The system's libraries that binaries need, and the loader, where this machine has them."""
    own = {file.resolve() for file in files}
    needed = set()
    for file in files:
        listed = subprocess.run(["ldd", file], check=True, capture_output=True, text=True).stdout
        needed.update(Path(path) for path in _NEEDED.findall(listed))
    return {library for library in needed if library.resolve() not in own}


def glibc(folder: Path) -> str:
    """The oldest version of glibc with which all binaries start."""
    versions = [
        (int(major), int(minor))
        for binary in binaries(folder)
        for major, minor in _GLIBC.findall(binary.read_bytes())
    ]
    return "%d.%d" % max(versions)


class Package(NamedTuple):
    """A package of Debian that is installed."""

    name: str
    version: str
    source: str


def packages(files: Iterable[Path]) -> dict[Path, Package]:
    """The packages that files are from, where dpkg knows that."""
    if shutil.which("dpkg-query") is None:
        return {}
    found = {}
    for file in sorted(set(files)):
        # A package may have the file at a path through a link: /lib is one to /usr/lib.
        for path in [file, Path("/", *file.parts[2:])]:
            line = ["dpkg-query", "--search", path]
            listed = subprocess.run(line, check=False, capture_output=True, text=True).stdout
            if listed:
                name = listed.split(": ")[0].split(",")[0]
                line = ["dpkg-query", "--show", "-f", "${Version} ${source:Package}", name]
                shown = subprocess.run(line, check=True, capture_output=True, text=True).stdout
                found[file] = Package(name.split(":")[0], *shown.split())
                break
    return found
