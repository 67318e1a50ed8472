"""What lies beside each package: its checksum and its bill of materials (CycloneDX)."""

import hashlib
import json
import uuid
from datetime import datetime, timezone
from pathlib import Path

import natives


def digest(file: Path) -> str:
    with open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def write_checksum(package: Path) -> None:
    """As sha256sum writes and checks it."""
    package.with_name(package.name + ".sha256").write_text(f"{digest(package)}  {package.name}\n")


def runtime_component(release: dict[str, str]) -> dict:
    """The Java runtime, with the names of its modules."""
    return {
        "type": "platform",
        "name": "openjdk",
        "version": release["JAVA_VERSION"],
        "licenses": [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}],
        "properties": [{"name": "vexhost:modules", "value": release["MODULES"]}],
    }


def file_components(files: dict[str, Path]) -> list[dict]:
    """Files of the machine that builds, with the sources that they are built from."""
    packages = natives.packages(files.values())
    components = []
    for path, file in sorted(files.items()):
        component = {
            "type": "file",
            "name": path,
            "hashes": [{"alg": "SHA-256", "content": digest(file)}],
        }
        if file in packages:
            component["version"] = packages[file].version
            component["properties"] = [
                {"name": "vexhost:debian-source", "value": packages[file].source}
            ]
        components.append(component)
    return components


def write_bill(package: Path, libraries: Path, version: str, time: int, others: list[dict]) -> None:
    """The bill of the libraries, as Maven writes it, with the other parts of a package."""
    bill = json.loads(libraries.read_text())
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest(package))}"
    bill["metadata"] = {
        "timestamp": datetime.fromtimestamp(time, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "component": {
            "type": "application",
            "bom-ref": "vexhost",
            "name": package.name,
            "version": version,
            "hashes": [{"alg": "SHA-256", "content": digest(package)}],
            "licenses": [{"license": {"id": "Apache-2.0"}}],
        },
    }
    bill["components"] = bill["components"] + others
    # Who needs whom among the libraries: the top is Maven's module, which is not in the package.
    bill.pop("dependencies", None)
    bill.pop("$schema", None)
    text = json.dumps(bill, indent=1, ensure_ascii=False)
    package.with_name(package.name + ".sbom.json").write_text(text + "\n", encoding="utf-8")
