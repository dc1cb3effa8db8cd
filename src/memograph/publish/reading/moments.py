"""When documents were written, people met and travelled: what has a date of its own, whatever its precision.

The page of the timeline draws them; queries/views/timeline.rq asks the store the same. What only its document dates, a
meeting that a telegram of June tells of, is not dated by that: it may have been years ago.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from memograph.dates import bounds
from memograph.publish.reading.index import Index, Thing

#: What happens in time, in the order in which it is drawn.
LANES = ("documents", "meetings", "travel")

#: Lane → the relation of its statements.
_RELATIONS = {"meetings": "metWith", "travel": "traveledTo"}


@dataclass(frozen=True, slots=True)
class Moment:
    """A document, a meeting or a journey.

    Args:
        about: numbers of the things that it is said of: the document, the two who met, who travelled, the event.
        statement: path of the statement that tells of it; empty where it is a document or an event itself.
        first, last: days that it may have been on, or lasted, ISO.
    """

    lane: str
    about: tuple[int, ...]
    statement: str
    first: str
    last: str


def moments(index: Index, lanes: Collection[str], first: str, last: str) -> list[Moment]:
    """All that falls between two months (ISO), at least in part, in order of time.

    Args:
        first, last: empty where it does not matter.
    """
    found = [
        *(_documents(index) if "documents" in lanes else ()),
        *(each for lane in lanes if lane in _RELATIONS for each in _stated(index, lane)),
        *(each for each in _events(index) if each.lane in lanes),
    ]
    within = [each for each in found if each.last[:7] >= first and (not last or each.first[:7] <= last)]
    return sorted(within, key=lambda each: (each.first, each.last, each.about, each.statement))


def _documents(index: Index) -> Iterator[Moment]:
    for thing, first, last in index.rows("SELECT thing, day, last FROM document WHERE day <> '' AND last <> ''"):
        yield Moment("documents", (thing,), "", first, last)


def _stated(index: Index, lane: str) -> Iterator[Moment]:
    """Those of which a statement says when; what several say of the same ones and the same time is one."""
    ends = "MIN(subject, object), MAX(subject, object)" if lane == "meetings" else "subject, object"
    rows = index.rows(
        f"SELECT MIN(number), slug, {ends}, whn FROM statement WHERE relation = ? AND whn <> '' GROUP BY {ends}, whn",
        _RELATIONS[lane],
    )
    for _, slug, one, other, when in rows:
        if days := _days(when):
            yield Moment(lane, tuple(each for each in (one, other) if each), f"statement/{slug}", *days)


def _days(edtf: str) -> tuple[str, str] | None:
    """Days that a date covers; None for what has no beginning, no end, or is no date."""
    try:
        first, last = bounds(edtf)
    except ValueError:
        return None
    return None if first.year == 1 or last.year == 9999 else (first.isoformat(), last.isoformat())


def _events(index: Index) -> Iterator[Moment]:
    """Events with days of their own that were held somewhere, and the journeys of registers."""
    rows = index.rows(
        "SELECT e.thing, day, last, thing IN (SELECT event FROM located WHERE relation IN ('journey', 'visit')) AS far "
        "FROM event e WHERE e.thing IN (SELECT event FROM located) AND last <> ''"
    )
    for thing, first, last, far in rows:
        yield Moment("travel" if far else "meetings", (thing,), "", first, last)


def span(index: Index) -> tuple[str, str]:
    """First and last day of the documents, ISO; empty where none is dated."""
    first, last = index.rows("SELECT IFNULL(MIN(day), ''), IFNULL(MAX(last), '') FROM document WHERE day <> ''")[0]
    return first, last


def undated(index: Index, lanes: Collection[str]) -> int:
    """Documents of these lanes without a date, and statements that do not say when."""
    relations = json.dumps([relation for lane, relation in _RELATIONS.items() if lane in lanes])
    sql = (
        "SELECT (SELECT COUNT(*) FROM document WHERE day = '' AND ?1) + (SELECT COUNT(*) FROM statement "
        "WHERE whn = '' AND relation IN (SELECT value FROM json_each(?2)))"
    )
    return int(index.rows(sql, "documents" in lanes, relations)[0][0])


def named(index: Index, shown: Iterable[Moment]) -> dict[int, Thing]:
    """The things of some moments, by number."""
    return index.things(number for each in shown for number in each.about)


def binned(found: Sequence[Moment], size: int) -> dict[tuple[str, str, str], list[Moment]]:
    """Moments by lane and by the years or months that they begin and end in.

    Args:
        size: letters of an ISO date that make a bin: 4 for years, 7 for months.
    """
    bins: dict[tuple[str, str, str], list[Moment]] = {}
    for each in found:
        bins.setdefault((each.lane, each.first[:size], each.last[:size]), []).append(each)
    return dict(sorted(bins.items(), key=lambda row: (LANES.index(row[0][0]), row[0][1:])))
