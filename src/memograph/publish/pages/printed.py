"""The text of a document as it is printed: zones, notes linked both ways, page breaks, portion markings; marks in it.

The text and its layout come in, with the mentions and quotations to be marked; blocks of paragraphs for the template
come out. Not a character is lost or changed, but space around lines. Offsets count Unicode code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from memograph.layout import Layout
from memograph.model import Zone, ZoneKind

_NOTES = (ZoneKind.NOTE, ZoneKind.SOURCE_NOTE)
_LINE = re.compile(r"[^\r\n]+")
_INK = re.compile(r"[^\s\ufeff](?:.*[^\s\ufeff])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """Who or what is mentioned: kind, label, link; `role` where only an office is named."""

    kind: str
    label: str
    href: str | None
    role: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention to be marked, ``text[start:end]``."""

    start: int
    end: int
    named: Named


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch that proves the sentence of this number on the page."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Place:
    """Something set into the text: the reference to a note, or the beginning of a printed page.

    Args:
        label: as printed; where the text does not print it (TEI), the page does.
        anchor: its own.
        target: anchor of the note, empty for a page and where there is no such note.
        printed: whether the text prints it.
    """

    label: str
    anchor: str
    target: str
    printed: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one look.

    Args:
        mark: who or what it mentions; `anchor` (``mention-10-17``) is on the first piece of a mention.
        highlighted: whether it is part of the passage asked for; the first such piece carries the passage's anchor.
        said: numbers of the sentences that it proves; `ends` those whose quotation ends with it.
        reference, page: what it is, if it is one.
        portion: the portion marking that it is, without brackets; empty for others.
    """

    text: str
    mark: Named | None = None
    anchor: str | None = None
    highlighted: bool = False
    first_highlighted: bool = False
    said: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    reference: Place | None = None
    page: Place | None = None
    portion: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the text.

    Args:
        kind: of its zone (`ZoneKind`); ``label`` for words that belong to no zone (SUBJECT), ``rule`` for lines without
            words, ``page`` for nothing but page breaks.
        anchor: empty for those one does not cite.
        number: that people call it by, 0 where it has none.
    """

    kind: str
    anchor: str
    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its number as printed (``2``, ``*``), and the anchors of the references to it."""

    label: str
    anchor: str
    references: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text and the notes at its end; a file that holds two documents gives two."""

    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...]


def printed(
    text: str,
    layout: Layout,
    marks: Iterable[Mark] = (),
    quoted: Sequence[Quoted] = (),
    highlight: tuple[int, int] | None = None,
) -> tuple[Block, ...]:
    """The text of a document in blocks, cut where a mark, a quotation, the highlight or anything set in begins or ends.

    Marks that overlap an earlier one are left out: the longest at a place wins. Without a layout (a release of an
    earlier memograph) the first line is the heading, indented ones are notes that nothing links to.
    """
    return _Printer(text, layout, tuple(_without_overlap(marks)), quoted, highlight).blocks()


def _without_overlap(marks: Iterable[Mark]) -> Iterator[Mark]:
    reached = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, m.named.label)):
        if mark.start >= reached:
            reached = mark.end
            yield mark


@dataclass(frozen=True, slots=True)
class _SetIn:
    """A reference, page break or portion marking with its span."""

    start: int
    end: int
    piece: Piece


