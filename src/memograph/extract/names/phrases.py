"""Phrases that name an event or an agreement by a head noun with something attached to it. One source of `sources`.

GUIDELINES.md: an event needs a proper name, a date or a place in the phrase, attached to its head noun; a descriptive
phrase swallows the names in it. How far a phrase reaches is for the weights to decide (`choice`), so every plausible
reach is proposed: each word before the head that may belong to it, each complement and date behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from memograph.extract.names.nouns import AGREEMENT_HEADS, BESIDE_TOPICS, EVENT_HEADS, NOT_BEFORE, TOPICS
from memograph.model import EntityType, Span

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:1[789]|20)\d\d"
_DAYS = (
    rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})"
    rf"(?:(?:-| and | through | to )(?:{_MONTH} )?\d{{1,2}}\b)?"
)
_DATE = rf"(?:{_DAYS}(?:,? {_YEAR})?|{_MONTH}(?:,? {_YEAR})?|(?:early |late |mid-?)?{_YEAR}s?|\d+ days later)"
_RECENT = rf"(?:last|this|next) (?:spring|summer|fall|autumn|winter|year|month|week|{_MONTH})"
_WHEN = re.compile(
    r"(?:,| scheduled for(?: \d+ [ap]\.?m\.?)?| called| due| due (?:to )?begin| beginning| held| begun)?"
    rf"(?: (?:on|of|in|for|since|in the|of the))? (?:{_DATE}|{_RECENT})(?!\w)"
)
_NAME = rf"(?:U\.S\.S\.R\.|U\.S\.|U\.N\.|U\.K\.|(?!{_MONTH}\b)[A-Z][\w'\-/]*)"
_NAMES = rf"{_NAME}(?: {_NAME})*"
_PREPOSITION = "(?:of|on|with|in|at|to|between|for|against|from|within|among)"
_PLAIN_WORD = (
    rf"(?!(?:{_PREPOSITION[3:-1]}|and|or|the|was|were|is|are|had|has|have|that|which|who|by|as|when)\b)[a-z][a-z\-]*"
)
_SUBJECTS = "(?:agreement|treaty|convention|protocol|pact|disarmament|moratorium)"
_WHAT = re.compile(
    rf" {_PREPOSITION}(?: (?:the|a|an))? "
    rf"(?:(?:{_PLAIN_WORD} ){{0,3}}(?:{_PREPOSITION} )?{_NAMES}(?:(?<='s) [a-z]+)?"
    rf"|(?:(?:{_PLAIN_WORD}|{_NAME}) ){{0,4}}?{_SUBJECTS}|{_PLAIN_WORD}(?: {_PLAIN_WORD}){{0,3}})(?!\w)"
)
#: What a discussion is on, after a name: "briefing on the Soviet [economy]".
_NOUN = re.compile(rf" (?!(?:to|had|has|was|is)\b){_PLAIN_WORD}(?!\w)")
_WITH_NOUN = frozenset({"on", "for", "against"})
_AND = re.compile(rf"(?: and| of|, and)(?: the)? {_NAMES}(?!\w)")
_NUMBER = re.compile(r"(?<=[Rr]esolution) \d+(?: \([IVXL]+\))?")
#: Names of operations and of laws that no head noun ends.
_CODED = {
    EntityType.EVENT: re.compile(r"(?<!\w)Operation [A-Z]\w+(?: [A-Z]\w+)?"),
    EntityType.AGREEMENT: re.compile(r"(?<!\w)(?:PL|P\.L\.|Public Law)[ -]\d[\d\-]*"),
}
_ONLY_DATE_BEFORE = re.compile(rf"(?:{_DATE}) \Z")
_WORD_BEFORE = re.compile(
    r"(?P<word>(?:U\.S\.-U\.S\.S\.R\.|U\.S\.S\.R\.|U\.S\.|U\.N\.|U\.K\.|[A-Z]\w* of [A-Z]\w*|\w[\w'\-/]*)) \Z"
)
_NAMES_SOMETHING = re.compile(r"[A-Z]|\d")
_REACH = 60
_WORDS_BEFORE = 6
_COMPLEMENTS = 4


@dataclass(frozen=True, slots=True)
class Phrase:
    """One reading of how far a phrase reaches.

    Args:
        head: its head noun.
        tails: what is attached behind the head: ``date``, ``number``, ``and`` or a preposition.
        left: what leads up to the head: ``date``, ``number``, ``capital`` or ``topic`` for each step, nearest first.
        more_left, more_right: what the next longer reading would add; None where there is none.
    """

    span: Span
    type: EntityType
    head: Span
    tails: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    more_left: str | None = None
    more_right: str | None = None


def _head_pattern(nouns: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(nouns, key=lambda noun: (-len(noun), noun))
    return re.compile(rf"(?<![\w\-/])(?i:{'|'.join(longest_first)})(?![\w\-])")


_HEADS = {EntityType.EVENT: _head_pattern(EVENT_HEADS), EntityType.AGREEMENT: _head_pattern(AGREEMENT_HEADS)}


def phrases(text: str) -> Iterator[Phrase]:
    """All readings of all event and agreement phrases of plain text that something beside their head can name."""
    for type_, pattern in _HEADS.items():
        yield from (Phrase(Span(*m.span()), type_, Span(*m.span())) for m in _CODED[type_].finditer(text))
        for match in pattern.finditer(text):
            yield from _readings(text, Span(*match.span()), type_)


def _readings(text: str, head: Span, type_: EntityType) -> Iterator[Phrase]:
    starts, ends = list(_starts(text, head.start)), list(_ends(text, head.end))
    for i, (start, left) in enumerate(starts):
        more_left = starts[i + 1][1][-1] if i + 1 < len(starts) else None
        for j, (end, tails) in enumerate(ends):
            more_right = ends[j + 1][1][-1] if j + 1 < len(ends) else None
            if "date" in tails or _is_named(text[start : head.start], text[head.end : end]):
                yield Phrase(Span(start, end), type_, head, tails, left, more_left, more_right)


def _is_named(before: str, behind: str) -> bool:
    """Whether what stands beside a head noun can make it a name: a capital, a number, or a topic of such names."""
    return (
        _NAMES_SOMETHING.search(before + behind) is not None
        or not TOPICS.isdisjoint(before.split())
        or re.search(_SUBJECTS, behind) is not None
    )


def _starts(text: str, head: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where a phrase may begin, from its head backwards, each with the kinds of what leads up to the head."""
    left: tuple[str, ...] = ()
    yield head, left
    start = head
    for _ in range(_WORDS_BEFORE):
        window = text[max(0, start - _REACH) : start]
        if date := _ONLY_DATE_BEFORE.search(window):
            start -= len(window) - date.start()
            left = (*left, "date")
        else:
            word = _WORD_BEFORE.search(window)
            if word is None or not _belongs(word["word"]):
                return
            start -= len(window) - word.start()
            first = word["word"][0]
            left = (*left, "capital" if first.isupper() else "number" if first.isdigit() else "topic")
        yield start, left


def _belongs(word: str) -> bool:
    """Whether a word before the head may be part of a name: a capital, a number, or a word of such names."""
    if word in NOT_BEFORE or word.endswith("'s") or word.endswith("'"):
        return False
    return _NAMES_SOMETHING.match(word) is not None or word in TOPICS or word in BESIDE_TOPICS or "-" in word


def _ends(text: str, end: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where a phrase may end, from its head forwards, each with the kinds of what is attached."""
    tails: tuple[str, ...] = ()
    yield end, tails
    if number := _NUMBER.match(text, end):
        end, tails = number.end(), ("number",)
        yield end, tails
    for _ in range(_COMPLEMENTS):
        attached, kind = _WHEN.match(text, end), "date"
        if attached is None and (attached := _WHAT.match(text, end)):
            kind = attached[0].split(" ")[1]
        if attached is None and tails and (attached := _AND.match(text, end)):
            kind = "and"
        if attached is None:
            return
        end, tails = attached.end(), (*tails, kind)
        yield end, tails
        if kind in _WITH_NOUN and (noun := _NOUN.match(text, end)):
            yield noun.end(), (*tails, "noun")
