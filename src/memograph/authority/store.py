"""The index of imported knowledge as an SQLite file: opened read-only by every worker, asked by `directory`.

Made by `indexing`. A row is one thing, its JSON made into an entry only when somebody asks for it, so that thousands of
people cost a process neither time nor memory before they are needed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import TypeAdapter

from memograph.asked import called, said
from memograph.authority.entries import Entry, EventEntry, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.joining import Thing
from memograph.errors import AuthorityError
from memograph.model import Kind, Ref

#: Says "an index of memograph" in the header of the file (SQLite's database header, offset 68): "memo".
APPLICATION = 0x6D656D6F

_CLASSES: dict[Kind, type[Entry]] = {
    Kind.PERSON: PersonEntry,
    Kind.PLACE: PlaceEntry,
    Kind.EVENT: EventEntry,
    Kind.ORGANIZATION: Entry,
    Kind.AGREEMENT: Entry,
}


@cache
def adapter(kind: Kind) -> TypeAdapter[Any]:
    """Writes and reads the things of a kind as JSON."""
    return TypeAdapter(PostEntry if kind is Kind.POST else _CLASSES[kind])


@cache
def tenures() -> TypeAdapter[Tenure]:
    """Writes and reads tenures as JSON."""
    return TypeAdapter(Tenure)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as it is kept.

    Args:
        id: its number in this file.
        body: JSON of the entry.
        forms: of a person the forms of the name, a line each.
    """

    id: int
    kind: Kind
    slug: str
    body: str
    forms: str

    def thing(self) -> Thing:
        """The entry."""
        made: Thing = adapter(self.kind).validate_json(self.body)
        return made


@said.register
def _(row: Row) -> object:
    return row.kind, row.slug, row.body, row.forms  # not its number, which another record before it changes


@called.register
def _(row: Row) -> str:
    return f"{row.kind}/{row.slug}"


_ROW = "SELECT thing.id, thing.kind, thing.slug, thing.body, thing.forms FROM thing"


