"""What the page of the timeline shows: form, drawing, table, files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages.claims import Part
from memograph.publish.reading.index import Index, Thing
from memograph.publish.reading.moments import LANES, Moment, named, undated
from memograph.publish.views import asked
from memograph.publish.views.asked import Choice, Time
from memograph.publish.views.timeline import ZOOMS, Answer, Row
from memograph.publish.views.timeline_drawing import Drawing, closer, drawing, when
from memograph.publish.views.view import FEW, Ways, linked, ways

#: What is listed of each row, where one month or one year is asked for.
ALL = 500


@dataclass(frozen=True, slots=True)
class Told:
    """A moment: who or what it is, and what proves it where that is a statement."""

    about: tuple[Part, ...]
    proof: Part | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table; `more` leads to all of it where there is more than is shown."""

    what: str
    when: str
    times: int
    told: tuple[Told, ...]
    more: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """The timeline: form, drawing, table, files.

    Args:
        undated: documents without a date, and statements of meetings and travel that do not say when.
        beyond: how much lies before and after the time that is drawn, where none was asked for.
        whole: address of the same for all times.
    """

    whats: tuple[Choice, ...]
    zooms: tuple[Choice, ...]
    time: Time
    drawing: Drawing | None
    rows: tuple[Line, ...]
    total: int
    undated: int
    beyond: int
    whole: str
    ways: Ways


def timeline_page(index: Index, links: Links, found: Answer, parameters: str) -> TimelinePage:
    """What the page shows.

    Args:
        parameters: of its address, for the addresses of its files.
    """
    question = found.asked
    one = question.months.asked.begin and question.months.asked.begin == question.months.asked.end
    at_most = ALL if one else FEW
    things = named(index, (each for row in found.rows for each in row.moments[:at_most]))
    first, last = found.ages
    return TimelinePage(
        whats=tuple(Choice(each, text(f"timeline-what-{each}"), each in question.lanes) for each in LANES),
        zooms=tuple(Choice(each, text(f"timeline-zoom-{each}"), each == found.zoom) for each in ZOOMS),
        time=question.months.asked,
        drawing=drawing(links, found) if found.rows else None,
        rows=tuple(_line(index, links, found, row, things, at_most) for row in found.rows),
        total=sum(len(row.moments) for row in found.rows),
        undated=undated(index, question.lanes),
        beyond=found.beyond,
        whole=asked.address(links, "timeline", question.parameters(**{"from": first, "to": last})),
        ways=ways(links, "timeline", found.query, parameters),
    )


def _line(index: Index, links: Links, found: Answer, row: Row, things: Mapping[int, Thing], at_most: int) -> Line:
    return Line(
        what=text(f"timeline-what-{row.lane}"),
        when=when(row),
        times=len(row.moments),
        told=tuple(_told(index, links, each, things) for each in row.moments[:at_most]),
        more=closer(links, found, row) if len(row.moments) > at_most else "",
    )


def _told(index: Index, links: Links, moment: Moment, things: Mapping[int, Thing]) -> Told:
    proof = Part(text("timeline-proof"), links.page(index.iri(moment.statement))) if moment.statement else None
    return Told(_parts(links, [things[number] for number in moment.about if number in things]), proof)


def _parts(links: Links, things: Sequence[Thing]) -> tuple[Part, ...]:
    return tuple(linked(links, each) for each in things)
