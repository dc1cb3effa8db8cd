"""The grammar of posts and forms of address, as diplomatic documents write them around a person's name.

Used by names (what stands after a title is a person), linking (a post narrows who it is) and relations (holdsPost,
affiliatedWith). Works on plain text (language.plain); spans are those of the text given. GUIDELINES.md: a title is
outside the name, a post keeps its national adjective, military rank is not a post.
"""

from __future__ import annotations

import re
from functools import lru_cache

from memograph.model import Span
from memograph.vocabulary import (
    COMPOUND_POSTS,
    COMPOUND_RANKS,
    HONORIFICS,
    POST_HEADS,
    POST_MODIFIERS,
    RANKS,
    SMALL_HEADS,
)


def _any_of(*words: str) -> str:
    """A pattern of alternatives, the longest first, with either kind of e in "Chargé" and "Attaché"."""
    return "|".join(re.escape(w).replace("é", "[eé]") for w in sorted(words, key=lambda w: (-len(w), w)))


_ADDRESS = _any_of(*HONORIFICS, *RANKS, *COMPOUND_RANKS)
_BEFORE = _any_of(*POST_MODIFIERS)
_HEAD = _any_of(*POST_HEADS, *COMPOUND_POSTS)
_SMALL_BEFORE = _any_of(*(word.lower() for word in POST_MODIFIERS))
_SMALL_HEAD = _any_of(*SMALL_HEADS)
_WORD = r"(?:U\.S\.(?:S\.R\.)?|U\.N\.|U\.K\.|[A-Z][\w'\-]*)"
_SMALL_BODY = "delegation|mission|embassy|team|office|section|side|group|bureau|desk|task force|staff|government|party"
#: Words of a title joined within a complement; prepositions join complements, so that there is one way to read each.
_PHRASE = (
    rf"{_WORD}(?:(?:(?: and| &) (?!(?:{_ADDRESS}|{_HEAD})\b)|[ -]){_WORD}"
    rf"|(?:, {_WORD}(?: {_WORD})?){{1,4}}, and {_WORD})*"
)
_COMPLEMENT = rf"(?: (?:of|for|to|in|on|at|[Ww]ith)(?: the)? {_PHRASE}(?: (?:{_SMALL_BODY})\b)?)"
_HEADS = rf"(?:{_HEAD})(?:-elect|-designate)?\b"
#: "[President's] Press Secretary": part of the post as written.
_POSSESSOR = rf"(?:{_WORD}(?: (?:of )?{_WORD}){{0,3}}'s )?"
_NATION = rf"(?:{_WORD} )"
_CAPITAL_POST = rf"(?:{_NATION}(?:{_NATION})?)?(?:{_NATION})?(?:(?:{_BEFORE})[ -])*{_HEADS}"
_OF_BODY = rf"(?:{_WORD}(?: of(?: the)?)? ){{0,4}}"
_SMALL_POST = (
    rf"(?:[Ff]ormer |[Aa]cting )?(?:{_POSSESSOR}{_OF_BODY})(?:(?:{_SMALL_BEFORE})[ -])*"
    rf"(?:{_SMALL_HEAD}|Professor|Dean|Commander)\b"
)

