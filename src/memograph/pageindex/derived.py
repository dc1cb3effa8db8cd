"""What is counted from mentions and statements: years, neighbours, edges, journeys, facets. Last step of `writing`."""

from __future__ import annotations

import sqlite3

from memograph.pageindex.tables import NEIGHBOURS

_COUNTS = """
CREATE TABLE found.present AS SELECT thing, document, COUNT(*) AS mentions FROM mention GROUP BY thing, document;
CREATE INDEX found.present_document ON present (document, thing);
INSERT INTO counted
  SELECT a.thing, a.relation, a.role, COUNT(*), COUNT(DISTINCT NULLIF(s.document, 0))
  FROM about a JOIN statement s ON s.number = a.statement GROUP BY a.thing, a.relation, a.role;
UPDATE thing SET mentions = m.mentions FROM (
  SELECT thing, SUM(mentions) AS mentions FROM found.present GROUP BY thing) m WHERE m.thing = thing.number;
UPDATE thing SET statements = a.statements FROM (
  SELECT thing, SUM(statements) AS statements FROM counted GROUP BY thing) a WHERE a.thing = thing.number;
UPDATE thing SET uses = u.documents FROM (
  SELECT thing, COUNT(*) AS documents FROM (
    SELECT thing, document FROM found.present UNION
    SELECT a.thing, s.document FROM about a JOIN statement s ON s.number = a.statement
    WHERE s.document NOT IN (0, a.thing))
  GROUP BY thing) u WHERE u.thing = thing.number;
UPDATE document SET mentions = m.mentions FROM (
  SELECT document, COUNT(*) AS mentions FROM mention GROUP BY document) m WHERE m.document = document.thing;
UPDATE document SET statements = s.statements FROM (
  SELECT document, COUNT(*) AS statements FROM statement GROUP BY document) s WHERE s.document = document.thing;
INSERT INTO year
  SELECT p.thing, CAST(substr(d.day, 1, 4) AS INTEGER) AS year, SUM(p.mentions), COUNT(*)
  FROM found.present p JOIN document d ON d.thing = p.document WHERE d.day <> '' GROUP BY p.thing, year;
INSERT INTO relation
  SELECT s.relation, IFNULL(MIN(l.label), s.relation), s.statements, MIN(a.precision), MIN(a.recall),
    IFNULL(MIN(a.how), '')
  FROM (SELECT relation, COUNT(*) AS statements FROM statement GROUP BY relation) s
  LEFT JOIN found.relations l ON local_name(l.relation) = s.relation
  LEFT JOIN found.accuracy a ON local_name(a.relation) = s.relation
  GROUP BY s.relation;
"""

#: `sent` is from the author of a document to its addressee, as much as a statement that somebody wrote to somebody.
_TIES = f"""
CREATE TABLE found.actor AS SELECT number FROM thing WHERE kind IN ('person', 'organization');
CREATE UNIQUE INDEX found.actor_number ON actor (number);
CREATE TABLE found.tie AS
  SELECT s.relation, s.subject AS a, s.object AS b, substr(s.day, 1, 7) AS month, s.document
  FROM statement s WHERE s.subject IN (SELECT number FROM found.actor) AND s.object IN (SELECT number FROM found.actor)
  AND s.subject <> s.object;
INSERT INTO found.tie
  SELECT 'wroteTo', sender.object, addressee.object, substr(d.day, 1, 7), d.thing
  FROM statement sender JOIN statement addressee USING (subject) JOIN document d ON d.thing = sender.subject
  WHERE sender.relation = 'sentBy' AND addressee.relation = 'sentTo' AND sender.object <> addressee.object
  AND sender.object IN (SELECT number FROM found.actor) AND addressee.object IN (SELECT number FROM found.actor);
INSERT INTO edge
  SELECT relation, a, b, month, COUNT(*), COUNT(DISTINCT NULLIF(document, 0)) FROM found.tie WHERE relation = 'wroteTo'
  GROUP BY a, b, month;
INSERT INTO edge
  SELECT relation, MIN(a, b), MAX(a, b), month, COUNT(*), COUNT(DISTINCT NULLIF(document, 0))
  FROM found.tie WHERE relation = 'metWith' GROUP BY MIN(a, b), MAX(a, b), month;
INSERT INTO edge
  SELECT 'appearedWith', one.thing, other.thing, substr(d.day, 1, 7) AS month, COUNT(*), COUNT(*)
  FROM document d JOIN found.present one ON one.document = d.thing
  JOIN found.present other ON other.document = d.thing AND other.thing > one.thing
  WHERE one.thing IN (SELECT number FROM found.actor) AND other.thing IN (SELECT number FROM found.actor)
  GROUP BY one.thing, other.thing, month;
CREATE TABLE found.pair AS
  SELECT MIN(a, b) AS a, MAX(a, b) AS b, COUNT(*) AS weight, 0 AS documents, relation FROM found.tie
  GROUP BY 1, 2, relation
  UNION ALL SELECT a, b, 0, SUM(documents), '' FROM edge WHERE relation = 'appearedWith' GROUP BY a, b;
CREATE TABLE found.joined AS
  SELECT a, b, SUM(weight) AS weight, SUM(documents) AS documents,
    ltrim(group_concat(relation, ' ')) AS relations
  FROM (SELECT * FROM found.pair ORDER BY a, b, relation) GROUP BY a, b;
INSERT INTO neighbour
  SELECT thing, rank, other, weight, documents, relations FROM (
    SELECT *, ROW_NUMBER() OVER (PARTITION BY thing ORDER BY weight DESC, documents DESC, other) AS rank FROM (
      SELECT a AS thing, b AS other, weight, documents, relations FROM found.joined
      UNION ALL SELECT b, a, weight, documents, relations FROM found.joined))
  WHERE rank <= {NEIGHBOURS} ORDER BY thing, rank;
"""

