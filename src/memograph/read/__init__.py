"""Places → Raw → Document: the first stage of the flow. A file's suffix says what it is.

::

    places ──local, remote──▶ File ──packed──▶ File ──volumes, if TEI──▶ Raw ──frus_text, tei──▶ Document
    └────────────── raw_documents: cheap, streams ───────────────────────┘└── read_raw: in a worker ──┘

What cannot be read is yielded as a ReadError in its place, so that one bad file never stops the others. `limits` says
how large things may be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from memograph.config import Place
from memograph.errors import ReadError
from memograph.model import Document, Raw
from memograph.read import limits
from memograph.read.files import GZIP, TEI, TEXT, ZIP, File, whole, wrong_id, wrong_name
from memograph.read.frus_text import text_of
from memograph.read.local import WILDCARD, files_at
from memograph.read.packed import members, unzipped
from memograph.read.remote import is_remote, remote_files_at, remote_note
from memograph.read.tei import tei_of
from memograph.read.volumes import divisions

#: File of a corpus that says where it comes from, as Markdown.
SOURCES = "SOURCES.md"

_TEXT_TYPE = "text/plain"
#: Bytes of a document in a volume, and how many times its size a packed one is: for how long a build takes, no more.
_DIVISION, _PACKED = 20_000, 5


def raw_documents(places: Iterable[Place]) -> Iterator[Raw | ReadError]:
    """Yield the documents of places, unread, in the order given; folders recursively and sorted by path.

    In a folder only files that can hold documents count; a file named by itself must be one. A second document with
    an id already seen is a ReadError that names both files.

    Args:
        places: files, folders, globs, or URLs of these that fsspec knows (``s3://archive/volumes/``).
    """
    seen: dict[str, str] = {}
    for place in places:
        for file in _files(place):
            for found in _documents(file):
                yield found if isinstance(found, ReadError) else _once(found, seen)


def expected(places: Iterable[Place]) -> int:
    """About how many documents there are: one a text, and in volumes what their size lets expect; none is read."""
    return sum(_expected(file) for place in places for file in _files(place))


def _expected(file: File | ReadError) -> int:
    if isinstance(file, ReadError):
        return 1
    if file.format == ZIP:
        return sum(map(_expected, members(file)))
    size = file.size * _PACKED if file.packed else file.size
    return max(1, size // _DIVISION) if file.format == TEI else 1


def _files(place: Place) -> Iterator[File | ReadError]:
    return remote_files_at(str(place)) if is_remote(place) else files_at(Path(place))


def stamps(places: Iterable[Place]) -> Iterator[str]:
    """A line for each file that documents come from, sidecars and notes too, which is another when its bytes are."""
    for place in places:
        yield note(place, SOURCES)
        for file in _files(place):
            yield from _stamps(file)


def _stamps(file: File | ReadError) -> Iterator[str]:
    try:
        if isinstance(file, ReadError):
            raise file
        yield f"{file.name} {file.stamp()}"
        if beside := file.beside():
            yield f"{beside.name} {beside.stamp()}"
    except ReadError as error:
        yield f"{Path(error.path).name} {error.kind}"


def is_there(place: Place) -> bool:
    """Whether a place can hold documents; that of a URL, and of what a glob matches, is seen when it is read."""
    return not isinstance(place, Path) or place.exists() or WILDCARD.search(str(place)) is not None


def note(place: Place, name: str) -> str:
    """What a file of this name says that stands in a folder of documents; empty where there is none."""
    found = remote_note(place, name) if isinstance(place, str) else None
    if isinstance(place, Path) and (place / name).is_file():
        found = (place / name).read_bytes()
    return (found or b"").decode("utf-8", "replace")


def read_raw(raw: Raw) -> Document:
    """Read one document.

    The id of a text's document is the file's stem, that of a TEI document the volume's xml:id and its own
    (``frus1981-88v03d247``).

    Raises:
        ReadError: it cannot be used.
    """
    return (text_of if raw.media_type == _TEXT_TYPE else tei_of)(raw)


def read(path: Path) -> Iterator[Document | ReadError]:
    """Yield the documents of one file, and a ReadError for each that cannot be read; raises nothing."""
    yield from read_all([path])


def read_all(places: Iterable[Place]) -> Iterator[Document | ReadError]:
    """The same of all places, as `raw_documents` finds them."""
    yield from map(_read, raw_documents(places))


def _read(raw: Raw | ReadError) -> Document | ReadError:
    if isinstance(raw, ReadError):
        return raw
    try:
        return read_raw(raw)
    except ReadError as error:
        return error


def _once(raw: Raw, seen: dict[str, str]) -> Raw | ReadError:
    """The document, if it can have its id and none before it had."""
    line = None if raw.media_type == _TEXT_TYPE else raw.line
    if problem := wrong_id(raw.id) or wrong_name(raw.name):
        return ReadError(raw.path, problem, line=line, kind="name")
    if raw.id in seen:
        reason = f"document {raw.id} was read already, from {seen[raw.id]}; keep one of them"
        return ReadError(raw.path, reason, line=line, kind="duplicate")
    seen[raw.id] = raw.path
    return raw


def _documents(file: File | ReadError) -> Iterator[Raw | ReadError]:
    if isinstance(file, ReadError):
        yield file
        return
    try:
        if file.format == ZIP:
            for member in members(file):
                yield from _documents(member)
        elif file.format == TEI:
            yield from divisions(unzipped(file))
        elif file.format == TEXT:
            yield _text(unzipped(file))
        else:
            known = f"{TEXT}, {TEI}, either of them packed as {GZIP}, or {ZIP}"
            yield ReadError(file.path, f"cannot be read; files with documents end in {known}", kind="format")
    except ReadError as error:
        yield error


def _text(file: File) -> Raw:
    data, beside = whole(file), file.beside()
    facts = whole(beside, limits.SIDECAR) if beside else b""
    return Raw(file.stem, file.path, file.name, _TEXT_TYPE, data, facts, 1, hashlib.sha256(data).hexdigest())
