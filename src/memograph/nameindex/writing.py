"""Things → the file. Called by assembling.py while a release is made; the same release has the same rows in it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox

from memograph.nameindex.properties import WORKED_OUT
from memograph.nameindex.tables import FORMAT, INDEXES, TABLES
from memograph.nameindex.things import KINDS, Fact, Thing, Things
from memograph.nameindex.words import found_by, grams, words
from memograph.namespaces import RDFS, Site
from memograph.personal_names import sound

#: KiB of pages that SQLite keeps in memory while it fills the tables.
_CACHE_KIB = 64 * 1024

#: Steps from a place to what it lies in that are followed to its country.
_DEEPEST = 8

#: The country of somebody, of a post, of a place: the state they spoke for, belongs to, lies in at last.
_COUNTRIES = f"""
INSERT OR IGNORE INTO fact
  SELECT f.entity, 'country', o.name, o.number FROM fact f JOIN entity o ON o.number = f.other
  WHERE f.property IN ('affiliatedWith', 'postIn') AND o.type = 'Place';
WITH RECURSIVE within(place, inside, depth) AS (
  SELECT entity, other, 1 FROM fact WHERE property = 'containedInPlace' AND other
  UNION
  SELECT w.place, f.other, w.depth + 1 FROM within w
  JOIN fact f ON f.entity = w.inside AND f.property = 'containedInPlace' AND f.other
  WHERE w.depth < {_DEEPEST})
INSERT OR IGNORE INTO fact
  SELECT w.place, 'country', o.name, o.number FROM within w JOIN entity o ON o.number = w.inside
  WHERE w.place <> w.inside
  AND NOT EXISTS (SELECT 1 FROM fact f WHERE f.entity = w.inside AND f.property = 'containedInPlace' AND f.other);
"""

_PROPERTIES_OF = """
INSERT INTO property_of
  SELECT e.type, f.property, COUNT(DISTINCT f.entity) FROM fact f JOIN entity e ON e.number = f.entity
  GROUP BY e.type, f.property;
"""


def write_names(store: ox.Store, site: Site, path: Path) -> None:
    """Write what the things in `store` are called and what is said of them to a new file."""
    things = Things(store, site)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};"
            f"PRAGMA user_version = {FORMAT}; {TABLES}"
        )
        connection.execute("BEGIN")
        filler = _Filler(connection)
        for thing in things:
            filler.add(thing, things.local(thing.iri))
        filler.finish()
        _former(connection, things, filler.numbers)
        connection.executescript(_COUNTRIES + _PROPERTIES_OF)  # which ends the transaction
        _described(connection, things, site)
        connection.executescript(INDEXES)


class _Filler:
    """Numbers entities, forms and words as they come; facts about things that come later wait for their numbers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.numbers: dict[str, int] = {}
        self._ids: set[str] = set()
        self._forms = 0
        self._words: dict[str, int] = {}
        self._contained: Counter[int] = Counter()
        connection.execute("CREATE TEMP TABLE pending (entity INTEGER, property TEXT, iri TEXT)")

    def add(self, thing: Thing, path: str) -> None:
        """One thing; of two whose addresses are the same, the first."""
        number = self.numbers[thing.iri] = len(self.numbers) + 1
        name, id_ = thing.names[0], unquote(path)
        if id_ in self._ids:
            return
        self._ids.add(id_)
        row = (number, id_, path, thing.type, name, thing.documents)
        self._connection.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)", row)
        for form in thing.names:
            self._form(number, form)
        rows = ((value, scheme, number) for scheme, value in thing.identifiers)
        self._connection.executemany("INSERT OR IGNORE INTO identifier VALUES (?, ?, ?)", rows)
        self._facts(number, thing.facts)

    def _form(self, entity: int, text: str) -> None:
        self._forms += 1
        found = words(text)
        row = (self._forms, entity, text, " ".join(found))
        self._connection.execute("INSERT INTO form VALUES (?, ?, ?, ?)", row)
        numbers = [self._words.setdefault(word, len(self._words) + 1) for word in found_by(found)]
        self._contained.update(numbers)
        pairs = ((number, self._forms) for number in numbers)
        self._connection.executemany("INSERT OR IGNORE INTO contains VALUES (?, ?)", pairs)

    def _facts(self, entity: int, facts: Iterable[Fact]) -> None:
        literal = ((entity, fact.property, fact.value) for fact in facts if not fact.other)
        self._connection.executemany("INSERT OR IGNORE INTO fact VALUES (?, ?, ?, 0)", literal)
        others = ((entity, fact.property, fact.other) for fact in facts if fact.other)
        self._connection.executemany("INSERT INTO pending VALUES (?, ?, ?)", others)

    def finish(self) -> None:
        """Words, and facts about other things, now that all have their numbers."""
        for word, number in self._words.items():
            heard = sound(word)
            row = (number, word, heard, self._contained[number])
            self._connection.execute("INSERT INTO word VALUES (?, ?, ?, ?)", row)
            self._connection.executemany("INSERT INTO gram VALUES (?, ?)", ((gram, number) for gram in grams(heard)))
        pending = self._connection.execute("SELECT entity, property, iri FROM pending")
        known = ((entity, name, self.numbers[iri]) for entity, name, iri in pending if iri in self.numbers)
        for entity, name, other in known:
            self._connection.execute(
                "INSERT OR IGNORE INTO fact SELECT ?, ?, name, number FROM entity WHERE number = ?",
                (entity, name, other),
            )


def _former(connection: sqlite3.Connection, things: Things, numbers: dict[str, int]) -> None:
    for old, survivor in sorted(things.merged.items()):
        if survivor in numbers:
            row = (unquote(things.local(old)), numbers[survivor])
            connection.execute("INSERT OR IGNORE INTO former VALUES (?, ?)", row)


def _described(connection: sqlite3.Connection, things: Things, site: Site) -> None:
    """Names of the properties and types that there are."""
    used = {row[0] for row in connection.execute("SELECT DISTINCT property FROM property_of")}
    known = {**{each.id: each for each in WORKED_OUT}, **things.properties}
    rows = ((each.id, each.name, each.note, each.range) for name, each in sorted(known.items()) if name in used)
    connection.executemany("INSERT INTO property VALUES (?, ?, ?, ?)", rows)
    for kind in KINDS:
        name, iri = kind.value.capitalize(), site.term(kind.value.capitalize())
        note = next(iter(things.texts(iri, RDFS + "comment")), "")
        connection.execute(
            "INSERT INTO type SELECT ?, ?, ?, COUNT(*) FROM entity WHERE type = ?",
            (name, things.label(iri) or kind.value, note, name),
        )
