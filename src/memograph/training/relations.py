"""Gold relations → cases for the relations' classifiers → models: a stage of training (stages.py).

A statement is a case at each place where both its ends stand. Of a stated one only the places in its evidence are
right, and those elsewhere tell nothing; an unstated one is wrong everywhere; one that is stated but no candidate is a
case without features. Cases come from what is found in a document, as the classifier will see it, and once more from
the gold mentions, because few events are found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from memograph.extract.annotate import Annotator
from memograph.extract.relations import Reading
from memograph.extract.relations.classifier import model_name
from memograph.extract.relations.of_sentences import sentence_relations
from memograph.extract.relations.pairs import RULE, SCHEMES, Candidate, candidates
from memograph.extract.relations.reading import Thing
from memograph.extract.scoring import LinearModel
from memograph.gold import GoldDocument
from memograph.model import SYMMETRIC_RELATIONS, Entity, EntityType, Mention, Span
from memograph.score.matching import paired_entities
from memograph.training.fit import Case, fit_grouped
from memograph.training.lessons import Lesson

#: Inverse of the L2 penalty, and documents in which a feature must occur: of 0.01 to 0.15 and 3 to 5, docs/decisions.
_STRENGTH, _LEAST = 0.02, 5


def relation_cases(annotator: Annotator, lesson: Lesson) -> dict[str, list[Case]]:
    """Cases of every candidate in a document, by the name of the model that learns from them."""
    cases: dict[str, list[Case]] = {model_name(predicate): [] for predicate in SCHEMES}
    reading = annotator.read(lesson.document)
    for measured, seen in ((True, reading), (False, _as_annotated(reading, lesson.gold))):
        for predicate, case in _cases(seen, lesson.gold, measured):
            cases[model_name(predicate)].append(case)
    return cases


def fit_relation(name: str, cases: Sequence[Case]) -> LinearModel:
    """The model of one relation; what the rules say, calibrated, where all features together are no better."""
    return fit_grouped(cases, RULE, _STRENGTH, _LEAST)


def _cases(reading: Reading, gold: GoldDocument, measured: bool) -> Iterator[tuple[str, Case]]:
    pairing, wanted = _pairing(reading, gold), _wanted(gold)
    reached = set()
    for number, candidate in enumerate(candidates(reading, SCHEMES, sentence_relations(reading))):
        evidence = wanted.get(key := _key(candidate, pairing))
        reached.add(key)
        places = candidate.instances
        if evidence is not None:
            inside = tuple(p for p in places if any(p.span.overlaps(span) for span in evidence))
            places = inside or places
        group = f"{gold.id} {number} {measured}"
        for place in places:
            features = {**candidate.features, **place.features}
            yield candidate.predicate, Case(gold.id, features, evidence is not None, group, measured)
    for number, key in enumerate(sorted(wanted.keys() - reached)):
        if measured and key[0] in SCHEMES:
            yield key[0], Case(gold.id, {}, True, f"{gold.id} missed {number}")


def _key(candidate: Candidate, pairing: Mapping[Thing, str]) -> tuple[str, str, str]:
    """A candidate in gold's words; a thing that gold does not know is nothing of it."""
    ends = [pairing.get(thing, "") for thing in (candidate.subject, candidate.object)]
    if candidate.predicate in SYMMETRIC_RELATIONS:
        ends.sort()
    return candidate.predicate, ends[0], ends[1]


def _wanted(gold: GoldDocument) -> dict[tuple[str, str, str], list[Span]]:
    """Where gold says each of its statements."""
    found: dict[tuple[str, str, str], list[Span]] = {}
    for subject, predicate, object_, evidence in gold.data["relations"]:
        ends = sorted((subject, object_)) if predicate in SYMMETRIC_RELATIONS else [subject, object_]
        start = gold.text.find(evidence)
        found.setdefault((predicate, ends[0], ends[1]), []).append(Span(start, start + len(evidence)))
    return found


def _pairing(reading: Reading, gold: GoldDocument) -> dict[Thing, str]:
    """Which gold entity each thing of a reading is, as scoring pairs them."""
    things = {_id(Thing(e.type, e.id)): e for e in reading.entities}
    entities = [
        {"id": key, "type": e.type.value, "label": e.label, "aliases": list(e.aliases)} for key, e in things.items()
    ]
    named = {(e.type, e.id) for e in reading.entities}
    for entry in reading.authority.entries:  # what only a longer name or a demonym names
        if (entry.type, entry.slug) not in named:
            key = _id(Thing(entry.type, entry.slug))
            entities.append({"id": key, "type": entry.type.value, "label": entry.label, "aliases": list(entry.aliases)})
    mentions = [
        {"entity": _id(Thing(m.type, m.entity)), "start": m.span.start, "end": m.span.end, "kind": m.kind}
        for m in reading.mentions
    ]
    seen = GoldDocument(gold.id, {"entities": entities, "mentions": mentions, "relations": []}, gold.text)
    pairs = paired_entities(gold, seen)
    return {Thing(EntityType(key.split(" ")[0]), key.split(" ", 1)[1]): theirs for key, theirs in pairs.items()}


def _id(thing: Thing) -> str:
    return f"{thing.type.value} {thing.slug}"


def _as_annotated(reading: Reading, gold: GoldDocument) -> Reading:
    """The same document with gold's mentions and entities; what the reading knows of an entity stays known."""
    known: dict[str, str] = {}
    for thing, theirs in _pairing(reading, gold).items():
        if gold.entities[theirs]["type"] == thing.type.value:
            known.setdefault(theirs, thing.slug)
    entities = [
        Entity(
            known.get(e["id"], e["id"]),
            EntityType(e["type"]),
            e["label"],
            tuple(e.get("aliases", ())),
            tuple(e["names"]),
            tuple(e["roles"]),
        )
        for e in gold.data["entities"]
    ]
    types = {e["id"]: EntityType(e["type"]) for e in gold.data["entities"]}
    mentions = [
        Mention(known.get(m["entity"], m["entity"]), types[m["entity"]], Span(m["start"], m["end"]), m["kind"], "gold")
        for m in gold.data["mentions"]
    ]
    return replace(reading, entities=entities, mentions=sorted(mentions, key=lambda m: m.span))
