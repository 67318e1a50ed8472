"""An image for containers (OCI image layout), made from the Containerfile without a daemon."""

import gzip
import hashlib
import json
import platform
import shutil
from datetime import datetime, timezone
from pathlib import Path

import natives
from tree import PROGRAM, Entry, Tree, tar_gz, write_tar

CONTAINERFILE = Path(__file__).parents[1] / "image/Containerfile"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}

# What the start script runs, and 'cp' and 'tail' for who looks around in a container.
PROGRAMS = (
    "cat cksum cp dd dirname find head ls mkdir mktemp mv readlink rm sed sh tail".split()
)


def system(runtime: Path) -> dict[str, Path]:
    """The programs and libraries of this machine that the image needs, by their paths in it."""
    files = {}
    for name in PROGRAMS:
        program = shutil.which(name, path="/usr/bin:/bin")
        if program is None:
            raise ValueError(f"program '{name}' is missing")
        files[f"usr/bin/{name}"] = Path(program).resolve()
    for library in natives.libraries(natives.binaries(runtime) + list(files.values())):
        path = str(library).lstrip("/")
        files[path if path.startswith("usr/") else f"usr/{path}"] = library.resolve()
    return files


def _base(files: dict[str, Path]) -> Tree:
    """What a system has to have below the product."""
    base = Tree()
    for name in ["bin", "lib", "lib64", "sbin"]:
        base.add_link(name, f"usr/{name}")
        base.add_folder(f"usr/{name}")
    for name in ["dev", "proc", "sys"]:
        base.add_folder(name)
    base.add_folder("tmp", 0o1777)
    # Whoever the host runs as is in the group root, where nothing else is said.
    base.add_folder("var/lib/vexhost", 0o775, owner=10001)
    for path, file in files.items():
        base.add(path, Entry(PROGRAM, source=file))
    for package in natives.packages(files.values()).values():
        licence = f"usr/share/doc/{package.name}/copyright"
        if Path("/", licence).exists():
            base.add_file(licence, Path("/", licence).resolve())
    base.add_text("etc/passwd", "root:x:0:0:root:/:/bin/sh\nvexhost:x:10001:0:vexhost:/:/bin/sh\n")
    base.add_text("etc/group", "root:x:0:\n")
    base.add_text("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")
    return base


def _configuration() -> tuple[list[str], dict]:
    """Of the Containerfile: the files that it adds, and the configuration of the image."""
    added, configuration = [], {"Env": []}
    for line in CONTAINERFILE.read_text().splitlines():
        word, _, rest = line.partition(" ")
        if word == "ADD":
            name, target = rest.split()
            if target != "/":
                raise ValueError(f"unknown target of ADD: '{target}'")
            added.append(name)
        elif word == "ENV":
            configuration["Env"].append(rest)
        elif word == "USER":
            configuration["User"] = rest
        elif word == "VOLUME":
            configuration["Volumes"] = {path: {} for path in json.loads(rest)}
        elif word == "STOPSIGNAL":
            configuration["StopSignal"] = rest
        elif word == "ENTRYPOINT":
            configuration["Entrypoint"] = json.loads(rest)
        elif word == "CMD":
            configuration["Cmd"] = json.loads(rest)
        elif word and not line.startswith("#") and line != "FROM scratch":
            raise ValueError(f"unknown line: '{line}'")
    return added, configuration


class _Layout:
    """Blobs by their digests."""

    def __init__(self) -> None:
        self.tree = Tree()

    def add(self, media_type: str, content: bytes) -> dict:
        digest = hashlib.sha256(content).hexdigest()
        self.tree.add(f"blobs/sha256/{digest}", Entry(0o644, content=content))
        return {
            "mediaType": f"application/vnd.oci.image.{media_type}",
            "digest": f"sha256:{digest}",
            "size": len(content),
        }

    def add_json(self, media_type: str, content: dict) -> dict:
        return self.add(media_type, json.dumps(content, separators=(",", ":")).encode())


def write(
    product: Tree, runtime: Path, version: str, time: int, work: Path, output: Path
) -> Path:
    """Writes what the Containerfile adds beside a copy of it, and the layout as one archive."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    shutil.copyfile(CONTAINERFILE, work / "Containerfile")
    tar_gz(_base(system(runtime)), work / "base.tar.gz", time)
    files = Tree()
    for path, entry in product:
        files.add(f"opt/vexhost/{path}", entry)
    tar_gz(files, work / "vexhost.tar.gz", time)

    layout = _Layout()
    added, configuration = _configuration()
    layers, contents = [], []
    for name in added:
        zipped = (work / name).read_bytes()
        layers.append(layout.add("layer.v1.tar+gzip", zipped))
        contents.append("sha256:" + hashlib.sha256(gzip.decompress(zipped)).hexdigest())
    created = datetime.fromtimestamp(time, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    architecture = _ARCHITECTURES.get(platform.machine(), platform.machine())
    configuration["Labels"] = {
        "org.opencontainers.image.title": "vexhost",
        "org.opencontainers.image.version": version,
        "org.opencontainers.image.licenses": "Apache-2.0",
    }
    image = layout.add_json(
        "config.v1+json",
        {
            "created": created,
            "architecture": architecture,
            "os": "linux",
            "config": configuration,
            "rootfs": {"type": "layers", "diff_ids": contents},
            "history": [{"created": created, "created_by": f"ADD {name} /"} for name in added],
        },
    )
    manifest = layout.add_json(
        "manifest.v1+json",
        {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": image,
            "layers": layers,
        },
    )
    manifest["annotations"] = {"org.opencontainers.image.ref.name": f"vexhost:{version}"}
    manifest["platform"] = {"architecture": architecture, "os": "linux"}
    layout.tree.add_text("oci-layout", '{"imageLayoutVersion":"1.0.0"}')
    layout.tree.add_text(
        "index.json", json.dumps({"schemaVersion": 2, "manifests": [manifest]})
    )
    archive = output / f"vexhost-{version}-image-linux-{architecture}.tar"
    with open(archive, "wb") as out:
        write_tar(layout.tree, out, time)
    return archive
