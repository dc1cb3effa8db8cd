"""Takes a phrase that names someone apart: title or post, name, body, place. Used for headings, lists and signatures.

"Titles are outside the name" (GUIDELINES.md, "Entity types"): in "Secretary of State Rusk" the name is "Rusk" and the
post "Secretary of State". Posts are recognised by their head noun, not by a list of known posts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from memograph.model import Party, Span
from memograph.vocabulary import BODY_HEADS, POST_HEADS, POST_MODIFIERS, is_honorific

_GENERAL_OF = frozenset(
    {"Attorney", "Secretary", "Consul", "Director", "Inspector", "Comptroller", "Solicitor", "Surgeon"}
)
_SHORT_POSTS = frozenset({"Amb.", "Sec", "Sec.", "Asst.", "Dep."})
_SMALL = frozenset({"of", "for", "to", "in", "at", "on", "and", "the", "de", "la", "&"})
_PREPOSITIONS = frozenset({"of", "for", "to", "in", "at", "on"})
_DAFFAIRES = re.compile(r"d[’ʼ'][Aa]ffaires,?")

_AFFAIRS = r"(?: for (?:[A-Z][\w’ʼ-]*,? (?:and )?(?:the )?)+?Affairs)?"
_PORTFOLIO = re.compile(
    r"\s*(?:of|for) (?:the )?(?:Department of )?"
    r"(?:State(?:-Designate)?|Defen[sc]e|Treasury|Commerce|Labor|Agriculture|Interior"
    r"|Energy|Transportation|Education|Health(?:, Education,? and Welfare| and Human Services)?|War|Navy|Army|Air Force"
    r"|Central Intelligence|Foreign Affairs|External Affairs|Foreign Trade|Culture|Finance|Economic Affairs"
    r"|Staff|Mission"
    r"|Protocol|Policy Planning|Large|[A-Z]{2,})\b" + _AFFAIRS
)
_NAME_WORD = re.compile(r"[A-Z][\w’ʼ'.-]*,?|de|du|von|van|la|le|al-[A-Z]\w+|bin|ibn|Jr\.|dʼ\w+|d’\w+|[A-Z]\.")
_OFFICE_SYMBOL = re.compile(r"[A-Z][A-Za-z]{0,4}(?:/[A-Z&–-]+)+|[A-Z]{1,5}")


def _tokens(text: str, span: Span) -> list[tuple[str, Span]]:
    return [(m[0], Span(*m.span())) for m in re.compile(r"\S+").finditer(text, span.start, span.end)]


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without the space and commas around it, and without a leading "the"; None when nothing is left."""
    inner = re.compile(r"[\s,;]*(?:[Tt]he\s+)?(?P<words>\S(?:.*?\S)?)[\s,;]*", re.DOTALL).fullmatch(text, start, end)
    return Span(*inner.span("words")) if inner else None


def stripped(text: str, start: int, end: int) -> Span | None:
    """The stretch without the white space around it; None when nothing is left."""
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    return Span(first, first + len(words.strip())) if words.strip() else None


def head_of(phrase: str) -> str:
    """Head noun of a phrase: the last word before its first preposition ("the Director of the Agency" → Director)."""
    words = phrase.replace(",", " ").split()
    cut = next((i for i, word in enumerate(words) if i and word in _PREPOSITIONS), len(words))
    if words[:cut][-1:] == ["General"] and cut > 1:  # "the Consulate General in Leningrad", "the Attorney General"
        return words[cut - 2]
    return words[cut - 1] if words[:cut] else ""


def is_post(phrase: str) -> bool:
    """Whether a phrase names a post by its head noun."""
    return _is_post_word(head_of(phrase))


def is_body(phrase: str) -> bool:
    """Whether a phrase names a body (an office, a mission, a committee) by its head noun or is an office symbol."""
    return head_of(phrase) in BODY_HEADS or _OFFICE_SYMBOL.fullmatch(phrase) is not None


def _is_post_word(word: str) -> bool:
    bare = word.rstrip(",.’ʼ'")
    return (
        bare in POST_HEADS
        or bare.split("-")[0] in POST_HEADS
        or word in _SHORT_POSTS
        or bool(_DAFFAIRES.fullmatch(word))
    )


def is_name(phrase: str) -> bool:
    """Whether every word of a phrase can belong to a personal name."""
    words = phrase.split()
    return bool(words) and words[0][0].isupper() and all(_NAME_WORD.fullmatch(w) for w in words) and not is_body(phrase)


def is_person(phrase: str) -> bool:
    """Whether a phrase is a personal name, with or without an honorific."""
    words = phrase.split()
    return is_name(" ".join(words[1:] if len(words) > 1 and is_honorific(words[0]) else words))


def parse_party(text: str, span: Span) -> Party:
    """Take one phrase of a heading apart; offsets are those of `text`.

    ``the Counselor of the Department of State (McGhee)`` → post and name; ``Secretary of State Rusk, at Paris`` → post,
    name and place; ``the Embassy in the Soviet Union`` → body; ``Richard Pipes of the NSC Staff`` → name and body.
    """
    place = None
    whole = span
    if at := re.compile(r",\s+(?:at|in) (?P<place>[A-Z][^,()]*)$").search(text, span.start, span.end):
        place, span = Span(*at.span("place")), Span(span.start, at.start())
    inner = trimmed(text, span.start, span.end)
    if inner is None:
        return Party(whole)
    named = re.compile(r"\((?P<name>[^()]+)\)$").search(text, inner.start, inner.end)
    if named and is_name(named["name"]):
        post = trimmed(text, inner.start, named.start())
        return Party(whole, name=Span(*named.span("name")), post=post, place=place)
    determined = re.match(r"\s*[Tt]he\s", text[span.start : span.end]) is not None
    phrase = inner.of(text)
    if determined or is_body(phrase):
        kind = "post" if is_post(phrase) else "body"
        return Party(whole, place=place, **{kind: inner})
    name, post, body = title_and_name(text, inner)
    if name and body and place is None and text[name.end : body.start].strip() in ("in", "at"):
        body, place = None, body
    return Party(whole, name=name, post=post, body=body, place=place)


