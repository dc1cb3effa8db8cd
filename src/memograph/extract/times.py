"""Dates in running text → EDTF: "March 9", "last fall", "the following day", against the document's date.

Used by relations.timing, which says what took place then. Precision goes before recall: a phrase that two dates fit is
left out. The grammar is timeforms.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from memograph.dates import bounds
from memograph.extract.clock import Clock, Resolver, same_day
from memograph.extract.timeforms import ANY, FORMS
from memograph.model import Span

__all__ = ["Clock", "Time", "sharper", "times"]

#: Before a date that limits when something happens and does not say when.
_LIMIT = re.compile(
    r"\b(?:[Uu]ntil|[Ss]ince|[Bb]efore|[Aa]fter|[Bb]y|[Pp]rior to|[Ff]ollowing|[Tt]ill|[Nn]ot later than|[Ff]rom)"
    r" (?:(?:about|around|the|end of|early|mid|late)[- ])*\Z"
)
#: How far a date phrase reaches from the word that gives it away, in code points.
_AROUND = 50
_ABOUT = re.compile(r"\b(?:about|around|circa|approximately|on or about) (?:the )?\Z")


@dataclass(frozen=True, slots=True)
class Time:
    """A date phrase and what it means.

    Args:
        edtf: EDTF date or interval; of "Monday" or "October" without more, the last one before the document.
        ahead: the next one, where only the tense of its clause tells which of the two is meant; else None.
        limit: True where it says since when, until when or after what, not when.
    """

    span: Span
    edtf: str
    ahead: str | None = None
    limit: bool = False


def times(text: str, zone: Span, clock: Clock) -> Iterator[Time]:
    """Date phrases of a stretch of text, in order; `clock` is set on by each day that is named."""
    taken = zone.start
    for found, resolve in _found(text, zone):
        if found.start() < taken:
            continue
        taken = found.end()
        reading = resolve(found, clock)
        if reading is None:
            continue
        edtf, ahead = reading
        before = text[max(zone.start, found.start() - 30) : found.start()]
        if ahead is None and len(edtf) == len("1961-03-09"):
            day = date.fromisoformat(edtf)
            if resolve is not same_day or clock.last is None or day > clock.last:
                clock.last = day  # "as he had proposed the previous day" looks back and leads nowhere
            if _ABOUT.search(before):
                edtf += "~"
        limit = "/" not in edtf and _LIMIT.search(before) is not None
        yield Time(Span(found.start(), found.end()), edtf, ahead, limit)


def _found(text: str, zone: Span) -> list[tuple[re.Match[str], Resolver]]:
    """Matches of all patterns by place, the longer before the shorter."""
    matches: list[tuple[re.Match[str], Resolver]] = []
    for start, end in _stretches(text, zone):
        matches += ((m, resolve) for pattern, resolve in FORMS for m in pattern.finditer(text, start, end))
    return sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _stretches(text: str, zone: Span) -> list[tuple[int, int]]:
    """Where date phrases may stand: around the words that each of them holds one of."""
    found: list[tuple[int, int]] = []
    for word in ANY.finditer(text, zone.start, zone.end):
        start, end = max(zone.start, word.start() - _AROUND), min(zone.end, word.end() + _AROUND)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


def sharper(one: str, other: str) -> str | None:
    """The narrower of two EDTF dates when it lies within the other; None when they contradict each other."""
    a, b = bounds(one), bounds(other)
    if b[0] <= a[0] and a[1] <= b[1]:
        return one
    return other if a[0] <= b[0] and b[1] <= a[1] else None
