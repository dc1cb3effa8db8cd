"""The index of names of one release (memograph.nameindex), open for reading for as long as one request takes.

Opened anew for each request: that takes a third of a millisecond, and nothing has to be closed when a release goes.
All SQL is here; whatever calls it gets frozen values. A deadline ends a statement that takes too long.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from werkzeug.exceptions import NotFound

from memograph.errors import QueryDeadline, ReleaseError
from memograph.nameindex.properties import Property, Range
from memograph.nameindex.tables import FORMAT
from memograph.release import Release

#: Steps of SQLite's machine between two looks at the clock; about a millisecond.
_STEPS = 20_000

#: Entities that are asked for at once; SQLite takes 999 parameters in its oldest builds.
MOST = 500

#: The character behind all others: a range of texts with a prefix ends there.
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that has a name: `id` in answers, `path` as it stands in its IRI, how many documents mention it."""

    number: int
    id: str
    path: str
    type: str
    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a name, as it is and plain (nameindex.words)."""

    entity: int
    text: str
    plain: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of names: how many forms have it."""

    number: int
    text: str
    sound: str
    forms: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property: a literal, or the name of the entity whose number is `other`."""

    property: str
    text: str
    other: int


@dataclass(frozen=True, slots=True)
class Type:
    """A class of things, and how many there are."""

    id: str
    name: str
    note: str
    entities: int


class Names:
    """Look things up."""

    def __init__(self, connection: sqlite3.Connection, seconds: float) -> None:
        self._connection, self._seconds = connection, seconds
        self._until = time.monotonic() + seconds
        connection.set_progress_handler(lambda: time.monotonic() > self._until, _STEPS)

    def check(self) -> None:
        """Between two questions.

        Raises:
            QueryDeadline: the time is over.
        """
        if time.monotonic() > self._until:
            raise QueryDeadline(self._seconds)

    def entity(self, number: int) -> Entity:
        """The entity of this number, which an answer of this index gave."""
        return Entity(*self._rows("SELECT * FROM entity WHERE number = ?", number)[0])

    def entities(self, numbers: Sequence[int]) -> list[Entity]:
        """The entities of these numbers (at most `MOST`), in the same order."""
        rows = self._rows(f"SELECT * FROM entity WHERE number IN ({_places(numbers)})", *numbers)
        found = {row[0]: Entity(*row) for row in rows}
        return [found[number] for number in dict.fromkeys(numbers)]

    def by_id(self, id_: str) -> Entity | None:
        """The entity with this identifier, or the one that it was merged into."""
        found = self._rows(
            "SELECT * FROM entity WHERE id = ?1 UNION ALL "
            "SELECT e.* FROM former f JOIN entity e ON e.number = f.entity WHERE f.id = ?1",
            id_,
        )
        return Entity(*found[0]) if found else None

    def by_identifier(self, value: str, scheme: str = "") -> tuple[int, ...]:
        """Entities that an authority (any, or this one) calls so."""
        rows = self._rows("SELECT entity FROM identifier WHERE value = ? AND (?2 = '' OR scheme = ?2)", value, scheme)
        return tuple(dict.fromkeys(row[0] for row in rows))

    def by_fact(self, property_: str, *, value: str = "", other: int = 0, limit: int) -> tuple[int, ...]:
        """Entities of which this is said, those first that most documents mention."""
        where = "other = ?1" if other else "other = 0 AND value = ?1"
        sql = f"SELECT entity FROM fact WHERE property = ?2 AND {where} ORDER BY entity LIMIT ?3"
        return tuple(row[0] for row in self._rows(sql, other or value, property_, limit))

    def forms(self, entities: Sequence[int]) -> dict[int, list[Form]]:
        """All ways of writing the names of these entities (at most `MOST`)."""
        found: dict[int, list[Form]] = {number: [] for number in entities}
        sql = f"SELECT entity, text, plain FROM form WHERE entity IN ({_places(entities)}) ORDER BY number"
        for row in self._rows(sql, *entities):
            found[row[0]].append(Form(*row))
        return found

    def named(self, plain: str, limit: int) -> tuple[int, ...]:
        """Entities of exactly this (plain) name."""
        rows = self._rows("SELECT entity FROM form WHERE plain = ? ORDER BY number LIMIT ?", plain, limit)
        return tuple(dict.fromkeys(row[0] for row in rows))

    def beginning(self, prefix: str, types: Sequence[str], limit: int) -> tuple[int, ...]:
        """Entities a form of whose names begins so (plain), those first that most documents mention."""
        rows = self._rows(
            "SELECT f.number, f.entity FROM form f JOIN entity e ON e.number = f.entity "
            f"WHERE f.plain >= ? AND f.plain < ? {_among('e.type', types)} ORDER BY f.number LIMIT ?",
            *(prefix, prefix + _LAST, *types, limit),
        )
        return tuple(dict.fromkeys(entity for _, entity in rows))

    def words(self, text: str, sound: str) -> list[Word]:
        """Words that are written so, or sound so."""
        return self._words("WHERE text = ?1 OR sound = ?2", text, sound)

    def words_from(self, prefix: str, limit: int) -> list[Word]:
        """Words that begin so, the rarest last."""
        return self._words("WHERE text >= ? AND text < ? ORDER BY forms DESC LIMIT ?", prefix, prefix + _LAST, limit)

    def words_like(self, grams: Sequence[str], limit: int) -> list[Word]:
        """Words that share most of these groups of three letters."""
        return self._words(
            "JOIN (SELECT word AS shared, COUNT(*) AS times FROM gram "
            f"WHERE gram IN ({_places(grams)}) GROUP BY word ORDER BY times DESC, word LIMIT ?) ON shared = number",
            *(*grams, limit),
        )

    def containing(self, word: int, types: Sequence[str], limit: int) -> list[int]:
        """Entities whose names have this word, those first that most documents mention; one may come twice."""
        if not types:
            sql = "SELECT f.entity FROM contains c JOIN form f ON f.number = c.form WHERE c.word = ? LIMIT ?"
            return [row[0] for row in self._rows(sql, word, limit)]
        sql = (
            "SELECT f.entity FROM contains c JOIN form f ON f.number = c.form JOIN entity e ON e.number = f.entity "
            f"WHERE c.word = ? {_among('e.type', types)} LIMIT ?"
        )
        return [row[0] for row in self._rows(sql, word, *types, limit)]

    def values(self, entity: int, property_: str = "", limit: int = -1) -> list[Value]:
        """What is said of an entity, in the order of the values; of one property, or of all."""
        rows = self._rows(
            "SELECT property, value, other FROM fact WHERE entity = ?1 AND (?2 = '' OR property = ?2) LIMIT ?3",
            *(entity, property_, limit),
        )
        return [Value(*row) for row in rows]

    def properties(self, type_: str = "") -> list[Property]:
        """Properties that there are; of one type, those first that most of its things have."""
        if type_:
            sql = (
                "SELECT p.* FROM property p JOIN property_of o ON o.property = p.id WHERE o.type = ? "
                "ORDER BY o.entities DESC, p.id"
            )
            rows = self._rows(sql, type_)
        else:
            rows = self._rows("SELECT * FROM property ORDER BY id")
        return [Property(id_, name, note, Range(range_)) for id_, name, note, range_ in rows]

    def types(self) -> list[Type]:
        """Types of which there are things, those first of which there are most."""
        return [Type(*row) for row in self._rows("SELECT * FROM type WHERE entities ORDER BY entities DESC, id")]

    def _words(self, clauses: str, *values: object) -> list[Word]:
        return [Word(*row) for row in self._rows(f"SELECT number, text, sound, forms FROM word {clauses}", *values)]

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise QueryDeadline(self._seconds) from error
            raise ReleaseError(f"the index of names cannot be read: {error}") from error
        except sqlite3.DatabaseError as error:
            raise ReleaseError(f"the index of names is damaged: {error}") from error


@contextmanager
def open_names(release: Release, seconds: float) -> Iterator[Names]:
    """The index of a release, for at most so many seconds.

    Raises:
        NotFound: the release was made by a memograph that made no such index, or another one.
        ReleaseError: the file is damaged.
    """
    try:
        connection = sqlite3.connect(f"file:{quote(str(release.names))}?mode=ro&immutable=1", uri=True)
        format_ = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.OperationalError as error:
        if not release.names.exists():
            raise NotFound(_OTHER) from error
        raise ReleaseError(f"{release.names}: cannot be read: {error}") from error
    except sqlite3.DatabaseError as error:
        raise ReleaseError(f"{release.names}: damaged: {error}") from error
    try:
        if format_ != FORMAT:
            raise NotFound(_OTHER)
        yield Names(connection, seconds)
    finally:
        connection.close()


_OTHER = (
    "This release cannot be reconciled against: another version of memograph made it, without the index of names that "
    "this one reads. `memograph build` makes one that can."
)


def _among(column: str, values: Sequence[str]) -> str:
    """A condition for one of these values, or none where there are none."""
    return f"AND {column} IN ({_places(values)})" if values else ""


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
