"""One document as extraction finds it and historians decided → the same in the gold form, and what of it is certain.

Certain is what somebody decided; the rest is what extraction says. A document is wholly reviewed when nothing is left
of it to decide. Called by `goldfiles`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from memograph.curation.anchoring import locate
from memograph.curation.annotations import CuratedAnnotation
from memograph.curation.decision import About, Action, Decision
from memograph.curation.plan import Plan
from memograph.curation.words import TYPES, ref
from memograph.model import (
    DOC,
    SYMMETRIC_RELATIONS,
    AnnotatedDocument,
    Document,
    DocumentStatements,
    Kind,
    Mention,
    Ref,
    Relation,
    Span,
    Statement,
)
from memograph.namespaces import statement_slug
from memograph.review.item import written
from memograph.shards import DocumentReader

#: A topic is a statement of the graph and no relation of the gold form.
_TOPIC = "subject"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document after its decisions.

    Args:
        annotated: what extraction finds, with decisions applied; statements left undecided are not in it.
        certain: decided items, each a JSON object (docs/curation.md, "What was decided as gold").
        open: mentions and statements that nobody has decided about.
    """

    annotated: AnnotatedDocument
    certain: tuple[dict[str, Any], ...]
    open: int

    @property
    def wholly(self) -> bool:
        """Whether somebody has decided about everything that extraction finds."""
        return self.open == 0


def reviewed(reader: DocumentReader, document: Document, plan: Plan) -> Reviewed:
    """Annotate a document and apply its decisions.

    Args:
        reader: made with this plan.
    """
    found = reader.annotated(document)
    curated, statements, _ = reader.decided(found)
    by_slug: dict[str, Relation] = {}
    for relation in curated.annotated.relations:
        by_slug.setdefault(reader.slug_of(curated.annotated, relation), relation)
    labels = {post.slug: post.label for post in statements.posts} | {c.slug: c.label for c in statements.cited}
    stated = {
        s.slug: by_slug.get(s.slug) or _relation(s, document, labels)
        for s in statements.statements
        if s.predicate != _TOPIC and s.quotations
    }
    decided = plan.by_document.get(document.id, ())
    certain = (
        *_relations(stated, by_slug, statements, decided, document),
        *_mentions(found, curated, decided, plan),
    )
    sure = _sure_spans(found, curated, decided, plan)
    left = [slug for slug in stated if slug not in statements.curation.statements]
    unsure = [mention for mention in curated.annotated.mentions if mention.span not in sure]
    annotated = replace(statements.annotated, relations=tuple(stated.values()))
    return Reviewed(annotated, certain, len(left) + len(statements.review) + len(unsure))


def _relation(statement: Statement, document: Document, labels: Mapping[str, str]) -> Relation:
    """A statement that a decision brought in or changed, in the gold form (GUIDELINES.md, "Relations")."""
    subject, object_ = statement.subject, statement.object
    itself = subject == Ref(Kind.DOCUMENT, document.id)
    entity = object_ if isinstance(object_, Ref) and object_.kind in TYPES else None
    return Relation(
        DOC if itself else subject.slug,
        statement.predicate,
        entity.slug if entity else _literal(statement, document, labels),
        statement.quotations[0].span,
        statement.method,
        1.0 if statement.confidence is None else statement.confidence,
        None if itself else TYPES[subject.kind],
        TYPES[entity.kind] if entity else None,
    )


def _literal(statement: Statement, document: Document, labels: Mapping[str, str]) -> str:
    """A date, a classification, the title of a post; a document of the same volume by its number (``d27``)."""
    object_ = statement.object
    if not isinstance(object_, Ref):
        return object_.value
    number = object_.slug.removeprefix(document.volume)
    if object_.kind is Kind.DOCUMENT and number != object_.slug and number[1:].isdecimal():
        return number
    return labels.get(object_.slug, object_.slug)


