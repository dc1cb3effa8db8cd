"""What is measured on the documents that a fold holds out, put together: figures, mistakes, confidence.

Between crossvalidation.py, which gives the annotations, and report.py, which shows what came out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean, stdev

from memograph.gold import GoldDocument, to_json
from memograph.model import AnnotatedDocument
from memograph.score import Figure, Figures, Measured, figures
from memograph.score.mistakes import Mistake, mistakes
from memograph.score.reliability import Verdict, verdicts
from memograph.training.lessons import Lesson


@dataclass(frozen=True, slots=True)
class Measurement:
    """Everything measured on some documents.

    Args:
        pooled: figures over all of them together (micro-averages).
        parts: figures of each fold; one part where nothing was held out.
    """

    documents: int
    pooled: Figures
    parts: tuple[Figures, ...]
    mistakes: tuple[Mistake, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """F1 over folds: mean and standard deviation (of the sample), and the figure over all documents together."""

    name: str
    mean: float
    deviation: float
    pooled: Figure


def measure(parts: Iterable[Iterable[tuple[Lesson, AnnotatedDocument]]]) -> Measurement:
    """Measure annotations, given part by part (fold by fold)."""
    by_part: list[list[Measured]] = []
    wrong: list[Mistake] = []
    judged: list[Verdict] = []
    for part in parts:
        measured: list[Measured] = []
        for lesson, annotated in part:
            predicted = GoldDocument(lesson.gold.id, json.loads(to_json(annotated)), lesson.gold.text)
            measured.append((lesson.gold, predicted))
            wrong += mistakes(lesson.gold, predicted)
            judged += verdicts(lesson.gold, annotated)
        by_part.append(measured)
    everything = [row for part in by_part for row in part]
    return Measurement(len(everything), figures(everything), tuple(map(figures, by_part)), tuple(wrong), tuple(judged))


def spreads(measurement: Measurement) -> list[Spread]:
    """Mean and spread of every figure; folds whose gold has nothing of it do not count."""
    return [_spread(name, figure, measurement.parts) for name, figure in measurement.pooled.items()]


def _spread(name: str, pooled: Figure, parts: Sequence[Figures]) -> Spread:
    values = [part[name].f1 for part in parts if name in part and part[name].gold]
    return Spread(name, mean(values) if values else 0.0, stdev(values) if len(values) > 1 else 0.0, pooled)
