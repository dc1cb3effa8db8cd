"""Where documents were written, people travelled and meetings were held: counted by place, with what proves it.

The page of the map draws them; queries/views/map.rq asks the store the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from memograph.publish.reading.index import Index, Thing

#: What happened somewhere: relations of statements, and journeys and visits that registers know.
SORTS = ("writtenIn", "traveledTo", "journey", "heldIn")


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees between which something lies."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Sought:
    """What is asked for.

    Args:
        sorts: some of `SORTS`.
        first, last: months, ISO, that it falls in, at least in part; empty where it does not matter.
        place: number of the only place that matters; 0 for all.
        box: where the places lie; None for all, those too of which it is not known.
    """

    sorts: Collection[str] = SORTS
    first: str = ""
    last: str = ""
    place: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What happened at a place, once: the statement that tells of it or the event that it is, and what it is said of.

    Args:
        iri: of the statement, or of the event.
        said: the document that was written there, who travelled, the event that was held.
        first, last: days, ISO; empty where unknown.
    """

    iri: str
    said: Thing
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """How often something of one sort happened at a place.

    Args:
        point: latitude and longitude in degrees; None where unknown.
        first, last: months, ISO; empty where none is dated.
    """

    sort: str
    place: Thing
    point: tuple[float, float] | None
    times: int
    first: str
    last: str
    found: tuple[Found, ...] = ()


_CHOSEN = """
WITH happened AS (
  SELECT l.number, IIF(l.relation = 'visit', 'journey', l.relation) AS sort, l.place, l.thing, l.statement, l.event,
    IIF(l.statement, l.statement, -l.event) AS proof, l.day, l.last, p.latitude, p.longitude
  FROM located l LEFT JOIN place p ON p.thing = l.place
  WHERE (?2 = '' OR (l.day <> '' AND (l.last = '' OR substr(l.last, 1, 7) >= ?2)))
    AND (?3 = '' OR (l.day <> '' AND substr(l.day, 1, 7) <= ?3))
    AND (?4 = 0 OR l.place = ?4)
    AND (?5 IS NULL OR (p.latitude BETWEEN ?5 AND ?7 AND p.longitude BETWEEN ?6 AND ?8))
), chosen AS (SELECT * FROM happened WHERE sort IN (SELECT value FROM json_each(?1)))
"""


def most(index: Index, sought: Sought, at_most: int) -> tuple[tuple[Whereabouts, ...], int]:
    """What happened where, the most frequent first; and how many rows there would be in all."""
    rows = index.rows(
        _CHOSEN + "SELECT c.sort, place, latitude, longitude, COUNT(DISTINCT proof) AS times, "
        "IFNULL(MIN(NULLIF(substr(day, 1, 7), '')), ''), MAX(substr(last, 1, 7)), COUNT(*) OVER () "
        "FROM chosen c JOIN thing t ON t.number = place GROUP BY c.sort, place "
        "ORDER BY times DESC, t.path, c.sort LIMIT ?9",
        *(*_values(sought), at_most),
    )
    things = index.things(row[1] for row in rows)
    found = tuple(
        Whereabouts(sort, things[place], None if latitude is None else (latitude, longitude), *told)
        for sort, place, latitude, longitude, *told, _ in rows
    )
    return found, rows[0][-1] if rows else 0


def undated(index: Index, sought: Sought) -> int:
    """How much of these sorts happened at a time that nobody tells."""
    sql = _CHOSEN + "SELECT COUNT(DISTINCT proof) FROM chosen WHERE day = ''"
    return int(index.rows(sql, *_values(replace(sought, first="", last="")))[0][0])


def proved(index: Index, rows: Sequence[Whereabouts], sought: Sought, at_most: int) -> tuple[Whereabouts, ...]:
    """The same rows with what they count, the first of each."""
    wanted = json.dumps([(row.sort, row.place.number) for row in rows])
    happened = index.rows(
        _CHOSEN + "SELECT * FROM (SELECT c.sort, c.place, c.thing, s.slug, c.event, c.day, c.last, "
        "ROW_NUMBER() OVER (PARTITION BY c.sort, c.place ORDER BY MIN(c.number)) AS rank "
        "FROM json_each(?10) w JOIN chosen c ON c.sort = json_extract(w.value, '$[0]') "
        "AND c.place = json_extract(w.value, '$[1]') "
        "LEFT JOIN statement s ON s.number = c.statement GROUP BY c.sort, c.place, c.proof) WHERE rank <= ?9",
        *(*_values(sought), at_most, wanted),
    )
    things = index.things(number for row in happened for number in (row[2], row[4]))
    found: dict[tuple[str, int], list[Found]] = defaultdict(list)
    for sort, place, thing, slug, event, first, last, _ in happened:
        iri = index.iri(f"statement/{slug}") if slug else things[event].iri
        found[sort, place].append(Found(iri, things[thing], first, last))
    return tuple(replace(row, found=tuple(found[row.sort, row.place.number])) for row in rows)


def _values(sought: Sought) -> tuple[object, ...]:
    box = sought.box
    corners = (None,) * 4 if box is None else (box.south, box.west, box.north, box.east)
    return (json.dumps(sorted(sought.sorts)), sought.first, sought.last, sought.place, *corners)
