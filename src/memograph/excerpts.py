"""Quoted words of a document with what stands around them: the rest of their sentence, or of their paragraph.

For pages: pageindex cuts the sentences while a release is made, publish/ those of single statements. Offsets count
Unicode code points, as everywhere. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Characters of context on either side where a sentence does not end earlier.
CONTEXT = 300

#: A sentence ends after these, unless the word before is an abbreviation or an initial.
_END = re.compile(r"(?<=[.!?])[”’\"')]*\s+(?=[“‘\"(]?[A-Z0-9])")
_NO_END = re.compile(
    r"(?:\b[A-Z]|\b(?:[Dd]oc|[Ff]t|[Nn]os?|[Vv]ol|Amb|Capt|Col|Dr|Gen|Gov|Jr|Lt|Mr|Mrs|Ms|Sen|Sr|St|vs))\.$"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Quoted words with the rest of their sentence or paragraph on either side."""

    before: str
    exact: str
    after: str


def sentence_around(window: str, start: int, end: int, *, cut_left: bool = False, cut_right: bool = False) -> Excerpt:
    """The sentence around ``window[start:end]``, inside its paragraph and at most `CONTEXT` characters to each side.

    Args:
        window: the text of a document, or part of it.
        cut_left, cut_right: whether the document goes on beyond the window.
    """
    left, right = _paragraph(window, start, end)
    breaks = list(_sentence_breaks(window, left, right))
    begin = max([left, *(at for at in breaks if at <= start)])
    finish = min([right, *(at for at in breaks if at >= end)])
    return Excerpt(
        _shorten_left(window[begin:start], cut_left and begin == 0),
        window[start:end],
        _shorten_right(window[end:finish], cut_right and finish == len(window)),
    )


def paragraph_around(text: str, start: int, end: int) -> Excerpt:
    """The whole paragraph around ``text[start:end]``."""
    left, right = _paragraph(text, start, end)
    return Excerpt(text[left:start].lstrip(), text[start:end], text[end:right].rstrip())


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    right = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if right < 0 else right


def _sentence_breaks(text: str, left: int, right: int) -> Iterator[int]:
    for match in _END.finditer(text, left, right):
        if not _NO_END.search(text, max(left, match.start() - 6), match.start()):
            yield match.end()


def _shorten_left(text: str, cut: bool) -> str:
    text = text.lstrip()
    if len(text) > CONTEXT:
        return "… " + text[-CONTEXT:].partition(" ")[2]
    return "… " + text if cut else text


def _shorten_right(text: str, cut: bool) -> str:
    text = text.rstrip()
    if len(text) > CONTEXT:
        return text[:CONTEXT].rpartition(" ")[0] + " …"
    return text + " …" if cut else text