def _relations(
    stated: Mapping[str, Relation],
    by_slug: Mapping[str, Relation],
    statements: DocumentStatements,
    decided: Sequence[Decision],
    document: Document,
) -> Iterator[dict[str, Any]]:
    """Relations that somebody accepted, added or rejected."""
    actions = {decision.slug: decision.action for decision in decided}
    for slug, decision in statements.curation.statements.items():
        if slug in stated:
            yield _as_row(stated[slug], actions[decision], document)
    for made in decided:
        if made.about is About.STATEMENT and made.action is Action.REJECT:
            for slug in _slugs(made, document):
                if slug in by_slug:
                    yield _as_row(by_slug[slug], Action.REJECT, document)


def _slugs(decision: Decision, document: Document) -> set[str]:
    """Slugs of the statement that a decision is about, from either side."""
    subject, object_, predicate = decision.subject, decision.object, decision.predicate or ""
    if subject is None or object_ is None:
        return set()
    last = object_.slug if isinstance(object_, Ref) else object_.value
    slugs = {statement_slug(document.id, subject.slug, predicate, last)}
    if predicate in SYMMETRIC_RELATIONS:
        slugs.add(statement_slug(document.id, last, predicate, subject.slug))
    return slugs


def _as_row(relation: Relation, action: Action, document: Document) -> dict[str, Any]:
    subject = DOC if relation.subject_type is None else f"{relation.subject_type.kind}/{relation.subject}"
    object_ = relation.object if relation.object_type is None else f"{relation.object_type.kind}/{relation.object}"
    words = relation.evidence.of(document.text)
    return {
        "document": document.id,
        "item": "relation",
        "decision": action.value,
        "relation": [subject, relation.predicate, object_, words],
    }


def _mentions(
    found: AnnotatedDocument, curated: CuratedAnnotation, decided: Sequence[Decision], plan: Plan
) -> Iterator[dict[str, Any]]:
    """Mentions that somebody accepted, added, linked, or said to name nobody, or not who extraction says."""
    sure = _sure_spans(found, curated, decided, plan)
    for mention in curated.annotated.mentions:
        if (decision := sure.get(mention.span)) is not None and decision.action is not Action.REJECT:
            action = Action.ACCEPT if decision.action is Action.ACCEPT else Action.ADD
            yield _as_mention(mention, action, found.document.id)
    refused = {(d.anchor.document, d.subject): d for d in decided if _refuses(d) and d.anchor and not d.anchor.exact}
    spans = {locate(found.document.text, d.anchor): d for d in decided if _refuses(d) and d.anchor and d.anchor.exact}
    for mention in found.mentions:
        by = spans.get(mention.span) or refused.get((found.document.id, ref(mention)))
        if ref(mention) in plan.withdrawn:
            yield _as_mention(mention, Action.REJECT, found.document.id, of=About.MENTION)
        elif by is not None and (by.about is About.MENTION or by.subject == ref(mention)):
            yield _as_mention(mention, Action.REJECT, found.document.id, of=by.about)


def _refuses(decision: Decision) -> bool:
    return decision.action is Action.REJECT and decision.about in (About.MENTION, About.LINK)


def _as_mention(mention: Mention, action: Action, document: str, of: About = About.LINK) -> dict[str, Any]:
    row: dict[str, Any] = {
        "document": document,
        "item": "mention",
        "decision": action.value,
        "start": mention.span.start,
        "end": mention.span.end,
        "kind": mention.kind,
    }
    return row if of is About.MENTION else row | {"entity": written(ref(mention))}


def _sure_spans(
    found: AnnotatedDocument, curated: CuratedAnnotation, decided: Sequence[Decision], plan: Plan
) -> dict[Span, Decision]:
    """Span of a mention → the decision about it; one without words holds for every mention of whom it names."""
    merged = {m.span: plan.merged[ref(m)][1] for m in found.mentions if ref(m) in plan.merged}
    sure: dict[Span, Decision] = merged | dict(curated.mentions)
    everywhere = {
        d.subject: d
        for d in decided
        if d.about is About.LINK and d.action is Action.ACCEPT and d.anchor and not d.anchor.exact
    }
    for mention in curated.annotated.mentions:
        if ref(mention) in everywhere:
            sure.setdefault(mention.span, everywhere[ref(mention)])
    return sure
