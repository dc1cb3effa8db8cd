"""Plain text of Foreign Relations of the United States → Document. First stage of the flow, beside `tei`.

Two layouts are known. Copies of the web edition: heading with its footnote's digit (``… President Reagan1``), a
bulleted subject, ``[Page 818]`` inside the text, notes numbered and indented at the end. Copies of the 1961-1963
volumes: heading ending in ``*``, dateline, SUBJECT and PARTICIPANTS, ``* * *``, ``* Source: …`` and notes numbered
without a full stop. A paragraph is one line. A file may hold further documents that a copy ran into it; each brings a
HEADING zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from memograph.errors import ReadError
from memograph.model import Document, NoteReference, Raw, Sidecar, Source, Span, Zone, ZoneKind
from memograph.read import layout, limits
from memograph.read.marks import is_page_marker, note_references, page_breaks, portion_markings
from memograph.read.paragraphs import check_paragraphs
from memograph.read.sidecar import read_sidecar, sidecar_path

_LINE = re.compile(r"[^\r\n]+")
_INK = re.compile(r"[^\s\ufeff](?:.*[^\s\ufeff])?", re.DOTALL)
_NUMBERED_INDENTED = re.compile(r"(?P<label>\d{1,3})\.\s+(?=\S)")
_NUMBERED = re.compile(r"(?P<label>\d{1,3}|\*)\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line with ink: its span without surrounding space, and whether space stood before it."""

    span: Span
    text: str
    indented: bool


def text_of(raw: Raw) -> Document:
    """The document of a text file; `Document.text` is the file decoded, not a character changed.

    Raises:
        ReadError: not UTF-8 (byte offset), empty, without a numbered heading (line), or with a bad sidecar.
    """
    text = decoded(raw)
    source = Source(raw.path, raw.media_type, raw.source_sha256)
    sidecar = read_sidecar(sidecar_path(raw.path), raw.beside) if raw.beside else None
    document = document_of(raw.id, text, source, sidecar)
    check_paragraphs(document.zones, raw, text)
    return document


def decoded(raw: Raw) -> str:
    """The text of a file.

    Raises:
        ReadError: not UTF-8, or with NUL in it; with line and byte offset, and what the file seems to be.
    """
    at = raw.data.find(b"\0")
    try:
        text = raw.data.decode("utf-8")
    except UnicodeDecodeError as error:
        at, what = error.start, "is not UTF-8"
    else:
        if at < 0:
            return text
        what = "is NUL, which no text has"
    line = raw.data.count(b"\n", 0, at) + 1
    reason = f"byte {at} {what}{_seeming(raw.data, at)}; save the file as UTF-8"
    raise ReadError(raw.path, reason, line=line, offset=at, kind="encoding")


def _seeming(data: bytes, at: int) -> str:
    """What a file that is not UTF-8 seems to be, in brackets; empty where that cannot be told."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:400].count(0) > 100:
        return " (the file looks like UTF-16)"
    character = data[at : at + 1].decode("cp1252", "ignore")
    return f" (in Windows-1252 it is “{character}”)" if character.strip("\0") else ""


def document_of(identifier: str, text: str, source: Source, sidecar: Sidecar | None = None) -> Document:
    """Lay out one text as a Document.

    Raises:
        ReadError: the text is empty or its first line is no numbered heading.
    """
    lines = [line for line in _lines(text) if not is_page_marker(line.text)]
    if not lines:
        raise ReadError(source.path, "the file is empty; a document begins with a numbered heading", kind="empty")
    if len(lines) > limits.LINES:
        reason = f"more than {limits.LINES:,} lines; make several documents of it"
        raise ReadError(source.path, reason, line=_number(text, lines[limits.LINES]), kind="too-large")
    if not layout.is_heading(lines[0].text):
        reason = "no heading; the first line should be a number and a title, such as '247. Memorandum From …'"
        raise ReadError(source.path, reason, line=_number(text, lines[0]), offset=lines[0].span.start, kind="heading")
    zones: list[Zone] = []
    references: list[NoteReference] = []
    for part in _documents(lines):
        part_zones, part_references = _lay_out(text, part)
        zones += part_zones
        references += part_references
    paragraphs = [zone.span for zone in zones if zone.kind is ZoneKind.BODY]
    return Document(
        id=identifier,
        text=text,
        source=source,
        zones=tuple(zones),
        pages=page_breaks(text),
        note_references=tuple(references),
        portions=portion_markings(text, paragraphs),
        sidecar=sidecar,
    )


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        if ink := _INK.search(text, *match.span()):
            yield Line(Span(*ink.span()), ink[0], text[match.start() : ink.start()].strip("\ufeff") != "")


def _number(text: str, line: Line) -> int:
    """The number of a line, however lines end."""
    return len(re.findall(r"\r\n|\r|\n", text[: line.span.start])) + 1


def _documents(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Split the lines where the heading of the next document stands, recognised by its number and its dateline."""
    start = 0
    for i in range(1, len(lines) - 1):
        follows = layout.is_next_heading(lines[start].text, lines[i].text)
        if follows and (layout.is_dateline(lines[i + 1].text) or layout.is_editorial_note(lines[i].text)):
            yield lines[start:i]
            start = i
    yield lines[start:]


