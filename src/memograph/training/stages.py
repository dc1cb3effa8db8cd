"""What is learnt after the recogniser, in order: each stage sees documents through what the stages before it learnt.

A stage gathers cases (decisions with verdicts) from each document, and fits a linear model to the cases of each name.
Cross-validation and `memograph train` both run this list (crossvalidation.py), so that what ships was measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from memograph.extract.annotate import Annotator
from memograph.extract.scoring import LinearModel
from memograph.training.blind import Fold
from memograph.training.confidence import confidence_cases
from memograph.training.fit import Case, fit
from memograph.training.lessons import Lesson
from memograph.training.linking import fit_linking, linking_cases
from memograph.training.names import fit_names, name_cases
from memograph.training.relations import fit_relation, relation_cases

#: Cases by the name of the model that learns from them (``confidence.mention``).
Cases = Mapping[str, Sequence[Case]]


def each_document(gather: Callable[[Annotator, Lesson], Cases]) -> Callable[[Fold], Cases]:
    """Gather cases document by document, with an annotator whose weights never saw it."""

    def gathered(fold: Fold) -> Cases:
        annotator = fold.annotator()
        cases: dict[str, list[Case]] = defaultdict(list)
        for lesson in fold.lessons:
            for name, found in gather(annotator, lesson).items():
                cases[name] += found
        return cases

    return gathered


def _fit(name: str, cases: Sequence[Case]) -> LinearModel:
    return fit(cases)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of learning.

    Args:
        gather: cases of the documents that a fold holds out.
        fit: a model from the cases of one name.
    """

    name: str
    gather: Callable[[Fold], Cases]
    fit: Callable[[str, Sequence[Case]], LinearModel] = _fit


STAGES: tuple[Stage, ...] = (
    Stage("names", each_document(name_cases), fit_names),
    Stage("linking", linking_cases, fit_linking),
    Stage("relations", each_document(relation_cases), fit_relation),
    Stage("confidence", each_document(confidence_cases)),
)
