"""How it was decided who somebody is, document by document, and who else was considered. Last step of `writing`."""

from __future__ import annotations

import sqlite3

#: Who is not in the authority files has an identification without candidates; a document may have several of one person
#: when what was two people in it was merged.
_IDENTITIES = """
CREATE TABLE found.decided AS
  SELECT i.identification, t.number AS thing, d.thing AS document, d.position, MIN(i.reason) AS reason,
    (SELECT MAX(c.confidence) FROM found.candidates c
     WHERE c.identification = i.identification AND c.considered = i.person) AS sure
  FROM found.identifications i JOIN thing t ON t.path = i.person JOIN thing dt ON dt.path = i.document
  JOIN document d ON d.thing = dt.number
  GROUP BY i.identification, t.number, d.thing;
CREATE TABLE found.ordered AS
  SELECT identification, thing, document, reason,
    ROW_NUMBER() OVER (PARTITION BY thing ORDER BY reason = '', sure, position, identification) AS ordinal
  FROM found.decided;
INSERT INTO identification SELECT thing, ordinal, document, reason FROM found.ordered ORDER BY 1, 2;
INSERT INTO candidate
  SELECT o.thing, o.ordinal, ROW_NUMBER() OVER (PARTITION BY o.thing, o.ordinal ORDER BY c.rank, c.considered) AS rank,
    c.considered, MIN(c.label), c.confidence
  FROM found.ordered o JOIN found.candidates c USING (identification)
  GROUP BY o.thing, o.ordinal, c.rank, c.considered ORDER BY 1, 2, 3;
INSERT INTO considered
  SELECT thing, ROW_NUMBER() OVER (PARTITION BY thing ORDER BY documents DESC, confidence DESC, path) AS rank,
    path, name, documents, confidence
  FROM (
    SELECT c.thing, c.path, MIN(c.name) AS name, COUNT(DISTINCT i.document) AS documents,
      MAX(c.confidence) AS confidence
    FROM candidate c JOIN identification i USING (thing, ordinal) GROUP BY c.thing, c.path)
  ORDER BY 1, 2;
"""


def fill_identities(connection: sqlite3.Connection) -> None:
    """Identifications of each person, those first that are worth a look, and all candidates of them together."""
    connection.executescript(_IDENTITIES)
