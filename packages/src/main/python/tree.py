"""A tree of files, and archives of it whose bytes depend on its content only."""

import gzip
import io
import os
import stat
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Optional

FOLDER = 0o755
FILE = 0o644
PROGRAM = 0o755


@dataclass(frozen=True)
class Entry:
    """A folder, unless it has a source, a content or a target."""

    mode: int
    source: Optional[Path] = None
    content: Optional[bytes] = None
    target: Optional[str] = None
    owner: int = 0


class Tree:
    """Paths without a slash at the start, and what is there. Parents are added with a path."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    def add(self, path: str, entry: Entry) -> None:
        for parent in reversed(PurePosixPath(path).parents):
            if str(parent) != "." and str(parent) not in self._entries:
                self._entries[str(parent)] = Entry(FOLDER)
        self._entries[path] = entry

    def add_folder(self, path: str, mode: int = FOLDER, owner: int = 0) -> None:
        self.add(path, Entry(mode, owner=owner))

    def add_text(self, path: str, text: str, mode: int = FILE) -> None:
        self.add(path, Entry(mode, content=text.encode()))

    def add_link(self, path: str, target: str) -> None:
        self.add(path, Entry(0o777, target=target))

    def add_file(self, path: str, source: Path) -> None:
        """Keeps of the mode whether it is a program: the rest is whatever the umask was."""
        is_program = source.stat().st_mode & stat.S_IXUSR
        self.add(path, Entry(PROGRAM if is_program else FILE, source=source))

    def add_all(self, path: str, folder: Path) -> None:
        """Everything below a folder of this machine."""
        for place, folders, files in os.walk(folder):
            inside = PurePosixPath(path) / PurePosixPath(place).relative_to(folder)
            for name in folders + files:
                source = Path(place, name)
                if source.is_symlink():
                    self.add_link(str(inside / name), os.readlink(source))
                elif source.is_dir():
                    self.add_folder(str(inside / name))
                else:
                    self.add_file(str(inside / name), source)

    def __iter__(self):
        return iter(sorted(self._entries.items()))


def write_tar(tree: Tree, out: BinaryIO, time: int, prefix: str = "") -> None:
    """In the order of names, all of one time, and owned by root where nothing else is said."""
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path, entry in tree:
            info = tarfile.TarInfo(prefix + path)
            info.mode = entry.mode
            info.mtime = time
            info.uid = info.gid = entry.owner
            info.uname = info.gname = "root" if entry.owner == 0 else ""
            if entry.target is not None:
                info.type = tarfile.SYMTYPE
                info.linkname = entry.target
                tar.addfile(info)
            elif entry.source is not None:
                info.size = entry.source.stat().st_size
                with open(entry.source, "rb") as content:
                    tar.addfile(info, content)
            elif entry.content is not None:
                info.size = len(entry.content)
                tar.addfile(info, io.BytesIO(entry.content))
            else:
                info.type = tarfile.DIRTYPE
                tar.addfile(info)


def tar_gz(tree: Tree, file: Path, time: int, prefix: str = "") -> None:
    with open(file, "wb") as out:
        # Without the name of the file and the time.
        with gzip.GzipFile("", "wb", 6, out, 0) as zipped:
            write_tar(tree, zipped, time, prefix)
