"""What journeys and visits have in common: days, and how those are written for people. For `travels` and `visits`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml import etree

from memograph.authority.archive import Member, Problem, words

_DAY = re.compile(r"(?!9999)\d{4}-\d\d-\d\d")


def records(member: Member, tag: str, problem: Problem) -> Iterator[tuple[etree._Element, str, date, date]]:
    """Elements of a file with their id and their first and last day; `problem` is told of those without."""
    for element in member.root.iter(tag):
        id_ = words(element.find("id"))
        written = [words(element.find(name)) for name in ("start-date", "end-date")]
        if not re.fullmatch(r"\d+", id_):
            problem(member.error(f"{tag}: its id is {id_ or 'absent'}, not a number; it is left out", element))
            continue
        days = [_day(text) for text in written]
        if days[0] is None or days[1] is None or days[1] < days[0]:
            told = f"{tag} {id_}: from {written[0] or '?'} to {written[1] or '?'} is no time; it is left out"
            problem(member.error(told, element))
            continue
        yield element, id_, days[0], days[1]


def in_words(start: date, end: date) -> str:
    """``June 3–4, 1961``, ``May 31–June 3, 1961``, ``December 30, 1961–January 2, 1962``."""
    first, last = (f"{day:%B} {day.day}" for day in (start, end))
    if start == end:
        return f"{first}, {start.year}"
    if start.year != end.year:
        return f"{first}, {start.year}–{last}, {end.year}"
    return f"{first}–{end.day if start.month == end.month else last}, {start.year}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
