"""EDTF dates as bounds in days: "1961" may be any day of that year. Beside `memograph.model`; imports no other module.

Read are the forms that a date takes here (Extended Date/Time Format, Library of Congress 2019, level 0 and the parts of
level 1 that have bounds): year, month, day; the seasons 21 (spring) to 24 (winter), as the northern hemisphere has them
and as widely as they are spoken of; the qualifiers ``?``, ``~`` and ``%``, which move no bound; unspecified
digits (``198X``, ``1961-XX``); intervals, with an end that is open (``..``) or unknown (empty). The package ``edtf``
(5.0) reads more, but cannot be imported where warnings are errors, guesses ten years for an unknown end, and lets an
interval end before it begins.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

#: First and last month of a season; of winter, the last is in the next year.
_SEASONS = {21: (3, 6), 22: (6, 9), 23: (9, 12), 24: (1, 3)}

_DATE = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?[?~%]?",
    re.ASCII,
)


@lru_cache(maxsize=1 << 16)  # the same tenures and lives are compared with every document's date
def bounds(edtf: str) -> tuple[date, date]:
    """First and last day that an EDTF date or interval may cover; an open or unknown end is `date.min` or `date.max`.

    Raises:
        ValueError: not a date or interval of the forms above, no such day, or an interval that ends before it begins.
    """
    start, slash, end = edtf.partition("/")
    if not slash:
        return _date_bounds(edtf)
    earliest = date.min if start in ("", "..") else _date_bounds(start)[0]
    latest = date.max if end in ("", "..") else _date_bounds(end)[1]
    if (start in ("", "..") and end in ("", "..")) or latest < earliest:
        raise ValueError(f"{edtf!r} is not an EDTF interval that has a beginning before its end")
    return earliest, latest


def _date_bounds(text: str) -> tuple[date, date]:
    """Bounds of a single date."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an EDTF date such as 1961, 1961-06, 1961-06-03 or 1961~")
    year, month, day = match["year"], match["month"], match["day"]
    if month and month.isdigit() and int(month) in _SEASONS and day is None and year.isdigit():
        return _season(int(year), int(month))
    if (year.endswith("X") and month) or (month == "XX" and day not in (None, "XX")):
        raise ValueError(f"{text!r} leaves a larger part unspecified than a smaller one")
    try:
        return _first_day(year, month, day), _last_day(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} is not an EDTF date: {error}") from None


def _season(year: int, season: int) -> tuple[date, date]:
    """Bounds of a season; "winter 1961" may have begun in that year or be the one that ended in it."""
    first, last = _SEASONS[season]
    after = year + (season == 24)
    return date(year, first, 1), date(after, last, monthrange(after, last)[1])


def _first_day(year: str, month: str | None, day: str | None) -> date:
    return date(int(year.replace("X", "0")), _number(month) or 1, _number(day) or 1)


def _last_day(year: str, month: str | None, day: str | None) -> date:
    y, m = int(year.replace("X", "9")), _number(month) or 12
    return date(y, m, _number(day) or monthrange(y, m)[1])


def _number(part: str | None) -> int | None:
    """Value of a month or day, None where it is absent or unspecified; a zero stays wrong for `date` to refuse."""
    return None if part in (None, "XX") else int(part) or -1