#: An event has days of its own; what was held is dated by nothing else, for a document may speak of another century.
_PLACES = """
INSERT INTO place
  SELECT t.number, CAST(MIN(a.value) AS REAL), CAST(MIN(o.value) AS REAL)
  FROM thing t JOIN found.facts a ON a.thing = t.path AND a.property = 'latitude'
  JOIN found.facts o ON o.thing = t.path AND o.property = 'longitude'
  WHERE t.kind = 'place' GROUP BY t.number;
CREATE TABLE found.days AS
  SELECT t.number AS event, MIN(first_day(f.value)) AS day, MAX(last_day(f.value)) AS last
  FROM thing t JOIN found.facts f ON f.thing = t.path AND f.property IN ('start', 'end', 'when')
  WHERE t.kind = 'event' AND first_day(f.value) <> '' GROUP BY t.number;
CREATE UNIQUE INDEX found.days_event ON days (event);
INSERT INTO event SELECT event, day, last FROM found.days ORDER BY event;
CREATE TABLE found.somewhere AS
  SELECT s.relation, s.subject AS thing, s.object AS place,
    COALESCE(NULLIF(first_day(s.whn), ''), e.day, CASE WHEN s.relation <> 'heldIn' THEN d.day END, '') AS day,
    COALESCE(NULLIF(last_day(s.whn), ''), e.last, CASE WHEN s.relation <> 'heldIn' THEN d.last END, '') AS last,
    CASE WHEN first_day(s.whn) <> '' THEN 'statement' WHEN e.day <> '' THEN 'event'
      WHEN s.relation <> 'heldIn' AND d.day <> '' THEN 'document' ELSE '' END AS said,
    s.number AS statement, s.document, IIF(s.relation = 'heldIn', s.subject, 0) AS event
  FROM statement s JOIN thing p ON p.number = s.object AND p.kind = 'place'
  LEFT JOIN document d ON d.thing = s.document LEFT JOIN found.days e ON e.event = s.subject
  WHERE s.relation IN ('writtenIn', 'traveledTo', 'heldIn');
INSERT INTO found.somewhere
  SELECT CASE WHEN who.number IS NULL THEN 'heldIn'
      WHEN EXISTS (SELECT 1 FROM found.facts h WHERE h.thing = e.path AND h.property = 'host') THEN 'visit'
      ELSE 'journey' END,
    IFNULL(who.number, e.number), p.number, IFNULL(d.day, ''), IFNULL(d.last, ''), IIF(d.day <> '', 'event', ''),
    0, 0, e.number
  FROM found.facts f JOIN thing e ON e.path = f.thing AND e.kind = 'event'
  JOIN thing p ON p.path = f.value AND p.kind = 'place' LEFT JOIN found.days d ON d.event = e.number
  LEFT JOIN found.facts t ON t.thing = e.path AND t.property = 'traveler' LEFT JOIN thing who ON who.path = t.value
  WHERE f.property = 'place'
  AND NOT EXISTS (
    SELECT 1 FROM statement s WHERE s.subject = e.number AND s.object = p.number AND s.relation = 'heldIn');
INSERT INTO located
  SELECT ROW_NUMBER() OVER (ORDER BY day = '', day, last, relation, thing, place, statement, event), *
  FROM found.somewhere ORDER BY 1;
"""

#: “Secret; Eyes Only” is two values: who looks for what was secret means both.
_FACETS = """
INSERT OR IGNORE INTO facet
  SELECT CASE s.relation WHEN 'sentBy' THEN 'sender' WHEN 'sentTo' THEN 'recipient' WHEN 'writtenIn' THEN 'place'
      ELSE 'topic' END AS facet,
    CASE s.object WHEN 0 THEN s.value ELSE t.path END AS value, s.subject, s.object
  FROM statement s JOIN document d ON d.thing = s.subject LEFT JOIN thing t ON t.number = s.object
  WHERE s.relation IN ('sentBy', 'sentTo', 'writtenIn', 'subject')
  UNION SELECT 'classification', trim(part.value), s.subject, 0
    FROM statement s JOIN document d ON d.thing = s.subject,
      json_each('[' || replace(json_quote(s.value), ';', '","') || ']') part
    WHERE s.relation = 'classified' AND trim(part.value) <> ''
  UNION SELECT 'year', substr(day, 1, 4), thing, 0 FROM document WHERE day <> ''
  UNION SELECT 'type', type, thing, 0 FROM document WHERE type <> ''
  UNION SELECT 'volume', volume, thing, 0 FROM document WHERE volume <> ''
  ORDER BY 1, 2, 3;
"""


def fill_derived(connection: sqlite3.Connection) -> None:
    """All that pages count and compare, worked out once."""
    connection.executescript(_COUNTS + _TIES + _PLACES + _FACETS)