def title_and_name(text: str, span: Span) -> tuple[Span | None, Span | None, Span | None]:
    """Split "Under Secretary Bowles", "Mr. Nitze", "President Keita of Mali" into name, post and body.

    A post goes on with "of" and a known portfolio ("Secretary of State Rusk"); after any other "of" no name is sought.
    """
    tokens = _tokens(text, span)
    if tokens and is_honorific(tokens[0][0]) and not _is_general_post(tokens):
        while len(tokens) > 1 and is_honorific(tokens[0][0]):
            tokens = tokens[1:]
        return _name_first(text, tokens)
    last = _last_title_word(tokens)
    if last is None:
        return _name_first(text, tokens)
    portfolio = _PORTFOLIO.match(text, tokens[last][1].end, span.end)
    end = portfolio.end() if portfolio else tokens[last][1].end
    rest = [t for t in tokens if t[1].start >= end]
    if rest and rest[0][0] in _PREPOSITIONS:
        end, rest = span.end, []
    post = trimmed(text, span.start, end)
    name, _, body = _name_first(text, rest) if rest else (None, None, None)
    return name, post, body


def _is_general_post(tokens: Sequence[tuple[str, Span]]) -> bool:
    """Whether "General" opens a post ("General Secretary Brezhnev"), not a rank ("General Taylor")."""
    return len(tokens) > 1 and tokens[0][0] == "General" and _is_post_word(tokens[1][0])


def _last_title_word(tokens: Sequence[tuple[str, Span]]) -> int | None:
    """Index of the head noun that ends the title before a name; None where no title stands there."""
    last = None
    for i, (word, _) in enumerate(tokens):
        general = word == "General" and last is not None and last == i - 1 and tokens[last][0] in _GENERAL_OF
        if (general or _is_post_word(word)) and not word.endswith(","):
            last = i
        elif (last is not None and word not in POST_MODIFIERS) or (word[0].islower() and word not in _SMALL):
            break
    return last


def _name_first(text: str, tokens: Sequence[tuple[str, Span]]) -> tuple[Span | None, Span | None, Span | None]:
    """A name that opens a phrase, and what follows it: a post without a comma, or "of" and a body."""
    count = 0
    for word, _ in tokens:
        if not _NAME_WORD.fullmatch(word) or (count and _is_post_word(word)):
            break
        count += 1
    if not count:
        return None, None, None
    name = Span(tokens[0][1].start, tokens[count - 1][1].end)
    if text[name.end - 1] == ",":
        name = Span(name.start, name.end - 1)
    rest = tokens[count:]
    if not rest:
        return name, None, None
    after = trimmed(text, rest[0][1].end if rest[0][0] in _PREPOSITIONS else rest[0][1].start, rest[-1][1].end)
    if after and rest[0][0] not in _PREPOSITIONS and _is_post_word(rest[0][0]):
        return name, after, None
    return name, None, after if rest[0][0] in _PREPOSITIONS else None


_PARTY_START = re.compile(r"(?:the\s|The\s|All\s|Certain\s|[A-Z])")


def split_parties(text: str, span: Span) -> Iterator[Span]:
    """Split "A (x), B (y), and the C" into its parties: at a comma or "and" that closes a name and opens a party.

    "All Diplomatic and Consular Posts", "the Departments of State and Defense", "Plans and Policy" stay whole.
    """
    start = span.start
    depth = 0
    for m in re.compile(r"[()]|,?\s+and\s+|,\s+").finditer(text, span.start, span.end):
        if m[0] in "()":
            depth += 1 if m[0] == "(" else -1
        elif not depth and _divides(text, Span(start, m.start()), Span(m.end(), span.end)):
            if part := stripped(text, start, m.start()):
                yield part
            start = m.end()
    if part := stripped(text, start, span.end):
        yield part


def _divides(text: str, left: Span, right: Span) -> bool:
    """Whether a party ends where `left` does and another begins where `right` does."""
    before, after = left.of(text), right.of(text)
    if not before.strip() or not _PARTY_START.match(after):
        return False
    if re.match(r"(?:All|Certain|Multiple|Selected|Other)\s", before) and not re.match(r"[Tt]he\s", after):
        return False
    first = re.split(r",\s| and | of |\(", after)[0].strip()
    opens = (
        is_post(first)
        or is_body(first)
        or title_and_name(text, Span(right.start, right.start + len(first)))[1] is not None
    )
    if before.endswith(")"):
        return opens or is_person(first)
    if re.match(r"[Tt]he\s", after):
        left_phrase = before.removeprefix("the ")
        return opens and (is_body(left_phrase) or is_post(left_phrase) or is_name(before))
    return title_and_name(text, left)[0] is not None and not is_body(before) and (opens or is_person(first))
