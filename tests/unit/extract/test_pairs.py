"""Candidate pairs and what speaks for them, by phenomenon; where the classifier decides and where rules stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from memograph.extract.annotate import Annotator
from memograph.extract.relations.classifier import Classifier, best, model_name, quotation
from memograph.extract.relations.of_sentences import sentence_relations
from memograph.extract.relations.pairs import RULE, Candidate, candidates
from memograph.extract.relations.reading import Reading
from memograph.extract.scoring import LinearModel
from memograph.model import Document
from memograph.read import read
from tests.unit.extract.conftest import memorandum

Read = Callable[[str], Reading]
RUSK, GROMYKO, THOMPSON = "rusk-dean", "gromyko-andrei", "thompson-llewellyn"


@pytest.fixture
def reading(annotator: Annotator, tmp_path: Path) -> Read:
    def found(body: str) -> Reading:
        file = tmp_path / "frus1961-63v05d999.txt"
        file.write_text(memorandum(body), encoding="utf-8")
        (document,) = read(file)
        assert isinstance(document, Document)
        return annotator.read(document)

    return found


def pairs(reading: Reading, predicate: str) -> dict[tuple[str, str], Candidate]:
    return {(c.subject.slug, c.object.slug): c for c in candidates(reading, [predicate])}


def features(reading: Reading, predicate: str, subject: str, object_: str) -> set[str]:
    candidate = pairs(reading, predicate)[subject, object_]
    return {name for place in candidate.instances for name in {**candidate.features, **place.features}}


def test_a_symmetric_pair_is_one_candidate(reading: Read) -> None:
    found = pairs(reading("Thompson met Gromyko. Gromyko met Thompson again."), "metWith")
    assert {pair for pair in found if RUSK not in pair and "kennedy-john-f" not in pair} == {(GROMYKO, THOMPSON)}
    assert len(found[GROMYKO, THOMPSON].instances) > 1


def test_a_directed_pair_is_two(reading: Read) -> None:
    assert {(THOMPSON, GROMYKO), (GROMYKO, THOMPSON)} <= pairs(reading("Thompson wrote Gromyko."), "wroteTo").keys()


def test_ends_far_apart_are_no_candidate(reading: Read) -> None:
    between = "The weather was fine. " * 4
    assert (THOMPSON, "moscow") not in pairs(reading(f"Thompson agreed. {between}Moscow is large."), "traveledTo")
    assert (THOMPSON, "moscow") in pairs(reading("Thompson agreed. Moscow is large."), "traveledTo")


def test_paragraphs_do_not_join(reading: Read) -> None:
    assert (THOMPSON, "moscow") not in pairs(reading("Thompson agreed.\n\nMoscow is large."), "traveledTo")


def test_pronouns_are_ends(reading: Read) -> None:
    found = features(reading("I talked with Gromyko yesterday."), "metWith", GROMYKO, RUSK)
    assert {"one is i", "other is name"} <= found


@pytest.mark.parametrize(
    ("body", "predicate", "pair", "expected"),
    [
        ("Thompson met Gromyko.", "metWith", (GROMYKO, THOMPSON), "MEET: one agent, other patient"),
        ("Thompson did not meet Gromyko.", "metWith", (GROMYKO, THOMPSON), "MEET: one agent, other patient, denied"),
        ("Thompson might meet Gromyko.", "metWith", (GROMYKO, THOMPSON), "MEET: one agent, other patient, modal"),
        ("Thompson and Gromyko agreed.", "metWith", (GROMYKO, THOMPSON), "joined"),
        ("Did Thompson see Gromyko?", "metWith", (GROMYKO, THOMPSON), "question"),
        ("Thompson met Gromyko in Geneva.", "traveledTo", (THOMPSON, "geneva"), "MEET: one agent, other at"),
        ("Thompson flew to Geneva.", "traveledTo", (THOMPSON, "geneva"), "TRAVEL: one agent, other to"),
        (
            "Thompson said Rusk flew to Geneva.",
            "traveledTo",
            (THOMPSON, "geneva"),
            "other to without one, others in it",
        ),
        ("Thompson sent a letter to Gromyko.", "wroteTo", (THOMPSON, GROMYKO), "WRITE: one agent, other to"),
    ],
)
def test_what_speaks_for_a_pair(reading: Read, body: str, predicate: str, pair: tuple[str, str], expected: str) -> None:
    assert expected in features(reading(body), predicate, *pair)


def test_a_rule_that_fired_is_a_feature(reading: Read) -> None:
    read_ = reading("Ambassador Thompson met with Gromyko on Monday.")
    found = {(c.subject.slug, c.object.slug): c for c in candidates(read_, ["metWith"], sentence_relations(read_))}
    assert "rule" in found[GROMYKO, THOMPSON].features


def test_the_classifier_decides_and_quotes(reading: Read) -> None:
    read_ = reading("The weather was fine. Ambassador Thompson met with Gromyko on Monday. Nothing happened.")
    model = LinearModel({"MEET: one agent, other with": 4.0}, -2.0)
    (relation,) = Classifier({"metWith": model}).judged(read_, [], [])
    assert relation.method == "model.metWith"
    assert {relation.subject, relation.object} == {THOMPSON, GROMYKO}
    assert relation.evidence.of(read_.text) == "Thompson met with Gromyko"
    assert relation.parts == (("MEET: one agent, other with", 4.0),)
    assert relation.confidence == pytest.approx(0.881, abs=0.001)


def test_the_classifier_may_decide_against_a_rule(reading: Read) -> None:
    read_ = reading("Ambassador Thompson met with Gromyko on Monday.")
    stated = [r for r in sentence_relations(read_) if r.predicate == "metWith" and r.method not in read_.rules.weak]
    assert stated
    assert Classifier({"metWith": LinearModel({}, -3.0)}).judged(read_, stated, stated) == []
    assert (
        Classifier({}).judged(read_, stated, stated)
        == list({frozenset((r.subject, r.object)): r for r in reversed(stated)}.values())[::-1]
    )


def test_a_model_that_knows_only_the_rules_is_not_asked(tmp_path: Path) -> None:
    for predicate, weights in (("metWith", {RULE: 1.0}), ("wroteTo", {RULE: 1.0, "nearest": 0.5})):
        model = LinearModel(weights, -3.0)
        (tmp_path / f"{model_name(predicate)}.json").write_text(model.to_json(), encoding="utf-8")
    assert Classifier.trained(tmp_path).predicates == {"wroteTo"}


def test_the_best_place_is_chosen(reading: Read) -> None:
    read_ = reading("Thompson and Gromyko are old. Much later Thompson met Gromyko.")
    candidate = pairs(read_, "metWith")[GROMYKO, THOMPSON]
    instance, score = best(LinearModel({"MEET: one agent, other patient": 2.0}, 0.0), candidate)
    assert quotation(instance).of(read_.text) == "Thompson met Gromyko"
    assert score.probability > 0.8
