"""Files, folders and globs of this machine → files that may hold documents. Folders stream, their names sorted.

Links are followed, but no folder is walked twice. A name that promises a document and is no file (a pipe, a socket, a
link to nothing) is a ReadError; a pipe is never opened, because that would wait for a writer.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from memograph.errors import ReadError
from memograph.read.files import File, format_of, problem_of, stem_of

#: What makes a glob of a path.
WILDCARD = re.compile(r"[*?[]")
_NO_FILE = {
    stat.S_ISFIFO: "a pipe",
    stat.S_ISSOCK: "a socket",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
    stat.S_ISDIR: "a folder",
}


def files_at(place: Path) -> Iterator[File | ReadError]:
    """Yield the files at a place: the file itself, what a folder and its subfolders hold, or what a glob matches.

    In a folder only files that can hold documents count; a file named by itself is yielded whatever its name.
    """
    if place.is_dir():
        yield from _Walk(place).files(place)
    elif WILDCARD.search(str(place)) and not _is_there(place):
        yield from _matched(place)
    else:
        yield _file(place, place.parent)


def _matched(pattern: Path) -> Iterator[File | ReadError]:
    """What a glob matches, sorted; names are relative to its part without wildcards, so that it may match folders."""
    plain = next(parent for parent in pattern.parents if not WILDCARD.search(str(parent)))
    found = sorted(plain.glob(str(pattern.relative_to(plain))))
    if not found:
        yield ReadError(str(pattern), "nothing there, and as a pattern it matches no file; name what is to be read")
    walk, seen = _Walk(plain), set[Path]()
    for path in found:
        if seen.isdisjoint((path, *path.parents)):
            seen.add(path)
            if path.is_dir():
                yield from walk.files(path)
            elif format_of(path.name):
                yield _file(path, plain)


class _Walk:
    """A walk through folders that knows where it has been."""

    def __init__(self, root: Path) -> None:
        self._root, self._seen = root, dict[tuple[int, int], Path]()

    def files(self, folder: Path) -> Iterator[File | ReadError]:
        """Yield what is in a folder and in its subfolders, by name."""
        try:
            at = folder.stat()
            before = self._seen.setdefault((at.st_dev, at.st_ino), folder)
            if before is not folder:
                yield _again(folder, before)
                return
            names = sorted(path.name for path in folder.iterdir())
        except OSError as error:
            yield problem_of(str(folder), error)
            return
        empty = True
        for name in names:
            for found in self._named(folder / name):
                empty = False
                yield found
        if empty and format_of(folder.name):
            yield _file(folder, self._root)

    def _named(self, path: Path) -> Iterator[File | ReadError]:
        try:
            at = path.stat()
        except FileNotFoundError as error:
            if format_of(path.name):
                yield problem_of(str(path), error)
        except OSError as error:
            yield problem_of(str(path), error)
        else:
            if stat.S_ISDIR(at.st_mode):
                yield from self.files(path)
            elif format_of(path.name):
                yield _file(path, self._root)


def _again(folder: Path, before: Path) -> ReadError:
    if before in folder.parents:
        reason = f"a link that leads back to {before}, the folder around it; remove it"
        return ReadError(str(folder), reason, kind="symlink-loop")
    return ReadError(
        str(folder), f"the same folder as {before}, which was read already; remove the link", kind="duplicate"
    )


def _is_there(path: Path) -> bool:
    """Whether something has this name, be it a link to nothing."""
    return path.is_symlink() or path.exists()


def _file(path: Path, root: Path) -> File | ReadError:
    """A file, if it is one that can be opened without waiting."""
    try:
        at = path.stat()
    except OSError as error:
        return problem_of(str(path), error)
    except ValueError:
        return ReadError(str(path), "no name that a file can have", kind="name")
    if not stat.S_ISREG(at.st_mode):
        what = next((words for test, words in _NO_FILE.items() if test(at.st_mode)), "no file")
        return ReadError(str(path), f"{what}, no file; take it away or give it another name")

    def opened() -> BinaryIO:
        return path.open("rb")

    def beside() -> File | None:
        sidecar = path.with_name(f"{stem_of(path.name)}.toml")
        found = _file(sidecar, root) if _is_there(sidecar) else None
        if isinstance(found, ReadError):
            raise found
        return found

    return File(str(path), path.relative_to(root).as_posix(), at.st_size, opened, beside)
