"""`memograph train`: gold folders → a folder of weights with its card, learnt as cross-validation learns them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from memograph.authority.index import known_beforehand
from memograph.config import Config
from memograph.extract.accuracy import MEASURED
from memograph.training.card import CARD, Card, card_of, named_data
from memograph.training.crossvalidation import Progress, learn
from memograph.training.lessons import read_lessons


def train_weights(
    config: Config,
    gold: Sequence[Path],
    out: Path,
    authority: Sequence[Path],
    cache: Path,
    progress: Progress,
    epochs: int | None = None,
) -> Card:
    """Learn everything from gold folders and write weights and card into `out`, in place of what was there.

    Args:
        epochs: passes of the recogniser over the documents, where not as ``recogniser.cfg`` has it.

    Raises:
        ReadError: a gold folder cannot be read.
        TrainingError: there are too few documents to learn from.
    """
    lessons = read_lessons(gold)
    known = known_beforehand(config, authority)
    names = named_data(gold)
    learn(config, known, lessons, cache, progress, whole=True, epochs=epochs, data=", ".join(names))
    learnt = cache / "whole"
    card = card_of(lessons, names, learnt, config.extract.model)
    (learnt / CARD).write_text(card.to_toml(), encoding="utf-8")
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.json"):
        if old.name != MEASURED:  # of the procedure, which stays the same
            old.unlink()
    shutil.copytree(learnt, out, dirs_exist_ok=True)
    return card
