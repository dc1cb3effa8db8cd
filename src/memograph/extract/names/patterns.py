"""Names that the genre forms by rule: bodies by their kind, and capitalised short forms. One source of `sources`.

GUIDELINES.md: "X Government" with a capital G is an Organization; "Embassy in Moscow" is one Organization with the city
inside; capitalised short forms that are clear in their document ("Department") are names. As with `phrases`, every
plausible reach is proposed and the weights decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memograph.model import EntityType, Span

_WORD = r"(?:U\.S\.S\.R\.|U\.S\.|U\.N\.|U\.K\.|[A-Z][\w\-]*)"
_WORDS = rf"{_WORD}(?: (?:& )?{_WORD})*"

#: Head nouns of bodies; what follows them after "of", "for", "on", "in" belongs to the name.
_KINDS = (
    "Ministry|Department|Departments|Bureau|Office|Committee|Commission|Council|Board|Academy|Institute|Agency|Division"
    "|Secretariat|Presidium|Section|Embassy|Legation|Mission|Delegation|[Dd]elegation|Consulate General|Consulate"
    "|Government|Governments|Govt|Gov't|Foreign Ministry|Foreign Office|Dept|Staff|Corporation|Company|Association"
    "|Organization|Library|Archives|Army|Navy|Air Force|Parliament|Assembly|Senate|Cabinet|Bank|University|Press"
    "|Herald Tribune|News Agency|Task Force|Publications|Service|Foundation|Foundations|Command|Force|Forces|Party"
    "|Union|Federation|League|Times|Post|Tribune|Daily News|Daily Mail|Group|Center|Centre|Corps|Fleet|Headquarters"
    "|Administration|Central Committee|Congress|Bloc|Posts|Ballet|Orchestra|Church|Society|Front|Movement|Institution"
)
_KIND = re.compile(rf"(?<![\w\-])(?:{_KINDS})(?![\w\-])")
_OF = re.compile(rf" (?:of|for|on|in|to|at) (?:the )?{_WORDS}")
_MORE = re.compile(rf"(?:(?:,? and|,| of| for)(?: the)?) {_WORDS}")
_BEFORE = re.compile(rf"(?<![\w.])(?P<word>{_WORD}|[A-Z][\w\-]* (?:and|&|of)) \Z")
#: Words that begin a phrase with a capital only because a sentence or a line begins there, and titles.
_OPENING = frozenset(
    "The This That These Those A An In On At By For From To Of And But Our Your His Their Its No As If When While Both"
    " Each Other Also See Ask Acting Secretary Deputy Assistant Under Minister Ambassador All Any Some".split()
)
_WORDS_BEFORE = 5
_REACH = 40
#: "EUR/SOV": an office by its symbols.
_OFFICE = re.compile(r"(?<![\w/.\-])[A-Z]{1,4}/[A-Z]{1,4}(?![\w/])")

#: Bodies that a document calls by their kind alone once it is clear which (GUIDELINES.md, hard cases).
SHORT_FORMS = frozenset({"Department", "Dept", "Embassy"})
_SHORT = {
    EntityType.ORGANIZATION: (
        "Department|Dept|Embassy|Emb|Committee|Commission|Council|Board|Mission|Delegation|Administration|Government|Party"
        "|Cabinet|Congress|Task Force|Secretariat|Presidium|Politburo|Ministry|Agency|Bureau|Assembly|Senate|House"
        "|Legation|Consulate|Alliance|Bloc|Staff|State|Defense|Commerce|Treasury"
    ),
    EntityType.EVENT: "Congress|Conference|Summit|Plenum",
    EntityType.AGREEMENT: (
        "Agreement|Agreements|Accords?|Treaty|Charter|Declaration|Protocol|Convention|Constitution|Act"
    ),
}
_SHORT_FORM = {type_: re.compile(rf"(?<![\w\-/])(?:{words})(?![\w\-])(?!'s? [A-Z])") for type_, words in _SHORT.items()}


def is_kind(word: str) -> bool:
    """Whether a word is a head noun of bodies: "Committee"."""
    return _KIND.fullmatch(word) is not None


def organizations(text: str) -> Iterator[Span]:
    """Bodies named by their kind, in every plausible reach, and offices by their symbols."""
    for match in _KIND.finditer(text):
        starts, ends = list(_starts(text, match.start())), list(_ends(text, match.end()))
        for start in starts:
            for end in ends:
                if end - start > match.end() - match.start():
                    yield Span(start, end)
    yield from (Span(*match.span()) for match in _OFFICE.finditer(text))


def short_forms(text: str) -> Iterator[tuple[Span, EntityType]]:
    """Kinds of bodies, events and agreements that stand alone with a capital."""
    for type_, pattern in _SHORT_FORM.items():
        yield from ((Span(*match.span()), type_) for match in pattern.finditer(text))


def _starts(text: str, head: int) -> Iterator[int]:
    yield head
    start = head
    for _ in range(_WORDS_BEFORE):
        window = max(0, start - _REACH)
        word = _BEFORE.search(text[window:start])
        if word is None or word["word"].split(" ")[0] in _OPENING:
            return
        start = window + word.start()
        yield start


def _ends(text: str, end: int) -> Iterator[int]:
    yield end
    attached = _OF.match(text, end)
    while attached:
        end = attached.end()
        yield end
        attached = _MORE.match(text, end)
