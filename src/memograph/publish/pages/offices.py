"""Tenures of posts as pages show them: who held what and when, on one scale, with whoever held it before and after.

From the rows of the query ``tenures``: of a person with those of others in the same posts, or all of a post.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from memograph.dates import bounds
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part, local_name, named
from memograph.publish.store import Row

#: Days that may lie between two tenures, or that they may overlap, of which one is called the one before the other.
_HANDOVER = 31

#: Years that the scale goes on to either side of what it shows.
_MARGIN = 1.5

#: Per cent of the scale at either end where a year would not have room.
_EDGE = 3.0

#: Years between the marks of a scale, the first that gives at most so many marks.
_STEPS, _MARKS = (1, 2, 5, 10, 20, 50, 100), 8


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held a post before or after somebody, and when."""

    person: Part
    when: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the scale in per cent of its width; `role` is ``own``, ``before`` or ``after``."""

    role: str
    x: str
    width: str
    title: str


@dataclass(frozen=True, slots=True)
class Office:
    """Somebody in a post: the other end of it, when, who says so; `bars` is the same as a drawing."""

    anchor: str
    other: Part
    when: str
    source: str
    before: Holder | None
    after: Holder | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A year on the scale, and its place in per cent."""

    year: str
    x: str


@dataclass(frozen=True, slots=True)
class Offices:
    """Tenures in the order of their beginnings, on one scale; `marks` is empty where no day is known."""

    held: tuple[Office, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Tenure:
    iri: str
    holder: Part
    post: Part
    holder_iri: str
    post_iri: str
    start: str
    end: str
    source: str

    @property
    def when(self) -> str:
        return wording.span(self.start, self.end)

    @property
    def first(self) -> float | None:
        """Its first day in years."""
        return _years(self.start, 0)

    @property
    def last(self) -> float | None:
        return _years(self.end, 1)


def offices(rows: Iterable[Row], links: Links, iri: str) -> Offices:
    """Tenures of the person or post with this IRI."""
    tenures = _tenures(rows, links)
    held = [each for each in tenures if iri in (each.holder_iri, each.post_iri)]
    around = {each.iri: _around(each, tenures) for each in held if each.holder_iri == iri}
    scale = _Scale.of(held, [other for pair in around.values() for other in pair if other])
    return Offices(
        tuple(_office(each, *around.get(each.iri, (None, None)), scale, iri) for each in held),
        scale.marks() if scale else (),
    )


def _tenures(rows: Iterable[Row], links: Links) -> list[_Tenure]:
    """Each once, by its beginning: what sources say differently of one tenure gives several rows."""
    found: dict[str, _Tenure] = {}
    for row in rows:
        iri, holder, post = row.text("tenure"), row.text("holder"), row.text("post")
        found.setdefault(
            iri,
            _Tenure(
                iri,
                named(links, holder, row.text("holderLabel")),
                named(links, post, row.text("postLabel")),
                *(holder, post, row.text("start"), row.text("end"), row.text("source")),
            ),
        )
    return sorted(found.values(), key=lambda each: (each.first or each.last or 9999.0, each.iri))


def _around(own: _Tenure, tenures: Sequence[_Tenure]) -> tuple[_Tenure | None, _Tenure | None]:
    """Whoever left the post when somebody came, or long before; whoever came when they left, or long after.

    Several may hold a post at the same time; who overlaps more than a handover is neither.
    """
    slack = _HANDOVER / 365.25
    others = [each for each in tenures if each.post_iri == own.post_iri and each.holder_iri != own.holder_iri]
    first, last = own.first, own.last
    before = [
        each
        for each in others
        if first is not None and each.first is not None and each.first < first and (each.last or 0) <= first + slack
    ]
    leaves = last if last is not None else first
    after = [each for each in others if leaves is not None and each.first is not None and each.first >= leaves - slack]
    after = [each for each in after if first is None or (each.first or 0) > first]
    return (
        max(before, key=lambda each: (each.first or 0, each.iri), default=None),
        min(after, key=lambda each: (each.first or 0, each.iri), default=None),
    )


def _office(own: _Tenure, before: _Tenure | None, after: _Tenure | None, scale: _Scale | None, iri: str) -> Office:
    shown = {"before": before, "own": own, "after": after}
    bars = [scale.bar(role, each) for role, each in shown.items() if scale and each]
    return Office(
        anchor=local_name(own.iri),
        other=own.post if own.holder_iri == iri else own.holder,
        when=own.when,
        source=own.source,
        before=Holder(before.holder, before.when) if before else None,
        after=Holder(after.holder, after.when) if after else None,
        bars=tuple(bar for bar in bars if bar),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Years from left to right."""

    first: float
    last: float

    @classmethod
    def of(cls, held: Sequence[_Tenure], around: Sequence[_Tenure]) -> _Scale | None:
        """Wide enough for what was held; of those before and after it shows what fits a little beyond."""
        ends = [year for each in held for year in (each.first, each.last) if year is not None]
        if not ends:
            return None
        beyond = _MARGIN + (max(ends) - min(ends)) / 8
        near = [year for each in around for year in (each.first, each.last) if year is not None]
        return cls(
            max(min([*ends, *near]), min(ends) - beyond),
            min(max([*ends, *near]), max(ends) + beyond) + 0.01,
        )

    def bar(self, role: str, tenure: _Tenure) -> Bar | None:
        """Where a tenure is; one that has no end in the sources lasts at least a moment."""
        if tenure.first is None and tenure.last is None:
            return None
        first = tenure.first if tenure.first is not None else self.first
        last = tenure.last if tenure.last is not None else first
        first, last = max(first, self.first), min(last, self.last)
        if first > self.last or last < self.first:
            return None
        width = max((last - first) / (self.last - self.first) * 100, 0.8)
        who = tenure.holder.text
        title = text("office-bar", who=who, when=tenure.when)
        return Bar(role, f"{min(self._at(first), 100 - width):.2f}", f"{width:.2f}", title)

    def marks(self) -> tuple[Mark, ...]:
        """Round years."""
        span = self.last - self.first
        step = next((each for each in _STEPS if span / each <= _MARKS), _STEPS[-1])
        begin = -(-int(self.first * 100) // (step * 100)) * step
        places = {year: self._at(year) for year in range(begin, int(self.last) + 1, step)}
        return tuple(Mark(str(year), f"{x:.2f}") for year, x in places.items() if _EDGE <= x <= 100 - _EDGE)

    def _at(self, year: float) -> float:
        return (year - self.first) / (self.last - self.first) * 100


def _years(edtf: str, which: int) -> float | None:
    """First or last day of a date as a number of years; None where it has none."""
    try:
        day: date = bounds(edtf)[which]
    except ValueError:
        return None
    if day.year in (1, 9999):
        return None
    return day.year + (day.timetuple().tm_yday - 1) / 366
