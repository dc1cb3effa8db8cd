"""Why we say who somebody is: who else was considered, in all documents and in those where it is least sure."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.publish.reading.index import Index, Thing


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the authority files who was considered.

    Args:
        known: whether the release describes them.
        documents: in which they were.
        confidence: how probable of 1, at most.
    """

    iri: str
    name: str
    known: bool
    documents: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Identification:
    """How it was decided in one document: candidates, the most probable first, or why nobody was chosen."""

    document: Thing
    reason: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """All of it: in how many documents, who was considered in most of them, and the documents that are least sure."""

    documents: int
    considered: tuple[Candidate, ...]
    least_sure: tuple[Identification, ...]


def of_person(index: Index, thing: int, at_most: int) -> Identity:
    """So many candidates and documents at most."""
    total = index.rows("SELECT MAX(ordinal) FROM identification WHERE thing = ?", thing)[0][0] or 0
    considered = index.rows(
        "SELECT c.path, c.name, t.number IS NOT NULL, c.documents, c.confidence FROM considered c "
        "LEFT JOIN thing t ON t.path = c.path WHERE c.thing = ? AND c.rank <= ? ORDER BY c.rank",
        *(thing, at_most),
    )
    candidates: dict[int, list[Candidate]] = {}
    for ordinal, *row in index.rows(
        "SELECT c.ordinal, c.path, c.name, t.number IS NOT NULL, 1, c.confidence FROM candidate c "
        "LEFT JOIN thing t ON t.path = c.path WHERE c.thing = ? AND c.ordinal <= ? ORDER BY c.ordinal, c.rank",
        *(thing, at_most),
    ):
        candidates.setdefault(ordinal, []).append(_candidate(index, *row))
    rows = index.rows(
        "SELECT ordinal, document, reason FROM identification WHERE thing = ? AND ordinal <= ? ORDER BY ordinal",
        *(thing, at_most),
    )
    documents = index.things(row[1] for row in rows)
    least = (Identification(documents[document], why, tuple(candidates.get(at, ()))) for at, document, why in rows)
    return Identity(total, tuple(_candidate(index, *row) for row in considered), tuple(least))


def in_document(index: Index, thing: int, document: int) -> Identification | None:
    """How it was decided in one document who somebody is; None where nothing had to be."""
    found = index.rows("SELECT ordinal, reason FROM identification WHERE thing = ? AND document = ?", thing, document)
    if not found:
        return None
    ordinal, reason = found[0]
    rows = index.rows(
        "SELECT c.path, c.name, t.number IS NOT NULL, 1, c.confidence FROM candidate c "
        "LEFT JOIN thing t ON t.path = c.path WHERE c.thing = ? AND c.ordinal = ? ORDER BY c.rank",
        *(thing, ordinal),
    )
    documents = index.things([document])
    return Identification(documents[document], reason, tuple(_candidate(index, *row) for row in rows))


def _candidate(index: Index, path: str, name: str, known: int, documents: int, confidence: float) -> Candidate:
    return Candidate(index.iri(path), name, bool(known), documents, confidence)
