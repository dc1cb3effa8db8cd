"""How sure a finding is: the last step of `annotate`, from method and score to a calibrated probability.

Header rules, grammars and the authority file give no score of their own, recogniser and classifiers one that was learnt
on something else. Two linear models (``confidence.mention``, ``confidence.relation``) put all on one scale: of what is
given 0.9, nine in ten were right in documents that nothing had learnt from (`memograph train`; docs/accuracy.md).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable

from memograph.extract.scoring import LinearModel, trained
from memograph.model import AnnotatedDocument, Mention, Relation

MENTION, RELATION = "confidence.mention", "confidence.relation"

#: Confidence of a relation that no document annotated by hand measures: no case for it and none against.
UNMEASURED = 0.5
#: Scores beyond these log-odds tell nothing more.
_MOST = 5.0
#: More digits than were measured would differ from machine to machine.
_DIGITS = 3
#: Nothing that was learnt is certain.
_LEAST = 0.001

Features = dict[str, float]


class Confidence:
    """Gives an annotation's mentions and relations their calibrated confidence."""

    def __init__(
        self, mention: LinearModel, relation: LinearModel, declared: Mapping[str, float] | None = None
    ) -> None:
        self._mention, self._relation, self._declared = mention, relation, declared or {}

    @classmethod
    def trained(cls, weights: Traversable | None = None, declared: Mapping[str, float] | None = None) -> Confidence:
        """The models of a folder of weights (`extract.scoring.trained`).

        Args:
            declared: confidence of rules that declare their own (docs/relations.md), by method.
        """
        return cls(trained(MENTION, weights), trained(RELATION, weights), declared)

    def applied(self, annotated: AnnotatedDocument) -> AnnotatedDocument:
        """The same annotation with calibrated confidences in place of raw scores."""
        of_mention, of_relation = mention_features(annotated), relation_features(annotated)
        return replace(
            annotated,
            mentions=tuple(replace(m, confidence=_rounded(self._mention, of_mention(m))) for m in annotated.mentions),
            relations=tuple(self._weighed(r, of_relation(r)) for r in annotated.relations),
        )

    def _weighed(self, relation: Relation, features: Features) -> Relation:
        """With confidence, and with what that is made of where the method gave no parts of a score."""
        parts = relation.parts or self._relation.score(features).parts
        return replace(relation, confidence=self._stated(relation, features), parts=parts)

    def _stated(self, relation: Relation, features: Features) -> float:
        """What the rule declares, else what the model says, unless it has never seen the relation."""
        if relation.method in self._declared:
            return self._declared[relation.method]
        if not {relation.method, relation.predicate} & self._relation.weights.keys():
            return UNMEASURED
        return _rounded(self._relation, features)


def mention_features(annotated: AnnotatedDocument) -> Callable[[Mention], Features]:
    """What speaks for a mention: method, type, raw score, how often and whether the entity is known."""
    known = {(e.type, e.id) for e in annotated.entities if e.known}
    often = Counter((m.type, m.entity) for m in annotated.mentions)

    def features(mention: Mention) -> Features:
        key, method = (mention.type, mention.entity), f"{mention.kind}.{mention.method}"
        return {
            method: 1.0,
            f"{method} {mention.type}": 1.0,
            "known": float(key in known),
            "once": float(often[key] == 1),
            **_raw(mention.confidence, method),
        }

    return features


def relation_features(annotated: AnnotatedDocument) -> Callable[[Relation], Features]:
    """What speaks for a relation: rule, relation, raw score, modality, and whether its ends are known."""
    known = {(e.type, e.id) for e in annotated.entities if e.known}

    def features(relation: Relation) -> Features:
        ends = [(relation.subject_type, relation.subject), (relation.object_type, relation.object)]
        return {
            relation.method: 1.0,
            relation.predicate: 1.0,
            f"stated as {relation.modality or 'structure'}": 1.0,
            "unknown ends": float(sum(kind is not None and (kind, slug) not in known for kind, slug in ends)),
            **_raw(relation.confidence, relation.predicate),
        }

    return features


def _rounded(model: LinearModel, features: Features) -> float:
    return min(max(round(model.probability(features), _DIGITS), _LEAST), 1.0 - _LEAST)


def _raw(confidence: float, method: str) -> Features:
    """The score that was given, where one was: 0 and 1 stand for none."""
    if not 0.0 < confidence < 1.0:
        return {}
    log_odds = max(-_MOST, min(_MOST, math.log(confidence / (1.0 - confidence))))
    return {"score": log_odds, f"score {method}": log_odds, "scored": 1.0}