class _Printer:
    """One document on its way to a page."""

    def __init__(
        self,
        text: str,
        layout: Layout,
        marks: tuple[Mark, ...],
        quoted: Sequence[Quoted],
        highlight: tuple[int, int] | None,
    ) -> None:
        self._text, self._zones, self._marks, self._quoted = text, layout.zones, marks, quoted
        self._low, self._high = highlight or (0, 0)
        self._zone_starts = [zone.span.start for zone in layout.zones]
        self._mark_ends = [mark.end for mark in marks]
        self._highlighted = False
        self._numbered = 0
        self._names: Counter[str] = Counter()
        self._notes = {zone: self._name(f"note-{zone.label}") for zone in layout.zones if zone.kind in _NOTES}
        self._references: dict[str, list[str]] = {}
        self._set_in = sorted(self._all_set_in(layout), key=lambda each: (each.start, each.end))
        self._set_in_starts = [each.start for each in self._set_in]

    def blocks(self) -> tuple[Block, ...]:
        found: list[tuple[list[Paragraph], list[Note]]] = []
        zone: Zone | None = None
        for start, end in self._lines():
            before, zone = zone, self._zone(start, end)
            if not found or (zone and zone.kind not in _NOTES and found[-1][1]):
                found.append(([], []))
            paragraphs, notes = found[-1]
            if zone and zone.kind in _NOTES and zone is not before:
                notes.append(self._note(zone, start, end))
            elif notes:  # a further paragraph of a note, or a page break among notes
                more = self._paragraph(self._kind(zone, start, end), start, end)
                notes[-1] = replace(notes[-1], paragraphs=(*notes[-1].paragraphs, more))
                zone = zone or before
            else:
                paragraphs.append(self._paragraph(self._kind(zone, start, end), start, end))
        return tuple(Block(tuple(paragraphs), tuple(notes)) for paragraphs, notes in found)

    def _lines(self) -> Iterator[tuple[int, int]]:
        for match in _LINE.finditer(self._text):
            if ink := _INK.search(self._text, *match.span()):
                yield ink.span()

    def _zone(self, start: int, end: int) -> Zone | None:
        """The first zone that shares a character with a line."""
        at = bisect_right(self._zone_starts, start) - 1
        near = self._zones[max(at, 0) : at + 2]
        return next((zone for zone in near if zone.span.start < end and zone.span.end > start), None)

    def _kind(self, zone: Zone | None, start: int, end: int) -> str:
        if zone:
            return zone.kind.value
        if not self._zones:
            indented = start > 0 and self._text[start - 1] not in "\r\n"
            return "heading" if not self._numbered else "note" if indented else "body"
        words = self._text[start:end]
        if not any(character.isalnum() for character in words):
            return "rule"
        around = self._between(start, end)
        return (
            "page" if around and all(each.piece.page for each in around) and words == around[0].piece.text else "label"
        )

    def _note(self, zone: Zone, start: int, end: int) -> Note:
        label = self._text[start : zone.span.start].strip() if start < zone.span.start else ""
        anchor = self._notes[zone]
        first = self._paragraph(zone.kind.value, max(start, zone.span.start), end)
        return Note(label, anchor, tuple(self._references.get(anchor, ())), (first,))

    def _paragraph(self, kind: str, start: int, end: int) -> Paragraph:
        cited = kind not in ("rule", "page", *_NOTES)
        self._numbered += cited
        number = self._numbered if cited else 0
        return Paragraph(kind, f"p{number}" if cited else "", number, tuple(self._pieces(start, end)))

    # ── pieces ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        first_mark = bisect_right(self._mark_ends, start)
        marks = [mark for mark in self._marks[first_mark : first_mark + end - start] if mark.start < end]
        quoted = [each for each in self._quoted if each.start < end and each.end > start]
        set_in = self._between(start, end)
        spans = [*((m.start, m.end) for m in marks), *((q.start, q.end) for q in quoted)]
        spans += [*((s.start, s.end) for s in set_in), (self._low, self._high)]
        cuts = sorted({start, end, *(at for span in spans for at in span if start < at < end)})
        yield from (each.piece for each in set_in if each.start == each.end == start)
        for begin, finish in pairwise(cuts):
            what = next((s.piece for s in set_in if s.start <= begin < s.end), Piece(""))
            yield self._piece(what, begin, finish, marks, quoted)
            yield from (each.piece for each in set_in if each.start == each.end == finish)

    def _piece(self, what: Piece, start: int, end: int, marks: Sequence[Mark], quoted: Sequence[Quoted]) -> Piece:
        mark = next((each for each in marks if each.start <= start < each.end), None)
        lit = self._low <= start and end <= self._high
        first, self._highlighted = lit and not self._highlighted, self._highlighted or lit
        return replace(
            what,
            text=self._text[start:end],
            mark=mark.named if mark else None,
            anchor=f"mention-{mark.start}-{mark.end}" if mark and mark.start == start else None,
            highlighted=lit,
            first_highlighted=first,
            said=tuple(each.number for each in quoted if each.start <= start < each.end),
            ends=tuple(each.number for each in quoted if each.end == end),
        )

    # ── what is set in ────────────────────────────────────────────────────────────────────────────────────────────────

    def _between(self, start: int, end: int) -> list[_SetIn]:
        low = bisect_left(self._set_in_starts, start)
        return self._set_in[low : bisect_right(self._set_in_starts, end)]

    def _all_set_in(self, layout: Layout) -> Iterator[_SetIn]:
        for each in layout.references:
            start, end = each.span.start, each.span.end
            notes = (zone for zone in self._notes if zone.label == each.label and zone.span.start >= end)
            target = self._notes[zone] if (zone := next(notes, None)) else ""
            anchor = self._name(f"ref-{each.label}")
            self._references.setdefault(target, []).append(anchor)
            place = Place(each.label, anchor, target, start < end)
            yield _SetIn(start, end, Piece(self._text[start:end], reference=place))
        for each_page in layout.pages:
            start, end = each_page.span.start, each_page.span.end
            place = Place(each_page.label, self._name(f"page-{each_page.label}"), "", start < end)
            yield _SetIn(start, end, Piece(self._text[start:end], page=place))
        for portion in layout.portions:
            yield _SetIn(portion.span.start, portion.span.end, Piece("", portion=portion.value))

    def _name(self, wanted: str) -> str:
        """An anchor that is not taken: letters, digits and hyphens, the second of its name with a number."""
        name = re.sub(r"[^\w-]+", "star" if "*" in wanted else "-", wanted)
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}-{self._names[name]}"
