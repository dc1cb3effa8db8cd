"""Floors under what was measured on the development set, so that a change that loses accuracy is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.extract.annotate import Annotator
from memograph.gold import to_json
from memograph.model import Document
from memograph.read import read_all
from memograph.score import Figure, score

#: Two points under the F1 measured with `memograph score` on ../shared/gold/dev on 2026-11-21.
FLOORS = {
    "mentions strict": 0.91,
    "mentions strict Person": 0.92,
    "mentions strict Place": 0.94,
    "mentions strict Organization": 0.89,
    "linking persons": 0.90,
    "linking places": 0.97,
    "relations": 0.79,
    "relations sentBy": 0.95,
    "relations sentTo": 0.95,
    "relations dated": 0.95,
    "relations classified": 0.98,
    "relations holdsPost": 0.89,
}


@pytest.fixture(scope="module")
def figures(annotator: Annotator, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Figure]:
    gold, out = shared / "gold/dev", tmp_path_factory.mktemp("predicted")
    for document in read_all(sorted(gold.glob("*.txt"))):
        assert isinstance(document, Document), document
        (out / f"{document.id}.json").write_text(to_json(annotator.annotate(document)), encoding="utf-8")
    return score(gold, out)


@pytest.mark.parametrize("name", FLOORS)
def test_accuracy_on_the_development_set_does_not_fall(figures: dict[str, Figure], name: str) -> None:
    assert figures[name].f1 >= FLOORS[name]
