"""AnnotatedDocument → DocumentStatements: annotations become claims that can be published. Last step of extraction.

Literals of the gold form become things where the graph has them (a post, a cited document), slugs are minted, topics
are assigned, and each claim gets the words that prove it or, for a fact from a sidecar, its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from roman import InvalidRomanNumeralError, fromRoman, toRoman

from memograph.authority.index import Authority
from memograph.extract.topics import Topic, topics_in
from memograph.model import (
    DOC,
    AnnotatedDocument,
    CitedDocument,
    DocumentStatements,
    Entity,
    EntityType,
    Kind,
    Literal,
    PostTitle,
    Quotation,
    Ref,
    Relation,
    Statement,
)
from memograph.namespaces import EDTF, slug_of, statement_slug

_FRUS_ID = re.compile(r"frus(?P<years>\d{4}-\d{2})v(?P<volume>\d+)")
_CITED_VOLUME = re.compile(r"(?i)vol(?:ume|\.)?\s*(?P<roman>[IVXL]+)\b")
_PUBLISHED = "https://history.state.gov/historicaldocuments"


def state(
    annotated: AnnotatedDocument, topics: Iterable[Topic], authority: Authority, publish_from: float = 0.0
) -> DocumentStatements:
    """Everything one document contributes to the graph, at most one statement per triple, in a stable order.

    Args:
        publish_from: statements of less confidence are left to review; those without any are published.
    """
    posts: dict[str, PostTitle] = {}
    cited: dict[str, CitedDocument] = {}
    statements: dict[str, Statement] = {}
    claims = (
        *_relations(annotated, authority, posts, cited),
        *_beside_the_text(annotated),
        *_subjects(annotated, topics),
    )
    for statement in claims:
        statements.setdefault(statement.slug, statement)
    sure = tuple(s for s in statements.values() if s.confidence is None or s.confidence >= publish_from)
    review = tuple(s for s in statements.values() if s.confidence is not None and s.confidence < publish_from)
    objects = {s.object for s in sure}
    return DocumentStatements(
        annotated,
        sure,
        tuple(post for post in posts.values() if Ref(Kind.POST, post.slug) in objects),
        tuple(work for work in cited.values() if Ref(Kind.DOCUMENT, work.slug) in objects),
        review,
    )


def _relations(
    annotated: AnnotatedDocument,
    authority: Authority,
    posts: dict[str, PostTitle],
    cited: dict[str, CitedDocument],
) -> Iterator[Statement]:
    authors = _authors(annotated)
    for relation in annotated.relations:
        object_ = _object(annotated, relation, authority, posts, cited)
        yield _statement(annotated, authors, _subject(annotated, relation), relation, object_)


def slug_of_relation(annotated: AnnotatedDocument, relation: Relation, authority: Authority) -> str:
    """Slug of the statement that a relation becomes, whether or not it is one of the document's now."""
    object_ = _object(annotated, relation, authority, {}, {})
    return _slug(annotated.document.id, _subject(annotated, relation), relation.predicate, object_)


def _object(
    annotated: AnnotatedDocument,
    relation: Relation,
    authority: Authority,
    posts: dict[str, PostTitle],
    cited: dict[str, CitedDocument],
) -> Ref | Literal:
    """The object as a thing where the graph has one; posts and cited documents that it names are noted down."""
    if relation.object_type is not None:
        return Ref(relation.object_type.kind, relation.object)
    if relation.predicate in ("dated", "classified"):
        return Literal(relation.object, EDTF if relation.predicate == "dated" else None)
    if relation.predicate == "cites":
        work = cited_document(annotated.document.volume, relation.object)
        return Ref(Kind.DOCUMENT, cited.setdefault(work.slug, work).slug)
    post = _post(
        authority, relation
    )  # holdsPost, or a relation of one's own: what is no entity is a post, by its title
    return Ref(Kind.POST, posts.setdefault(post.slug, post).slug)


def _post(authority: Authority, relation: Relation) -> PostTitle:
    """The authority file's post where the title beside this name means one, else the title as written."""
    known = authority.post_of_title(relation.object, relation.subject)
    return PostTitle(known.slug, known.label) if known else PostTitle(slug_of(relation.object), relation.object)


def _subject(annotated: AnnotatedDocument, relation: Relation) -> Ref:
    if relation.subject == DOC and relation.subject_type is None:
        return Ref(Kind.DOCUMENT, annotated.document.id)
    return Ref((relation.subject_type or EntityType.PERSON).kind, relation.subject)


def _authors(annotated: AnnotatedDocument) -> tuple[Ref, ...]:
    """Who speaks where nobody else is named: who sent it, else who drafted it, else the document itself.

    A person goes before the office that sent it: an ambassador's telegram is his, not his embassy's.
    """
    for predicate in ("sentBy", "draftedBy"):
        found = [r for r in annotated.relations if r.predicate == predicate and r.object_type is not None]
        people = [r for r in found if r.object_type is EntityType.PERSON]
        if found:
            return tuple(Ref(r.object_type.kind, r.object) for r in people or found if r.object_type)
    return (Ref(Kind.DOCUMENT, annotated.document.id),)


