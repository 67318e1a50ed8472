"""Copies the pages of the repository into a folder from which Sphinx builds the site."""

import re
import shutil
import tomllib
from pathlib import Path, PurePosixPath

HOME = "README.md"
FENCE = re.compile(r" *(```+|~~~+)")
CODE = re.compile(r"(`+[^`]+`+)")
LINK = re.compile(r"(]\()([^)\s]+)")
SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


class PageError(Exception):
    """A page that cannot be part of the site."""


def sections(navigation: Path) -> list[tuple[str, list[str]]]:
    """The titles of the navigation with their pages."""
    read = tomllib.loads(navigation.read_text("utf-8"))
    return [(each["title"], each["pages"]) for each in read["section"]]


class Stage:
    """The pages of one site."""

    def __init__(self, repository: Path, pages: list[str]) -> None:
        self.repository = repository.resolve()
        self.pages = [HOME, *pages]
        self.files: set[str] = set()
        for page in self.pages:
            if not (self.repository / page).is_file():
                raise PageError(f"navigation names '{page}', which does not exist")
        if len(set(self.pages)) < len(self.pages):
            raise PageError("navigation names a page twice")
        for path in sorted(self.repository.glob("docs/**/*.md")):
            name = path.relative_to(self.repository).as_posix()
            if name not in self.pages:
                raise PageError(f"navigation does not name '{name}'")

    def text(self, page: str) -> str:
        """The text of a page, with links that lead to where the site has their targets."""
        lines, fence = [], ""
        for line in (self.repository / page).read_text("utf-8").splitlines():
            mark = FENCE.match(line)
            if fence:
                fence = "" if line.strip().startswith(fence) else fence
            elif mark:
                fence = mark[1]
            else:
                parts = CODE.split(line)
                parts[::2] = [LINK.sub(lambda m: m[1] + self.link(page, m[2]), p) for p in parts[::2]]
                line = "".join(parts)
            lines.append(line)
        return "\n".join(lines) + "\n"

    def link(self, page: str, link: str) -> str:
        """A link of a page, as the site has it. Remembers files that are not pages."""
        if SCHEME.match(link) or link.startswith("#"):
            return link
        path, hash_mark, anchor = link.partition("#")
        target = (self.repository / page).parent.joinpath(path).resolve()
        if not target.is_relative_to(self.repository) or not target.exists():
            raise PageError(f"{page}: '{link}' leads nowhere")
        if target.is_dir():
            target = self.page_above(target)
            if target.parent == self.repository:
                raise PageError(f"{page}: '{link}' is a folder without a page")
        name = target.relative_to(self.repository).as_posix()
        if name in self.pages:
            name = staged(name)
        elif target.suffix == ".md":
            raise PageError(f"{page}: navigation does not name '{name}', to which a link leads")
        else:
            self.files.add(name)
        up = "../" * (len(PurePosixPath(page).parts) - 1)
        return up + name + hash_mark + anchor

    def page_above(self, folder: Path) -> Path:
        """The page of a folder, or of the nearest folder above it that has a page."""
        while not (folder / HOME).is_file():
            folder = folder.parent
        return folder / HOME


def staged(page: str) -> str:
    """The name of a page in the site."""
    return "index.md" if page == HOME else page


def contents(navigation: list[tuple[str, list[str]]]) -> str:
    """The navigation as Sphinx reads it at the end of the home page."""
    blocks = []
    for title, pages in navigation:
        lines = ["```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```"]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(["", *blocks])


def write(repository: Path, navigation: Path, folder: Path) -> int:
    """Fills the folder, and returns the number of pages."""
    wanted = sections(navigation)
    stage = Stage(repository, [page for _, pages in wanted for page in pages])
    shutil.rmtree(folder, ignore_errors=True)
    for page in stage.pages:
        text = stage.text(page) + (contents(wanted) if page == HOME else "")
        file = folder / staged(page)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    for name in sorted(stage.files):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(stage.repository / name, file)
    return len(stage.pages)
