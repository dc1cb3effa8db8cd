"""The whole text of a document as its page shows it: line by line, with marks.

Offsets count Unicode code points, as everywhere. Pure functions; the templates escape what comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention to be marked: span, anchor (``mention-10-17``), kind of the entity, its label and link."""

    start: int
    end: int
    anchor: str
    kind: str
    label: str
    href: str | None
    role: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one look: inside a mark or not, highlighted or not; `anchor` only on its first piece."""

    text: str
    mark: Mark | None = None
    anchor: str | None = None
    highlighted: bool = False
    first_highlighted: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text; `kind` is ``heading`` (the first), ``note`` (indented: notes, bullets) or ``body``."""

    kind: str
    pieces: tuple[Piece, ...] = field(default=())


def paragraphs(text: str, marks: Sequence[Mark], highlight: tuple[int, int] | None = None) -> list[Paragraph]:
    """The text, line by line, cut where a mark or the highlight begins or ends; blank lines are left out.

    Marks that overlap an earlier one are left out: the longest at a place wins.
    """
    chosen = list(_without_overlap(marks))
    lines: list[Paragraph] = []
    for match in re.finditer(r"[^\n]+", text):
        if match[0].strip():
            kind = "heading" if not lines else "note" if match[0][0].isspace() else "body"
            lines.append(Paragraph(kind, tuple(_pieces(text, *match.span(), chosen, highlight))))
    return _with_first_highlight(lines)


def _without_overlap(marks: Iterable[Mark]) -> Iterator[Mark]:
    reached = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.anchor)):
        if mark.start >= reached:
            reached = mark.end
            yield mark


def _pieces(
    text: str, start: int, end: int, marks: Sequence[Mark], highlight: tuple[int, int] | None
) -> Iterator[Piece]:
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    low, high = highlight or (0, 0)
    cuts = {start, end, *(at for mark in here for at in (mark.start, mark.end)), low, high}
    points = sorted(at for at in cuts if start <= at <= end)
    for begin, finish in pairwise(points):
        mark = next((m for m in here if m.start <= begin < m.end), None)
        anchor = mark.anchor if mark and mark.start == begin else None
        yield Piece(text[begin:finish], mark, anchor, highlighted=low <= begin and finish <= high)


def _with_first_highlight(lines: list[Paragraph]) -> list[Paragraph]:
    """Tell the first highlighted piece, which carries the anchor that a link to a passage jumps to."""
    for number, line in enumerate(lines):
        for at, piece in enumerate(line.pieces):
            if piece.highlighted:
                pieces = (*line.pieces[:at], replace(piece, first_highlighted=True), *line.pieces[at + 1 :])
                lines[number] = replace(line, pieces=pieces)
                return lines
    return lines
