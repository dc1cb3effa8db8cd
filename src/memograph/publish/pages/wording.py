"""Facts in the words of a reader: relations as sentences, EDTF dates written out, confidence and methods in words.

Used by what prepares pages; knows neither the store nor HTTP. The words themselves are messages (language.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from memograph.publish.language import spoken, text

#: Relations that the header of a document lists, in this order; ``header-<relation>`` is the caption.
HEADER = ("sentBy", "sentTo", "dated", "writtenIn", "classified", "draftedBy", "participant", "subject", "cites")

_DATE = re.compile(r"(?P<year>-?[\dX]{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?P<mark>[?~%]?)")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MARKS = {"?": "perhaps", "~": "about", "%": "perhaps-about"}
_MODALITIES = frozenset({"plan", "report", "belief"})

#: Least probability → what it is called (``certainty-<name>``).
CERTAINTIES = ((0.95, "practically-certain"), (0.85, "very-likely"), (0.7, "likely"), (0.5, "more-likely"))


def sentence(relation: str, label: str) -> tuple[str, ...]:
    """Pieces of the sentence for a relation, ``{s}`` and ``{o}`` standing for its ends; unknown ones by their label."""
    known = spoken().has(f"relation-{relation}")
    label = label.replace("{", "(").replace("}", ")")
    pattern = text(f"relation-{relation}" if known else "relation-other", s="{s}", o="{o}", label=label)
    return tuple(piece for piece in re.split(r"(\{[so]\})", pattern) if piece)


def date(edtf: str) -> str:
    """An EDTF date or interval (levels 0 and 1) in words; what is no such date comes back as it is.

    >>> date("1982-12-04"), date("1983-01-19/1983-02-02"), date("1957~"), date("198X"), date("1957-02/..")
    ('December 4, 1982', 'January 19, 1983 – February 2, 1983', 'about 1957', '1980s', 'since February 1957')
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _moment(edtf)
    if last in ("", ".."):
        return text("date-since", date=_moment(first))
    if first in ("", ".."):
        return text("date-until", date=_moment(last))
    return text("date-span", first=_moment(first), last=_moment(last))


def _moment(edtf: str) -> str:
    match = _DATE.fullmatch(edtf)
    if match is None or (words := _unmarked(match["year"], int(match["month"] or 0), int(match["day"] or 0))) is None:
        return edtf
    return text(f"date-{_MARKS[match['mark']]}", date=words) if match["mark"] else words


def _unmarked(year: str, month: int, day: int) -> str | None:
    if year.endswith("X"):
        return None if "XX" in year else text("date-decade", decade=year.replace("X", "0"))
    if month in _SEASONS and not day:
        return text(f"date-{_SEASONS[month]}", year=year)
    if month == 0:
        return year
    if month > 12:
        return None
    name = text(f"month-{month}")
    return text("date-day", day=str(day), month=name, year=year) if day else text("date-month", month=name, year=year)


def span(start: str, end: str) -> str:
    """Years or days between which something lasted; either may be unknown (empty)."""
    if start and end:
        return text("date-span", first=_end(start), last=_end(end))
    if start or end:
        return text("date-from", date=_end(start)) if start else text("date-until", date=_end(end))
    return ""


def _end(edtf: str) -> str:
    """One end of a span in words; it may itself be known to one side only (``../1972``: in 1972 or before)."""
    first, slash, last = edtf.partition("/")
    if slash and first in ("", "..") and last not in ("", ".."):
        return text("date-or-before", date=_moment(last))
    if slash and last in ("", "..") and first not in ("", ".."):
        return text("date-or-later", date=_moment(first))
    return date(edtf)


def in_common(comments: Iterable[str]) -> str:
    """The sentences that all of these comments have, in their order: what was said of each by itself is left out.

    >>> in_common(["Cross-validation. 78 were marked.", "Cross-validation. 295 were marked."])
    'Cross-validation.'
    """
    each = [re.split(r"(?<=[.!?])\s+", comment) for comment in comments]
    return " ".join(sentence for sentence in each[0] if all(sentence in other for other in each)) if each else ""


def modality(value: str) -> str:
    """How the text states something (mg:modality) in words; empty for a plain fact and where nothing is said of it."""
    return text(f"modality-{value}") if value in _MODALITIES else ""


def confidence(value: float | None) -> str:
    """A probability (0 to 1) in words; empty where none is given."""
    if value is None:
        return ""
    return text(f"certainty-{next((name for least, name in CERTAINTIES if value >= least), 'doubtful')}")


def certainties() -> tuple[tuple[str, float], ...]:
    """Words for probabilities, each with the least that it stands for; the last with what it stays below."""
    named = tuple((text(f"certainty-{name}"), least) for least, name in CERTAINTIES)
    return (*named, (text("certainty-doubtful"), named[-1][1]))


def percent(value: float) -> str:
    """A probability (0 to 1) in whole per cent; one that is next to nothing, or next to certain, is not rounded away.

    >>> percent(0.7091), percent(0.0012), percent(0.9996), percent(1)
    ('71 %', 'under 1 %', 'over 99 %', '100 %')
    """
    if 0 < value < 0.005:
        return text("percent-under", n=1)
    if 0.995 <= value < 1:
        return text("percent-over", n=99)
    return text("percent", n=round(100 * value))


def method(name: str) -> str:
    """How something was found, in words: ``header.date`` → “in the document's heading or notes, by the rule date”.

    A method that begins with a relation is a rule of ``ontology/relations``, which reads running text.
    """
    place, _, rule = name.partition(".")
    known = spoken().has(f"method-{place}")
    where = text(f"method-{place}") if known else text("method-running-text") if rule else place
    return text("method-by-rule", where=where, rule=rule) if rule else where
