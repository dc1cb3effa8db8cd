"""Learning by folds: nobody is measured on what he has seen, neither by weights nor through the authority file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from memograph.authority.index import Authority, load_authority
from memograph.cli import main
from memograph.config import load_config
from memograph.errors import TrainingError
from memograph.namespaces import Site
from memograph.training.blind import Fold, unnamed
from memograph.training.crossvalidation import learn
from memograph.training.lessons import Lesson, digest, read_lessons


class Silent:
    def stage(self, name: str, total: int) -> None: ...

    def step(self) -> None: ...


@pytest.fixture(scope="module")
def lessons(shared: Path) -> list[Lesson]:
    return read_lessons([shared / "gold/dev"])


@pytest.fixture(scope="module")
def authority(repository: Path) -> Authority:
    return load_authority([repository / "corpus/authority"], Site("http://localhost:8000/"))


@pytest.fixture(scope="module")
def folds(lessons: list[Lesson], authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> list[Fold]:
    out = tmp_path_factory.mktemp("learnt")
    return learn(load_config(None), authority, lessons, out, Silent(), whole=True, epochs=1)


def identified(lessons: list[Lesson]) -> set[str]:
    return {str(e["hsg"]) for lesson in lessons for e in lesson.gold.data["entities"] if e.get("hsg")}


def identifiers(authority: Authority) -> set[str]:
    return {i.value for entry in authority.entries for i in entry.identifiers if i.scheme == "hsg"}


def test_every_document_is_held_out_once(folds: list[Fold], lessons: list[Lesson]) -> None:
    held_out = [lesson.gold.id for fold in folds for lesson in fold.lessons]
    assert sorted(held_out) == [lesson.gold.id for lesson in lessons]
    assert len(held_out) == 21


def test_people_whom_only_held_out_documents_name_are_unknown(
    folds: list[Fold], lessons: list[Lesson], authority: Authority
) -> None:
    hidden = 0
    for fold in folds:
        others = [lesson for lesson in lessons if lesson.fold != fold.number]
        only_here = (identified(list(fold.lessons)) - identified(others)) & identifiers(authority)
        hidden += len(only_here)
        assert not {hsg for hsg in only_here if hsg in identifiers(fold.authority)}
        assert identified(others) & identifiers(authority) <= identifiers(fold.authority), "others stay known"
    assert hidden > 10


def test_each_fold_has_weights_of_its_own(folds: list[Fold]) -> None:
    models = {file.name for file in folds[0].weights.glob("*.json")}
    assert {"confidence.mention.json", "confidence.relation.json"} <= models
    for name in models:
        assert len({(fold.weights / name).read_text(encoding="utf-8") for fold in folds}) > 1, name


def test_an_annotation_is_calibrated_by_its_fold(folds: list[Fold]) -> None:
    _, annotated = next(folds[0].annotated())
    assert annotated.relations
    assert all(0.0 < found.confidence < 1.0 for found in (*annotated.mentions, *annotated.relations))


def test_an_entry_is_named_by_demonym_office_or_surname(lessons: list[Lesson], authority: Authority) -> None:
    clark = next(lesson for lesson in lessons if lesson.gold.id == "frus1981-88v04d4")
    kept = {slug for _, slug in {(e.type, e.slug) for e in authority.entries} - unnamed(authority, [clark])}
    assert {"reagan-ronald", "gromyko-andrei", "soviet-union"} <= kept, "“the President”, “Gromyko”, “Soviet”"
    assert "khrushchev-nikita" not in kept


def test_too_few_documents_are_an_error_that_says_so(
    lessons: list[Lesson], authority: Authority, tmp_path: Path
) -> None:
    with pytest.raises(TrainingError, match="2 documents leave one of 5 folds empty"):
        learn(load_config(None), authority, lessons[:2], tmp_path, Silent(), whole=False)


def test_train_writes_weights_and_what_they_were_learnt_from(
    folds: list[Fold], lessons: list[Lesson], shared: Path, tmp_path: Path
) -> None:
    out, learnt = tmp_path / "weights", folds[0].weights.parent
    arguments = ["train", str(shared / "gold/dev"), "--out", str(out), "--cache", str(tmp_path / "cache")]
    arguments += ["--epochs", "1"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    card = tomllib.loads((out / "card.toml").read_text(encoding="utf-8"))
    assert (card["documents"], card["sha256"], card["data"]) == (21, digest(lessons), ["gold/dev"])
    assert sorted(card["models"]) == sorted(file.stem for file in out.glob("*.json"))
    for name in card["models"]:
        again = (learnt / f"whole/{name}.json").read_text(encoding="utf-8")
        assert (out / f"{name}.json").read_text(encoding="utf-8") == again, "learnt twice, the same bytes"
