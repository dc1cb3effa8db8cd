"""Files and folders → Documents: the first stage of the flow. One module per format; a file's suffix says which.

What cannot be read is yielded as a ReadError in its place, so that one bad file never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from memograph.errors import ReadError
from memograph.model import Document
from memograph.read.frus_text import read_text
from memograph.read.tei import read_tei

_READERS: dict[str, Callable[[Path], Iterator[Document | ReadError]]] = {".txt": read_text, ".xml": read_tei}


def read(path: Path) -> Iterator[Document | ReadError]:
    """Yield the documents of one file, and a ReadError for each that cannot be read; raises nothing.

    The id of a text's document is the file's stem, that of a TEI document the volume's xml:id and its own
    (``frus1981-88v03d247``).
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        yield ReadError(str(path), f"cannot be read; files with documents end in {' or '.join(_READERS)}")
        return
    try:
        yield from reader(path)
    except ReadError as error:
        yield error


def read_all(paths: Iterable[Path]) -> Iterator[Document | ReadError]:
    """Yield the documents of files and folders in the order given, folders recursively and sorted by path.

    In a folder only files that can hold documents count; a file named by itself must be one. A second document with
    an id already seen is a ReadError that names both files.
    """
    seen: dict[str, str] = {}
    for path in paths:
        for file in _files(path):
            for result in read(file):
                if isinstance(result, Document) and result.id in seen:
                    reason = f"document {result.id} was read already, from {seen[result.id]}; keep one of them"
                    yield ReadError(result.source.path, reason)
                    continue
                if isinstance(result, Document):
                    seen[result.id] = result.source.path
                yield result


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from sorted(p for p in path.rglob("*") if p.suffix.lower() in _READERS and p.is_file())