def _lay_out(text: str, lines: Sequence[Line]) -> tuple[list[Zone], list[NoteReference]]:
    """Zones and references of one document: its own lines first, then its notes."""
    first_note = _first_note(lines)
    notes = list(_notes(lines[first_note:]))
    main = [line for line in lines[:first_note] if not layout.is_rule(line.text)]
    labels = [int(n.label) for n in notes if n.label and n.label.isdigit()]
    references = list(note_references(text, [line.span for line in main], labels))
    if star := re.search(r"\*+$", main[0].text):
        at = main[0].span.start
        references.insert(0, NoteReference("*", Span(at + star.start(), at + star.end())))
    zones = [Zone(kind, span) for kind, span in layout.zones_of([(line.text, line.span) for line in main])]
    return [*_without_marks(text, zones, references), *notes], references


def _first_note(lines: Sequence[Line]) -> int:
    """Index of the first line of the notes; the number of lines when there are none."""
    for i in range(len(lines) - 2, 0, -1):
        if layout.is_rule(lines[i].text) and _NUMBERED.match(lines[i + 1].text):
            return i + 1
    for i in range(len(lines) - 1, 0, -1):
        opening = re.match(r"1\.\s+(?P<source>Source: )?", lines[i].text)
        if opening and (lines[i].indented or opening["source"]):
            return i
    return len(lines)


def _notes(lines: Sequence[Line]) -> Iterator[Zone]:
    """One zone per note, without its number; a paragraph without one continues the note before it."""
    note: Zone | None = None
    last = 0
    pattern = _NUMBERED_INDENTED if lines and re.match(r"\d+\.\s", lines[0].text) else _NUMBERED
    for line in lines:
        mark = pattern.match(line.text)
        label = mark["label"] if mark else ""
        if mark and (label == "*" or last <= int(label) <= last + 10):
            if note:
                yield note
            last = int(label) if label != "*" else last
            span = Span(line.span.start + mark.end(), line.span.end)
            is_source = label == "*" or line.text[mark.end() :].startswith("Source: ")
            note = Zone(ZoneKind.SOURCE_NOTE if is_source else ZoneKind.NOTE, span, label)
        elif note:
            note = replace(note, span=Span(note.span.start, line.span.end))
    if note:
        yield note


def _without_marks(text: str, zones: list[Zone], references: Sequence[NoteReference]) -> Iterator[Zone]:
    """Cut the reference off the end of the zones whose words are taken as they stand; body paragraphs keep theirs."""
    ends = {reference.span.end: reference.span.start for reference in references}
    for zone in zones:
        cut = ends.get(zone.span.end)
        if zone.kind is ZoneKind.BODY or cut is None:
            yield zone
        elif stripped := text[zone.span.start : cut].rstrip():
            yield replace(zone, span=Span(zone.span.start, zone.span.start + len(stripped)))