#: A post before a name: "Soviet Deputy Foreign Minister", "Deputy Special Assistant for National Security Affairs".
_POST_BEFORE = re.compile(
    rf"({_POSSESSOR}(?:{_NATION}(?:{_NATION})?)?(?:(?:{_BEFORE})[ -])*{_HEADS}(?:{_COMPLEMENT}{{1,4}})??)"
    rf" (?:\(?(?:{_ADDRESS})\.? |\()?\Z"
)
#: A post in small letters before a name needs what makes it particular: "Soviet delegate", "party secretary".
_SMALL_BEFORE_NAME = re.compile(
    rf"(?<![\w.])((?:{_NATION}{{1,3}}(?:(?:{_SMALL_BEFORE})[ -])*|(?:(?:{_SMALL_BEFORE})[ -])+)(?:{_SMALL_HEAD})) \Z"
)
#: A post in apposition before a name, which begins with its article: "the head of the delegation, Arthur Dean".
_APPOSED_BEFORE = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur|[Mm]y) "
    rf"({_POSSESSOR}(?:{_CAPITAL_POST}|{_SMALL_POST}){_COMPLEMENT}{{0,4}}), (?:(?:{_ADDRESS})\.? )?\Z"
)
_WHOLE_POST = re.compile(rf"{_CAPITAL_POST}{_COMPLEMENT}{{0,4}}")
#: The same without an article, as telegrams have it, where a form of address opens the name.
_ADDRESSED = re.compile(rf"({_CAPITAL_POST}{_COMPLEMENT}{{1,4}}), (?:{_ADDRESS})\.? \Z")
_OWN = re.compile(r"\b(?:[Tt]heir|[Hh]is|[Hh]er|[Oo]ur|[Mm]y) \Z")
_BARE_POST = re.compile(rf"(?:(?:{_BEFORE}) )?(?:{_HEAD})|(?:{_SMALL_HEAD})")
#: "Soviet Air Marshal Vershinin": a nation before a rank, which is no post.
_RANKED = re.compile(rf"((?:{_NATION}){{1,2}}?)(?:Air |Fleet )?(?:{_any_of(*RANKS, *COMPOUND_RANKS)})\.? \Z")
_ONLY_TITLES = re.compile(rf"(?:(?:{_ADDRESS}|{_BEFORE}|{_HEAD})\.?[ -]?)+")
_INTRODUCED = (
    rf"(?:(?:{_any_of(*RANKS)})(?: of the [A-Z]\w+(?: [A-Z]\w+)?)? and )?"
    r"(?:who (?:is|was|had been|has been) |then |now |presently |currently |formerly |the |a |an |part-time )*"
)
_COMMAND = rf"(?:(?:Supreme|Allied|Deputy|Chief) )*Commander(?:[ -]in[ -]Chief)?(?:, {_PHRASE})+"
#: A post after a name: ", Director of the Executive Secretariat of the Department of State"; one in small letters needs
#: a complement ("head of the Section"), a nation ("Soviet negotiator") or an owner ("the President's interpreter").
_POST_AFTER = re.compile(
    rf",? ?{_INTRODUCED}({_COMMAND}|(?:former )?{_POSSESSOR}{_CAPITAL_POST}(?!'s){_COMPLEMENT}{{0,4}}"
    rf"|{_SMALL_POST}{_COMPLEMENT}{{1,4}}"
    rf"|(?:{_NATION}{{1,3}}|{_WORD}'s )(?:(?:{_SMALL_BEFORE})[ -])*(?:{_SMALL_HEAD})\b)"
)
#: What the sentence says a person is: "was a part-time consultant to the Council", "had been elected President of …".
_COPULA = re.compile(
    r" (?:(?:had been|has been|was|is) (?:re-?)?(?:elected|appointed|named|made)|had been|has been|is|was|became"
    rf"|had become)(?: as| to be)? (?={_INTRODUCED}[A-Za-z])"
)
_SECOND_POST = re.compile(r" and (?=(?:a |the |former )?[\w'-]+ )")
#: A person's name: initials, particles, capitalised words, suffix.
NAME = (
    r"(?:(?:[A-Z]\. ?)+ ?|[A-Z][a-z]+ (?:[A-Z]\. ?)+ ?)?(?:(?:de|De|von|Von|van|Van|le|Le|La|al|el|Mc|Mac) ?)?"
    r"[A-Z][\w'\-]+(?: [A-Z][\w'\-]+){0,2}(?:,? (?:Jr|Sr|II|III)\b\.?)?"
)
_NAME = re.compile(NAME)
_OFFICE_OF = r"(?:Secretary|Minister) (?:of|for) (?:the )?[A-Z][a-z]+(?: (?:Affairs|Trade|Marine))?"
_TITLED = re.compile(rf"\b(?:{_OFFICE_OF}|(?:{_ADDRESS}|{_HEAD})(?:-elect)?\.?) (?={NAME})")
_WINDOW = 140


def post_before(text: str, start: int, floor: int = 0) -> Span | None:
    """The post that stands directly before `start`, where a name begins: ``[Secretary of State] Rusk``.

    A form of address or a bracket may stand between: ``[Minister of the Soviet Embassy] (Mr. Smirnovsky)``.

    Args:
        floor: offset before which no post is sought, such as the end of another name.
    """
    window = max(floor, start - _WINDOW)
    post = _post_at_end(text[window:start])
    return Span(window + post.start, window + post.end) if post else None


@lru_cache(maxsize=1 << 10)  # linking and relating ask the same of each name, several times
def _post_at_end(before: str) -> Span | None:
    match = _POST_BEFORE.search(before) or _SMALL_BEFORE_NAME.search(before)
    return _trimmed(before, Span(*match.span(1))) if match else None


