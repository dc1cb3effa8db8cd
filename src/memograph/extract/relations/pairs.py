"""Candidate pairs of entities for the relations that a classifier decides, each with the places where both stand.

After anchors.py, with features.py. A pair is one case for a whole document however often it stands in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from memograph.extract.relations.anchors import Anchor, AnchoredZone, anchored_zones
from memograph.extract.relations.features import Sketch, instance_features
from memograph.extract.relations.reading import Reading, Thing
from memograph.model import EntityType, Party, Relation, Span

_PERSON, _PLACE, _EVENT = EntityType.PERSON, EntityType.PLACE, EntityType.EVENT

#: That a rule which is no mere hint says so. It is a person's judgement and stands for several features, so that the
#: penalty on weights holds it back less.
RULE = "rule"
_JUDGEMENT = 4.0
#: Places looked at for one pair in one paragraph, the nearest first: more say the same again.
_INSTANCES = 6


@dataclass(frozen=True, slots=True)
class Scheme:
    """What may stand in a relation: types of subject and object, and how many sentences apart they may be named."""

    subjects: tuple[EntityType, ...]
    objects: tuple[EntityType, ...]
    reach: int


#: The relations that a classifier decides; partyTo is stated too rarely (24 times in gold) to learn from.
SCHEMES: Mapping[str, Scheme] = {
    "metWith": Scheme((_PERSON,), (_PERSON,), 2),
    "wroteTo": Scheme((_PERSON,), (_PERSON,), 1),
    "traveledTo": Scheme((_PERSON,), (_PLACE,), 2),
    "attended": Scheme((_PERSON,), (_EVENT,), 4),
    "heldIn": Scheme((_EVENT,), (_PLACE,), 1),
}


@dataclass(frozen=True, slots=True)
class Instance:
    """One place where both ends of a candidate stand, in one zone."""

    sketch: Sketch
    one: Anchor
    other: Anchor
    features: Mapping[str, float]

    @property
    def span(self) -> Span:
        """The stretch from one end to the other."""
        one, other = self.one.span, self.other.span
        return Span(min(one.start, other.start), max(one.end, other.end))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that a document might make."""

    subject: Thing
    predicate: str
    object: Thing
    instances: tuple[Instance, ...]
    features: Mapping[str, float]  # of the pair in its document, whatever the instance


def candidates(
    reading: Reading, predicates: Iterable[str] = SCHEMES, stated: Iterable[Relation] = ()
) -> Iterator[Candidate]:
    """Every candidate of some of the classified relations in a document.

    Args:
        stated: what the rules found; that a rule fired is a feature.
    """
    rules = tuple(stated)
    zones = [(zone, Sketch(zone)) for zone in anchored_zones(reading)]
    told = {
        zone.parsed.zone.span: [r for r in rules if zone.parsed.zone.span.overlaps(r.evidence)] for zone, _ in zones
    }
    fired = _fired(rules)
    document = Standing(reading)
    for predicate in predicates:
        found: dict[tuple[Thing, Thing], list[Instance]] = defaultdict(list)
        for zone, sketch in zones:
            beside = [r for r in told[zone.parsed.zone.span] if r.predicate != predicate]
            for (subject, object_), places in _pairs(zone, predicate, SCHEMES[predicate]).items():
                nearest = sorted(places, key=_distance)[:_INSTANCES]
                found[subject, object_] += [_instance(sketch, one, other, beside) for one, other in nearest]
        for (subject, object_), instances in found.items():
            names = {*document.of_pair(subject, object_), f"stands together {min(len(instances), 4)}"}
            features = dict.fromkeys(sorted(names), 1.0)
            methods = fired.get((predicate, subject, object_), [])
            features |= {f"rule {method}": 1.0 for method in sorted(methods)}
            if not reading.rules.weak.issuperset(methods):
                features[RULE] = _JUDGEMENT
            yield Candidate(subject, predicate, object_, tuple(instances), features)


