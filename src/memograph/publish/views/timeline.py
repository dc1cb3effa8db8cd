"""``/timeline``: what is asked, and when what happened, by years or months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.exceptions import BadRequest

from memograph.publish.drawing.lanes import number
from memograph.publish.reading.index import Index
from memograph.publish.reading.moments import LANES, Moment, binned, moments, span
from memograph.publish.views import asked, asking
from memograph.publish.views.asked import Months

ZOOMS = ("month", "year")

#: Months that are drawn where nobody says whether to draw months or years; and at most.
FINE, FINEST = 180, 1200

COLUMNS = ("lane", "first", "last", "times")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; `zoom` is empty where it is left to us."""

    lanes: tuple[str, ...]
    months: Months
    zoom: str

    def parameters(self, **changed: str | Sequence[str]) -> dict[str, str | Sequence[str]]:
        """The parameters of an address that asks the same, but for what is changed."""
        return {
            "what": () if len(self.lanes) == len(LANES) else self.lanes,
            "from": self.months.asked.begin,
            "to": self.months.asked.end,
            "zoom": self.zoom,
        } | changed


@dataclass(frozen=True, slots=True)
class Row:
    """What begins in one bin and ends in another, or the same."""

    lane: str
    first: str
    last: str
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is asked, and the rows that answer it; with `query`, the same question in SPARQL.

    Args:
        zoom: "month" or "year", as it is drawn.
        first, last: months between which it is drawn: those that were asked for, else the years of the documents; empty
            where nothing is found and nobody asked.
        beyond: how much lies before and after, where no time was asked for; and the years from its first to its last.
    """

    asked: Asked
    rows: tuple[Row, ...]
    zoom: str
    first: str
    last: str
    beyond: int
    ages: tuple[str, str]
    query: str


def answer(index: Index) -> Answer:
    """The answer to the request at hand.

    Raises:
        BadRequest: it asks for what cannot be.
    """
    question = Asked(asked.several("what", LANES, LANES), asked.months(), asked.one_of("zoom", ("", *ZOOMS), ""))
    everything = moments(index, question.lanes, "", "")
    first, last = question.months.first, question.months.last
    if not first and not last and (days := span(index))[0]:
        first, last = f"{days[0][:4]}-01", f"{days[1][:4]}-12"
    found = [each for each in everything if each.last[:7] >= first and (not last or each.first[:7] <= last)]
    begin = first or (found[0].first[:7] if found else "")
    end = last or max((each.last[:7] for each in found), default="")
    long = number(end) - number(begin) + 1 if begin and end else 0
    zoom = question.zoom or ("month" if long <= FINE else "year")
    if zoom == "month" and long > FINEST:
        raise BadRequest(f"That is more than {FINEST} months: ask for a shorter time, or for years (zoom=year).")
    timed = bool(question.months.first or question.months.last)
    return Answer(
        asked=question,
        rows=tuple(Row(*key, tuple(row)) for key, row in binned(found, 7 if zoom == "month" else 4).items()),
        zoom=zoom,
        first=begin,
        last=end,
        beyond=0 if timed else len(everything) - len(found),
        ages=(everything[0].first[:4], max(each.last[:4] for each in everything)) if everything else ("", ""),
        query=asking.query("timeline", index.site.base, lanes=question.lanes, zoom=zoom, first=first, last=last),
    )


def records(found: Answer) -> list[tuple[object, ...]]:
    """The rows as the query has them."""
    return [(row.lane, row.first, row.last, len(row.moments)) for row in found.rows]
