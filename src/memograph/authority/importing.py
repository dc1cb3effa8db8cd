"""What somebody else knows, imported: a kind of `sources`, a path, and the Turtle it becomes; for the command line.

Streaming: an entry is written as soon as it is read. A file appears whole or not at all, and the same input gives the
same bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO, cast

from memograph.authority.archive import Problem
from memograph.authority.entries import Known
from memograph.authority.imported import kind_of
from memograph.authority.sources import SOURCES, reader
from memograph.authority.triples import SUFFIXES
from memograph.authority.turtle import in_folders, read_authority, read_imported_turtle
from memograph.authority.writer import write_turtle
from memograph.errors import AuthorityError
from memograph.namespaces import Site


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: entries written by class ("Person" → 16,312), and what was left out, with file and reason."""

    written: dict[str, int]
    left_out: tuple[str, ...]

    @property
    def total(self) -> int:
        """Number of entries written."""
        return sum(self.written.values())

    def as_json(self, kind: str, path: Path | None) -> dict[str, Any]:
        """The report of ``--report``."""
        return {"kind": kind, "path": str(path or ""), "written": self.written, "left_out": list(self.left_out)}


def import_authority(
    kind: str, path: Path | None, known: Iterable[Known], out: Path | None, step: Callable[[], None]
) -> Imported:
    """Read `path` as a kind of `SOURCES` and write it as Turtle.

    Args:
        path: None for a kind whose data a package has.
        known: what other authority files say, for kinds that join.
        out: file, packed where its name ends in ``.gz``; None for standard output.
        step: called after each entry.

    Raises:
        AuthorityError: the path holds nothing of this kind, or the file cannot be written.
    """
    problems: list[str] = []
    read = reader(kind)

    def left_out(error: AuthorityError) -> None:
        problems.append(str(error))

    source = SOURCES[kind]
    entries = read(path, left_out, tuple(known)) if source.joins else read(path, left_out)
    with _output(out) as output:
        note = f"Made by: memograph authority import {kind}. Corrections belong into a file of your own."
        written = write_turtle(_counted(entries, step), output, source.title, note)
        if not written:
            first = "".join(f"; {problem}" for problem in problems[:1])
            raise AuthorityError(f"{path}: nothing in it can be used as {kind}{first}")
    return Imported(dict(sorted(written.items())), tuple(problems))


def worth_joining(paths: Iterable[Path], out: Path | None) -> list[Path]:
    """Of the paths that a configuration names those that are there and hold more than what is about to be written."""
    found = []
    for path in paths:
        files = [file for file in path.iterdir() if file.name.endswith(SUFFIXES)] if path.is_dir() else [path]
        others = [file for file in files if file.exists() and (out is None or file.resolve() != out.resolve())]
        if others or (path.is_dir() and kind_of(path)):
            found.append(path)
    return found


def known_in(
    curated: Iterable[Path], imported: Iterable[Path], site: Site, problem: Problem, but: Path | None = None
) -> Iterator[Known]:
    """What authority files say: Turtle, folders of it, and the Office of the Historian's archives.

    Args:
        curated: paths whose files together are one graph.
        imported: paths of which two files may describe one thing in other words.
        but: a file that is left out: the one that is about to be written.

    Raises:
        AuthorityError: a path that is missing or cannot be used.
    """
    for paths, read in ((curated, read_authority), (imported, read_imported_turtle)):
        for path in paths:
            if kind := kind_of(path):
                yield from reader(kind)(path, problem)
                continue
            files = [file for file in in_folders([path]) if but is None or file.resolve() != but.resolve()]
            yield from read(files, site)


def _counted(entries: Iterator[Known], step: Callable[[], None]) -> Iterator[Known]:
    for entry in entries:
        yield entry
        step()


def write_report(file: Path, report: dict[str, Any]) -> None:
    """Write a report as JSON, whole or not at all; AuthorityError where that cannot be."""
    with _output(file) as output:
        output.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def _output(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is there only once all is written."""
    if out is None:
        yield sys.stdout
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    except OSError as error:
        raise AuthorityError(f"{out}: {error.strerror}; name a file in a folder that can be written") from error
    try:
        with os.fdopen(handle, "wb") as raw, _text(raw, out) as text:
            yield text
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _text(raw: BinaryIO, out: Path) -> Iterator[TextIO]:
    """UTF-8 text into a file, packed where its name says so, without the time and name that gzip would add."""
    if out.suffix == ".gz":
        packed = cast(BinaryIO, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0))
        with packed, io.TextIOWrapper(packed, encoding="utf-8") as text:
            yield text
    else:
        with io.TextIOWrapper(raw, encoding="utf-8") as text:
            yield text


def counted(written: Counter[str] | dict[str, int]) -> str:
    """``Place 1,724`` and so on, for the last line of an import."""
    return ", ".join(f"{name} {count:,}" for name, count in sorted(written.items()))
