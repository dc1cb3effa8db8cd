"""Facts in the words of a reader: relations as sentences, EDTF dates written out, confidence and methods in words.

Used by what prepares pages; knows neither the store nor HTTP.
"""

from __future__ import annotations

import re

#: Relation (local name) → sentence about ``{s}``, its subject, and ``{o}``, its object.
SENTENCES = {
    "sentBy": "{o} sent {s}",
    "sentTo": "{s} was sent to {o}",
    "draftedBy": "{o} drafted {s}",
    "participant": "{o} took part in what {s} records",
    "dated": "{s} is dated {o}",
    "writtenIn": "{s} was written in {o}",
    "classified": "{s} was classified {o}",
    "cites": "{s} cites {o}",
    "subject": "{s} deals with {o}",
    "holdsPost": "{s} held the post of {o}",
    "affiliatedWith": "{s} belonged to or spoke for {o}",
    "metWith": "{s} met {o}",
    "wroteTo": "{s} wrote to {o}",
    "traveledTo": "{s} traveled to {o}",
    "attended": "{s} attended {o}",
    "heldIn": "{s} was held in {o}",
    "partyTo": "{s} was a party to {o}",
}

#: Relation → words for a list of its objects in the header of a document.
HEADER_CAPTIONS = {
    "sentBy": "From",
    "sentTo": "To",
    "dated": "Date",
    "writtenIn": "Written in",
    "classified": "Classification",
    "draftedBy": "Drafted by",
    "participant": "Participants",
    "subject": "Topics",
    "cites": "Cites",
}

MONTHS = "January February March April May June July August September October November December".split()
_DATE = re.compile(r"(?P<year>-?[\dX]{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?P<mark>[?~%]?)")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MARKS = {"": "", "?": "perhaps ", "~": "about ", "%": "perhaps about "}


def sentence(relation: str, label: str) -> tuple[str, ...]:
    """Pieces of the sentence for a relation, ``{s}`` and ``{o}`` standing for its ends; unknown ones by their label."""
    pattern = SENTENCES.get(relation, f"{{s}} – {label.replace('{', '(').replace('}', ')')}: {{o}}")
    return tuple(piece for piece in re.split(r"(\{[so]\})", pattern) if piece)


def date(edtf: str) -> str:
    """An EDTF date or interval (levels 0 and 1) in English; what is no such date comes back as it is.

    >>> date("1982-12-04"), date("1983-01-19/1983-02-02"), date("1957~"), date("198X"), date("1957-02/..")
    ('December 4, 1982', 'January 19, 1983 – February 2, 1983', 'about 1957', '1980s', 'since February 1957')
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _moment(edtf)
    if last in ("", ".."):
        return f"since {_moment(first)}"
    if first in ("", ".."):
        return f"until {_moment(last)}"
    return f"{_moment(first)} – {_moment(last)}"


def _moment(edtf: str) -> str:
    match = _DATE.fullmatch(edtf)
    if match is None:
        return edtf
    year, mark = match["year"], _MARKS[match["mark"]]
    if year.endswith("X"):
        return f"{mark}{year.replace('X', '0')}s" if year.endswith("X") and "XX" not in year else edtf
    month = int(match["month"] or 0)
    if month in _SEASONS and not match["day"]:
        return f"{mark}{_SEASONS[month]} {year}"
    if not 1 <= month <= 12:
        return f"{mark}{year}" if month == 0 else edtf
    day = f" {int(match['day'])}," if match["day"] else ""
    return f"{mark}{MONTHS[month - 1]}{day} {year}"


def span(start: str, end: str) -> str:
    """Years or days between which something lasted; either may be unknown (empty)."""
    if start and end:
        return f"{date(start)} – {date(end)}"
    return f"from {date(start)}" if start else f"until {date(end)}" if end else ""


def modality(value: str) -> str:
    """How the text states something (mg:modality) in words; empty for a plain fact and where nothing is said of it."""
    return {"plan": "planned", "report": "as reported", "belief": "as believed"}.get(value, "")


def confidence(value: float | None) -> str:
    """A probability (0 to 1) in words; empty where none is given."""
    if value is None:
        return ""
    steps = ((0.95, "practically certain"), (0.85, "very likely"), (0.7, "likely"), (0.5, "more likely than not"))
    return next((words for least, words in steps if value >= least), "doubtful")


def method(name: str) -> str:
    """How something was found, in words: ``header.date`` → “in the document's heading or notes, by the rule date”.

    A method that begins with a relation is a rule of ``ontology/relations``, which reads running text.
    """
    places = {
        "curation": "by a historian, who decided so",
        "editorial": "marked by the editors of the volume",
        "header": "in the document's heading or notes",
        "authority": "a name in the authority file",
        "model": "found by the language model",
        "recogniser": "found by the language model",
        "title": "in the words before a name",
        "pattern": "by the form of the name",
        "pair": "two names joined by a hyphen",
        "surname": "a surname in the authority file",
        "phrase": "by the form of the phrase",
        "short": "a short form of a name",
        "initial": "an initial",
        "repeated": "named so elsewhere in the document",
        "apposition": "in the words after a name",
        "name": "in the words after a name",
        "sidecar": "from a note beside the document",
        "topic": "by the topic scheme",
        "role": "an office, resolved by date",
    }
    place, _, rule = name.partition(".")
    where = places.get(place, "in the running text" if rule else place)
    return f"{where}, by the rule “{rule}”" if rule else where
