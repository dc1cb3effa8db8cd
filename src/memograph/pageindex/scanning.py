"""Store → a scratch database with the solutions of a few large queries, a table each. First step of `writing`.

A query per thing would cost more than all of these; and what is joined and sorted in files takes no memory.
"""

from __future__ import annotations

import importlib.resources
import sqlite3
from collections.abc import Callable
from contextlib import suppress

import pyoxigraph as ox

from memograph.namespaces import XSD, Site

#: Queries ``queries/pages_<name>.rq``; the solutions of each go to the table ``found.<name>``, a variable a column.
QUERIES = (
    *("things", "names", "merged", "facts", "types", "texts"),
    *("sources", "selectors", "starts", "ends", "mentions"),
    *("statements", "evidence", "speakers", "relations", "accuracy"),
    *("identifications", "candidates"),
)

#: What the tables are looked up by; and where each stretch of text is, which is joined here and not by the engine: that
#: would do it in memory, 700 bytes a stretch.
_INDEXES = """
CREATE INDEX found.sources_target ON sources (target);
CREATE INDEX found.selectors_position ON selectors (position);
CREATE INDEX found.ends_position ON ends (position);
CREATE TABLE found.targets AS
  SELECT o.target, o.document, s.start, e."end"
  FROM found.starts s JOIN found.ends e USING (position) JOIN found.selectors USING (position)
  JOIN found.sources o USING (target);
CREATE INDEX found.texts_document ON texts (document);
CREATE INDEX found.names_thing ON names (thing);
CREATE INDEX found.facts_thing ON facts (thing, property, value);
CREATE INDEX found.targets_target ON targets (target);
CREATE INDEX found.mentions_thing ON mentions (thing);
CREATE INDEX found.candidates_identification ON candidates (identification);
CREATE INDEX found.evidence_statement ON evidence (statement);
"""

Cell = str | int | float

#: What the file can hold as an integer; what is larger stays text.
_LARGEST = 2**63 - 1

_NUMBERS: dict[str, Callable[[str], Cell]] = {
    XSD + "integer": lambda text: int(text) if len(text) < 21 and abs(int(text)) <= _LARGEST else text,
    XSD + "decimal": float,
    XSD + "boolean": lambda text: int(text == "true"),
}


def scan(connection: sqlite3.Connection, store: ox.Store, site: Site) -> None:
    """Fill the database ``found``, which is attached to the connection, from the store.

    IRIs of things stand as what is behind ``{base}id/``, those of others whole; what is unbound is an empty text.
    """
    for name in QUERIES:
        _query(connection, store, site, name)
    connection.executescript(_INDEXES)


def _query(connection: sqlite3.Connection, store: ox.Store, site: Site, name: str) -> None:
    text = (importlib.resources.files("memograph") / f"queries/pages_{name}.rq").read_text(encoding="utf-8")
    solutions = store.query(text, base_iri=site.base)
    assert isinstance(solutions, ox.QuerySolutions)
    columns = [variable.value for variable in solutions.variables]
    quoted = ", ".join(f'"{column}"' for column in columns)
    connection.execute(f"CREATE TABLE found.{name} ({quoted})")
    space = site.address("id/")
    rows = (tuple(_cell(row[column], space) for column in columns) for row in solutions)
    connection.executemany(f"INSERT INTO found.{name} VALUES ({', '.join('?' * len(columns))})", rows)


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, space: str) -> Cell:
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(space)
    if isinstance(term, ox.Literal):
        with suppress(ValueError):  # of a literal that is none of its type, the letters
            return _NUMBERS.get(term.datatype.value, str)(term.value)
        return term.value
    return ""
