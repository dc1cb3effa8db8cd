"""Statements too uncertain to publish → JSON lines that a person, or a curation tool, reads and decides on.

Called by shards.py; the lines of all documents stand in ``reports/review.jsonl`` of a release, the surest first.
"""

from __future__ import annotations

import json

from memograph.model import DocumentStatements, Kind, Literal, Ref, Statement
from memograph.namespaces import Site


def review_lines(statements: DocumentStatements, site: Site) -> tuple[str, ...]:
    """One JSON object per statement left to review: the claim in IRIs, the words, and what its score is made of."""
    labels = {(e.type.kind, e.id): e.label for e in statements.annotated.entities}
    return tuple(
        json.dumps(_row(statement, statements.annotated.document.id, site, labels), ensure_ascii=False)
        for statement in statements.review
    )


def _row(statement: Statement, document_id: str, site: Site, labels: dict[tuple[Kind, str], str]) -> dict[str, object]:
    return {
        "statement": site.thing(Kind.STATEMENT, statement.slug),
        "document": site.thing(Kind.DOCUMENT, document_id),
        "subject": _end(statement.subject, site, labels),
        "predicate": statement.predicate,
        "object": _end(statement.object, site, labels),
        "confidence": round(statement.confidence or 0.0, 4),
        "method": statement.method,
        "parts": [list(part) for part in statement.parts],
        "modality": statement.modality,
        "evidence": [{"exact": q.exact, "start": q.span.start, "end": q.span.end} for q in statement.quotations],
    }


def _end(value: Ref | Literal, site: Site, labels: dict[tuple[Kind, str], str]) -> dict[str, str]:
    if isinstance(value, Literal):
        return {"value": value.value}
    return {"iri": site.thing(value.kind, value.slug), "label": labels.get((value.kind, value.slug), value.slug)}
