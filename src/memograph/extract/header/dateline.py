"""Dates as FRUS writes them → EDTF: datelines, folder ranges, the years of a volume. Used by `header`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from memograph.model import Span

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in tuple(_MONTHS.items())} | {"Sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

# "September 18-19, 1961", "March 31 and April 1, 1961", "October 13, 1982", "November 1982"; "23 January 1961"
_AMERICAN = re.compile(
    rf"(?P<month>{_MONTH})\.?(?: (?P<day>\d{{1,2}})"
    rf"(?:(?:\s?[-–—]\s?|,? (?:and|to|through) )(?:(?P<month2>{_MONTH})\.? )?"
    rf"(?P<day2>\d{{1,2}}))?)?,? (?P<year>(?:1[789]|20)\d\d)"
)
_EUROPEAN = re.compile(
    rf"(?P<day>\d{{1,2}})(?:[-–](?P<day2>\d{{1,2}}))? (?P<month>{_MONTH}) (?P<year>(?:1[789]|20)\d\d)"
)
_WRITTEN = re.compile(
    r"\b(?:Drafted|Prepared|(?:it|text|memorandum|paper|telegram|letter|document|note|message|copy)"
    r" (?:is|was) (?:signed|dated|drafted|prepared|initialed|written|sent))"
    r"(?: (?:by|to) [A-Z][\w.]*(?: [A-Z][\w.]*)*(?: \([^()]*\))?)?,? on "
)
_SLASHED = r"(\d{1,2})/(\d{1,2})/(\d{2,4})"
_FOLDER = re.compile(rf"\({_SLASHED}(?:\s?[-–—]\s?{_SLASHED})?\)")
_FOLDER_MONTHS = re.compile(
    rf"(?P<month>{_MONTH})\.? (?P<year>\d{{4}})(?:\s?[-–—]\s?(?P<month2>{_MONTH})\.? (?P<year2>\d{{4}}))?(?=\)|$)"
)
_VOLUME = re.compile(r"frus(?P<first>\d{4})(?:-(?P<last>\d{2}))?")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline taken apart: words of place and date, first day and whole period as EDTF."""

    place: Span | None
    words: Span | None
    first: str | None
    period: str | None


def parse_dateline(text: str, zone: Span) -> Dateline:
    """Take a dateline apart: ``Moscow, November 7, 1980, 1217Z`` → Moscow, 1980-11-07.

    `first` is the first day where the dateline covers a span (GUIDELINES.md, relation `dated`).
    """
    found = [m for pattern in (_EUROPEAN, _AMERICAN) if (m := pattern.search(text, zone.start, zone.end))]
    match = min(found, key=lambda m: m.start(), default=None)
    undated = re.compile(r"\b[Uu]ndated\b").search(text, zone.start, zone.end)
    cut = match.start() if match else undated.start() if undated else zone.end
    place = re.compile(r"[\s\[]*(?P<words>[^\s\[](?:.*?[^\s,.\[\]])?)[\s,.\[\]]*").fullmatch(text, zone.start, cut)
    where = Span(*place.span("words")) if place and place["words"].strip(",.") else None
    days = _days(match) if match else None
    if not match or days is None:
        return Dateline(where, None, None, None)
    first, last = days
    return Dateline(where, Span(*match.span()), first, first if last == first else f"{first}/{last}")


def _days(match: re.Match[str]) -> tuple[str, str] | None:
    """First and last day (or month) of a match, as EDTF; None where the calendar has no such day."""
    parts = match.groupdict()
    year, month = int(parts["year"]), _MONTHS[parts["month"]]
    if not parts["day"]:
        return f"{year}-{month:02}", f"{year}-{month:02}"
    month2 = _MONTHS[parts["month2"]] if parts.get("month2") else month
    try:
        first = date(year - (month2 < month), month, int(parts["day"]))
        last = date(year, month2, int(parts["day2"])) if parts["day2"] else first
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


def noted_date(note: str) -> tuple[str, Span] | None:
    """The day on which a note says that its document was written, and where it says so: ``signed on May 25, 1961``.

    "a date that a note gives for this document" (GUIDELINES.md, relation `dated`); without a year it gives none.
    """
    written = _WRITTEN.search(note)
    found = [m for p in (_EUROPEAN, _AMERICAN) if written and (m := p.match(note, written.end()))]
    days = _days(found[0]) if found and found[0]["day"] else None
    return (days[0], Span(*found[0].span())) if days else None


def folder_period(note: str, century: int) -> str | None:
    """The dates of the folder that a source note names: ``(01/28/83–02/02/83)`` → ``1983-01-28/1983-02-02``.

    Args:
        century: first two digits of years written with two, for example 19.
    """
    for days in _folders(note, century):
        return days
    return None


def _folders(note: str, century: int) -> Iterator[str]:
    for match in _FOLDER.finditer(note):
        groups = match.groups()
        try:
            days = [_slashed(groups[i : i + 3], century) for i in (0, 3) if groups[i]]
        except ValueError:
            continue
        yield days[0] if len(days) == 1 or days[0] == days[1] else f"{days[0]}/{days[1]}"
    for match in _FOLDER_MONTHS.finditer(note):
        first = f"{match['year']}-{_MONTHS[match['month']]:02}"
        yield f"{first}/{match['year2']}-{_MONTHS[match['month2']]:02}" if match["month2"] else first


def _slashed(parts: tuple[str, ...], century: int) -> str:
    month, day, year = map(int, parts)
    return date(year if year > 99 else century * 100 + year, month, day).isoformat()


def printed_period(text: str, years: tuple[int, int]) -> str | None:
    """From the first to the last full date in a text that falls into a volume's years; None where it prints none."""
    matches = (m for pattern in (_EUROPEAN, _AMERICAN) for m in pattern.finditer(text) if m["day"])
    dated = (days for m in matches if years[0] <= int(m["year"]) <= years[1] and (days := _days(m)))
    ordered = sorted(day for pair in dated for day in pair)
    if not ordered:
        return None
    return ordered[0] if ordered[0] == ordered[-1] else f"{ordered[0]}/{ordered[-1]}"


def volume_years(volume: str) -> tuple[int, int] | None:
    """First and last year that a volume's id names: ``frus1981-88v03`` → 1981, 1988; None for other ids."""
    match = _VOLUME.match(volume)
    if not match:
        return None
    first = int(match["first"])
    last = first // 100 * 100 + int(match["last"]) if match["last"] else first
    return first, last if last >= first else last + 100
