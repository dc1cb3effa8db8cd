"""What has a page: its number, its names, what it counts among; documents with their place in time.

Second step of `writing`: from the tables ``found.*`` to ``thing``, ``thing_name``, ``document`` and ``document_text``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from memograph.model import Kind
from memograph.nameindex.words import plain
from memograph.personal_names import parse_name

_KINDS = ", ".join(f"'{kind.value}'" for kind in Kind if kind is not Kind.STATEMENT)

#: A document that is cited and published is published. Names of what was merged into a thing are its names, the last.
_ORDERED = f"""
CREATE TABLE found.known AS
  SELECT thing AS path, CASE WHEN COUNT(*) = SUM(class LIKE '%#CitedDocument') THEN 'cited' ELSE kind END AS kind
  FROM (SELECT thing, class, substr(thing, 1, instr(thing, '/') - 1) AS kind FROM found.things)
  WHERE kind IN ({_KINDS}) AND instr(thing, '#') = 0 AND length(thing) > length(kind) + 1
  GROUP BY thing;
CREATE UNIQUE INDEX found.known_path ON known (path);
CREATE TABLE found.used AS
  SELECT m.thing AS path, COUNT(DISTINCT g.document) AS documents
  FROM found.mentions m JOIN found.targets g ON g.target = m.target GROUP BY m.thing;
CREATE UNIQUE INDEX found.used_path ON used (path);
CREATE TABLE found.called AS
  WITH RECURSIVE ends(old, at) AS (
    SELECT old, thing FROM found.merged UNION SELECT e.old, m.thing FROM ends e JOIN found.merged m ON m.old = e.at)
  SELECT k.path, n.rank, n."foreign", n.name
    FROM found.known k JOIN found.names n ON n.thing = k.path
  UNION SELECT k.path, n.rank + 10, n."foreign", n.name
    FROM ends e JOIN found.known k ON k.path = e.at JOIN found.names n ON n.thing = e.old
    WHERE e.old NOT IN (SELECT path FROM found.known);
CREATE INDEX found.called_path ON called (path, rank, "foreign", name);
"""

_BY_USE = """
SELECT k.path, k.kind, IFNULL(u.documents, 0), c.name,
  (SELECT group_concat(label, char(10)) FROM (
    SELECT DISTINCT label FROM found.types t WHERE t.thing = k.path ORDER BY label))
FROM found.known k LEFT JOIN found.used u USING (path) LEFT JOIN found.called c USING (path)
ORDER BY IFNULL(u.documents, 0) DESC, k.path, c.rank, c."foreign", c.name
"""

_DOCUMENTS = """
INSERT INTO document
  SELECT t.number, ROW_NUMBER() OVER (ORDER BY IFNULL(f.day, '') = '', f.day, f.ordinal, t.path),
    t.name, IFNULL(f.title, ''), IFNULL(f.dated, ''), IFNULL(f.day, ''), IFNULL(f.last, ''), t.types,
    IFNULL(f.volume, ''), IFNULL(f.ordinal, 0), IFNULL(f.page_first, ''), IFNULL(f.page_last, ''), 0, 0
  FROM thing t LEFT JOIN (
    SELECT thing,
      MIN(CASE property WHEN 'title' THEN value END) AS title,
      MIN(CASE property WHEN 'dated' THEN value END) AS dated,
      MIN(CASE property WHEN 'day' THEN value END) AS day,
      MAX(CASE property WHEN 'last' THEN value END) AS last,
      MIN(CASE property WHEN 'volume' THEN value END) AS volume,
      MIN(CASE property WHEN 'ordinal' THEN CAST(value AS INTEGER) END) AS ordinal,
      MIN(CASE property WHEN 'first page' THEN value END) AS page_first,
      MAX(CASE property WHEN 'last page' THEN value END) AS page_last
    FROM found.facts GROUP BY thing) f ON f.thing = t.path
  WHERE t.kind = 'document';
"""

#: One by one: to sort texts would take memory.
_TEXTS = """
SELECT d.thing, d.label, d.title, IFNULL((SELECT MIN(text) FROM found.texts x WHERE x.document = t.path), '')
FROM document d JOIN thing t ON t.number = d.thing ORDER BY d.thing
"""

Row = tuple[str, str, int, str | None, str | None]


def fill_things(connection: sqlite3.Connection) -> None:
    """Number what has a page, with its names, and put documents in order."""
    connection.executescript(_ORDERED)
    connection.execute("CREATE TABLE found.variants (number INTEGER PRIMARY KEY, variants TEXT)")
    groups = groupby(connection.execute(_BY_USE), key=itemgetter(0))
    for number, (path, rows) in enumerate(groups, start=1):
        _add(connection, number, path, list(rows))
    connection.executescript(
        "INSERT INTO thing_name (rowid, name, variants) "
        "SELECT number, name, variants FROM thing JOIN found.variants USING (number) ORDER BY number;" + _DOCUMENTS
    )
    texts = connection.execute(_TEXTS)
    connection.executemany("INSERT INTO document_text (rowid, label, title, text) VALUES (?, ?, ?, ?)", texts)


def _add(connection: sqlite3.Connection, number: int, path: str, rows: list[Row]) -> None:
    _, kind, documents, _, types = rows[0]
    names = list(_names(path, rows))
    row = (number, path, kind, names[0], sort_key(kind, names[0]), types or "", documents)
    connection.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)", row)
    connection.execute("INSERT INTO found.variants VALUES (?, ?)", (number, "\n".join(names[1:])))


def _names(path: str, rows: Iterable[Row]) -> Iterator[str]:
    """Names in order, each once; without any, the end of the address."""
    names = dict.fromkeys(" ".join(row[3].split()) for row in rows if row[3] and row[3].strip())
    yield from names or (path.partition("/")[2],)


def sort_key(kind: str, name: str) -> str:
    """What a name sorts by, in plain letters: ``Andrei A. Gromyko``, a person, as ``gromyko andrei a``."""
    if kind != Kind.PERSON:
        return plain(name)
    parsed = parse_name(name)
    return plain(" ".join((*parsed.core, *parsed.given, parsed.suffix))) or plain(name)
