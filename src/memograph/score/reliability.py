"""Whether confidence is earned: of what is said with 0.9, are nine in ten right? Beside figures.py.

The measure is the expected calibration error: over ten bins of confidence, the distance between mean confidence and the
share that is right, weighed by the bin's count (Naeini, Cooper and Hauskrecht 2015).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from memograph.gold import GoldDocument, to_json
from memograph.model import AnnotatedDocument, EntityType
from memograph.score.matching import judged_relations, place

BINS = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was said, and whether gold says it too.

    Args:
        row: its index among the annotation's mentions, linkings or relations.
        about: the entity type or the relation.
        method: who said it.
        confidence: 0 to 1.
    """

    document: str
    what: OneOf["mention", "link", "relation"]
    row: int
    about: str
    method: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Verdicts whose confidence lies in [low, high)."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def verdicts(gold: GoldDocument, annotated: AnnotatedDocument) -> Iterator[Verdict]:
    """Every mention, every link of a person to the authority file, and every relation, judged by gold."""
    wanted = {(*place(m), gold.entities[m["entity"]]["type"], m["kind"]) for m in gold.data["mentions"]}
    for row, m in enumerate(annotated.mentions):
        right = (m.span.start, m.span.end, m.type.value, m.kind) in wanted
        yield Verdict(gold.id, "mention", row, m.type.value, f"{m.kind}.{m.method}", m.confidence, right)
    yield from _links(gold, annotated)
    predicted = GoldDocument(gold.id, json.loads(to_json(annotated)), gold.text)
    for relation, row, right in judged_relations(gold, predicted):
        r = annotated.relations[row]
        yield Verdict(gold.id, "relation", row, relation, r.method, r.confidence, right)


def _links(gold: GoldDocument, annotated: AnnotatedDocument) -> Iterator[Verdict]:
    """One verdict for each mention of a person whose link was decided, at a place that gold marks."""
    people = [e for e in annotated.entities if e.type is EntityType.PERSON]
    ids = {e.id: i.value for e in people for i in e.identifiers if i.scheme == "hsg" and i.identical}
    rows = {linking.entity: row for row, linking in enumerate(annotated.linkings)}
    wanted = {place(m): gold.entities[m["entity"]].get("hsg") for m in gold.data["mentions"]}
    for mention in annotated.mentions:
        where, row = (mention.span.start, mention.span.end), rows.get(mention.entity)
        if mention.type is not EntityType.PERSON or row is None or where not in wanted or mention.entity not in ids:
            continue
        linking = annotated.linkings[row]
        if linking.reason is None and linking.candidates:
            right = str(wanted[where]) == ids[mention.entity]
            yield Verdict(gold.id, "link", row, "Person", mention.kind, linking.candidates[0].score, right)


def reliability(judged: Sequence[Verdict]) -> list[Bin]:
    """Ten bins of equal width over 0 to 1; bins that hold nothing are left out."""
    bins = []
    for step in range(BINS):
        low, high = step / BINS, (step + 1) / BINS
        inside = [v for v in judged if low <= v.confidence < high or (step == BINS - 1 and v.confidence == 1.0)]
        if inside:
            bins.append(
                Bin(low, high, len(inside), _mean(v.confidence for v in inside), _mean(v.right for v in inside))
            )
    return bins


def calibration_error(judged: Sequence[Verdict]) -> float:
    """Expected calibration error, 0 to 1; 0 for nothing."""
    if not judged:
        return 0.0
    return sum(b.count * abs(b.confidence - b.right) for b in reliability(judged)) / len(judged)


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)
