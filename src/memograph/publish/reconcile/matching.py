"""A query → candidates with their scores: search.py finds them, similarity.py and comparing.py weigh them.

The score (0 to 100) is the likeness of the name, changed by each property of the query that the thing has a value for:
a value that fits lifts it, one that does not lowers it. An identifier decides at once. What went into a score stands in
the candidate's features (docs/reconciliation.md lists them).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from memograph.nameindex.properties import Property, Range
from memograph.nameindex.words import plain
from memograph.personal_names import Agreement
from memograph.publish.reconcile import comparing
from memograph.publish.reconcile.names import Entity, Names, Value
from memograph.publish.reconcile.questions import Condition, Given, Query, WrongQuery
from memograph.publish.reconcile.search import SHORTLIST, shortlist
from memograph.publish.reconcile.similarity import Asked, Likeness, likeness

#: Likeness below which a thing is no candidate.
LEAST = 0.4

#: What is left of a score where a property does not fit at all, where an identifier is another, where the thing has no
#: value, where the type is another; the part of what is missing to 100 that a value that fits gives back.
_CONTRADICTED, _OTHER_IDENTIFIER, _UNKNOWN, _OTHER_TYPE, _CONFIRMED = 0.4, 0.2, 0.97, 0.7, 0.4

#: A match: so sure of the best, and so far ahead of the next.
SURE, AHEAD = 93.0, 12.0

#: Numbers that tell one of a name from another.
_YEARS = frozenset({"birthYear", "deathYear"})

#: What is asked as a name and is more likely an identifier of an authority.
_IDENTIFIER = re.compile(r"[A-Za-z]{1,3}\d{4,}|\d{5,}|https?://\S+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a query may mean.

    Args:
        score: 0 to 100.
        match: whether it is safe to take it without looking.
        features: what went into the score, by name.
    """

    entity: Entity
    score: float
    match: bool
    features: tuple[tuple[str, float | bool], ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate before the others are known.

    Args:
        certain: whether it may be a match: nothing speaks against it, and its name or an identifier for it.
        likely: whether its name is good enough to be a match together with a date or a place that fits.
        decided: whether an identifier named it.
    """

    entity: Entity
    score: float
    certain: bool
    likely: bool
    decided: bool
    features: tuple[tuple[str, float | bool], ...]


class Matcher:
    """Answers the queries of one batch.

    Args:
        space: of identifiers, as clients may write it in front of one.
    """

    def __init__(self, names: Names, space: str) -> None:
        self._names, self._space = names, space
        self._properties = {each.id: each for each in names.properties()}
        self._types = {each.id for each in names.types()}

    def candidates(self, query: Query) -> list[Candidate]:
        """The candidates of a query, the best first.

        Raises:
            WrongQuery: it names a type or a property that is not there.
            QueryDeadline: it took too long.
        """
        self._names.check()
        types = tuple(self._type(each) for each in query.types)
        conditions = [(self.property(each.property), each) for each in query.conditions]
        wanted = types if query.strict else ()
        named = self._named_by(query.text)
        decided = named or self._identified(conditions)
        found = decided[:SHORTLIST] or self._found(query.text, conditions, wanted)
        allowed = [each for each in self._names.entities(found) if not wanted or each.type in wanted]
        asked = None if named or not query.text.strip() else Asked.of(query.text)
        weighed = [_with_type(each, types) for each in self._by_name(allowed, asked, bool(decided))]
        for known, condition in conditions:
            fits = ((each, self._fit(each.entity, known, condition)) for each in weighed)
            weighed = [_with_property(each, known, fit) for each, fit in fits]
        ordered = sorted(weighed, key=lambda each: (-each.score, -each.entity.documents, each.entity.id))
        return _judged(ordered)[: query.limit]

    def property(self, id_: str) -> Property:
        """The property that an identifier means: ``birthDate``, ``schema:birthDate`` or an IRI.

        Raises:
            WrongQuery: there is no such property.
        """
        for each in (id_, re.split("[#/:]", id_)[-1]):
            if each in self._properties:
                return self._properties[each]
        raise WrongQuery(f"There is no property “{id_[:80]}” here; “suggest/property” lists those that there are.")

    def entity(self, id_: str) -> Entity | None:
        """The entity that an identifier means, also one with the identifier space in front."""
        return self._names.by_id(id_.removeprefix(self._space))

    def _type(self, id_: str) -> str:
        for each in (id_, re.split("[#/:]", id_)[-1]):
            if each in self._types:
                return each
        raise WrongQuery(f"There is no type “{id_[:80]}” here; there are {', '.join(sorted(self._types))}.")

    def _named_by(self, text: str) -> list[int]:
        """Those that the query names by an identifier, ours or an authority's, instead of a name."""
        if found := self.entity(text.strip()):
            return [found.number]
        if _IDENTIFIER.fullmatch(text.strip()):
            return list(self._names.by_identifier(comparing.identifier(text)))
        return []

    def _identified(self, conditions: Sequence[tuple[Property, Condition]]) -> list[int]:
        """Those that a property names by the identifier of an authority."""
        values = (
            (comparing.identifier(given.text or given.id), known.id)
            for known, condition in conditions
            if known.range is Range.IDENTIFIER
            for given in condition.values
        )
        return list(dict.fromkeys(n for value, scheme in values for n in self._names.by_identifier(value, scheme)))

    def _found(
        self, text: str, conditions: Sequence[tuple[Property, Condition]], types: Sequence[str]
    ) -> Sequence[int]:
        """By name; without one, those that have the value of some property."""
        if text.strip():
            return shortlist(self._names, text, types)
        numbers: dict[int, None] = {}
        for known, condition in conditions:
            for given in condition.values:
                numbers |= dict.fromkeys(self._having(known, given))
        return list(numbers)[:SHORTLIST]

    def _having(self, known: Property, given: Given) -> tuple[int, ...]:
        if known.range is not Range.ENTITY:
            return self._names.by_fact(known.id, value=given.text, limit=SHORTLIST)
        found = [self.entity(given.id)] if given.id else self._names.entities(self._named(given.text))
        others = [each.number for each in found if each]
        return tuple(n for other in others for n in self._names.by_fact(known.id, other=other, limit=SHORTLIST))

    def _named(self, text: str) -> tuple[int, ...]:
        return self._names.named(plain(text), 10)

    def _by_name(self, entities: Sequence[Entity], asked: Asked | None, decided: bool) -> list[_Weighed]:
        """Those whose name is like the one that was asked for; all, where there was none or an identifier decided."""
        forms = self._names.forms([each.number for each in entities]) if asked else {}
        found = []
        for entity in entities:
            alike = likeness(asked, forms[entity.number], entity.type == "Person") if asked else None
            if decided or alike is None or alike.value >= LEAST:
                found.append(_by_name(entity, alike, decided))
        return found

    def _fit(self, entity: Entity, known: Property, condition: Condition) -> float | None:
        """How well the best of the values given fits the best that the entity has; None where it has none."""
        values = self._names.values(entity.number, known.id)
        if not values:
            return None
        return max(self._fits(known, given, value) for given in condition.values for value in values)

    def _fits(self, known: Property, given: Given, value: Value) -> float:
        if not value.other:
            return comparing.fits(known.range, given.text or given.id, value.text)
        if given.id:
            found = self.entity(given.id)
            return float(found is not None and found.number == value.other)
        if value.other in self._named(given.text):
            return 1.0
        return comparing.alike(given.text, value.text)


def _by_name(entity: Entity, alike: Likeness | None, decided: bool) -> _Weighed:
    features: list[tuple[str, float | bool]] = []
    if alike:
        features += [("name_similarity", round(100 * alike.value, 1)), ("name_exact", alike.exact)]
        if alike.given is not None:
            features.append(("given_names", int(alike.given)))
    features.append(("documents", entity.documents))
    if decided:
        features.append(("identifier", True))
    score = 100.0 if decided else 100 * alike.value if alike else 50.0
    likely = alike is not None and alike.given is not None and alike.given >= Agreement.VARIANT
    return _Weighed(entity, score, _may_match(alike, decided), likely, decided, tuple(features))


def _may_match(alike: Likeness | None, decided: bool) -> bool:
    """Whether name or identifier may do: an identifier beside quite another name may be a slip."""
    if alike is None:
        return decided
    return alike.value >= LEAST if decided else _is_sure(alike)


def _is_sure(alike: Likeness) -> bool:
    """Whether a name alone may do: it is the same, and, of a person, more than a surname or initials."""
    if alike.given is None:
        return alike.exact
    return alike.given >= Agreement.EXACT or (alike.exact and alike.given >= Agreement.VARIANT)


def _with_type(weighed: _Weighed, types: Sequence[str]) -> _Weighed:
    """A candidate, and whether it is of a type that was asked for."""
    if not types:
        return weighed
    fits = weighed.entity.type in types
    score = weighed.score * (1.0 if fits else _OTHER_TYPE)
    features = (*weighed.features, ("type", fits))
    return replace(
        weighed, score=score, certain=weighed.certain and fits, likely=weighed.likely and fits, features=features
    )


def _with_property(weighed: _Weighed, known: Property, fit: float | None) -> _Weighed:
    """A candidate with one property more."""
    if fit is None:
        return weighed if weighed.decided else replace(weighed, score=weighed.score * _UNKNOWN)
    name, before = f"property:{known.id}", {id_ for id_, _ in weighed.features}
    features = weighed.features if name in before else (*weighed.features, (name, round(fit, 3)))
    if weighed.decided and known.range is not Range.IDENTIFIER and fit >= 0.5:
        return replace(weighed, features=features)
    least = _OTHER_IDENTIFIER if known.range is Range.IDENTIFIER else _CONTRADICTED
    score = weighed.score * (least + (1 - least) * fit)
    if fit == 1.0:
        score += (100 - score) * _CONFIRMED
    fits = fit >= 0.5
    confirmed = fit == 1.0 and (known.range in (Range.DATE, Range.PLACE) or known.id in _YEARS)
    certain = fits and (weighed.certain or (weighed.likely and confirmed))
    return replace(weighed, score=score, certain=certain, likely=weighed.likely and fits, features=features)


def _judged(ordered: Sequence[_Weighed]) -> list[Candidate]:
    """The best is a match if it is certain, sure and far ahead of the next."""
    found = []
    for place, each in enumerate(ordered):
        after = ordered[1].score if len(ordered) > 1 else 0.0
        match = place == 0 and each.certain and each.score >= SURE and each.score - after >= AHEAD
        found.append(Candidate(each.entity, round(each.score, 2), match, each.features))
    return found
