"""Writes one TEI document as readable text and remembers what the markup said of each stretch. Used by `tei`.

The layout is that of the plain-text memoranda: heading, dateline, SUBJECT and PARTICIPANTS, paragraphs with an empty
line between them, the notes numbered at the end with the source note first. Runs of white space become one space; a
word that a page break splits is whole again, because no white space stands around such a break.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from memograph.model import Markup, NoteReference, PageBreak, Span, Zone, ZoneKind

_BLOCKS = frozenset(
    "ab address argument attachment body byline closer dateline div epigraph figure floatingText head item label"
    " l lg list listBibl opener p postscript quote row salute signed sp stage table trailer".split()
)
_NAMES = {"persName": ("corresp", "ref"), "placeName": ("corresp", "ref"), "gloss": ("target",)}
_UNREAD = frozenset({"figDesc", "graphic", "fw", "gap", "note", "pb", "lb"})


def local(element: etree._Element) -> str:
    """Name of an element without its namespace; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class Flat:
    """A document being written: its text so far, and everything known about stretches of it."""

    text: list[str] = field(default_factory=list)
    length: int = 0
    zones: list[Zone] = field(default_factory=list)
    pages: list[PageBreak] = field(default_factory=list)
    references: list[NoteReference] = field(default_factory=list)
    markup: list[Markup] = field(default_factory=list)


