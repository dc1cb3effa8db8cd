"""Claims ready to be published. Made by `extract.state`, turned into quads by `graph`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from memograph.model.annotation import AnnotatedDocument, Modality, Parts
from memograph.model.document import Span
from memograph.model.kinds import Kind

#: Code points of context on either side of a quotation (Web Annotation Data Model, Text Quote Selector).
CONTEXT = 40


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

    @classmethod
    def of(cls, text: str, span: Span) -> Quotation:
        """The words of a span with up to `CONTEXT` code points on either side."""
        before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
        return cls(span, span.of(text), before, after)


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim ready to be published: a triple, the words behind it, how it was found and how sure that is.

    Args:
        slug: last segment of the statement's IRI: document, subject, predicate and object, readable and stable.
        predicate: local name of a relation of the ontology, or ``subject`` for ``dcterms:subject``.
        quotations: one or more places in the document; empty only when `source` is given.
        confidence: calibrated probability, 0 to 1; None where no gold measures it (topics, sidecars).
        source: where the claim comes from when the text does not state it (a sidecar's date), one sentence.
        modality: how the text states it; None for what structure gives.
        asserted_by: who says so: a speaker, the author, or the document itself; empty for what structure gives.
        when: EDTF date or interval of what is stated.
        parts: what the score is made of.
        symmetric: the triple holds both ways.
        corroborated_by: journeys and visits known beforehand that bear it out.
        checked_against: names of the registers that it was looked for in; without `corroborated_by`, in vain.
    """

    slug: str
    subject: Ref
    predicate: str
    object: Ref | Literal
    quotations: tuple[Quotation, ...]
    method: str
    confidence: float | None
    source: str | None = None
    modality: Modality | None = None
    asserted_by: tuple[Ref, ...] = ()
    when: str | None = None
    parts: Parts = ()
    symmetric: bool = False
    corroborated_by: tuple[Ref, ...] = ()
    checked_against: tuple[str, ...] = ()


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
class Former:
    """A statement that a decision replaced by another one, or (`into` None) took back.

    Args:
        slug, into: slugs of statements.
        reason: why, and who decided, in a sentence.
        decision: slug of the decision.
    """

    slug: str
    into: str | None
    reason: str
    decision: str


@dataclass(frozen=True, slots=True)
class Curation:
    """What decisions did to a document, for whoever reads its graph.

    Args:
        statements, mentions: slug, or span → slug of the decision.
        former: statements that are no longer.
        names: thing → what it was called before it was renamed.
    """

    statements: Mapping[str, str] = field(default_factory=dict)
    mentions: Mapping[Span, str] = field(default_factory=dict)
    former: tuple[Former, ...] = ()
    names: tuple[tuple[Ref, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Journey:
    """A journey or visit known beforehand that bears out a statement: slug and label of the event."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class DocumentStatements:
    """Everything one document contributes to the graph; `graph` turns it into quads without knowing spaCy.

    Args:
        review: statements too uncertain to be published; a person decides.
        curation: what decisions did to it.
        journeys: what its published statements are corroborated by.
    """

    annotated: AnnotatedDocument
    statements: tuple[Statement, ...]
    posts: tuple[PostTitle, ...]
    cited: tuple[CitedDocument, ...]
    review: tuple[Statement, ...] = ()
    curation: Curation = field(default_factory=Curation)
    journeys: tuple[Journey, ...] = ()
