"""``/map``: what is asked, and what happened where, as rows and as GeoJSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from werkzeug.exceptions import NotFound

from memograph.publish.reading.index import Index, Thing
from memograph.publish.reading.places import SORTS, Box, Sought, Whereabouts, most
from memograph.publish.views import asked, asking
from memograph.publish.views.asked import Months

#: Rows that are drawn and listed.
MOST = 300

#: Parts of the world that can be drawn larger, in degrees.
AREAS = {
    "world": None,
    "europe": Box(34, -12, 66, 50),
    "asia": Box(-12, 45, 60, 150),
    "africa": Box(-36, -20, 40, 62),
    "americas": Box(-40, -128, 62, -34),
}

COLUMNS = ("sort", "place", "latitude", "longitude", "times", "first", "last")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; `place` is the only one that it names, None for all."""

    sought: Sought
    months: Months
    area: str
    place: Thing | None

    def parameters(self, **changed: str | Sequence[str]) -> dict[str, str | Sequence[str]]:
        """The parameters of an address that asks the same, but for what is changed."""
        return {
            "what": () if len(self.sought.sorts) == len(SORTS) else tuple(self.sought.sorts),
            "from": self.months.asked.begin,
            "to": self.months.asked.end,
            "area": "" if self.area == "world" else self.area,
            "place": path(self.place) if self.place else "",
        } | changed


@dataclass(frozen=True, slots=True)
class Answer:
    """What is asked, the rows that answer it, and how many there are; with `query`, the same question in SPARQL."""

    asked: Asked
    rows: tuple[Whereabouts, ...]
    total: int
    query: str


def path(thing: Thing) -> str:
    """What stands behind ``{base}id/`` in the IRI of a thing."""
    return thing.iri.rpartition("/id/")[2]


def answer(index: Index) -> Answer:
    """The answer to the request at hand.

    Raises:
        BadRequest, NotFound: it asks for what cannot be; for a place that the release does not know.
    """
    months = asked.months()
    sorts = asked.several("what", SORTS, SORTS)
    area = asked.one_of("area", tuple(AREAS), "world")
    place = _place(index, asked.thing("place"))
    sought = Sought(sorts, months.first, months.last, place.number if place else 0, AREAS[area])
    rows, total = most(index, sought, MOST)
    query = asking.query(
        "map",
        index.site.base,
        sorts=sorts,
        first=months.first,
        last=months.last,
        place=place.iri if place else "",
        box=sought.box,
        at_most=MOST,
    )
    return Answer(Asked(sought, months, area, place), rows, total, query)


def _place(index: Index, given: str) -> Thing | None:
    if not given:
        return None
    found = index.find(index.iri(given))
    if found is None or found.thing.kind != "place":
        raise NotFound(f"This release knows no place with the address “{given}”.")
    return found.thing


def records(found: Answer) -> list[tuple[object, ...]]:
    """The rows as the query has them."""
    return [(row.sort, row.place.iri, *(row.point or ("", "")), row.times, row.first, row.last) for row in found.rows]


def features(found: Answer) -> Iterator[dict[str, object]]:
    """A feature for each place; those of which it is not known where they lie have no geometry (RFC 7946, 3.2)."""
    places: dict[Thing, list[Whereabouts]] = {}
    for row in found.rows:
        places.setdefault(row.place, []).append(row)
    for place, rows in places.items():
        point = rows[0].point
        yield {
            "type": "Feature",
            "id": place.iri,
            "geometry": {"type": "Point", "coordinates": [point[1], point[0]]} if point else None,
            "properties": {
                "name": place.name,
                "times": sum(row.times for row in rows),
                "first": min((row.first for row in rows if row.first), default=""),
                "last": max(row.last for row in rows),
                **{row.sort: row.times for row in rows},
            },
        }