class Flattener:
    """Walks the `div` of one document; `flat` holds the result."""

    def __init__(self) -> None:
        self.flat = Flat()
        self._notes: list[etree._Element] = []
        self._kind: ZoneKind | None = None
        self._label: str | None = None
        self._start: int | None = None  # of the paragraph being written
        self._space = False
        self._in_note = False
        self._waiting: list[str] = []  # page breaks whose first character is not written yet
        self._open: list[list[int]] = []  # elements being written, each with the offset of its first character

    def document(self, div: etree._Element) -> Flat:
        """Write a document, then its notes."""
        self._children(div, ZoneKind.BODY, attached=False)
        self._write_notes()
        self._place_pages()
        return self.flat

    # ── blocks ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _children(self, parent: etree._Element, kind: ZoneKind | None, attached: bool) -> None:
        """Write what a container holds; words that stand in it outside any block make a paragraph of their own."""
        self._begin(kind)
        self._words(parent.text)
        for child in parent:
            self._node(child, kind, attached)
            self._words(child.tail)
        self._end()

    def _node(self, node: etree._Element, kind: ZoneKind | None, attached: bool) -> None:
        name = local(node)
        if name == "note" and node.get("rend") == "inline" and node.get("type") != "source":
            self._block(node, ZoneKind.ATTACHMENT if attached else kind, kind, attached)
        elif name in _BLOCKS and not self._in_note:
            self._block(node, self._kind_of(node, kind, attached), kind, attached or name == "attachment")
        elif name in _BLOCKS:
            self._space = True
            self._inline(node, kind, attached)
            self._space = True
        elif name:
            self._inline(node, kind, attached)

    def _block(self, node: etree._Element, kind: ZoneKind | None, around: ZoneKind | None, attached: bool) -> None:
        """Write a block on lines of its own, and go on with the paragraph it may stand in."""
        self._end()
        self._children(node, kind, attached)
        self._begin(around)

    def _kind_of(self, node: etree._Element, kind: ZoneKind | None, attached: bool) -> ZoneKind | None:
        name, parent = local(node), node.getparent()
        if name == "head" and parent is not None:
            if kind in (ZoneKind.SUBJECT, ZoneKind.PARTICIPANTS):
                return None
            if attached:
                return ZoneKind.ATTACHMENT
            first = not self.flat.zones and local(parent) == "div"
            return ZoneKind.HEADING if first else ZoneKind.BODY
        if name == "list":
            return {"subject": ZoneKind.SUBJECT, "participants": ZoneKind.PARTICIPANTS}.get(node.get("type", ""), kind)
        return {"dateline": ZoneKind.DATELINE, "signed": ZoneKind.SIGNATURE}.get(name, kind)

    def _begin(self, kind: ZoneKind | None, label: str | None = None) -> None:
        self._kind, self._label, self._start, self._space = kind, label, None, False

    def _end(self) -> None:
        """Close the paragraph; one without a kind (the word SUBJECT) is text, but no zone."""
        if self._start is not None and self._kind is not None:
            self.flat.zones.append(Zone(self._kind, Span(self._start, self.flat.length), self._label))
        self._start, self._space = None, False

    # ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _inline(self, node: etree._Element, kind: ZoneKind | None, attached: bool) -> None:
        name = local(node)
        if name == "note":
            self._hang(node)
        elif name == "pb":
            self._waiting.append(node.get("n", ""))
        elif name == "lb" and self._kind is ZoneKind.SIGNATURE:
            self._end()
        elif name in ("lb", "cell"):
            self._space = True
        if name not in _UNREAD:
            opening: list[int] = []
            self._open.append(opening)
            self._words(node.text)
            for child in node:
                self._node(child, kind, attached)
                self._words(child.tail)
            self._open.pop()
            if opening and (name in _NAMES or name == "date"):
                target = _date_of(node) if name == "date" else _target_of(node, _NAMES[name])
                self.flat.markup.append(Markup(name, Span(opening[0], self.flat.length), target))

    def _words(self, words: str | None) -> None:
        """Write words, white space collapsed; the space waits until a word follows it."""
        if not words:
            return
        parts = words.split()
        if words[0].isspace():
            self._space = True
        for i, part in enumerate(parts):
            self._write(part, spaced=self._space or i > 0)
            self._space = False
        if words[-1].isspace():
            self._space = True

    def _write(self, word: str, spaced: bool) -> None:
        if self._start is None:
            self._put(self._separator())
            self._start = self.flat.length
        elif spaced:
            self._put(" ")
        self._place_pages()
        for opening in self._open:
            if not opening:
                opening.append(self.flat.length)
        self._put(word)

    def _separator(self) -> str:
        if not self._in_note:
            return "\n\n" if self.flat.length else ""
        return f"\n\n  {self._label}. " if self._label == self.flat.references[0].label else f"\n  {self._label}. "

    def _put(self, characters: str) -> None:
        self.flat.text.append(characters)
        self.flat.length += len(characters)

    def _place_pages(self) -> None:
        for label in self._waiting:
            self.flat.pages.append(PageBreak(label, Span(self.flat.length, self.flat.length)))
        self._waiting.clear()

    # ── notes ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _hang(self, note: etree._Element) -> None:
        """Remember where a note hangs; it is written at the end. A note inside a note is written in place."""
        if self._in_note:
            self._words(f" [{' '.join(''.join(map(str, note.itertext())).split())}] ")
            return
        self._notes.append(note)
        label = note.get("n") or str(len(self._notes))
        self.flat.references.append(NoteReference(label, Span(self.flat.length, self.flat.length)))

    def _write_notes(self) -> None:
        self._in_note = True
        for reference, note in zip(self.flat.references, self._notes, strict=True):
            kind = ZoneKind.SOURCE_NOTE if note.get("type") == "source" else ZoneKind.NOTE
            self._begin(kind, reference.label)
            self._words(note.text)
            for child in note:
                self._node(child, kind, attached=False)
                self._words(child.tail)
            self._end()


def _target_of(node: etree._Element, attributes: tuple[str, ...]) -> str | None:
    value = next((node.get(a) for a in attributes if node.get(a)), None)
    return value.removeprefix("#") if value else None


def _date_of(node: etree._Element) -> str | None:
    """The date of `@when`, or of `@from` and `@to`, as EDTF without the time of day; None where it is no date."""
    when, start, end = (_day(node.get(name)) for name in ("when", "from", "to"))
    if when or not start:
        return when
    return start if not end or end == start else f"{start}/{end}"


def _day(value: str | None) -> str | None:
    day = (value or "")[:10]
    try:
        return (
            day if day and date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]) else None
        )
    except ValueError:
        return None