def _asserted_by(relation: Relation, authors: tuple[Ref, ...]) -> tuple[Ref, ...]:
    if relation.modality is None:  # structure says so, nobody in particular
        return ()
    if relation.asserted_by is None:
        return authors
    type_, slug = relation.asserted_by
    return (Ref(type_.kind, slug),)


def _statement(
    annotated: AnnotatedDocument, authors: tuple[Ref, ...], subject: Ref, relation: Relation, object_: Ref | Literal
) -> Statement:
    return Statement(
        slug=_slug(annotated.document.id, subject, relation.predicate, object_),
        subject=subject,
        predicate=relation.predicate,
        object=object_,
        quotations=(Quotation.of(annotated.document.text, relation.evidence),),
        method=relation.method,
        confidence=relation.confidence,
        modality=relation.modality,
        asserted_by=_asserted_by(relation, authors),
        when=relation.when,
        parts=relation.parts,
        symmetric=relation.symmetric,
    )


def _beside_the_text(annotated: AnnotatedDocument) -> Iterator[Statement]:
    """Date and place of a document whose text prints none, from its sidecar."""
    header, sidecar = annotated.header, annotated.document.sidecar
    if sidecar is None:
        return
    subject = Ref(Kind.DOCUMENT, annotated.document.id)
    facts: list[tuple[str, Ref | Literal, str | None]] = []
    if header.date is not None and header.date.span is None:
        facts.append(("dated", Literal(header.date.value, EDTF), sidecar.date_source))
    place = next((e for e in annotated.entities if sidecar.place in (e.label, *e.aliases) and _is_place(e)), None)
    if header.place is None and place is not None:
        facts.append(("writtenIn", Ref(Kind.PLACE, place.id), sidecar.place_source))
    for predicate, object_, source in facts:
        slug = _slug(annotated.document.id, subject, predicate, object_)
        yield Statement(slug, subject, predicate, object_, (), "sidecar", None, source=source)


def _is_place(entity: Entity) -> bool:
    return entity.type is EntityType.PLACE


def _subjects(annotated: AnnotatedDocument, topics: Iterable[Topic]) -> Iterator[Statement]:
    document = annotated.document
    subject = Ref(Kind.DOCUMENT, document.id)
    for topic, spans in topics_in(document.text, topics):
        object_ = Ref(Kind.TOPIC, topic.slug)
        quotations = tuple(Quotation.of(document.text, span) for span in spans)
        slug = _slug(document.id, subject, "subject", object_)
        yield Statement(slug, subject, "subject", object_, quotations, "topic.label", None)


def _slug(document_id: str, subject: Ref, predicate: str, object_: Ref | Literal) -> str:
    last = object_.slug if isinstance(object_, Ref) else object_.value
    return statement_slug(document_id, subject.slug, predicate, last)


def cited_document(volume: str, citation: str) -> CitedDocument:
    """What a `cites` literal refers to: a document of the same volume (``d27``), or another volume as written.

    Args:
        volume: id of the citing document's volume, for example ``frus1961-63v05``.
        citation: as GUIDELINES.md writes it: ``d27``, ``vol. VI, pp. 5-6``, ``volume XXIV, Document 12``.
    """
    if re.fullmatch(r"d\d+", citation):
        return _published(f"{volume}{citation}", volume, citation)
    match, other = _CITED_VOLUME.search(citation), _volume_of(volume, citation)
    if match and other:
        if document := re.search(r"(?i)\bdoc(?:ument|\.)\s*(\d+)", citation):
            return _published(f"{other}d{document.group(1)}", other, f"d{document.group(1)}")
        rest = citation[match.end() :].strip(" ,")
        return CitedDocument(f"{other}-{slug_of(rest)}", f"{_label(other)}, {rest}", f"{_PUBLISHED}/{other}")
    return CitedDocument(f"{volume}-{slug_of(citation)}", citation)


def _volume_of(volume: str, citation: str) -> str | None:
    """Id of the cited volume of the same subseries: ``vol. VI`` in frus1961-63v05 → ``frus1961-63v06``."""
    match, series = _CITED_VOLUME.search(citation), _FRUS_ID.match(volume)
    if match is None or series is None:
        return None
    try:
        return f"frus{series['years']}v{fromRoman(match['roman'].upper()):02d}"
    except InvalidRomanNumeralError:
        return None


def _published(slug: str, volume: str, document: str) -> CitedDocument:
    return CitedDocument(slug, f"{_label(volume)}, Document {document[1:]}", f"{_PUBLISHED}/{volume}/{document}")


def _label(volume: str) -> str:
    series = _FRUS_ID.match(volume)
    if series is None:
        return volume
    first, last = series["years"].split("-")
    return f"FRUS {first}–{first[:2]}{last}, Volume {toRoman(int(series['volume']))}"
