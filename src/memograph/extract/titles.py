"""The grammar of posts and forms of address, as diplomatic documents write them around a person's name.

Used by names (what stands after a title is a person), linking (a post narrows who it is) and relations (holdsPost,
affiliatedWith). Works on plain text (language.plain); spans are those of the text given. GUIDELINES.md: a title is
outside the name, a post keeps its national adjective, military rank is not a post.
"""

from __future__ import annotations

import re

from memograph.extract.vocabulary import (
    COMPOUND_POSTS,
    COMPOUND_RANKS,
    HONORIFICS,
    POST_HEADS,
    POST_MODIFIERS,
    RANKS,
)
from memograph.model import Span


def _any_of(*words: str) -> str:
    """A pattern of alternatives, the longest first, with either kind of e in "Chargé" and "Attaché"."""
    return "|".join(re.escape(w).replace("é", "[eé]") for w in sorted(words, key=lambda w: (-len(w), w)))


_ADDRESS = _any_of(*HONORIFICS, *RANKS, *COMPOUND_RANKS)
_BEFORE = _any_of(*POST_MODIFIERS)
_HEAD = _any_of(*POST_HEADS, *COMPOUND_POSTS)
_WORD = r"(?:[A-Z][\w'\-]*|U\.S\.(?:S\.R\.)?|U\.N\.)"
_PHRASE = rf"{_WORD}(?:(?:,? (?:and|of|for|of the|for the|to the|in the|on|&) |[ -]){_WORD})*"
_COMPLEMENT = rf"(?: (?:(?:of|for)(?: the)?|(?:to|in|on|at) the) {_PHRASE})*"
_HEADS = rf"(?:{_HEAD})(?:-elect|-designate)?\b"
#: "[President's] Press Secretary": part of the post as written.
_POSSESSOR = rf"(?:{_WORD}(?: (?:of )?{_WORD}){{0,3}}'s )?"
_NATION = rf"(?:{_WORD} )"

#: A post before a name: "Soviet Deputy Foreign Minister", "Deputy Special Assistant for National Security Affairs".
_POST_BEFORE = re.compile(
    rf"({_POSSESSOR}(?:{_NATION}(?:{_NATION})?)?(?:(?:{_BEFORE})[ -])*{_HEADS}(?:{_COMPLEMENT})??) \Z"
)
_ONLY_TITLES = re.compile(rf"(?:(?:{_ADDRESS}|{_BEFORE}|{_HEAD})\.?[ -]?)+")
#: A post after a name: ", Director of the Executive Secretariat of the Department of State".
_POST_AFTER = re.compile(
    rf",? ?(?:who was |then |now |the |a |an |formerly )*"
    rf"((?:{_NATION}(?:{_NATION})?)?(?:{_NATION})?(?:(?:{_BEFORE})[ -])*{_HEADS}{_COMPLEMENT})"
)
#: A person's name: initials, particles, capitalised words, suffix.
NAME = (
    r"(?:(?:[A-Z]\. ?)+ ?|[A-Z][a-z]+ (?:[A-Z]\. ?)+ ?)?(?:(?:de|De|von|Von|van|Van|le|Le|La|al|el|Mc|Mac) ?)?"
    r"[A-Z][\w'\-]+(?: [A-Z][\w'\-]+){0,2}(?:,? (?:Jr|Sr|II|III)\b\.?)?"
)
_OFFICE_OF = r"(?:Secretary|Minister) (?:of|for) (?:the )?[A-Z][a-z]+(?: (?:Affairs|Trade|Marine))?"
_TITLED = re.compile(rf"\b(?:{_OFFICE_OF}|(?:{_ADDRESS}|{_HEAD})(?:-elect)?\.?) (?={NAME})")
_WINDOW = 140


def post_before(text: str, start: int) -> Span | None:
    """The post that stands directly before `start`, where a name begins: ``[Secretary of State] Rusk``."""
    window = max(0, start - _WINDOW)
    match = _POST_BEFORE.search(text[window:start])
    if match is None:
        return None
    first = match.start(1)
    # a sentence's first word is capitalised whatever it is: "Yesterday Ambassador X" is not a "Yesterday Ambassador"
    words = match.group(1).split(" ")
    while words[0] in _NOT_NATIONAL and len(words) > 1:
        first += len(words.pop(0)) + 1
    return Span(window + first, window + match.end(1))


def post_after(text: str, end: int) -> Span | None:
    """The post in apposition to a name that ends at `end`: ``Duke, [Chief of Protocol]``; None after any other word."""
    if not text.startswith(", ", end):
        return None
    match = _POST_AFTER.match(text, end)
    return Span(*match.span(1)) if match else None


def is_title(words: str) -> bool:
    """Whether a phrase is made of titles alone and names nobody."""
    return _ONLY_TITLES.fullmatch(words) is not None


def titled_positions(text: str) -> list[int]:
    """Offsets where a name may begin because a title stands before it."""
    return [match.end() for match in _TITLED.finditer(text)]


def name_at(text: str, start: int) -> Span | None:
    """The person's name that begins at `start`, without a possessive ending."""
    match = re.compile(NAME).match(text, start)
    if match is None:
        return None
    first, *rest = match.group(0).split(" ")
    for number, word in enumerate(rest):  # "Viktor Sukhodrev Interpreter", as lists of participants have it
        if is_title(word.rstrip(".")):
            rest = rest[:number]
            break
    words = " ".join((first, *rest)).rstrip(",")
    return Span(start, start + len(words.removesuffix("'s").removesuffix("'")))


def without_titles(text: str, span: Span) -> Span:
    """Cut forms of address and posts from the front of a person's name."""
    start = span.start
    while match := _LEADING.match(text, start, span.end):
        start = match.end()
    return Span(start, span.end)


_LEADING = re.compile(
    rf"(?:{_ADDRESS}|{_BEFORE}|{_HEAD})(?:-elect)?\.? (?=[A-Z])"
    r"|(?:of|for) (?:State|Defense|Foreign Affairs|the Treasury) "
)
_NOT_NATIONAL = frozenset(
    "The A An In On At As By For From To And But Or With Both Then Yesterday Today Tomorrow Later When While After "
    "Before Mr Dear Subject Ref Also According Following Said Thus However Since If That This These Our My His Their "
    "Your Last Next Former New Memorandum Telegram Letter Airgram Despatch".split()
)
