"""The report: every figure, beside what was aimed at; and the arguments of the command that writes it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from memograph.cli import main
from memograph.score import Figure, figures, read_folder
from memograph.score.mistakes import Mistake
from memograph.score.reliability import Verdict
from memograph.score.threshold import Point
from memograph.training.accuracy import Accuracy
from memograph.training.measurement import Measurement, spreads
from memograph.training.report import Section, accuracy_report


@pytest.fixture(scope="module")
def perfect(shared: Path) -> Measurement:
    """Gold measured against itself, with one mistake and one verdict, as two folds."""
    golds = read_folder(shared / "gold/dev")
    parts = tuple(figures((g, g) for g in half) for half in (golds[:10], golds[10:]))
    mistake = Mistake("d9", "name: missed Place", "Place", "…to [Moscow]|…")
    verdict = Verdict("d9", "relation", 0, "metWith", "body.met-with", 0.95, True)
    return Measurement(len(golds), figures((g, g) for g in golds), parts, (mistake,), (verdict,))


def test_the_report_shows_every_figure_and_every_aim(perfect: Measurement) -> None:
    text = accuracy_report(
        perfect, perfect, [Point(0.5, Figure(3, 4, 6))], None, [Section("Speed", "fast")], "memograph score --folds x"
    )
    for name in perfect.pooled:
        assert f"| {name} | 1.000 | 1.000 | 1.000 | " in text
    assert "| relations, all sixteen | – | – | 0.91 | 0.85 | 1.000 | 1.000 ± 0.000 | yes |" in text
    assert "memograph score --folds x" in text
    assert "| name: missed Place | 1 | Place 1 | …to [Moscow]\\|… (d9) |" in text
    assert "| 0.50 | 0.750 | 0.500 | 0.600 |" in text
    assert "**relations**: 1, ECE 0.050" in text
    assert text.endswith("## Speed\n\nfast\n")


def test_an_aim_that_is_missed_is_called_missed(perfect: Measurement) -> None:
    worse = {**perfect.pooled, "relations partyTo": Figure(0, 3, 10), "linking persons": Figure(80, 100, 100)}
    dev = replace(perfect, pooled=worse, parts=(worse,))
    text = accuracy_report(perfect, dev, [], None, [], "x")
    assert (
        "| people, names and roles, to the Historian's id | – | – | 0.99 | 0.95 | 0.800 | 1.000 ± 0.000 | held" in text
    )
    assert "| 0.75 | 0.000 (partyTo) |" in text


def test_spread_is_over_the_folds_that_have_the_figure() -> None:
    parts = ({"a": Figure(1, 1, 1)}, {"a": Figure(1, 2, 2)}, {"a": Figure(0, 4, 0)}, {})
    (spread,) = spreads(Measurement(4, {"a": Figure(2, 7, 3)}, parts, (), ()))
    assert (spread.mean, round(spread.deviation, 3)) == (0.75, 0.354)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--folds", "--report", "r.md"], "a report needs --dev"),
        (["--report", "r.md"], "without --folds"),
    ],
)
def test_a_report_needs_folds_and_dev(shared: Path, arguments: list[str], reason: str) -> None:
    result = CliRunner().invoke(main, ["score", str(shared / "gold/dev"), *arguments])
    assert result.exit_code == 2
    assert reason in result.output


def test_figures_by_relation_are_in_the_form_that_a_release_describes(perfect: Measurement) -> None:
    data = json.loads(Accuracy(perfect, perfect, 0.5, (), None, None).by_relation())
    assert data["how"] == (
        "Cross-validation over 21 annotated documents in 2 folds, statements of confidence 0.5 or more."
    )
    assert data["relations"]["sentBy"] == {"precision": 1.0, "recall": 1.0, "gold": 20}
    assert len(data["relations"]) == 16
