"""Which candidate pairs a document states to be related: one linear model for each relation. After pairs.py.

The rules' findings are features of the models: where a relation has a trained model the model decides, also against a
rule; a relation without one keeps what its rules say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable

from memograph.extract.relations.pairs import RULE, SCHEMES, Candidate, Instance, candidates, ordered
from memograph.extract.relations.reading import Reading, Thing, related
from memograph.extract.scoring import LinearModel, Scored, trained
from memograph.model import Relation, Span

#: Longest quotation, in code points: beyond it the words that join two ends are not between them.
_LONGEST = 600


class Classifier:
    """Decides the relations for which a folder of weights holds a model (``relations.metWith.json``)."""

    def __init__(self, models: Mapping[str, LinearModel]) -> None:
        self._models = models

    @property
    def predicates(self) -> frozenset[str]:
        """The relations that a model decides."""
        return frozenset(self._models)

    @classmethod
    def trained(cls, weights: Traversable | None = None) -> Classifier:
        """The models of a folder of weights (`extract.scoring.trained`), for as many relations as it has.

        One that knows of nothing but the rules (training found no more to learn) is left out: its rules stand.
        """
        models = {}
        for predicate in SCHEMES:
            try:
                model = trained(model_name(predicate), weights)
            except FileNotFoundError:
                continue
            if model.weights.keys() - {RULE}:
                models[predicate] = model
        return cls(models)

    def judged(self, reading: Reading, stated: Iterable[Relation], strong: Iterable[Relation]) -> list[Relation]:
        """What sentences state: what rules say and no model denies, in their order, then what models alone find.

        Args:
            stated: all that rules found, weak rules among them.
            strong: those of it that are statements by themselves.
        """
        kept: dict[tuple[object, ...], Relation] = {}
        for relation in strong:
            kept.setdefault(_identity(relation), relation)
        for candidate in candidates(reading, self._models, stated):
            model = self._models[candidate.predicate]
            instance, score = best(model, candidate)
            key = (candidate.predicate, candidate.subject, candidate.object)
            rule = kept.get(key)
            if score.probability >= model.threshold:
                kept[key] = _relation(candidate, instance, score, rule)
            elif rule is not None:
                del kept[key]
        return list(kept.values())


def _identity(relation: Relation) -> tuple[object, ...]:
    """What a relation says, as candidates say it; a literal stands for itself."""
    if relation.subject_type is None or relation.object_type is None:
        return relation.predicate, relation.subject, relation.object, relation.evidence
    one, other = Thing(relation.subject_type, relation.subject), Thing(relation.object_type, relation.object)
    return (relation.predicate, *ordered(relation.predicate, one, other))


def model_name(predicate: str) -> str:
    """Name of a relation's model in a folder of weights."""
    return f"relations.{predicate}"


def best(model: LinearModel, candidate: Candidate) -> tuple[Instance, Scored]:
    """The place that speaks most for a candidate, the first of equals, and how much it speaks."""
    described = [(instance, {**candidate.features, **instance.features}) for instance in candidate.instances]
    instance, features = max(described, key=lambda pair: model.log_odds(pair[1]))
    return instance, model.score(features)


def _relation(candidate: Candidate, instance: Instance, score: Scored, rule: Relation | None) -> Relation:
    """The statement; where a rule found it too, by the rule's name and in the rule's quotation."""
    if rule is not None:
        return replace(rule, confidence=score.probability, parts=score.parts)
    relation = related(
        candidate.subject, candidate.predicate, candidate.object, quotation(instance), f"model.{candidate.predicate}"
    )
    symmetric = candidate.predicate == "metWith"
    return replace(relation, confidence=score.probability, parts=score.parts, symmetric=symmetric)


def quotation(instance: Instance) -> Span:
    """The shortest stretch that holds both ends and the words that join them."""
    sketch, zone = instance.sketch, instance.sketch.zone.parsed
    tokens = {instance.one.token, instance.other.token}
    if instance.one.sentence == instance.other.sentence:
        frames = sketch.sentence(instance.one.sentence).frames
        shared = [f.token.i for f in frames if f.part(instance.one) and f.part(instance.other)]
        near = (g for end in (instance.one, instance.other) for g in sketch.governors(end)[:1])
        tokens.update(shared[:1] or {g.token.i for g in near})
    joined = zone.span(zone.spacy[min(tokens) : max(tokens) + 1])
    whole = Span(min(joined.start, instance.span.start), max(joined.end, instance.span.end))
    return whole if whole.end - whole.start <= _LONGEST else instance.span
