"""Where the words of a decision stand in a document as it is now: `Anchor` → `Span`, or None where they are gone.

The quotation decides and its surroundings tell which of several it is; the position only chooses between passages that
are alike (Web Annotation Data Model, section 4.2.4: "if the prefix and suffix … select multiple"). A text may have been
shifted, rewrapped or corrected since; whoever is unsure gets no span, for a decision on the wrong words is worse than
one that asks to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from memograph.curation.decision import Anchor
from memograph.model import Span

#: Likeness, 0 to 1, that one side of the surroundings must have, where the quotation is so short that it may be chance.
_SURROUNDINGS = 0.6
_SHORT = 32
#: How much better than the next one a passage must agree with its surroundings, to be chosen for that.
_CLEAR = 0.05
#: Likeness of a quotation that was edited, least length to look for one (code points), and lead over the next best.
_EDITED, _EDITED_LENGTH, _EDITED_LEAD = 0.8, 16, 0.05

#: Typography that differs between copies of one text; each is one code point, so that offsets stay.
_FOLDED = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-", "‑": "-"})


def locate(text: str, anchor: Anchor) -> Span | None:
    """The stretch of `text` (code points) that an anchor means now; None where it no longer fits or is ambiguous.

    In this order: the words as quoted; the words with other white space and typography; words that were edited.
    """
    if not anchor.exact.strip():
        return None
    found = [Span(at, at + len(anchor.exact)) for at in _occurrences(text, anchor.exact)]
    if not found:
        found = list(_loosely(text, anchor.exact))
    if found:
        return _chosen(text, anchor, [span for span in found if _whole(text, anchor, span)])
    return _edited(text, anchor)


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _loosely(text: str, words: str) -> Iterator[Span]:
    """Where the words stand without regard to white space and typography."""
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    plain = "".join(text[at] for at in kept).translate(_FOLDED)
    wanted = "".join(words.split()).translate(_FOLDED)
    for at in _occurrences(plain, wanted):
        yield Span(kept[at], kept[at + len(wanted) - 1] + 1)


def _whole(text: str, anchor: Anchor, span: Span) -> bool:
    """Whether a span breaks no word that the quotation did not break: "Clark" is not in "Clarkson"."""
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    cut_before = before.isalnum() and anchor.exact[:1].isalnum() and not anchor.prefix[-1:].isalnum()
    cut_after = after.isalnum() and anchor.exact[-1:].isalnum() and not anchor.suffix[:1].isalnum()
    return not cut_before and not cut_after


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage that has the words: likeness of what is before and after it (0 to 1), and how far it has moved."""

    span: Span
    before: float
    after: float
    moved: int

    @property
    def agreement(self) -> float:
        return self.before + self.after


def _chosen(text: str, anchor: Anchor, spans: Sequence[Span]) -> Span | None:
    """The one of several passages that the surroundings, then the position, speak for."""
    places = [_place(text, anchor, span) for span in spans]
    if anchor.prefix or anchor.suffix:
        if len(anchor.exact) < _SHORT:
            places = [place for place in places if max(place.before, place.after) >= _SURROUNDINGS]
        best = max((place.agreement for place in places), default=0.0)
        places = [place for place in places if place.agreement >= best - _CLEAR]
    if len(places) > 1 and anchor.start is not None:
        return _nearest(places, sure=bool(anchor.prefix or anchor.suffix))
    return places[0].span if len(places) == 1 else None


def _nearest(places: Sequence[_Place], sure: bool) -> Span | None:
    """The passage nearest to where it was; without surroundings only one that has not moved at all."""
    nearest, next_ = sorted(places, key=lambda place: place.moved)[:2]
    if nearest.moved == next_.moved or (nearest.moved and not sure):
        return None
    return nearest.span


def _place(text: str, anchor: Anchor, span: Span) -> _Place:
    """How a passage agrees with its surroundings; a side that is not known agrees with nothing."""
    before = text[max(0, span.start - len(anchor.prefix)) : span.start]
    after = text[span.end : span.end + len(anchor.suffix)]
    moved = 0 if anchor.start is None else abs(span.start - anchor.start)
    return _Place(span, _likeness(anchor.prefix, before), _likeness(anchor.suffix, after), moved)


def _likeness(wanted: str, found: str) -> float:
    if not wanted:
        return 0.0
    return Indel.normalized_similarity(" ".join(wanted.split()), " ".join(found.split()), processor=_folded)


def _folded(words: str) -> str:
    return words.translate(_FOLDED)


def _edited(text: str, anchor: Anchor) -> Span | None:
    """Where the words stand although some letters of them were corrected; looked for with their surroundings."""
    words = anchor.prefix + anchor.exact + anchor.suffix
    if len(words) < _EDITED_LENGTH or len(words) > len(text):
        return None
    best = fuzz.partial_ratio_alignment(words, text, processor=None, score_cutoff=100 * _EDITED)
    if best is None or best.dest_end <= best.dest_start:
        return None
    rest = text[: best.dest_start] + "\0" * (best.dest_end - best.dest_start) + text[best.dest_end :]
    if fuzz.partial_ratio(words, rest) >= best.score - 100 * _EDITED_LEAD:
        return None
    span = _inside(text, anchor, Span(best.dest_start, best.dest_end))
    return span if span and Indel.normalized_similarity(anchor.exact, span.of(text)) >= _EDITED else None


def _inside(text: str, anchor: Anchor, window: Span) -> Span | None:
    """The part of a window that the quotation stands in, edges on those of words."""
    words = anchor.prefix + anchor.exact + anchor.suffix
    start, end = len(anchor.prefix), len(anchor.prefix) + len(anchor.exact)
    spots: list[int] = []
    for block in Indel.opcodes(words, window.of(text)).as_matching_blocks():
        low, high = max(block.a, start), min(block.a + block.size, end)
        if low < high:
            at = window.start + block.b - block.a
            spots += [at + low, at + high]
    if not spots:
        return None
    first, last = spots[0], spots[-1]
    while first > 0 and text[first].isalnum() and text[first - 1].isalnum() and not anchor.prefix[-1:].isalnum():
        first -= 1
    while last < len(text) and text[last - 1].isalnum() and text[last].isalnum() and not anchor.suffix[:1].isalnum():
        last += 1
    return Span(first, last)