def _instance(sketch: Sketch, one: Anchor, other: Anchor, beside: Sequence[Relation]) -> Instance:
    """A place with its features, among them what rules of other relations say there of either end."""
    features = instance_features(sketch, one, other)
    bounds = Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end))
    for relation in beside:
        if relation.evidence.overlaps(bounds):
            slugs = {relation.subject, relation.object}
            ends = " and ".join(end for end, a in (("one", one), ("other", other)) if a.thing.slug in slugs)
            if ends:
                features[f"{relation.predicate} of {ends} here"] = 1.0
    return Instance(sketch, one, other, features)


def _distance(ends: tuple[Anchor, Anchor]) -> tuple[int, int]:
    one, other = ends
    return abs(one.sentence - other.sentence), abs(one.token - other.token)


def _fired(stated: Iterable[Relation]) -> dict[tuple[str, Thing, Thing], list[str]]:
    fired: dict[tuple[str, Thing, Thing], list[str]] = defaultdict(list)
    for r in stated:
        if r.subject_type is not None and r.object_type is not None and r.predicate in SCHEMES:
            ends = Thing(r.subject_type, r.subject), Thing(r.object_type, r.object)
            fired[(r.predicate, *ordered(r.predicate, *ends))].append(r.method)
    return fired


def ordered(predicate: str, one: Thing, other: Thing) -> tuple[Thing, Thing]:
    """Both ends, of a symmetric relation in a fixed order."""
    return (other, one) if predicate == "metWith" and other.slug < one.slug else (one, other)


def _pairs(
    zone: AnchoredZone, predicate: str, scheme: Scheme
) -> dict[tuple[Thing, Thing], list[tuple[Anchor, Anchor]]]:
    """Pairs of anchors near enough, by the things they stand for; in a symmetric relation in text order."""
    subjects = [a for a in zone.anchors if a.thing.type in scheme.subjects]
    objects = [a for a in zone.anchors if a.thing.type in scheme.objects]
    found: dict[tuple[Thing, Thing], list[tuple[Anchor, Anchor]]] = defaultdict(list)
    pairs = combinations(subjects, 2) if predicate == "metWith" else product(subjects, objects)
    for one, other in pairs:
        if one.thing != other.thing and abs(one.sentence - other.sentence) <= scheme.reach:
            found[ordered(predicate, one.thing, other.thing)].append((one, other))
    return found


class Standing:
    """Who is what in a document: sender, addressee, participant; where it was written."""

    def __init__(self, reading: Reading) -> None:
        header = reading.header
        self._type = header.type
        self._authority = reading.authority
        parties: dict[str, tuple[Party, ...]] = {
            "sender": (*header.senders, *((header.signer,) if header.signer else ())),
            "addressee": header.addressees,
            "participant": header.participants,
            "drafter": header.drafters,
        }
        self._roles: dict[Thing, list[str]] = defaultdict(list)
        for role, members in parties.items():
            for thing in dict.fromkeys(filter(None, map(reading.who, members))):
                self._roles[thing].append(role)
        place = reading.by_span.get(header.place) if header.place is not None else None
        self._here = Thing(place.type, place.entity) if place is not None else None

    def of_pair(self, one: Thing, other: Thing) -> Iterator[str]:
        """Features of a pair in its document."""
        a, b = self._role(one), self._role(other)
        if one.type is _PERSON and other.type is _PERSON:
            yield f"{' and '.join(sorted((a, b)))}"
        yield f"one as {a}"
        yield f"other as {b}"
        yield f"in {self._type}"
        yield f"one as {a} in {self._type}"
        yield f"other as {b} in {self._type}"
        if self._here in (one, other):
            yield "where it was written"
            yield f"where it was written, one as {a}"
        if other.slug in self._homes(one):
            yield "at home"

    def _role(self, thing: Thing) -> str:
        return "+".join(self._roles[thing]) if thing in self._roles else "nobody"

    def _homes(self, thing: Thing) -> set[str]:
        if thing.type is not _PERSON:
            return set()
        try:
            entry = self._authority.entry(thing.type, thing.slug)
        except KeyError:
            return set()
        return {ref.slug for ref in getattr(entry, "affiliations", ())}
