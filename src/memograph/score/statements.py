"""Kinds of error among relations, for mistakes.py: what was missed and why it was hard, what was stated too much."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from memograph.gold import GoldDocument
from memograph.model import DOC, LITERAL_RELATIONS
from memograph.score.matching import matched_relations, paired_entities

_LONGEST = 160
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!Mr)(?<!Mrs)(?<!Dr)(?<!Messrs)(?<!U\.S)[.?!][”\"']?\s+[A-Z“]|\n\s*\n")
_PRONOUN = re.compile(r"\b(?:I|me|my|you|your|he|him|his|she|her|we|us|our|they|them|their)\b", re.IGNORECASE)

#: Kind, relation, example.
Row = tuple[str, str, str]
Triple = tuple[str, str, str]


@dataclass(frozen=True)
class _Comparison:
    """One document's relations: rows of gold and prediction, and which of them match."""

    gold: GoldDocument
    predicted: GoldDocument
    pairing: dict[str, str]
    missed: tuple[int, ...]
    extra: tuple[int, ...]

    def wanted(self, row: int) -> Triple:
        subject, relation, object_, *_ = self.gold.data["relations"][row]
        return subject, relation, object_

    def found(self, row: int) -> Triple:
        """A predicted row in gold's ids; what pairs with nothing gets a ``?``."""
        subject, relation, object_, *_ = self.predicted.data["relations"][row]
        ends = [key if key == DOC else self.pairing.get(key, f"?{key}") for key in (subject, object_)]
        return ends[0], relation, object_ if relation in LITERAL_RELATIONS else ends[1]


def relation_mistakes(gold: GoldDocument, predicted: GoldDocument) -> Iterator[Row]:
    """Kind, relation and example of every relation that only one side has; an exchange of ends or words counts once."""
    matches = list(matched_relations(gold, predicted))
    hit = {row for *_, row in matches if row is not None}
    both = _Comparison(
        gold,
        predicted,
        paired_entities(gold, predicted),
        tuple(row for row in range(len(gold.data["relations"])) if row not in hit),
        tuple(row for _, row, match in matches if match is None),
    )
    explained: set[int] = set()
    for row in both.missed:
        kind, blamed = _why_missed(both, row, explained)
        explained |= blamed
        yield kind, both.wanted(row)[1], _shown(gold, row)
    for row in both.extra:
        if row not in explained:
            yield _why_extra(both, row), both.found(row)[1], _shown(predicted, row)


def _why_missed(both: _Comparison, row: int, explained: Collection[int]) -> tuple[str, set[int]]:
    """The kind of a missed relation, and the extra row that stands for it."""
    subject, relation, object_ = both.wanted(row)
    for other in both.extra:
        s, r, o = both.found(other)
        if r != relation or other in explained:
            continue
        if (s, o) == (object_, subject):
            return "relation: wrong direction", {other}
        if s == subject and relation in LITERAL_RELATIONS:
            return "relation: literal read otherwise", {other}
        if s == subject or (o == object_ and relation not in LITERAL_RELATIONS):
            return "relation: one end is another entity", {other}
    paired = set(both.pairing.values()) | {DOC}
    ends = [subject] if relation in LITERAL_RELATIONS else [subject, object_]
    if not paired.issuperset(ends):
        return "relation missed: entity not found", set()
    if subject == DOC:
        return "relation missed: header or note not read", set()
    return f"relation missed: {_difficulty(both.gold, row, ends)}", set()


def _difficulty(gold: GoldDocument, row: int, ends: list[str]) -> str:
    evidence = gold.data["relations"][row][3]
    if _SENTENCE_END.search(evidence):
        return "stated across sentences"
    unnamed = [end for end in ends if not _is_named(gold, end, evidence)]
    if unnamed and _PRONOUN.search(evidence):
        return "one end is a pronoun"
    if unnamed:
        return "one end is not in the evidence"
    return "both named in one sentence, no rule spoke"


def _is_named(gold: GoldDocument, entity: str, evidence: str) -> bool:
    row = gold.entities[entity]
    return any(form in evidence for form in (*row.get("names", ()), *row.get("roles", ())))


def _why_extra(both: _Comparison, row: int) -> str:
    subject, relation, object_ = both.found(row)
    ends = [subject] if relation in LITERAL_RELATIONS else [subject, object_]
    if any(end.startswith("?") for end in ends):
        return "relation extra: an end is not in gold"
    others = {r for s, r, o, *_ in both.gold.data["relations"] if {s, o} == {subject, object_}}
    if others - {relation}:
        return "relation extra: gold states another relation of the two"
    return "relation extra: gold states nothing of the two"


def _shown(document: GoldDocument, row: int) -> str:
    """``Rusk wroteTo Gromyko: “…”``, by labels."""
    subject, relation, object_, evidence, *_ = document.data["relations"][row]
    names = {key: entity["label"] for key, entity in document.entities.items()} | {DOC: "DOC"}
    other = object_ if relation in LITERAL_RELATIONS else names.get(object_, object_)
    words = " ".join(evidence.split())
    quoted = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} …"
    return f"{names.get(subject, subject)} {relation} {other}: “{quoted}”"