def apposed_before(text: str, start: int, floor: int = 0) -> Span | None:
    """The post that a name which begins at `start` explains: ``the [head of the delegation], Arthur Dean``.

    A bare post needs a possessive, because "the President, Rusk and Bundy" are three people. `floor` as above.
    """
    window = max(floor, start - _WINDOW)
    before = text[window:start]
    match = _APPOSED_BEFORE.search(before) or _ADDRESSED.search(before)
    if match is None:
        return None
    post = _trimmed(text, Span(window + match.start(1), window + match.end(1)))
    bare = _BARE_POST.fullmatch(post.of(text))
    return None if bare and not _OWN.search(text, window, post.start) else post


def is_bare(post: str) -> bool:
    """Whether a post is its head alone, or with one word before it: "President", "Foreign Minister"."""
    return _BARE_POST.fullmatch(post) is not None


def nation_of_rank(text: str, start: int) -> Span | None:
    """The words before a military rank before a name: ``[Soviet] Air Marshal Vershinin``."""
    window = max(0, start - 50)
    match = _RANKED.search(text[window:start])
    return Span(window + match.start(1), window + match.end(1) - 1) if match else None


def post_after(text: str, end: int) -> Span | None:
    """The post in apposition to a name that ends at `end`: ``Duke, [Chief of Protocol]``; None after any other word."""
    end += text.startswith(".,", end)  # the full stop of "Jr." may be outside the name
    if not text.startswith(", ", end):
        return None
    match = _POST_AFTER.match(text, end)
    return Span(*match.span(1)) if match else None


def post_stated(text: str, end: int) -> Span | None:
    """The post that a sentence gives to a name that ends at `end`: ``Kissinger was a [consultant to the Council]``."""
    copula = _COPULA.match(text, end)
    match = _POST_AFTER.match(text, copula.end()) if copula else None
    return Span(*match.span(1)) if match else None


def second_post(text: str, end: int) -> Span | None:
    """The post joined by "and" to one that ends at `end`: ``Professor at Harvard and [member of the Board]``."""
    joined = _SECOND_POST.match(text, end)
    match = _POST_AFTER.match(text, joined.end()) if joined else None
    return Span(*match.span(1)) if match else None


_JOINED = re.compile(r" (?:and|to|from|with|by) (?=[A-Z])")


def _trimmed(text: str, post: Span) -> Span:
    """Cut a sentence's first word, which is capitalised whatever it is, and a post joined before this one.

    "Yesterday Ambassador X" is no "Yesterday Ambassador"; in "Secretary of Commerce and Senator Gore" Gore is Senator,
    in "From Secretary of State Rusk to President Kennedy" Kennedy is President.
    """
    start = post.start
    words = post.of(text).split(" ")
    while words[0] in _NOT_NATIONAL and len(words) > 1:
        start += len(words.pop(0)) + 1
    for joined in _JOINED.finditer(text, start, post.end):
        if _WHOLE_POST.fullmatch(text, joined.end(), post.end):
            start = joined.end()
    return Span(start, post.end)


def is_title(words: str) -> bool:
    """Whether a phrase is made of titles alone and names nobody."""
    return _ONLY_TITLES.fullmatch(words) is not None


def titled_positions(text: str) -> list[int]:
    """Offsets where a name may begin because a title stands before it."""
    return [match.end() for match in _TITLED.finditer(text)]


def name_at(text: str, start: int) -> Span | None:
    """The person's name that begins at `start`, without a possessive ending."""
    match = _NAME.match(text, start)
    if match is None:
        return None
    first, *rest = match.group(0).split(" ")
    for number, word in enumerate(rest):  # "Viktor Sukhodrev Interpreter", as lists of participants have it
        if is_title(word.rstrip(".")) or word in _CALENDAR:  # "Menshikov March 9", as telegrams have it
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
    r"|(?:(?:of|for) )?(?:[A-Z]\w+,? (?:and )?){1,4}Affairs (?=[A-Z])|(?:of )?Central Intelligence (?=[A-Z])"
)
_CALENDAR = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday"
    " Thursday Friday Saturday Sunday".split()
)
_NOT_NATIONAL = _CALENDAR | frozenset(
    "The A An In On At As By For From To And But Or With Both Then Yesterday Today Tomorrow Later When While After "
    "Before Mr Dear Subject Ref Also According Following Said Thus However Since If That This These Our My His Their "
    "Your Last Next Former New Memorandum Telegram Letter Airgram Despatch During "
    "Through Although Because Until Where Meanwhile Both Neither Either Once".split()
)
