"""Every competency question gets the answers that the three memoranda must give (ontology/competency/README.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.release import Release, current_release
from tests.conftest import REPOSITORY

QUESTIONS = sorted((REPOSITORY / "ontology/competency").glob("*.rq"))


@pytest.fixture(scope="module")
def release(built: Path) -> Release:
    return current_release(built)


def test_how_many_questions_there_are() -> None:
    assert len(QUESTIONS) == 15
    assert all(question.with_suffix(".json").exists() for question in QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_the_answers_are_there(release: Release, question: Path) -> None:
    expected = json.loads(question.with_suffix(".json").read_text(encoding="utf-8"))
    base = release.manifest.base
    store = ox.Store.read_only(str(release.store))
    solutions = store.query(question.read_text(encoding="utf-8"), base_iri=base)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [variable.value for variable in solutions.variables] == expected["columns"]
    found = [[_cell(value, base) for value in solution] for solution in solutions]
    partial = [column in expected.get("contains", ()) for column in expected["columns"]]
    for row in expected["rows"]:
        assert any(_answers(row, other, partial) for other in found), (row, found)


def _cell(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, base: str) -> str:
    text = "" if value is None else str(getattr(value, "value", value))
    return text.removeprefix(base)


def _answers(wanted: list[str | None], found: list[str], partial: list[bool]) -> bool:
    pairs = zip(wanted, found, partial, strict=True)
    return all(w is None or w == f or (contains and w in f) for w, f, contains in pairs)
