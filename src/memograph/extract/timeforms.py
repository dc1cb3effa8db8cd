"""The forms that a date takes in running text, and what each means against a clock. The grammar behind times.py.

Each form is a pattern and the function that resolves its match to EDTF; None is the answer where two dates fit.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from memograph.extract.clock import Clock, Resolved, Resolver, around, away, near_day, same_day, weekday
from memograph.extract.timewords import (
    DAY,
    MONTH,
    MONTHS,
    NUMBER,
    OF_YEAR,
    ORDINALS,
    PART,
    SEASONS,
    TO,
    VAGUE,
    WEEKDAY,
    YEAR,
)

#: Days; as far from the document's date as that, "March 5" may be this year's or the next one's.
_FAR = 170


def _american(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "March 9", "Friday, June 2", "September 18-19, 1961", "March 31 and April 1, 1961"."""
    first_month, second_month = match["month"], match["month2"] or match["month"]
    return _days(match, clock, first_month, second_month)


def _european(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "24 April", "28 and 30 April", "the 9th of March 1961"."""
    return _days(match, clock, match["month"], match["month"])


def _days(match: re.Match[str], clock: Clock, month: str, month2: str) -> Resolved | None:
    day, day2 = _day_of(match["day"]), _day_of(match["day2"])
    if day is None:
        return None
    year = _year_of(match, clock)
    if year is None and (which := match.groupdict().get("which")):
        year = _beside(which.lower(), MONTHS[month], day, clock.now)
    last = _near(year, MONTHS[month2], day2 or day, clock)
    clock.last = last  # where it cannot be told, "the following day" cannot either
    if last is None or day2 is None:
        return (last.isoformat(), None) if last and day == last.day else None
    first = _date(last.year - (MONTHS[month2] < MONTHS[month]), MONTHS[month], day)
    if first is None or first >= last or ("and" in match["to"] and not _adjacent(first, last, match.string, match)):
        return None  # "on April 4 and 6" is no interval
    clock.last = first
    return f"{first.isoformat()}/{last.isoformat()}", None


def _beside(which: str, month: int, day: int, now: date | None) -> int | None:
    """The year of "last July 18" or "next May 1"."""
    if now is None:
        return None
    passed = (month, day) < (now.month, now.day)
    return now.year - (not passed) if which == "last" else now.year + passed


def _adjacent(first: date, last: date, text: str, match: re.Match[str]) -> bool:
    """Whether two days joined by *and* are one stretch: next to each other, or ends of "between ... and ..."."""
    return last - first == timedelta(1) or text[: match.start()].rstrip().lower().endswith("between")


def _month(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "November 1960", "early April", "last June", "September of last year"."""
    number, year = MONTHS[match["month"]], _year_of(match, clock)
    if year is not None:
        return f"{year}-{number:02}", None
    if match["which"] in ("last", "next", "this"):
        if clock.now is None:
            return None
        shift = {"last": -(number >= clock.now.month), "next": number <= clock.now.month, "this": 0}[match["which"]]
        return f"{clock.now.year + shift}-{number:02}", None
    since = clock.now or clock.last or clock.around
    if since is None:
        return None
    if number == since.month:
        return f"{since.year}-{number:02}", None
    past, ahead = since.year - (number > since.month), since.year + (number < since.month)
    return f"{past}-{number:02}", f"{ahead}-{number:02}"


def _season(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "last fall", "the spring of 1962"; which one "in the spring" is, only the year tells."""
    season, year = match["season"].lower(), _year_of(match, clock)
    if year is None:
        if clock.now is None or match["which"] is None:
            return None
        begun = clock.now.month > {"spring": 5, "summer": 8, "fall": 11, "autumn": 11}[season]
        year = clock.now.year + {"last": -(not begun), "next": begun, "this": 0}[match["which"].lower()]
    return f"{year}-{SEASONS[season]}", None


def _whole_year(match: re.Match[str], clock: Clock) -> Resolved | None:
    return match["year"], None


def _decade(match: re.Match[str], clock: Clock) -> Resolved | None:
    return f"{match['decade']}X", None


def _year_of(match: re.Match[str], clock: Clock) -> int | None:
    """The year that stands beside a month: in digits, or as "this year" and "last year"."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"])
    if groups.get("whose") and clock.now is not None:
        return clock.now.year + {"last": -1, "this": 0, "next": 1}[groups["whose"]]
    return None


