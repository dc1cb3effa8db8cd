"""What a document's dates are counted from, and the phrases that are nothing but a distance from it.

"today", "last week" and "on Friday" are counted from the day of writing, "the following day" from the day mentioned
last. Used by timeforms.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from memograph.extract.timewords import DAYS, NUMBERS


@dataclass(slots=True)
class Clock:
    """What dates without a year, and dates that lean on others, are counted from while a text is read in order.

    Args:
        written: the day on which the document was written; None where it is not known to the day.
        last: the day that the text mentioned last.
        around: a day near that of writing, where no more is known: it tells the year.
        spoken: whether "today" and "last week" are counted from `written`: not in an editor's note.
    """

    written: date | None
    last: date | None = None
    spoken: bool = True
    around: date | None = None

    @property
    def now(self) -> date | None:
        """The day on which the writer speaks of "today"."""
        return self.written if self.spoken else None


#: EDTF of a phrase, and of its other reading where only the tense of its clause can tell (`times.Time.ahead`).
Resolved = tuple[str, str | None]
Resolver = Callable[[re.Match[str], Clock], Resolved | None]

_NEAR_DAYS = (
    ("before yesterday", -2),
    ("after tomorrow", 2),
    ("yesterday", -1),
    ("tomorrow", 1),
    ("last night", -1),
    ("last evening", -1),
    ("", 0),
)


def near_day(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "today", "yesterday evening", "day after tomorrow"."""
    if clock.now is None:
        return None
    words = match.group(0).lower()
    shift = next(days for word, days in _NEAR_DAYS if word in words)
    return (clock.now + timedelta(shift)).isoformat(), None


def same_day(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "the same day", "the following morning", "the previous evening", from the day mentioned last."""
    if clock.last is None:
        return None
    shift = {"same": 0, "that": 0, "following": 1, "next": 1, "previous": -1, "preceding": -1}[match["which"].lower()]
    return (clock.last + timedelta(shift)).isoformat(), None


def around(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "last week", "this month", "next year"."""
    if clock.now is None:
        return None
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].lower()]
    if match["unit"] == "year":
        return str(clock.now.year + shift), None
    if match["unit"] == "month":
        return _shifted_month(clock.now, shift), None
    return _week(clock.now + timedelta(7 * shift)), None


def away(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "two days later", "three weeks ago": from the day mentioned last, or from today."""
    counted, unit, way = match["number"].lower(), match["unit"].rstrip("s"), match["way"]
    since = clock.now if way == "ago" else clock.last
    number = int(counted) if counted.isdigit() else NUMBERS[counted]
    if since is None:
        return None
    number = -number if way in ("ago", "before", "earlier") else number
    if unit == "year":
        return str(since.year + number), None
    if unit == "month":
        return _shifted_month(since, number), None
    if unit == "week":
        return _week(since + timedelta(7 * number)), None
    return (since + timedelta(number)).isoformat(), None


def weekday(match: re.Match[str], clock: Clock) -> Resolved | None:
    """ "on Friday", "last Monday": the day of the week before or after the document's day."""
    if clock.now is None:
        return None
    back = (clock.now.weekday() - DAYS[match["weekday"]]) % 7
    past, ahead = clock.now - timedelta(back or 7), clock.now + timedelta(7 - back)
    which = (match["which"] or "").lower().strip()
    if not back and not which:
        return None  # on a Monday, "on Monday" may be today
    if which == "last":
        return past.isoformat(), None
    if which in ("next", "this"):  # "next Tuesday" on a Monday is tomorrow to some, next week's to others
        return (ahead.isoformat(), None) if which == "this" or 7 - back > 3 else None
    return past.isoformat(), ahead.isoformat()


def _shifted_month(day: date, months: int) -> str:
    count = day.year * 12 + day.month - 1 + months
    return f"{count // 12}-{count % 12 + 1:02}"


def _week(day: date) -> str:
    """The week, from Monday to Sunday, that a day lies in."""
    monday = day - timedelta(day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"
