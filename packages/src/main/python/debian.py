"""A package for Debian and what descends from it, made without its tools."""

import gzip
import hashlib
import io
import platform
from pathlib import Path

import natives
from tree import PROGRAM, Tree, write_tar

SOURCES = Path(__file__).parents[1] / "debian"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

# The package that has a library, by the beginning of its name.
_PACKAGES = {
    "ld-linux": "libc6",
    "libc.so": "libc6",
    "libdl.so": "libc6",
    "libgcc_s.so": "libgcc-s1",
    "libm.so": "libc6",
    "libpthread.so": "libc6",
    "librt.so": "libc6",
    "libstdc++.so": "libstdc++6",
    "libz.so": "zlib1g",
}


def _depends(runtime: Path) -> str:
    packages = {"passwd"}  # useradd
    for library in natives.libraries(natives.binaries(runtime)):
        matches = [package for name, package in _PACKAGES.items() if library.name.startswith(name)]
        if not matches:
            raise ValueError(f"no package of Debian is known for '{library}'")
        packages.update(matches)
    packages.remove("libc6")
    return ", ".join([f"libc6 (>= {natives.glibc(runtime)})"] + sorted(packages))


def _control(version: str, architecture: str, depends: str, kibibytes: int) -> str:
    return f"""Package: vexhost
Version: {version}
Architecture: {architecture}
Maintainer: Vexhost <vexhost@localhost>
Section: net
Priority: optional
Installed-Size: {kibibytes}
Depends: {depends}
Recommends: systemd
Description: host for WebAssembly tools
 Runs functions that nobody reviewed, written in any language that compiles to
 WebAssembly, in sandboxes with limits on memory, fuel, time and output.
 .
 The package has its own Java runtime.
"""


def _copyright(product: Path) -> str:
    return (
        "Vexhost is under the Apache License 2.0: /usr/share/common-licenses/Apache-2.0.\n"
        "The licences of the Java runtime are in /opt/vexhost/runtime/legal.\n\n"
        + (product / "THIRD-PARTY.md").read_text(encoding="utf-8")
    )


def _size(tree: Tree) -> int:
    sizes = [
        entry.source.stat().st_size if entry.source else len(entry.content or b"")
        for _, entry in tree
    ]
    return sum((size + 1023) // 1024 for size in sizes)


def _sums(tree: Tree) -> str:
    lines = []
    for path, entry in tree:
        if entry.source is not None or entry.content is not None:
            content = entry.source.read_bytes() if entry.source else entry.content
            lines.append(f"{hashlib.md5(content).hexdigest()}  {path}\n")
    return "".join(lines)


def _tar(tree: Tree, time: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile("", "wb", 6, out, 0) as zipped:
        write_tar(tree, zipped, time, "./")
    return out.getvalue()


def _ar(members: dict[str, bytes], time: int) -> bytes:
    out = io.BytesIO(b"!<arch>\n")
    out.seek(0, io.SEEK_END)
    for name, content in members.items():
        out.write(f"{name:<16}{time:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode())
        out.write(content + b"\n" * (len(content) % 2))
    return out.getvalue()


def write(
    product: Tree, distribution: Path, runtime: Path, version: str, time: int, folder: Path
) -> Path:
    """Writes the package into a folder, and names it as Debian does."""
    # A version with a tilde is older than the one without.
    version = version.replace("-", "~")
    architecture = _ARCHITECTURES.get(platform.machine(), platform.machine())
    files = Tree()
    for path, entry in product:
        files.add(f"opt/vexhost/{path}", entry)
    files.add_link("usr/bin/vexhost", "../../opt/vexhost/bin/vexhost")
    files.add_file(
        "usr/lib/systemd/system/vexhost.service",
        distribution / "service/systemd/vexhost.service",
    )
    files.add_file("etc/default/vexhost", SOURCES / "default")
    files.add_text("usr/share/doc/vexhost/copyright", _copyright(distribution))
    control = Tree()
    control.add_text(
        "control", _control(version, architecture, _depends(runtime), _size(files))
    )
    control.add_text("conffiles", "/etc/default/vexhost\n")
    control.add_text("md5sums", _sums(files))
    for script in ["postinst", "prerm", "postrm"]:
        control.add_text(script, (SOURCES / script).read_text(), PROGRAM)
    package = folder / f"vexhost_{version}_{architecture}.deb"
    package.write_bytes(
        _ar(
            {
                "debian-binary": b"2.0\n",
                "control.tar.gz": _tar(control, time),
                "data.tar.gz": _tar(files, time),
            },
            time,
        )
    )
    return package
