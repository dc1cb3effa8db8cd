"""What trained weights were learnt from: ``card.toml`` beside them, for whoever wants to train them again."""

from __future__ import annotations

import json
import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from memograph.training.fit import SEED
from memograph.training.folds import FOLDS
from memograph.training.lessons import Lesson, digest

CARD = "card.toml"

#: Distributions whose version can change the weights.
_VERSIONS = ("memograph", "spacy", "scikit-learn", "numpy")


@dataclass(frozen=True, slots=True)
class Card:
    """Training data by name, hash and size, and everything else that decides what the weights become.

    Args:
        data: the gold folders as they were named.
        sha256: hash of all annotations and texts (`lessons.digest`).
        models: names of the models that were learnt.
    """

    data: tuple[str, ...]
    sha256: str
    documents: int
    mentions: int
    relations: int
    entities: tuple[tuple[str, int], ...]
    models: tuple[str, ...]
    model: str

    def to_toml(self) -> str:
        """The card as TOML."""
        rows = [
            "# What these weights were learnt from. Written by `memograph train`; do not edit.",
            f"data = {json.dumps(self.data, ensure_ascii=False)}",
            f'sha256 = "{self.sha256}"',
            f"documents = {self.documents}",
            f"mentions = {self.mentions}",
            f"relations = {self.relations}",
            f"seed = {SEED}",
            f"folds = {FOLDS}",
            f"models = {json.dumps(self.models, ensure_ascii=False)}",
            "",
            "[entities]",
            *(f"{name} = {count}" for name, count in self.entities),
            "",
            "[versions]",
            f'python = "{platform.python_version()}"',
            *(f'{name} = "{version(name)}"' for name in _VERSIONS),
            f'"{self.model}" = "{version(self.model)}"',
        ]
        return "\n".join(rows) + "\n"


def named_data(folders: Sequence[Path]) -> tuple[str, ...]:
    """What gold folders are called in a card: their last two names, the same on every machine."""
    return tuple("/".join(folder.resolve().parts[-2:]) for folder in folders)


def card_of(lessons: Sequence[Lesson], data: tuple[str, ...], weights: Path, model: str) -> Card:
    """The card of a folder of weights learnt from `lessons`, which `data` names, with the spaCy pipeline `model`."""
    entities = Counter(e["type"] for lesson in lessons for e in lesson.gold.data["entities"])
    return Card(
        data=data,
        sha256=digest(lessons),
        documents=len(lessons),
        mentions=sum(len(lesson.gold.data["mentions"]) for lesson in lessons),
        relations=sum(len(lesson.gold.data["relations"]) for lesson in lessons),
        entities=tuple(sorted(entities.items())),
        models=tuple(sorted(file.stem for file in weights.glob("*.json"))),
        model=model,
    )
