"""Journeys and visits that registers know, whether or not documents speak of them: of a person, to a place."""

from __future__ import annotations

from memograph.publish.reading.index import PAGE, Index, Page, Thing

#: The end of a journey that a thing of a kind is.
_ENDS = {"person": "thing", "organization": "thing", "place": "place"}


def of_thing(index: Index, thing: Thing, each: int = PAGE, number: int = 1) -> Page[Thing]:
    """Events that are journeys or visits of a person or to a place, the earliest first, so many a page."""
    end = _ENDS.get(thing.kind)
    if end is None:
        return Page((), number, 0)
    known = f"FROM located WHERE {end} = ? AND relation IN ('journey', 'visit') AND event"
    total = index.rows(f"SELECT COUNT(DISTINCT event) {known}", thing.number)[0][0]
    sql = f"SELECT event {known} GROUP BY event ORDER BY MIN(number) LIMIT ? OFFSET ?"
    numbers = [row[0] for row in index.rows(sql, thing.number, each, (number - 1) * each)] if total else []
    things = index.things(numbers)
    return Page(tuple(things[found] for found in numbers), number, total)
