"""Decisions → the file of their author in the curation folder, each at once and whole. Called by `session`.

A file is read, gets its rows, is written beside itself and renamed: whoever stops in between has the old file or the
new one. What a historian wrote in it by hand stays as it is, byte by byte, also columns in another order.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from memograph.curation.decision import COLUMNS, Decision
from memograph.curation.files import row_of
from memograph.curation.table import escaped, shape_of
from memograph.errors import CurationError
from memograph.namespaces import slug_of

#: A byte order mark, so that spreadsheet programs take the file for UTF-8.
_BOM = "\ufeff".encode()


@dataclass(frozen=True, slots=True)
class Appended:
    """What one call of `append` did: the file as it was (None: not there) and as it is."""

    path: Path
    before: bytes | None
    after: bytes


def file_of(folder: Path, author: str) -> Path:
    """Where decisions of this author go: ``corpus/curation/ada-lovelace.csv``."""
    return folder / f"{slug_of(author)}.csv"


def append(folder: Path, author: str, decisions: Sequence[Decision]) -> Appended:
    """Add decisions to the file of their author, all or none; the folder is made where it is not there.

    Raises:
        CurationError: the file cannot be written, or is no spreadsheet of decisions.
    """
    if folder.is_file():
        raise CurationError(f"{folder}: a file, so nothing can be added there; name a folder in [paths] curation")
    path = file_of(folder, author)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            before = path.read_bytes() if path.exists() else None
            after = _with_rows(path, before, decisions)
            _write(path, after)
    except OSError as error:
        raise _unwritable(path, error) from error
    return Appended(path, before, after)


def undo(appended: Appended) -> None:
    """Make the file what it was before; one that was new goes.

    Raises:
        CurationError: somebody changed the file meanwhile, and would lose that.
    """
    path = appended.path
    try:
        with _alone(path.parent):
            if not path.exists() or path.read_bytes() != appended.after:
                raise CurationError(f"{path}: changed by somebody else meanwhile; take the decision out by hand")
            if appended.before is None:
                path.unlink()
            else:
                _write(path, appended.before)
    except OSError as error:
        raise _unwritable(path, error) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else who asks appends meanwhile: a lock on the folder, which ends with the process at the latest."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _with_rows(path: Path, before: bytes | None, decisions: Sequence[Decision]) -> bytes:
    columns, delimiter = (list(COLUMNS), ",") if not before else shape_of(path)
    rows = [row_of(decision) for decision in decisions]
    if missing := sorted({name for row in rows for name, cell in row.items() if cell} - set(columns)):
        raise CurationError(
            f"{path}: no column {', '.join(missing)}, which this decision needs; add it to the first row"
        )
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=delimiter, lineterminator="\n")
    if not before:
        writer.writerow(columns)
    writer.writerows([escaped(row[name]) for name in columns] for row in rows)
    start = before or _BOM
    if before and not before.endswith(b"\n"):
        start += b"\n"
    return start + output.getvalue().encode("utf-8")


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> CurationError:
    return CurationError(f"{path}: {error.strerror}; decisions are kept there, see [paths] curation")
