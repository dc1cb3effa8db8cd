"""Five folds of documents, each seen only through weights and an authority file that know nothing of them.

For each fold a folder of weights is learnt from the other folds, stage by stage (stages.py). A stage's cases are
gathered from every document with the folder of its own fold, so what is learnt from them is the behaviour of the stages
before it on unseen documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from memograph.authority.index import Authority
from memograph.config import Config
from memograph.errors import TrainingError
from memograph.extract.accuracy import MEASURED
from memograph.extract.recogniser import RECOGNISER
from memograph.extract.scoring import trained_folder
from memograph.training.blind import Fold, unnamed
from memograph.training.fit import Case
from memograph.training.folds import FOLDS
from memograph.training.lessons import Lesson
from memograph.training.recogniser import train_recogniser
from memograph.training.stages import STAGES


class Progress(Protocol):
    """Who shows how far training has come (terminal.py, or a test)."""

    def stage(self, name: str, total: int) -> None:
        """A stage of `total` steps begins."""

    def step(self) -> None:
        """One step of the stage is done."""


def learn(
    config: Config,
    authority: Authority,
    lessons: Sequence[Lesson],
    out: Path,
    progress: Progress,
    *,
    whole: bool,
    epochs: int | None = None,
    data: str = "",
) -> list[Fold]:
    """Learn everything for each fold, into ``out/fold-0`` to ``out/fold-4``, and return the folds ready to annotate.

    Args:
        authority: what is known beforehand; entries that only a fold's documents name are withheld from it.
        out: where weights go.
        whole: also learn from all documents, into ``out/whole``: what ships.
        epochs: passes of the recogniser over the documents, where not as ``recogniser.cfg`` has it.
        data: what to call all documents together, in the card of what ships.

    Raises:
        TrainingError: there are too few documents to hold any out, or a weight would not be learnt anew.
    """
    folds = [_fold(config, authority, lessons, out, number) for number in range(FOLDS)]
    if not all(fold.lessons for fold in folds):
        raise TrainingError(f"{len(lessons)} documents leave one of {FOLDS} folds empty; name more gold folders")
    learners = {fold.weights: [other for other in lessons if other.fold != fold.number] for fold in folds}
    if whole:
        learners[out / "whole"] = list(lessons)
    progress.stage("recogniser", len(learners))
    for folder, learnt in learners.items():
        _start(folder)
        name = data if len(learnt) == len(lessons) else ""
        train_recogniser(learnt, folder / RECOGNISER, data=name, epochs=epochs)
        progress.step()
    written = {name for stage in range(len(STAGES)) for name in _learn_stage(stage, folds, learners, progress)}
    if forgotten := {file.stem for file in (folds[0].weights).glob("*.json")} - written:
        raise TrainingError(f"no stage learns {', '.join(sorted(forgotten))}; add one to memograph.training.stages")
    return folds


def _fold(config: Config, authority: Authority, lessons: Sequence[Lesson], out: Path, number: int) -> Fold:
    withheld = unnamed(authority, [lesson for lesson in lessons if lesson.fold != number])
    held_out = tuple(lesson for lesson in lessons if lesson.fold == number)
    weights = out / f"fold-{number}"
    return Fold(number, held_out, authority.without(withheld), len(withheld), weights, config.extract.model)


def _start(folder: Path) -> None:
    """Begin with the weights that ship: an annotator loads all of them, though a stage uses only those before it."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    for item in trained_folder().iterdir():
        if item.name.endswith(".json") and item.name != MEASURED:
            (folder / item.name).write_text(item.read_text(encoding="utf-8"), encoding="utf-8")


def _learn_stage(
    number: int, folds: Sequence[Fold], learners: dict[Path, list[Lesson]], progress: Progress
) -> Iterator[str]:
    """Gather a stage's cases from every held-out document, fit and write its models; yields their names."""
    stage = STAGES[number]
    progress.stage(stage.name, len(folds))
    cases: dict[str, list[Case]] = defaultdict(list)
    for fold in folds:
        for name, found in stage.gather(fold).items():
            cases[name] += found
        progress.step()
    for folder, learnt in learners.items():
        ids = {lesson.gold.id for lesson in learnt}
        for name, found in cases.items():
            model = stage.fit(name, [case for case in found if case.document in ids])
            (folder / f"{name}.json").write_text(model.to_json(), encoding="utf-8")
    yield from cases
