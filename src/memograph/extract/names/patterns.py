"""Names that the genre forms by rule: bodies, agreements and event phrases. Part of finder.py, on plain text.

GUIDELINES.md: "X Government" with a capital G is an Organization; "Embassy in Moscow" is one Organization with the city
inside; an event phrase needs a proper name, a date or a place attached to its head noun and swallows the names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from memograph.model import Span

_WORD = r"(?:[A-Z][\w'\-]*|U\.S\.(?:S\.R\.)?|U\.N\.|U\.K\.)"
_WORDS = rf"{_WORD}(?: {_WORD})*"
_PHRASE = rf"{_WORDS}(?:(?:,? and|,? of|,? for| of the| for the) {_WORDS})*"

#: Bodies named by their kind, which stands first ("Ministry of Foreign Affairs") or last ("Soviet Government").
_KIND_FIRST = (
    "Ministry|Department|Bureau|Office|Committee|Commission|Council|Board|Academy|Institute|Agency|Division|Secretariat"
    "|Presidium|Section"
)
_POSTED = "Embassy|Legation|Mission|Delegation|Consulate General|Consulate"
_KIND_LAST = (
    "Government|Govt|Embassy|Foreign Ministry|Foreign Office|Ministry|Department|Dept|Agency|Committee|Commission"
    "|Council|Board|Staff|Bureau|Division|Academy|Institute|Corporation|Company|Association|Organization|Library"
    "|Archives|Army|Navy|Air Force|Delegation|Parliament|Assembly|Senate|Cabinet|Bank|University|Press|Herald Tribune"
    "|News Agency|Task Force|Publications|Office"
)
_ORGANIZATION = re.compile(
    rf"(?<![\w.])(?:"
    rf"(?:{_WORD} ){{0,2}}(?:{_POSTED}) (?:in|to|at) (?:the )?{_WORDS}"
    rf"|(?:{_WORD} ){{0,3}}(?:{_KIND_FIRST}) (?:of|for|on) (?:the )?{_PHRASE}"
    rf"|(?:{_WORD} (?:of )?){{1,4}}?(?:{_KIND_LAST})(?= [a-z(]|[^\w ]| ?\Z)"
    rf")"
)
#: Bodies that a document calls by their kind alone once it is clear which (GUIDELINES.md, hard cases).
SHORT_FORMS = frozenset({"Department", "Dept", "Embassy"})
_SHORT_FORM = re.compile(
    rf"(?<![\w.\-])(?<![A-Z][a-z] )(?:{'|'.join(sorted(SHORT_FORMS))})(?! (?:of|in|to|for) |[\w\-]| [A-Z])"
)
#: Words that begin a phrase with a capital only because a sentence or a line begins there.
_OPENING = re.compile(
    r"(?:The|This|That|These|Those|A|An|In|On|At|By|For|From|To|Of|And|But|Our|Your|His|Their|Its|No|As|If|When|While"
    r"|Both|Each|Other|Also|See|Ask|Acting|Secretary|Deputy|Assistant|Under|Minister|Ambassador) (?:the )?"
)
_AGREEMENT = re.compile(
    rf"(?<![\w.])(?:{_WORD} ){{1,5}}(?:Treaty|Agreement|Agreements|Accord|Accords|Convention|Pact|Protocol|Charter"
    rf"|Declaration|Final Act|Communiqu[eé]|Act)(?: of (?:{_WORD} )?\d{{4}})?\b"
    rf"|(?<![\w.])(?:Treaty|Agreement|Convention|Protocol|Declaration|Resolution)"
    rf" (?:of|on|between|for) (?:the )?{_PHRASE}"
)
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = (
    rf"(?:(?:{_MONTH}) \d{{1,2}}(?:-\d{{1,2}})?(?:, \d{{4}})?|\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?"
    r"|(?:early |late )?\d{4})"
)
_EVENT_HEAD = (
    "meetings?|talks|conferences?|summit(?: meeting| conference)?|negotiations|discussions|briefing|session|congress"
    "|crisis|war|visit|trip|tour|exhibition|reception|Meetings?|Talks|Conferences?|Summit|Negotiations|Congress|Crisis"
    "|War|Session|Visit|Trip|Exhibition|Invasion|invasion"
)
_MODIFIER = r"(?:[A-Z]{2,}|\d+-day|test ban|nuclear test|disarmament|annual|summit|official|state|joint|special)"
_HEAD = re.compile(rf"(?P<before>(?:{_MODIFIER} )*)\b(?P<head>{_EVENT_HEAD})\b")
_NAMED = re.compile(r"(?:[A-Z]{2,}|test ban|nuclear test|disarmament) ")
_JOURNEYS = frozenset({"visit", "trip", "tour"})
#: "a meeting in the Situation Room" is a kind of event, not an event (GUIDELINES.md, entity types).
_INDEFINITE = re.compile(r"\b(?:[Aa]n?|[Aa]ny|[Nn]o|[Ss]uch|[Aa]nother) (?:[a-z\-]+ ){0,2}\Z")
_ON_DATE = re.compile(rf" (?:of|on|for|in) {_DATE}")


def organizations(text: str) -> Iterator[Span]:
    """Bodies named by their kind."""
    for match in _ORGANIZATION.finditer(text):
        start = match.start()
        while opening := _OPENING.match(text, start, match.end()):
            start = opening.end()
        if " " in text[start : match.end()]:
            yield Span(start, match.end())
    yield from (Span(*match.span()) for match in _SHORT_FORM.finditer(text))


def agreements(text: str) -> Iterator[Span]:
    """Treaties, accords and resolutions with a proper name."""
    return (Span(*match.span()) for match in _AGREEMENT.finditer(text))


def events(text: str, anchors: Sequence[Span]) -> Iterator[Span]:
    """Event phrases: a head noun with a name, a place or a date attached.

    Args:
        anchors: names of places and bodies already found, in text order.
    """
    ends = {span.end: span for span in anchors}
    starts = {span.start: span for span in anchors}
    for match in _HEAD.finditer(text):
        start, end = match.start(), match.end()
        before = ends.get(start - 1)
        named = before is not None or _NAMED.search(match.group("before")) is not None
        if before is not None:
            start = before.start
        if not named:
            end = _with_place(text, end, starts)
        date = _ON_DATE.match(text, end)
        if date:
            end = date.end()
        journey = match.group("head").lower() in _JOURNEYS
        indefinite = not journey and _INDEFINITE.search(text[max(0, start - 40) : start])
        if named or date or (end > match.end() and not indefinite):
            yield Span(start, end)


def _with_place(text: str, end: int, starts: dict[int, Span]) -> int:
    """The phrase's end with a place attached: ``trip`` → ``trip to Latin America``."""
    preposition = re.compile(r" (?:in|at|to) (?:the )?").match(text, end)
    if preposition and (place := starts.get(preposition.end())):
        return place.end
    return end
