"""Builds the site of the documentation. Maven's profile 'site' runs this."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import stage

SOURCES = Path(__file__).resolve().parent.parent
# What a browser loads by itself; links, which it only follows on a click, are not among them.
LOADED = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "img": "src",
    "link": "href",
    "script": "src",
    "source": "src",
    "video": "src",
}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repository", type=Path, required=True)
    parser.add_argument("--time", type=datetime.fromisoformat, required=True, help="of all files")
    parser.add_argument("--work", type=Path, required=True, help="folder for programs and parts")
    parser.add_argument("--output", type=Path, required=True, help="folder for the site")
    return parser.parse_args()


def generator(folder: Path) -> Path:
    """Python with the pinned packages; installs them if the folder does not have them."""
    requirements = SOURCES / "requirements.txt"
    wanted = sys.version + hashlib.sha256(requirements.read_bytes()).hexdigest()
    python, done = folder / "bin/python", folder / "installed"
    if not done.is_file() or done.read_text() != wanted:
        venv.create(folder, clear=True, with_pip=True)
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--require-hashes", "--requirement", requirements]
        subprocess.run(command, check=True)
        done.write_text(wanted)
    return python


class Loads(HTMLParser):
    """Collects what a page loads from other hosts."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        value = dict(attrs).get(LOADED.get(tag, ""))
        if value and ("//" in value.split("?")[0]) and not value.startswith("data:"):
            self.foreign.append(value)


def foreign(site: Path) -> list[str]:
    """What pages and styles of the site load from other hosts."""
    found = []
    for page in sorted(site.rglob("*.html")):
        loads = Loads()
        loads.feed(page.read_text("utf-8"))
        found += [f"{page.relative_to(site)}: {each}" for each in loads.foreign]
    for style in sorted(site.rglob("*.css")):
        text = style.read_text("utf-8").replace(" ", "")
        for mark in ["url(http", "url('http", 'url("http', "url(//", "@importurl", '@import"http']:
            found += [f"{style.relative_to(site)}: {mark}"] if mark in text else []
    return found


def main() -> None:
    given = arguments()
    python = generator(given.work / "generator")
    pages = given.work / "pages"
    try:
        count = stage.write(given.repository, SOURCES / "navigation.toml", pages)
    except stage.PageError as error:
        raise SystemExit(f"site: {error}") from error
    shutil.rmtree(given.output, ignore_errors=True)
    doctrees = given.work / "doctrees"
    shutil.rmtree(doctrees, ignore_errors=True)
    command = [python, "-m", "sphinx", "--builder", "html", "--fail-on-warning", "--keep-going"]
    command += ["--quiet", "--conf-dir", SOURCES / "python", "--doctree-dir", doctrees]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(given.time.timestamp()))}
    if subprocess.run([*command, pages, given.output], env=environment).returncode:
        raise SystemExit("site: Sphinx has failed, or has warned")
    (given.output / ".buildinfo").unlink(missing_ok=True)
    loaded = foreign(given.output)
    if loaded:
        raise SystemExit("site: loaded from other hosts: " + ", ".join(loaded))
    print(f"{given.output} has {count} pages")


if __name__ == "__main__":
    main()
