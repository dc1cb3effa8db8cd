"""What the page of the map shows: form, drawing, tables of what is drawn and of what cannot be, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part
from memograph.publish.reading.index import Index
from memograph.publish.reading.places import SORTS, Found, Whereabouts, proved, undated
from memograph.publish.views import asked
from memograph.publish.views.asked import Choice, Time
from memograph.publish.views.map import AREAS, Answer, Asked, path
from memograph.publish.views.map_drawing import Drawing, drawing
from memograph.publish.views.view import FEW, Ways, linked, period, ways

#: What is listed of a place where no other is asked for.
ALL = 500


@dataclass(frozen=True, slots=True)
class Proof:
    """What happened: who or what it is said of, and a date that leads to the statement or the event."""

    said: Part
    proof: Part


@dataclass(frozen=True, slots=True)
class Row:
    """What happened of one sort at a place; `more` leads to all of it where there is more than is shown."""

    place: Part
    what: str
    times: int
    when: str
    proofs: tuple[Proof, ...]
    more: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """The map: form, drawing, tables, files.

    Args:
        place: the only one that is asked for; None for all.
        total: rows that there are, shown or not.
        undated: what has no date and is left out because a time was asked for.
        everywhere: address of the same for all places.
    """

    place: Part | None
    place_value: str
    whats: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    time: Time
    drawing: Drawing
    drawn: tuple[Row, ...]
    nowhere: tuple[Row, ...]
    total: int
    undated: int
    everywhere: str
    ways: Ways


def map_page(index: Index, links: Links, found: Answer, parameters: str) -> MapPage:
    """What the page shows.

    Args:
        parameters: of its address, for the addresses of its files.
    """
    question = found.asked
    rows = proved(index, found.rows, question.sought, ALL if question.place else FEW)
    timed = bool(question.months.first or question.months.last)
    return MapPage(
        place=linked(links, question.place) if question.place else None,
        place_value=path(question.place) if question.place else "",
        whats=tuple(Choice(each, text(f"map-what-{each}"), each in question.sought.sorts) for each in SORTS),
        areas=tuple(Choice(each, text(f"map-area-{each}"), each == question.area) for each in AREAS),
        time=question.months.asked,
        drawing=drawing(links, found),
        drawn=_rows(links, question, [row for row in rows if row.point]),
        nowhere=_rows(links, question, [row for row in rows if not row.point]),
        total=found.total,
        undated=undated(index, question.sought) if timed else 0,
        everywhere=asked.address(links, "map", question.parameters(place="")),
        ways=ways(links, "map", found.query, parameters),
    )


def _rows(links: Links, question: Asked, rows: Sequence[Whereabouts]) -> tuple[Row, ...]:
    return tuple(
        Row(
            place=linked(links, row.place),
            what=text(f"map-what-{row.sort}"),
            times=row.times,
            when=period(row.first, row.last),
            proofs=tuple(_proof(links, each) for each in row.found),
            more=asked.address(links, "map", question.parameters(place=path(row.place), what=row.sort, area=""))
            if row.times > len(row.found)
            else "",
        )
        for row in rows
    )


def _proof(links: Links, each: Found) -> Proof:
    dated = wording.date(each.first if each.first == each.last else f"{each.first}/{each.last or '..'}")
    words = dated if each.first else text("date-none")
    return Proof(linked(links, each.said), Part(words, links.page(each.iri)))
