"""Text → tokens, sentences and labels, for formats that are a token a line (HIPE, CoNLL) and for CAS.

Where tokens begin and end depends on the text alone, so that what two releases or two annotators say of one document
can be compared line by line, as scorers do.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memograph.exchange.released import ReleasedMention
from memograph.model import Span

#: A word with its combining marks, or one character that is neither a letter, a digit nor white space.
_TOKEN = re.compile(r"[\w\u0300-\u036f]+|[^\w\s]")
#: White space that ends a sentence: an empty line, or what stands after a full stop that is not that of an initial, a
#: form of address or "U.S.".
_BREAK = re.compile(
    r"\s*\n\s*\n\s*"
    r"|(?:(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bMessrs\.)(?<!\bAmb\.)(?<=[.?!])|(?<=[.?!][”\"’)])|(?<=[.?!][”\"’][)]))"
    r"\s+(?=[A-Z“\"(])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token.

    Args:
        spaced: white space comes after it.
        ends_line, ends_sentence: it is the last one of a line, of a sentence.
    """

    span: Span
    spaced: bool
    ends_line: bool
    ends_sentence: bool


def tokenized(text: str) -> list[Token]:
    """The tokens of a text in its order; every character that is not white space belongs to one."""
    spans = [Span(*match.span()) for match in _TOKEN.finditer(text)]
    breaks = [match.start() for match in _BREAK.finditer(text)]
    following = [*(span.start for span in spans[1:]), len(text)]
    found = []
    for span, next_start in zip(spans, following, strict=False):
        gap = text[span.end : next_start]
        first = bisect.bisect_left(breaks, span.end)
        ends = next_start == len(text) or (first < len(breaks) and breaks[first] < next_start)
        found.append(Token(span, bool(gap), "\n" in gap or "\r" in gap, ends))
    return found


@dataclass(frozen=True, slots=True)
class Placed:
    """A mention and the tokens it covers: ``tokens[first : last + 1]``."""

    mention: ReleasedMention
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Layers:
    """Mentions laid out in layers, each without overlaps.

    Args:
        outer: the longest; `inner` stand inside one of these.
        lost: those that cross others, or have no token, and stand in neither.
    """

    outer: tuple[Placed, ...]
    inner: tuple[Placed, ...]
    lost: tuple[ReleasedMention, ...]


def layered(tokens: Sequence[Token], mentions: Iterable[ReleasedMention]) -> Layers:
    """Lay out mentions; one that covers a part of a token takes the token."""
    starts, ends = [t.span.start for t in tokens], [t.span.end for t in tokens]
    outer: list[Placed] = []
    inner: list[Placed] = []
    lost: list[ReleasedMention] = []
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end, m.entity)):
        first, last = bisect.bisect_right(ends, mention.span.start), bisect.bisect_left(starts, mention.span.end) - 1
        placed = Placed(mention, first, last)
        if last < first:
            lost.append(mention)
        elif not outer or first > outer[-1].last:
            outer.append(placed)
        elif last <= outer[-1].last and (not inner or first > inner[-1].last):
            inner.append(placed)
        else:
            lost.append(mention)
    return Layers(tuple(outer), tuple(inner), tuple(lost))


def tagged(count: int, placed: Iterable[Placed], names: dict[str, str], types: dict[str, str]) -> list[str]:
    """``B-pers``, ``I-pers`` or ``O`` for each of `count` tokens (IOB2).

    Args:
        names: class of a thing → tag; a class that is not there gets the tag of "".
        types: IRI of a thing → its class.
    """
    tags = ["O"] * count
    for each in placed:
        tag = names.get(types[each.mention.entity], names[""])
        tags[each.first : each.last + 1] = [f"B-{tag}", *[f"I-{tag}"] * (each.last - each.first)]
    return tags
