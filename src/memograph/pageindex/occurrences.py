"""Mentions and statements, each with its words in their sentence, in the order of documents and of the text.

Third step of `writing`: fills ``mention``, ``statement``, ``evidence``, ``speaker`` and ``about``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from memograph.excerpts import sentence_around

#: Every stretch is cut once, whatever points to it.
_STRETCHES = """
SELECT DISTINCT d.position, d.thing, g.start, g."end"
FROM found.targets g JOIN thing t ON t.path = g.document JOIN document d ON d.thing = t.number
WHERE typeof(g.start) = 'integer' AND typeof(g."end") = 'integer'
ORDER BY d.position, g.start, g."end"
"""

_MENTIONS = """
CREATE TABLE found.placed AS
  SELECT t.number AS thing, d.thing AS document, d.position, g.start, g."end", MAX(m.kind = 'role') AS role,
    MAX(NULLIF(m.confidence, '')) AS confidence
  FROM found.mentions m JOIN thing t ON t.path = m.thing JOIN found.targets g ON g.target = m.target
  JOIN thing dt ON dt.path = g.document JOIN document d ON d.thing = dt.number
  GROUP BY t.number, d.thing, g.start, g."end";
INSERT INTO mention
  SELECT p.thing, ROW_NUMBER() OVER (PARTITION BY p.thing ORDER BY p.position, p.start, p."end") AS ordinal,
    p.document, p.start, p."end", p.role, p.confidence, c.before, c.exact, c.after
  FROM found.placed p JOIN found.cut c USING (document, start, "end")
  ORDER BY p.thing, ordinal;
"""

#: The object is looked for among things only where it is no literal: a literal may be written like a path.
_STATEMENTS = """
CREATE TABLE found.proved AS
  SELECT e.statement, d.thing AS document, g.start, g."end"
  FROM found.evidence e JOIN found.targets g ON g.target = e.target
  JOIN thing t ON t.path = g.document JOIN document d ON d.thing = t.number
  GROUP BY 1, 2, 3, 4;
CREATE INDEX found.proved_statement ON proved (statement, start);
INSERT INTO statement
  SELECT ROW_NUMBER() OVER (
      ORDER BY d.position IS NULL, d.position,
      IFNULL((SELECT MIN(start) FROM found.proved p WHERE p.statement = s.statement), 0), s.statement),
    substr(s.statement, length('statement/') + 1), subject.number, IFNULL(object.number, 0),
    CASE WHEN object.number IS NULL THEN s.object ELSE '' END, s.relation, IFNULL(d.thing, 0),
    s.confidence, s.method, s.source, s.modality, s."when",
    IFNULL(NULLIF(first_day(s."when"), ''), IFNULL(d.day, '')), IFNULL(decision.number, 0)
  FROM (
    SELECT statement, MIN(subject) AS subject, MIN(local_name(relation)) AS relation, MIN(object) AS object,
      MAX(literal) AS literal, MIN(document) AS document, MAX(NULLIF(confidence, '')) AS confidence,
      MIN(method) AS method, MIN(source) AS source, MIN(modality) AS modality, MIN("when") AS "when",
      MAX(decision) AS decision
    FROM found.statements WHERE statement LIKE 'statement/%' GROUP BY statement) s
  JOIN thing subject ON subject.path = s.subject
  LEFT JOIN thing object ON object.path = s.object AND NOT s.literal
  LEFT JOIN thing decision ON decision.path = s.decision
  LEFT JOIN thing stated ON stated.path = s.document LEFT JOIN document d ON d.thing = stated.number
  ORDER BY 1;
INSERT INTO evidence
  SELECT s.number, ROW_NUMBER() OVER (PARTITION BY s.number ORDER BY p.start, p."end") AS ordinal,
    p.start, p."end", c.before, c.exact, c.after
  FROM statement s JOIN found.proved p ON p.statement = 'statement/' || s.slug AND p.document = s.document
  JOIN found.cut c USING (document, start, "end")
  ORDER BY s.number, ordinal;
INSERT INTO speaker
  SELECT DISTINCT s.number, t.number
  FROM found.speakers f JOIN statement s ON 'statement/' || s.slug = f.statement JOIN thing t ON t.path = f.speaker
  WHERE t.kind NOT IN ('document', 'cited') ORDER BY 1, 2;
CREATE TABLE found.mutual AS SELECT DISTINCT local_name(relation) AS relation FROM found.relations WHERE symmetric;
INSERT INTO about
  SELECT thing, e.relation, IIF(m.relation IS NULL, MAX(e.role), 'either') AS role, number
  FROM (
    SELECT subject AS thing, relation, 'subject' AS role, number FROM statement
    UNION ALL SELECT object, relation, 'object', number FROM statement WHERE object) e
  LEFT JOIN found.mutual m ON m.relation = e.relation
  GROUP BY thing, number ORDER BY 1, 2, 3, 4;
"""


def fill_occurrences(connection: sqlite3.Connection) -> None:
    """Where things are mentioned, and what is said of them."""
    connection.execute(
        'CREATE TABLE found.cut (document, start, "end", before, exact, after, PRIMARY KEY (document, start, "end"))'
    )
    connection.executemany("INSERT INTO found.cut VALUES (?, ?, ?, ?, ?, ?)", _cut(connection))
    connection.executescript(_MENTIONS + _STATEMENTS)


def _cut(connection: sqlite3.Connection) -> Iterator[tuple[int, int, int, str, str, str]]:
    """Stretches in their sentences; the text of one document at a time is in memory."""
    at, text = 0, ""
    for _, document, start, end in connection.execute(_STRETCHES):
        if document != at:
            row = connection.execute("SELECT text FROM document_text WHERE rowid = ?", (document,)).fetchone()
            at, text = document, row[0] if row else ""
        excerpt = sentence_around(text, start, end)
        yield document, start, end, excerpt.before, excerpt.exact, excerpt.after
