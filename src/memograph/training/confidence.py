"""Annotations of held-out documents with verdicts → cases for `extract.confidence`: the last stage of training."""

from __future__ import annotations

from memograph.extract.annotate import Annotator
from memograph.extract.confidence import MENTION, RELATION, mention_features, relation_features
from memograph.score.reliability import verdicts
from memograph.training.fit import Case
from memograph.training.lessons import Lesson


def confidence_cases(annotator: Annotator, lesson: Lesson) -> dict[str, list[Case]]:
    """A case for every mention and every relation that the annotator finds in a document."""
    annotated = annotator.uncalibrated(lesson.document)
    of_mention, of_relation = mention_features(annotated), relation_features(annotated)
    cases: dict[str, list[Case]] = {MENTION: [], RELATION: []}
    for verdict in verdicts(lesson.gold, annotated):
        if verdict.what == "mention":
            features = of_mention(annotated.mentions[verdict.row])
            cases[MENTION].append(Case(lesson.gold.id, features, verdict.right))
        elif verdict.what == "relation":
            features = of_relation(annotated.relations[verdict.row])
            cases[RELATION].append(Case(lesson.gold.id, features, verdict.right))
    return cases
