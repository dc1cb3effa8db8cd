"""The XML files of an archive or of the folder unpacked from it, one after the other, for the importers of `sources`.

An archive is read as a stream and nothing of it is written to disk. Nobody vouches for what comes from elsewhere:
entities and the network are off, a file that is too large or is not XML is told of and left out, the rest goes on.
"""

from __future__ import annotations

import gzip
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from memograph.errors import AuthorityError

#: What to do with a record that cannot be used; the others are read all the same.
Problem = Callable[[AuthorityError], None]

#: Bytes of the largest file that is read: records are kilobytes, the longest list of appointments 200 KiB.
LARGEST = 4 << 20

_UNREADABLE = (OSError, tarfile.TarError, EOFError, zlib.error)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)


@dataclass(frozen=True, slots=True)
class Member:
    """One file: `name` for messages (``people.tar.gz!people/data/1.xml``), `inner` its path with its first folder."""

    name: str
    inner: str
    root: etree._Element

    @property
    def stem(self) -> str:
        """Its name without folders and ending: ``germany-1871`` of ``gsh/data/territories/germany-1871.xml``."""
        return self.inner.rpartition("/")[2].removesuffix(".xml")

    def error(self, reason: str, element: etree._Element | None = None) -> AuthorityError:
        """What is wrong at an element of it (by default at its root), with file and line, as `problem` is told it."""
        line = (self.root if element is None else element).sourceline
        return AuthorityError(f"{self.name}:{line}: {reason}")


def is_archive(path: Path) -> bool:
    """Whether a path is named as a tar archive is, packed or not."""
    return path.name.endswith((".tar.gz", ".tgz", ".tar"))


def xml_members(path: Path, wanted: str, problem: Problem, largest: int = LARGEST) -> Iterator[Member]:
    """Parsed XML files of an archive (in its order) or of a folder (sorted).

    Args:
        wanted: regular expression that matches the end of an inner path from a slash on: ``"territories/[^/]+[.]xml"``.
        problem: told of each file that is too large or not XML, with file, line and column.
        largest: bytes of the largest file that is read.

    Raises:
        AuthorityError: neither a folder nor a readable archive.
    """
    pattern = re.compile(rf"(?:.*/)?{wanted}")
    for name, inner, size, data in _files(path, pattern, largest):
        if data is None:
            problem(AuthorityError(f"{name}: {size:,} bytes, more than {largest:,}; this file is left out"))
            continue
        try:
            yield Member(name, inner, etree.fromstring(data, _PARSER))
        except etree.XMLSyntaxError as error:
            line, column = error.position
            problem(AuthorityError(f"{name}:{line}:{column}: not XML ({error.msg}); this record is left out"))


def has_member(folder: Path, wanted: str) -> bool:
    """Whether a folder holds a file whose inner path ends as `wanted` says."""
    pattern = re.compile(rf"(?:.*/)?{wanted}")
    return any(pattern.fullmatch(_inner(folder, file)) for file in folder.rglob("*.xml"))


def member_names(path: Path) -> Iterator[str]:
    """Names of the files of an archive, in its order; it ends where the archive cannot be read on."""
    try:
        with _archive(path) as archive:
            yield from (member.name for member in archive if member.isfile())
    except _UNREADABLE:
        return


def words(element: etree._Element | None) -> str:
    """Its text with that of what is inside it, white space as single spaces; empty where there is no element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _inner(folder: Path, file: Path) -> str:
    """Its path as it stands in the archive: the name of the folder and what follows."""
    return (Path(folder.resolve().name) / file.relative_to(folder)).as_posix()


def _files(path: Path, pattern: re.Pattern[str], largest: int) -> Iterator[tuple[str, str, int, bytes | None]]:
    """Name for messages, inner path, size and bytes of the files wanted; no bytes of one that is too large."""
    if path.is_dir():
        for file in sorted(path.rglob("*.xml")):
            inner = _inner(path, file)
            if pattern.fullmatch(inner) and file.is_file():
                size = file.stat().st_size
                yield str(file), inner, size, file.read_bytes() if size <= largest else None
        return
    try:
        with _archive(path) as archive:
            for member in archive:
                if member.isfile() and pattern.fullmatch(member.name):
                    stream = archive.extractfile(member) if member.size <= largest else None
                    yield f"{path}!{member.name}", member.name, member.size, stream.read() if stream else None
    except _UNREADABLE as error:
        raise AuthorityError(f"{path}: not a readable archive ({error}); fetch it again or name its folder") from error


@contextmanager
def _archive(path: Path) -> Iterator[tarfile.TarFile]:
    """An archive as a stream; one of `_UNREADABLE` where it is none, or is found at its end to be cut off or damaged.

    tarfile unpacks by itself, but takes one that was cut off between two files for whole.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        data = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
        with tarfile.open(fileobj=data, mode="r|") as archive:
            yield archive
        while packed and data.read(1 << 16):  # to where gzip keeps the checksum
            pass
        if not packed:
            raw.seek(-tarfile.BLOCKSIZE, os.SEEK_END)
            if any(raw.read()):  # POSIX pax, "ustar Interchange Format": two blocks of zeros end an archive
                raise EOFError("it ends before its last file does")
