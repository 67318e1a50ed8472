"""Builds the packages of Vexhost from its distribution. Maven's profile 'packages' runs this."""

import argparse
import platform
import shutil
from datetime import datetime
from pathlib import Path

import companions
import debian
import image
import runtime
from tree import Tree, tar_gz


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--distribution", type=Path, required=True, help="folder, ready to run")
    parser.add_argument("--jdk", type=Path, required=True, help="whose runtime is trimmed")
    parser.add_argument("--version", required=True)
    parser.add_argument("--time", type=datetime.fromisoformat, required=True, help="of all files")
    parser.add_argument("--libraries", type=Path, required=True, help="their bill of materials")
    parser.add_argument("--work", type=Path, required=True, help="folder for parts of packages")
    parser.add_argument("--output", type=Path, required=True, help="folder for packages")
    return parser.parse_args()


def main() -> None:
    given = arguments()
    time = int(given.time.timestamp())
    shutil.rmtree(given.output, ignore_errors=True)
    given.output.mkdir(parents=True)
    given.work.mkdir(parents=True, exist_ok=True)
    java = given.work / "runtime"
    runtime.build(given.jdk, java)

    # All packages hold this.
    product = Tree()
    product.add_all("", given.distribution)
    product.add_all("runtime", java)

    machine = {"x86_64": "x64"}.get(platform.machine(), platform.machine())
    archive = given.output / f"vexhost-{given.version}-linux-{machine}.tar.gz"
    tar_gz(product, archive, time, f"vexhost-{given.version}/")

    deb = debian.write(product, given.distribution, java, given.version, time, given.output)
    oci = image.write(product, java, given.version, time, given.work / "image", given.output)

    java_component = companions.runtime_component(runtime.release(java))
    system = companions.file_components(image.system(java))
    for package, others in [(archive, []), (deb, []), (oci, system)]:
        companions.write_checksum(package)
        parts = [java_component] + others
        companions.write_bill(package, given.libraries, given.version, time, parts)
        print(f"{package} has {package.stat().st_size >> 20} MiB")


main()
