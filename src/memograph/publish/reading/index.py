"""The reading index of one release, open for as long as a request takes; http/context.py hands it to handlers.

Opened anew for each request, as reconcile/names.py does: nothing has to be closed when a release goes. A deadline for
all that a request reads ends a look-up that takes too long.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import quote

from memograph.errors import QueryDeadline, ReleaseError, ReleaseOutdated
from memograph.namespaces import Site
from memograph.pageindex.tables import FORMAT
from memograph.release import Release

#: Steps of SQLite's machine between two looks at the clock; about a millisecond.
_STEPS = 20_000

#: What a page of a list holds.
PAGE = 50

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page of a list: what is on it, its number from 1, and how much the whole list holds."""

    items: tuple[T, ...]
    number: int
    total: int

    @property
    def last(self) -> int:
        """Number of the last page; of an empty list there is one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Thing:
    """What has a page: its number in the index, its IRI, its kind (``cited`` for documents that are only cited)."""

    number: int
    iri: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with its numbers.

    Args:
        types: labels of its narrower types.
        documents, mentions: that mention it, and how often.
        statements: with it at one end.
        uses: documents that mention it or state something of it.
    """

    thing: Thing
    types: tuple[str, ...]
    documents: int
    mentions: int
    statements: int
    uses: int


@dataclass(frozen=True, slots=True)
class Document:
    """A published document with what lists show of it.

    Args:
        position: its place in time among all, from 1.
        title: its subject line, empty where it has none.
        dated: EDTF, empty where it is not known.
        day, last: first and last ISO day that it may be from, likewise.
        type: label; volume: identifier; ordinal: number in the volume, 0 for none.
        page_first, page_last: as printed, empty where they are not known.
        mentions, statements: in it.
    """

    thing: Thing
    position: int
    title: str
    dated: str
    day: str
    last: str
    type: str
    volume: str
    ordinal: int
    page_first: str
    page_last: str
    mentions: int
    statements: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation: local name and label, how many statements make it, and how right these were measured to be (of 1)."""

    name: str
    label: str
    statements: int
    precision: float | None
    recall: float | None
    how: str


class Index:
    """Look-ups in the file of one release.

    Raises:
        QueryDeadline: from any of them, when the time is over.
        ReleaseError: likewise, when the file is damaged.
    """

    def __init__(self, connection: sqlite3.Connection, site: Site, seconds: float) -> None:
        self._connection, self.site, self._seconds = connection, site, seconds
        self._space = site.address("id/")
        ends = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of a query; for the modules of this room."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise QueryDeadline(self._seconds) from error
            raise ReleaseError(f"the reading index cannot be read: {error}") from error
        except sqlite3.DatabaseError as error:
            raise ReleaseError(f"the reading index is damaged: {error}") from error

    def path(self, iri: str) -> str:
        """What stands behind ``{base}id/`` in the IRI of a thing; empty for others."""
        return iri[len(self._space) :] if iri.startswith(self._space) else ""

    def iri(self, path: str) -> str:
        """The IRI of the thing with this path: ``person/gromyko-andrei``."""
        return self._space + path

    def find(self, iri: str) -> Entry | None:
        """The thing with this IRI, None where the release has none that is in use."""
        return next(iter(self.entries("SELECT * FROM thing WHERE path = ?", self.path(iri))), None)

    def entries(self, sql: str, *values: object) -> list[Entry]:
        """Rows of the table ``thing``; for the modules of this room."""
        return [
            Entry(Thing(number, self.iri(path), kind, name), tuple(types.splitlines()), *counts)
            for number, path, kind, name, _, types, *counts in self.rows(sql, *values)
        ]

    def things(self, numbers: Iterable[int]) -> dict[int, Thing]:
        """Things by their numbers, in one look-up; 0 and what is not there are left out."""
        wanted = sorted({number for number in numbers if number})
        if not wanted:
            return {}
        sql = "SELECT number, path, kind, name FROM thing WHERE number IN (SELECT value FROM json_each(?))"
        rows = self.rows(sql, json.dumps(wanted))
        return {number: Thing(number, self.iri(path), kind, name) for number, path, kind, name in rows}

    def known(self, iris: Iterable[str]) -> dict[str, Thing]:
        """Those of these things that the release has and uses, by IRI, in one look-up."""
        paths = json.dumps(sorted({self.path(iri) for iri in iris}))
        sql = "SELECT number, path, kind, name FROM thing WHERE path IN (SELECT value FROM json_each(?))"
        return {self.iri(path): Thing(n, self.iri(path), kind, name) for n, path, kind, name in self.rows(sql, paths)}

    def documents(self, where: str, *values: object) -> list[Document]:
        """Rows of the table ``document`` (`d`) that this clause gives; for the modules of this room."""
        rows = self.rows(f"SELECT t.path, d.* FROM document d JOIN thing t ON t.number = d.thing {where}", *values)
        return [
            Document(Thing(number, self.iri(path), "document", label), position, *rest)
            for path, number, position, label, *rest in rows
        ]

    def relations(self) -> dict[str, Relation]:
        """The relations that statements make, by local name; there are few."""
        return {row[0]: Relation(*row) for row in self.rows("SELECT * FROM relation ORDER BY name")}


def open_index(release: Release, seconds: float) -> Index:
    """The reading index of a release, for at most so many seconds; whoever opens it closes it.

    Raises:
        ReleaseOutdated: the release was made by a memograph that made no such index, or another one.
        ReleaseError: the file is damaged.
    """
    connection = None
    try:
        connection = sqlite3.connect(f"file:{quote(str(release.pages))}?mode=ro&immutable=1", uri=True)
        if connection.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
            raise ReleaseOutdated(release.manifest.version)
        return Index(connection, release.site, seconds)
    except (sqlite3.DatabaseError, ReleaseOutdated) as error:
        if connection is not None:
            with suppress(sqlite3.Error):
                connection.close()
        if isinstance(error, ReleaseOutdated):
            raise
        if not release.pages.exists():
            raise ReleaseOutdated(release.manifest.version) from error
        raise ReleaseError(f"{release.pages}: cannot be read: {error}") from error
