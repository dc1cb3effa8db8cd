"""The examples of rule files, tried on the pipeline that documents go through. For `memograph relations` and the tests.

An example that must match names two things and a relation that a rule (not a weak one) has to find between them; one
that must not match is a sentence in which no rule may find it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from memograph.extract.annotate import Annotator
from memograph.extract.relations.of_sentences import sentence_relations
from memograph.extract.relations.reading import Reading
from memograph.extract.relations.rules import Example, RelationRules, RuleBook
from memograph.model import Document, EntityType, Relation, Source, Span, Zone, ZoneKind

_HEADING = "1. Memorandum for the Record"


def failures(annotator: Annotator, rules: RuleBook, tried: Sequence[RelationRules] | None = None) -> Iterator[str]:
    """What is wrong with each example that does not do what its file says: file, key, what was found, what to do.

    Args:
        tried: the relations whose examples are tried; by default all.
    """
    for relation in rules.relations if tried is None else tried:
        for number, example in enumerate(relation.examples, 1):
            reading = replace(annotator.read(_document(example.text)), rules=rules)
            if reason := _failure(reading, relation, example):
                yield f"{relation.file}: examples[{number}]: “{example.text}” {reason}"


def _failure(reading: Reading, relation: RelationRules, example: Example) -> str | None:
    found = [
        r
        for r in sentence_relations(reading)
        if r.predicate == relation.relation and r.method not in reading.rules.weak
    ]
    hits = [r for r in found if _joins(reading, r, example)]
    if not example.matches:
        return f"must not match, but {hits[0].method} does; narrow that rule" if hits else None
    if hits:
        return None
    others = ", ".join(f"{_words(reading, r)} by {r.method}" for r in found) or "nothing"
    return (
        f"must match {example.subject} → {example.object}, but found {others}; widen a rule, correct the example, or "
        f"add to the authority file what is not recognised (recognised: {_recognised(reading)})"
    )


def _document(text: str) -> Document:
    """A document of a heading and one paragraph, without date, sender or addressee."""
    start = len(_HEADING) + 2
    whole = f"{_HEADING}\n\n{text}"
    zones = (Zone(ZoneKind.HEADING, Span(0, len(_HEADING))), Zone(ZoneKind.BODY, Span(start, len(whole))))
    return Document("example", whole, Source("example", "text/plain", ""), zones)


def _joins(reading: Reading, relation: Relation, example: Example) -> bool:
    subject = _named(reading, relation.subject_type, relation.subject, example.subject)
    object_ = _named(reading, relation.object_type, relation.object, example.object)
    if subject and object_:
        return True
    if not relation.symmetric:
        return False
    return _named(reading, relation.subject_type, relation.subject, example.object) and _named(
        reading, relation.object_type, relation.object, example.subject
    )


def _named(reading: Reading, type_: EntityType | None, end: str, words: str) -> bool:
    """Whether one end of a relation is what these words name: a mention, a label, or a post by its title."""
    if type_ is None:
        return end == words
    if any(m.type is type_ and m.entity == end and m.span.of(reading.text) == words for m in reading.mentions):
        return True
    try:  # the state behind a demonym has a label and no mention
        return reading.authority.entry(type_, end).label == words
    except KeyError:
        return False


def _recognised(reading: Reading) -> str:
    return ", ".join(f"{m.type} “{m.span.of(reading.text)}”" for m in reading.mentions) or "nothing"


def _words(reading: Reading, relation: Relation) -> str:
    return f"“{relation.evidence.of(reading.text)}”"
