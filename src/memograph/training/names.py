"""Readings of gold documents with verdicts → cases for `extract.names.choice`: the first stage after the recogniser.

Every reading that the sources propose is a case, right when gold has a name of that span and type. Two kinds of
knowledge must not be overrated, and cross-validation sees to both (crossvalidation.py): the recogniser's names are
those of a model that did not see the document, and of the authority file the entries that only held-out documents name
are withheld, since a new document is one that nobody looked at while writing the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from memograph.extract.annotate import Annotator
from memograph.extract.names.finder import MODEL
from memograph.extract.scoring import LinearModel
from memograph.gold import GoldDocument
from memograph.model import EntityType, Span
from memograph.training.fit import Case, fit
from memograph.training.lessons import Lesson

#: Weakness of the penalty, and in how many documents a feature must show: chosen by the folds (0.1 to 8; 2 or 3).
STRENGTH, LEAST = 0.5, 2


def name_cases(annotator: Annotator, lesson: Lesson) -> dict[str, list[Case]]:
    """A case for every reading of a document's names."""
    candidates, evidence = annotator.proposed(lesson.document)
    wanted = names_of(lesson.gold)
    return {
        MODEL: [
            Case(lesson.gold.id, evidence.features(number), (candidate.span, candidate.type) in wanted)
            for number, candidate in enumerate(candidates)
        ]
    }


def fit_names(name: str, cases: Sequence[Case]) -> LinearModel:
    """Weights of readings: many weak features, most of them words."""
    return fit(cases, STRENGTH, LEAST)


def names_of(gold: GoldDocument) -> set[tuple[Span, EntityType]]:
    """The named mentions of a gold document; those by office alone are no names."""
    return {
        (Span(m["start"], m["end"]), EntityType(gold.entities[m["entity"]]["type"]))
        for m in gold.data["mentions"]
        if m["kind"] == "name"
    }
