"""Files and folders → Raw → Document: the first stage of the flow. One module per format; a file's suffix says which.

What cannot be read is yielded as a ReadError in its place, so that one bad file never stops the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from memograph.errors import ReadError
from memograph.model import Document, Raw
from memograph.read.frus_text import text_of
from memograph.read.tei import divisions, tei_of

_SUFFIXES = (".txt", ".xml")


def raw_documents(places: Iterable[Path]) -> Iterator[Raw | ReadError]:
    """Yield the documents of files and folders, unread, in the order given, folders recursively and sorted by path.

    In a folder only files that can hold documents count; a file named by itself must be one. A second document with
    an id already seen is a ReadError that names both files.
    """
    seen: dict[str, str] = {}
    for place in places:
        for file in _files(place):
            for found in _raw(file, place if place.is_dir() else place.parent):
                if isinstance(found, Raw) and found.id in seen:
                    reason = f"document {found.id} was read already, from {seen[found.id]}; keep one of them"
                    yield ReadError(found.path, reason)
                    continue
                if isinstance(found, Raw):
                    seen[found.id] = found.path
                yield found


def expected(places: Iterable[Path]) -> int:
    """About how many documents there are: one a text, and the divisions of volumes, counted without reading them."""
    return sum(_expected(file) for place in places for file in _files(place))


def _expected(file: Path) -> int:
    if file.suffix.lower() != ".xml":
        return 1
    try:
        with file.open("rb") as lines:
            return sum(line.count(b'type="document"') for line in lines)
    except OSError:
        return 1


def read_raw(raw: Raw) -> Document:
    """Read one document.

    The id of a text's document is the file's stem, that of a TEI document the volume's xml:id and its own
    (``frus1981-88v03d247``).

    Raises:
        ReadError: it cannot be used.
    """
    return (text_of if raw.media_type == "text/plain" else tei_of)(raw)


def read(path: Path) -> Iterator[Document | ReadError]:
    """Yield the documents of one file, and a ReadError for each that cannot be read; raises nothing."""
    yield from map(_read, _raw(path, path.parent))


def read_all(paths: Iterable[Path]) -> Iterator[Document | ReadError]:
    """The same of files and folders, as `raw_documents` finds them."""
    yield from map(_read, raw_documents(paths))


def _read(raw: Raw | ReadError) -> Document | ReadError:
    if isinstance(raw, ReadError):
        return raw
    try:
        return read_raw(raw)
    except ReadError as error:
        return error


def _raw(file: Path, root: Path) -> Iterator[Raw | ReadError]:
    name = file.relative_to(root).as_posix()
    try:
        if file.suffix.lower() not in _SUFFIXES:
            raise ReadError(str(file), f"cannot be read; files with documents end in {' or '.join(_SUFFIXES)}")
        data = _bytes(file)
        if file.suffix.lower() == ".xml":
            yield from divisions(str(file), name, data)
            return
        beside = file.with_suffix(".toml")
        digest = hashlib.sha256(data).hexdigest()
        raw = Raw(file.stem, str(file), name, "text/plain", data, source_sha256=digest)
        yield replace(raw, beside=_bytes(beside)) if beside.is_file() else raw
    except ReadError as error:
        yield error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ReadError(str(file), f"cannot be opened: {error.strerror}") from error


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
