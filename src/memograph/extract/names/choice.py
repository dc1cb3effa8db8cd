"""Which of the proposed names stand: weighs all readings of a document together. Last step of `finder`.

Every reading gets a probability from trained weights (`memograph.training.names`); of readings that overlap those are
kept whose total gain over the threshold is largest (weighted interval scheduling), so that one long phrase is weighed
against all the names in it. What the editors marked is certain; what the header states goes before what overlaps it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from memograph.extract.names.candidates import Candidate
from memograph.extract.names.evidence import Evidence
from memograph.extract.names.name import Name, surname_of
from memograph.extract.names.sources import SOURCES
from memograph.extract.scoring import LinearModel
from memograph.model import EntityType

#: A reading must be at least this probable to be kept; near the half of F1 where F1 is best.
THRESHOLD = 0.35
_INTRODUCING = frozenset({"editorial", "header", "title"})
#: How probable at least the surname is of somebody whom the document introduces.
_SAME_SURNAME = 0.5
#: What a name gains that the editors marked, or that the header states: more than any number of others that overlap it.
_PRECEDENCE = {"editorial": 10_000.0, "header": 100.0}


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate and the probability that its span and type are right."""

    candidate: Candidate
    probability: float


def weigh(model: LinearModel, candidates: Sequence[Candidate], evidence: Evidence) -> list[Weighed]:
    """Give each candidate its probability; what the editors marked is certain, and who a heading says wrote to whom."""
    return [
        Weighed(
            candidate,
            1.0 if _certain(candidate, evidence) else model.probability(evidence.features(number)),
        )
        for number, candidate in enumerate(candidates)
    ]


def _certain(candidate: Candidate, evidence: Evidence) -> bool:
    """Whether a reading needs no weighing: "All Diplomatic Posts" is a name where a telegram goes to them."""
    addressed = "header" in candidate.sources and candidate.span in evidence.correspondents
    return addressed or "editorial" in candidate.sources


def choose(weighed: Iterable[Weighed], threshold: float = THRESHOLD) -> list[Weighed]:
    """The candidates of largest total gain of which no two overlap, in text order."""
    usable = sorted(
        ((w, gain) for w in weighed if (gain := _gain(w, threshold)) > 0),
        key=lambda item: (item[0].candidate.span.end, item[0].candidate.span.start, item[1]),
    )
    ends = [w.candidate.span.end for w, _ in usable]
    best: list[float] = [0.0]
    taken: list[bool] = []
    before: list[int] = []
    for number, (w, gain) in enumerate(usable):
        previous = bisect_right(ends, w.candidate.span.start, 0, number)
        before.append(previous)
        taken.append(best[previous] + gain > best[number])
        best.append(max(best[number], best[previous] + gain))
    chosen: list[Weighed] = []
    number = len(usable)
    while number:
        if taken[number - 1]:
            chosen.append(usable[number - 1][0])
            number = before[number - 1]
        else:
            number -= 1
    return chosen[::-1]


def consistent(weighed: Sequence[Weighed], chosen: Iterable[Weighed], text: str) -> list[Weighed]:
    """The same readings, where the surname of somebody stands alone whom the document introduces: the same person.

    Somebody is introduced in full, by a title, or by the header (who sent, drafted, took part). Weights learnt from
    other people's names do not know this one.
    """
    people = [w.candidate for w in chosen if w.candidate.type is EntityType.PERSON]
    introduced = [p for p in people if " " in p.span.of(text) or p.sources & _INTRODUCING]
    surnames = {surname_of(person.span.of(text)) for person in introduced}
    return [
        replace(w, probability=max(w.probability, _SAME_SURNAME)) if _is_surname(w.candidate, surnames, text) else w
        for w in weighed
    ]


def _is_surname(candidate: Candidate, surnames: Collection[str], text: str) -> bool:
    return candidate.type is EntityType.PERSON and candidate.span.of(text) in surnames


def named(weighed: Weighed) -> Name:
    """A chosen candidate as the name that linking takes; its method is the most trusted of its sources."""
    candidate = weighed.candidate
    method = next(source for source in SOURCES if source in candidate.sources)
    return Name(candidate.span, candidate.type, method, candidate.slug, candidate.key, weighed.probability)


def _gain(weighed: Weighed, threshold: float) -> float:
    """What keeping a candidate is worth; the header takes precedence over other sources, not over the weights."""
    gain = weighed.probability - threshold
    before = max(_PRECEDENCE.get(source, 0.0) for source in weighed.candidate.sources)
    return gain + before if gain > 0 else gain
