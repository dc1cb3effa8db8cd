"""What linking people would be worth at another threshold: precision and recall as a curve. Beside reliability.py."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from memograph.gold import GoldDocument
from memograph.model import AnnotatedDocument, EntityType
from memograph.score.figure import Figure
from memograph.score.figures import linked_persons
from memograph.score.matching import Place, place

#: Identifier in the Office of the Historian's database of the person of a slug.
Identifier = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Point:
    """What linking is worth when a candidate is taken from this probability on."""

    threshold: float
    figure: Figure


def linking_curve(
    annotated: Sequence[tuple[GoldDocument, AnnotatedDocument]], identifier: Identifier, steps: int = 10
) -> list[Point]:
    """Linking of people at each of `steps` thresholds from 0 on, counted as in figures.py, names and roles.

    The best candidate is taken from the threshold on, however near the second is. Who was decided without candidates
    (an office with one holder) is the same at every threshold.
    """
    guesses = [(gold, _guesses(found, identifier)) for gold, found in annotated]
    return [Point(step / steps, _figure(guesses, step / steps)) for step in range(steps)]


def at_recall(points: Sequence[Point], recall: float) -> Point | None:
    """The most precise point of a curve that keeps a recall; None where none reaches it."""
    reaching = [point for point in points if point.figure.recall >= recall]
    return max(reaching, key=lambda point: (point.figure.precision, point.threshold), default=None)


def _guesses(found: AnnotatedDocument, identifier: Identifier) -> dict[Place, tuple[str, float]]:
    """Identifier and probability of the best candidate for the person mentioned at each place."""
    linkings = {linking.entity: linking for linking in found.linkings}
    known = {entity.id for entity in found.entities if entity.known}
    guesses = {}
    for mention in found.mentions:
        if mention.type is not EntityType.PERSON:
            continue
        linking = linkings.get(mention.entity)
        if linking is not None and linking.candidates:
            slug, probability = linking.candidates[0].slug, linking.candidates[0].score
        elif mention.entity in known:
            slug, probability = mention.entity, 1.0
        else:
            continue
        if number := identifier(slug):
            guesses[mention.span.start, mention.span.end] = number, probability
    return guesses


def _figure(guesses: Sequence[tuple[GoldDocument, dict[Place, tuple[str, float]]]], threshold: float) -> Figure:
    correct = predicted = wanted_in_all = 0
    for gold, guessed in guesses:
        wanted, marked = linked_persons(gold), {place(m) for m in gold.data["mentions"]}
        taken = {where: number for where, (number, p) in guessed.items() if p >= threshold and where in marked}
        correct += sum(wanted.get(where) == number for where, number in taken.items())
        predicted += len(taken)
        wanted_in_all += len(wanted)
    return Figure(correct, predicted, wanted_in_all)