class Store:
    """Questions to one index; any number of processes may have it open, one thread of each uses it.

    Args:
        connection: to a finished index.
        new: whether it was made just now.
    """

    def __init__(self, connection: sqlite3.Connection, new: bool = False) -> None:
        self._connection, self.new = connection, new
        self.surnames = lru_cache(maxsize=64)(self._surnames)  # asked for each misspelt name, a few hundred kilobytes
        self.has_tenures = self._one("SELECT EXISTS (SELECT 1 FROM tenure)") == 1
        self.volumes = tuple(str(volume) for (volume,) in self._all("SELECT DISTINCT volume FROM listing ORDER BY 1"))

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self._one("SELECT count(*) FROM thing WHERE kind = 'person'"))

    def everyone(self) -> Iterator[int]:
        """The number of every person, in the order of the sources."""
        return (int(id_) for (id_,) in self._all("SELECT id FROM thing WHERE kind = 'person' ORDER BY id"))

    def row(self, id_: int) -> Row:
        """The thing of a number; KeyError when there is none."""
        for row in self._rows(f"{_ROW} WHERE id = ?", (id_,)):
            return row
        raise KeyError(id_)

    def at(self, ref: Ref) -> Row | None:
        """The thing of a slug, also of the slug of one that was joined to another; None where nothing has it."""
        query = f"{_ROW} JOIN slug ON slug.thing = thing.id WHERE slug.kind = ? AND slug.slug = ?"
        return next(self._rows(query, (ref.kind.value, ref.slug)), None)

    def identified(self, kind: Kind, scheme: str, value: str) -> tuple[Row, ...]:
        """Things that a record of another authority file describes."""
        query = f"{_ROW} JOIN identifier i ON i.thing = thing.id WHERE i.scheme = ? AND i.value = ? AND thing.kind = ?"
        return tuple(self._rows(f"{query} ORDER BY thing.id", (scheme, value, kind.value)))

    def sounding(self, keys: Iterable[str]) -> tuple[Row, ...]:
        """People whose surname has one of these sounds (`directory.keys_of`)."""
        wanted = tuple(dict.fromkeys(keys))
        marks = ", ".join("?" * len(wanted))
        query = f"{_ROW} WHERE id IN (SELECT thing FROM sound WHERE key IN ({marks})) ORDER BY id"
        return tuple(self._rows(query, wanted))

    def nicknamed(self, word: str) -> tuple[Row, ...]:
        """People of whom a form states a folded nickname."""
        return tuple(self._rows(f"{_ROW} WHERE id IN (SELECT thing FROM nickname WHERE word = ?) ORDER BY id", (word,)))

    def listed(self, volume: str) -> tuple[Row, ...]:
        """People in a volume's list of persons."""
        query = f"{_ROW} WHERE id IN (SELECT thing FROM listing WHERE volume = ?) ORDER BY id"
        return tuple(self._rows(query, (volume,)))

    def _surnames(self, initial: str) -> tuple[str, ...]:
        """Sounds of surnames with an initial, sorted."""
        query = "SELECT DISTINCT key FROM sound WHERE key >= ? AND key < ? ORDER BY key"
        return tuple(str(key) for (key,) in self._all(query, (initial, chr(ord(initial) + 1))))

    def held_by(self, holder: str) -> tuple[Tenure, ...]:
        """The tenures of the person of a slug, the earliest first."""
        return self._tenures("holder = ?", (holder,))

    def held(self, post: str, first: str, last: str) -> tuple[Tenure, ...]:
        """The tenures of the post of a slug between two days (ISO 8601), the earliest first."""
        return self._tenures("post = ? AND first <= ? AND ? <= last", (post, last, first))

    def posts(self) -> Iterator[Row]:
        """Every post, by slug."""
        return self._rows(f"{_ROW} WHERE kind = 'post' ORDER BY slug", ())

    def journeys(self, person: str, first: str, last: str) -> tuple[Row, ...]:
        """Journeys and visits of the person of a slug between two days (ISO 8601), the earliest first."""
        query = f"{_ROW} JOIN journey j ON j.thing = thing.id WHERE j.person = ? AND j.first <= ? AND ? <= j.last"
        return tuple(self._rows(f"{query} ORDER BY j.first, thing.id", (person, last, first)))

    def is_destination(self, ref: Ref) -> bool:
        """Whether some journey leads to a place."""
        query = "SELECT 1 FROM destination WHERE kind = ? AND slug = ?"
        return next(self._all(query, (ref.kind.value, ref.slug)), None) is not None

    def problems(self) -> tuple[str, ...]:
        """What was left out when the index was made, and why."""
        return tuple(str(message) for (message,) in self._all("SELECT message FROM problem ORDER BY rowid"))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _tenures(self, where: str, values: tuple[object, ...]) -> tuple[Tenure, ...]:
        found = self._all(f"SELECT body FROM tenure WHERE {where} ORDER BY first, last, body", values)
        return tuple(tenures().validate_json(body) for (body,) in found)

    def _rows(self, query: str, values: tuple[object, ...]) -> Iterator[Row]:
        return (Row(id_, Kind(kind), slug, body, forms) for id_, kind, slug, body, forms in self._all(query, values))

    def _one(self, query: str) -> Any:
        return next(self._all(query))[0]

    def _all(self, query: str, values: tuple[object, ...] = ()) -> Iterator[tuple[Any, ...]]:
        try:
            return iter(self._connection.execute(query, values).fetchall())
        except sqlite3.DatabaseError as error:
            name = self._connection.execute("PRAGMA database_list").fetchone()[2]
            raise AuthorityError(f"{name}: the index cannot be read ({error}); remove it and start again") from error


def open_store(path: Path, key: str, new: bool = False) -> Store | None:
    """The index in a file; None where the file is absent, foreign, damaged, or of other inputs than `key` says."""
    if not path.is_file():
        return None
    try:
        # immutable: nobody writes to it once it has its name, so no lock is taken and a read-only disk will do
        uri = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            sound = (
                connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION
                and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
                and connection.execute("SELECT value FROM meta WHERE key = 'inputs'").fetchone() == (key,)
            )
        except sqlite3.DatabaseError:
            sound = False
        if sound:
            return Store(connection, new)
        connection.close()
    except sqlite3.DatabaseError:
        pass
    return None
