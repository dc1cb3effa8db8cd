"""Spreadsheets of decisions: CSV as RFC 4180 has it, and as spreadsheet programs write it. One of the two readers.

A first row names the columns (`decision.COLUMNS`), in any order. Comma, semicolon and tab separate; a byte order mark
is read over, and is written, so that a spreadsheet program shows ``Chargé`` and not ``ChargÃ©``.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from memograph.curation.checking import decision_of, nearest, row_of
from memograph.curation.decision import COLUMNS, Decision, Origin
from memograph.errors import CurationError
from memograph.namespaces import Site

#: Columns whose white space is part of what they quote.
_QUOTED = frozenset({"exact", "prefix", "suffix"})
#: What a spreadsheet program takes for a formula, also behind the apostrophes that keep it from that.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_table(path: Path, site: Site) -> Iterator[Decision | CurationError]:
    """The decisions of a CSV file in their order; in place of a row that is none, the error that says why.

    Raises:
        CurationError: the file is not UTF-8, has no header, or has a column that nobody knows.
    """
    for row in read_rows(path):
        if isinstance(row, CurationError):
            yield row
            continue
        origin, words = row
        try:
            yield decision_of(words, origin, site)
        except CurationError as error:
            yield error


def read_rows(path: Path, also: Collection[str] = ()) -> Iterator[tuple[Origin, dict[str, str]] | CurationError]:
    """The rows of a CSV file as words by column, each with its place; in place of one that cannot be read, the error.

    Args:
        also: columns besides those of a decision, which a spreadsheet has for its readers.

    Raises:
        CurationError: the file is not UTF-8, has no header, or has a column that nobody knows.
    """
    text = _text(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    columns: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = _columns(path, start, cells, also)
                continue
            origin = Origin(str(path), start)
            if any(cell.strip() for cell in cells[len(columns) :]):
                yield CurationError(
                    f"{origin}: {len(cells)} cells under {len(columns)} columns; put what has commas in quotes"
                )
            else:
                yield origin, _words(columns, cells)
    except csv.Error as error:
        raise CurationError(f"{path}:{line}: not CSV ({error}); save the file as CSV again") from error
    if columns is None:
        raise CurationError(f"{path}: no first row with the columns {', '.join(COLUMNS)}")


def shape_of(path: Path) -> tuple[list[str], str]:
    """The columns of a CSV file in their order, and what separates them: for whoever adds a row.

    Raises:
        CurationError: the file is not UTF-8, has no header, or has a column that nobody knows.
    """
    text = _text(path)
    delimiter = _delimiter(text)
    first = next((cells for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(cells)), [])
    if not first:
        raise CurationError(f"{path}: no first row with the columns {', '.join(COLUMNS)}")
    return _columns(path, 1, first, ()), delimiter


def write_csv(path: Path, decisions: Iterable[Decision]) -> None:
    """Write decisions as CSV that `read_table` reads back; CurationError where that cannot be."""
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: escaped(value) for name, value in row_of(each).items()} for each in decisions)
    write_spreadsheet(path, output.getvalue())


def write_spreadsheet(path: Path, text: str) -> None:
    """Write CSV with the mark that spreadsheet programs know UTF-8 by; the file appears whole or not at all.

    Raises:
        CurationError: its folder cannot be made, or the file not be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(text, encoding="utf-8-sig", newline="")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise CurationError(f"{path}: {error.strerror}; name a file in a folder that can be written") from error


def escaped(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula: an apostrophe goes before it (OWASP, CSV injection)."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unescaped(cell: str) -> str:
    """What `escaped` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if data.startswith(_UTF16):
            raise CurationError(f"{path}: UTF-16; save it as “CSV UTF-8”")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CurationError(f"{path}:{line}: not UTF-8 at byte {error.start}; save it as “CSV UTF-8”") from error
    except OSError as error:
        raise CurationError(f"{path}: {error.strerror}; name a file of decisions that exists") from error


def _delimiter(text: str) -> str:
    """What separates the columns of the first row: spreadsheet programs of half Europe write semicolons."""
    first = text.lstrip().partition("\n")[0]
    return max(",;\t", key=first.count)


def _columns(path: Path, line: int, cells: list[str], also: Collection[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    while names and not names[-1]:
        names.pop()
    known = (*COLUMNS, *also)
    problems = [f"{path}:{line}: unknown column “{n}”{nearest(n, COLUMNS)}" for n in names if n not in known]
    problems += [f"{path}:{line}: two columns “{n}”; leave one" for n in known if names.count(n) > 1]
    if problems:
        problems.append(f"{path}:{line}: the columns of a decision are {', '.join(COLUMNS)}")
        raise CurationError("\n".join(problems))
    return names


def _words(columns: list[str], cells: list[str]) -> dict[str, str]:
    return {
        name: unescaped(cell) if name in _QUOTED else unescaped(cell.strip())
        for name, cell in zip(columns, cells, strict=False)
    }