def _near(year: int | None, month: int, day: int, clock: Clock) -> date | None:
    """A day of a stated year, or of the year that brings it nearest to the document's date."""
    if year is not None:
        return _date(year, month, day)
    since = clock.written or clock.last or clock.around
    if since is None:
        return None
    around = [d for y in (-1, 0, 1) if (d := _date(since.year + y, month, day)) is not None]
    nearest = min(around, key=lambda d: abs(d - since), default=None)
    return nearest if nearest is not None and abs(nearest - since).days < _FAR else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_of(word: str | None) -> int | None:
    if word is None:
        return None
    return ORDINALS.get(word) or int(word.rstrip("stndrh"))


FORMS: tuple[tuple[re.Pattern[str], Resolver], ...] = (
    (
        re.compile(
            rf"(?:\b{WEEKDAY},? |\b(?P<which>[Ll]ast|[Nn]ext) )?\b(?P<month>{MONTH})\.? (?P<day>{DAY})"
            rf"(?:(?P<to>{TO})(?:(?P<month2>{MONTH})\.? )?(?P<day2>{DAY}))?{OF_YEAR}?"
        ),
        _american,
    ),
    (
        re.compile(
            rf"(?:\b{WEEKDAY},? )?\b(?:the )?(?P<day>{DAY})(?:(?P<to>{TO})(?P<day2>{DAY}))?"
            rf" (?:of )?(?P<month>{MONTH})\b{OF_YEAR}?"
        ),
        _european,
    ),
    (re.compile(rf"{VAGUE}?\b(?P<which>\b)(?P<month>{MONTH})\b\.?{OF_YEAR}"), _month),
    (
        re.compile(
            rf"(?:{VAGUE}|\b(?P<which>last|next|this) |(?<=\b[Ii]n )|(?<=\b[Dd]uring )|(?<=\b[Bb]y )|(?<=\b[Ss]ince )"
            rf"|(?<=\b[Uu]ntil )|(?<=\bof ))(?P<month>{MONTH})\b(?!\.? \d|[-/]| Day\b)"
        ),
        _month,
    ),
    (
        re.compile(
            rf"(?:\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his) |\b(?:[Tt]he )?(?:early |late )?)"
            rf"(?P<season>[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn)\b{OF_YEAR}?"
        ),
        _season,
    ),
    (
        re.compile(
            rf"(?:{VAGUE}|(?<=\b[Ii]n )|(?<=\b[Dd]uring )|(?<=\b[Ss]ince )|(?<=\b[Uu]ntil )|(?<=\bof )|(?<=\b[Bb]y ))"
            rf"(?P<year>{YEAR})(?!,? (?:pages?|pp?\.|volume))"
        ),
        _whole_year,
    ),
    (re.compile(r"\b(?:[Tt]he )?(?:early |mid-?|late )?(?P<decade>(?:1[6-9]|20)\d)0'?s\b"), _decade),
    (
        re.compile(
            rf"\b(?:[Tt]he )?(?:[Dd]ay )?(?:before |after )?(?:[Yy]esterday|[Tt]omorrow)(?: {PART})?\b"
            rf"|\b[Tt]oday\b(?!'s)|\b[Tt]onight\b|\b[Tt]his {PART}\b|\b[Ll]ast (?:night|evening)\b"
        ),
        near_day,
    ),
    (
        re.compile(
            r"\b(?:[Tt]he |[Ee]arlier |[Ll]ater )?(?P<which>(?i:same|that|following|next|previous|preceding))"
            rf" (?:day|{PART})\b"
        ),
        same_day,
    ),
    (re.compile(r"\b(?P<which>[Ll]ast|[Tt]his|[Nn]ext) (?P<unit>week|month|year)\b"), around),
    (
        re.compile(
            rf"\b(?P<number>(?i:{NUMBER}))"
            r" (?P<unit>days?|weeks?|months?|years?) (?P<way>ago|later|earlier|(?:before|after)(?=[.,;:)]))\b"
        ),
        away,
    ),
    (
        re.compile(rf"(?:\b(?P<which>[Ll]ast |[Nn]ext |[Tt]his )|(?<=\b[Oo]n ))(?P<weekday>{WEEKDAY})\b(?: {PART})?"),
        weekday,
    ),
)
#: What every date phrase holds one of; most sentences hold none.
ANY = re.compile(
    rf"\d{{4}}|\b(?:{MONTH}|{WEEKDAY})\b|\b(?:day|week|month|year|spring|summer|fall|autumn|{PART})s?\b"
    r"|(?i:yesterday|tomorrow|today|tonight)"
)
