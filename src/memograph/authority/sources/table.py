"""CSV → entries: a gazetteer or a list of people as a spreadsheet writes it; its columns: docs/authorities.md.

An importer of `authority.sources`, read as a stream, a row at a time. Cells are separated by commas, semicolons or
tabs, whichever the first line shows; several values in a cell by ``|``. A column whose name begins with ``#`` is the
author's own and is not read. `table_row` makes an entry of a row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from memograph.authority.archive import Problem
from memograph.authority.entries import Entry, Known, PostEntry
from memograph.authority.sources.table_row import COLUMNS, Row, entry, is_person, post_of, tenure
from memograph.errors import AuthorityError
from memograph.namespaces import IDENTIFIER_SCHEMES

_SEPARATORS = ",;\t"
_REQUIRED = ("type", "label")


def columns() -> tuple[str, ...]:
    """Names of all columns, those of identifiers last."""
    return (*COLUMNS, *IDENTIFIER_SCHEMES)


def read(path: Path, problem: Problem) -> Iterator[Known]:
    """Entries of the rows, in their order, and at the end the posts that only times in office name.

    Args:
        problem: told of each row, or cell, that is left out, with its line and reason.

    Raises:
        AuthorityError: the file cannot be read, is not UTF-8, or its first line names a column that there is not.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _Table(path, problem).entries(_Lines(file))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise AuthorityError(f"{path}:{line}: not UTF-8; save the table as “CSV UTF-8”") from error
    except OSError as error:
        raise AuthorityError(f"{path}: {error.strerror}; name a CSV file that exists") from error


class _Lines:
    """Lines of a file, counted, so that a row of several lines is told of by its first."""

    def __init__(self, file: Iterator[str]) -> None:
        self._file, self.number = file, 0

    def __iter__(self) -> Iterator[str]:
        for line in self._file:
            self.number += 1
            yield line


class _Table:
    """One table while it is being read: which slugs, records and posts it has named, on which line."""

    def __init__(self, path: Path, problem: Problem) -> None:
        self._path, self._problem = path, problem
        self._lines: dict[tuple[str, str], int] = {}
        self._records: dict[str, int] = {}
        self._posts: dict[str, PostEntry] = {}

    def entries(self, lines: _Lines) -> Iterator[Known]:
        header: list[str] = []
        for number, cells in self._rows(lines):
            if not header:
                header = self._header(number, cells)
                continue
            if len(cells) != len(header):
                self._tell(number, f"{len(cells)} cells, not the {len(header)} of the first line; this row is left out")
                continue
            named = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if name[:1] != "#"}
            yield from self._known(Row(self._path.name, named), number)
        if not header:
            raise AuthorityError(f"{self._path}: empty; the first line names the columns: {', '.join(_REQUIRED)} …")
        yield from (self._posts[slug] for slug in sorted(self._posts) if ("Post", slug) not in self._lines)

    def _known(self, row: Row, number: int) -> Iterator[Known]:
        """The entry and the time in office of a row; the line is noted once both are whole."""
        key = row.type, row.slug
        try:
            further = key in self._lines
            if further and not row.only_tenure:
                reason = f"{row.slug} is defined in line {self._lines[key]}; tell them apart by the column slug"
                raise ValueError(f"{reason}, or leave all but type, slug and post empty for a further time in office")
            known: list[Known] = [] if further else [self._entry(row, number)]
            if row.get("post"):
                known.append(tenure(row))
        except ValueError as error:
            self._tell(number, f"{error}; this row is left out")
            return
        if not further:
            self._lines[key] = number
            self._records |= dict.fromkeys(_records(known[0]), number)
        if is_person(row) and (post := post_of(row)):
            self._posts.setdefault(post.slug, post)
        yield from known

    def _entry(self, row: Row, number: int) -> Entry | PostEntry:
        """The entry of a row; ValueError where an earlier row has a record that it says is of it."""
        made = entry(row, lambda reason: self._tell(number, reason))
        for record in _records(made):
            if record in self._records:
                other = f"{record} is that of line {self._records[record]}, and a record is of one thing"
                raise ValueError(f"{other}; correct one, or name it in close_match")
        return made

    def _header(self, number: int, cells: list[str]) -> list[str]:
        names = [cell.strip() for cell in cells]
        known = columns()
        for name in names:
            if name not in known and not name.startswith("#"):
                near = get_close_matches(name.casefold().replace(" ", "_"), known, 1, 0.5)
                hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."
                raise AuthorityError(
                    f"{self._path}:{number}: there is no column {name or '(empty)'}; {hint} A column of your own that "
                    "is not to be read begins with #"
                )
        if doubled := sorted({name for name in names if names.count(name) > 1 and not name.startswith("#")}):
            raise AuthorityError(f"{self._path}:{number}: column {doubled[0]} is there twice; leave one")
        if missing := [name for name in _REQUIRED if name not in names]:
            raise AuthorityError(f"{self._path}:{number}: column {' and '.join(missing)} is missing; add it")
        return names

    def _rows(self, lines: _Lines) -> Iterator[tuple[int, list[str]]]:
        """First line and cells of each row that is not empty; one with a wrong quotation mark is told of."""
        source = iter(lines)
        first = next(source, "")
        separator = max(_SEPARATORS, key=first.count)
        reader = csv.reader(_before(first, source), delimiter=separator, strict=True)
        while True:
            start = max(lines.number, 1) if reader.line_num == 0 else lines.number + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._tell(start, f"not CSV ({error}); this row is left out, to line {lines.number}")
                continue
            if any(cell.strip() for cell in cells):
                yield start, cells

    def _tell(self, number: int, reason: str) -> None:
        self._problem(AuthorityError(f"{self._path}:{number}: {reason}"))


def _records(thing: Known) -> list[str]:
    """Addresses of the records that are of a thing."""
    return [each.iri for each in thing.identifiers if each.identical] if isinstance(thing, Entry) else []


def _before(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
