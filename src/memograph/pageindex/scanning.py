"""A release → a scratch database with its rows, a table each. First step of `writing`.

The largest tables are filled in one pass over the sorted quads (`stars`), the others by a few large queries: a query
per thing would cost more than all of these; and what is joined and sorted in files takes no memory.
"""

from __future__ import annotations

import importlib.resources
import sqlite3
from collections.abc import Iterable

import pyoxigraph as ox

from memograph.namespaces import Site
from memograph.pageindex.stars import Cell, Stars, cell

#: Queries ``queries/pages_<name>.rq``; the solutions of each go to the table ``found.<name>``, a variable a column.
QUERIES = ("types", "texts", "relations", "accuracy", "identifications", "candidates")

#: Rows of a table that are written at once.
_BATCH = 2000

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


def scan(connection: sqlite3.Connection, store: ox.Store, lines: Iterable[bytes], site: Site) -> None:
    """Fill the database ``found``, which is attached to the connection, from the store and its sorted N-Quads.

    IRIs of things stand as what is behind ``{base}id/``, those of others whole; what is unbound is an empty text.
    """
    _stars(connection, lines, site)
    for name in QUERIES:
        _query(connection, store, site, name)
    connection.executescript(_INDEXES)


def _stars(connection: sqlite3.Connection, lines: Iterable[bytes], site: Site) -> None:
    stars = Stars(site)
    waiting: dict[str, list[tuple[Cell, ...]]] = {}
    inserts = {}
    for name, columns in stars.tables.items():
        connection.execute(f"CREATE TABLE found.{name} ({_quoted(columns)})")
        waiting[name] = []
        inserts[name] = f"INSERT INTO found.{name} VALUES ({', '.join('?' * len(columns))})"
    connection.execute("BEGIN")
    for name, row in stars.rows(lines):
        rows = waiting[name]
        rows.append(row)
        if len(rows) == _BATCH:
            connection.executemany(inserts[name], rows)
            rows.clear()
    for name, rows in waiting.items():
        connection.executemany(inserts[name], rows)
    connection.execute("COMMIT")


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _query(connection: sqlite3.Connection, store: ox.Store, site: Site, name: str) -> None:
    text = (importlib.resources.files("memograph") / f"queries/pages_{name}.rq").read_text(encoding="utf-8")
    solutions = store.query(text, base_iri=site.base)
    assert isinstance(solutions, ox.QuerySolutions)
    columns = [variable.value for variable in solutions.variables]
    connection.execute(f"CREATE TABLE found.{name} ({_quoted(columns)})")
    space = site.address("id/")
    rows = (tuple(cell(row[column], space) for column in columns) for row in solutions)
    connection.executemany(f"INSERT INTO found.{name} VALUES ({', '.join('?' * len(columns))})", rows)
