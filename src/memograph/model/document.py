"""A document as read: its text, what stretches of it are, and what stands beside it. Made by `memograph.read`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span in its text."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether both share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


class ZoneKind(StrEnum):
    """What a stretch of a document is, in the order they usually stand. Zones never overlap."""

    HEADING = "heading"  # "247. Memorandum From ... to President Reagan" (without the footnote mark)
    DATELINE = "dateline"  # "Washington, February 26, 1961."
    SUBJECT = "subject"  # the subject's words, without the word SUBJECT or the bullet
    PARTICIPANTS = "participants"  # one zone per listed line
    BODY = "body"  # one zone per paragraph
    SIGNATURE = "signature"  # "Dean Rusk"
    ATTACHMENT = "attachment"  # title of an enclosure: the zones after it, notes apart, are not the document's own
    SOURCE_NOTE = "source-note"  # "Source: Reagan Library, ..."
    NOTE = "note"  # one zone per numbered footnote, without its number


@dataclass(frozen=True, slots=True)
class Zone:
    """One stretch of the text and what it is; `label` is a footnote's number where it has one."""

    kind: ZoneKind
    span: Span
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Markup:
    """What the editors of a TEI volume marked in the text.

    Args:
        tag: ``persName``, ``placeName``, ``gloss`` or ``date``.
        target: xml:id that ``@corresp`` or ``@target`` points to (without ``#``); for a date the value of ``@when``, or
            of ``@from`` and ``@to``, as EDTF.
    """

    tag: str
    span: Span
    target: str | None = None


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A page of the printed volume begins after `offset`; for plain text the span of ``[Page 818]``, empty in TEI."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class NoteReference:
    """The place in running text where footnote `label` hangs (the span of the digits; empty in TEI)."""

    label: str
    span: Span


@dataclass(frozen=True, slots=True)
class PortionMarking:
    """A classification of one paragraph, such as ``(S)``."""

    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """An entry of a volume's list of persons (or of its list of terms, for a person's initials).

    Args:
        key: xml:id, for example ``p_GA_1``.
        name: as printed, for example ``Gromyko, Andrei``.
        remark: the words after the name.
    """

    key: str
    name: str
    remark: str


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """An entry of a volume's list of abbreviations and terms: ``t_NSC_1``, ``NSC``, ``National Security Council``."""

    key: str
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Facts about a document that its text does not print, from ``<id>.toml`` beside it, each with its source.

    Args:
        date: EDTF date or interval.
        date_source: where the date comes from, one sentence.
        place, place_source: the dateline's place, likewise.
    """

    date: str | None = None
    date_source: str | None = None
    place: str | None = None
    place_source: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document was read from: path as given, media type, SHA-256 of the file's bytes (hex)."""

    path: str
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its text untouched, and what its layout or markup says about stretches of it."""

    id: str
    text: str = field(repr=False)
    source: Source
    zones: tuple[Zone, ...] = field(default=(), repr=False)
    pages: tuple[PageBreak, ...] = field(default=(), repr=False)
    note_references: tuple[NoteReference, ...] = field(default=(), repr=False)
    portions: tuple[PortionMarking, ...] = field(default=(), repr=False)
    markup: tuple[Markup, ...] = field(default=(), repr=False)
    persons: tuple[ListedPerson, ...] = field(default=(), repr=False)
    terms: tuple[ListedTerm, ...] = field(default=(), repr=False)
    sidecar: Sidecar | None = None

    @property
    def volume(self) -> str:
        """Id of the volume (``frus1981-88v03`` of ``frus1981-88v03d247``); the whole id where it names none."""
        head, d, number = self.id.rpartition("d")
        return head if d and number.isdigit() else self.id

    def zones_of(self, *kinds: ZoneKind) -> tuple[Zone, ...]:
        """Zones of these kinds, in text order."""
        return tuple(z for z in self.zones if z.kind in kinds)
