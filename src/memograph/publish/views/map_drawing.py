"""The map on a sheet: coasts, and a round mark for each place. ``templates/drawings/map.svg`` draws it."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.publish.drawing.equal_earth import Cut, cut, world
from memograph.publish.drawing.labels import Label, Spot, placed
from memograph.publish.drawing.slices import radius, slices
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages.claims import Part
from memograph.publish.reading.places import SORTS, Box, Whereabouts
from memograph.publish.views.asked import Choice
from memograph.publish.views.map import Answer
from memograph.publish.views.view import linked

#: Names that are shown even where there is little room.
ALWAYS = 6

#: Area of a mark for each time, by its radius: of a part of the world, and of the whole, where places are close.
LARGE, SMALL = 1.9, 1.15


@dataclass(frozen=True, slots=True)
class Slice:
    """What happened of one sort, as data of a path."""

    sort: str
    shape: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the map, and all that happened there, at one place or several."""

    place: Part
    title: str
    name: str
    label: Label
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map on a sheet; `hair` is the width of a thin line in the units of the shapes."""

    cut: Cut
    land: str
    borders: str
    graticule: str
    hair: float
    title: str
    marks: tuple[Mark, ...]
    legend: tuple[Choice, ...]


def drawing(links: Links, found: Answer) -> Drawing:
    """What happened where on a sheet, the largest marks first, so that smaller ones lie on top."""
    shapes = world()
    part = cut(shapes, _corners(found.asked.sought.box))
    points: dict[tuple[float, float], list[Whereabouts]] = {}
    for row in found.rows:
        if row.point:
            points.setdefault(part.point(shapes.point(*row.point)), []).append(row)
    ordered = sorted(points.items(), key=lambda each: (-sum(row.times for row in each[1]), each[0]))
    spots = [
        Spot(
            x, y, radius(sum(row.times for row in rows), LARGE if part.factor > 1 else SMALL), rows[0].place.name, 12.0
        )
        for (x, y), rows in ordered
    ]
    labels = placed(spots, part.width, part.height, ALWAYS)
    return Drawing(
        cut=part,
        land=shapes.land,
        borders=shapes.borders,
        graticule=shapes.graticule,
        hair=round(0.6 / part.factor, 3),
        title=text("map-drawing", places=len(spots)),
        marks=tuple(
            _mark(links, spot, label, rows) for spot, label, (_, rows) in zip(spots, labels, ordered, strict=True)
        ),
        legend=tuple(
            Choice(each, text(f"map-what-{each}"), True) for each in SORTS if each in found.asked.sought.sorts
        ),
    )


def _corners(box: Box | None) -> list[tuple[float, float]] | None:
    """Places along the edge of a box; its edges are bent in the drawing."""
    if box is None:
        return None
    middle = (box.west + box.east) / 2
    return [(latitude, at) for latitude in (box.south, box.north) for at in (box.west, middle, box.east)]


def _mark(links: Links, spot: Spot, label: Label, rows: list[Whereabouts]) -> Mark:
    told = sorted(rows, key=lambda row: SORTS.index(row.sort))
    shapes = slices(spot.x, spot.y, spot.radius, [row.times for row in told])
    title = "; ".join(text(f"map-told-{row.sort}", place=row.place.name, n=row.times) for row in told)
    parts = tuple(Slice(row.sort, shape) for row, shape in zip(told, shapes, strict=True))
    return Mark(linked(links, rows[0].place), title, spot.text, label, parts)
