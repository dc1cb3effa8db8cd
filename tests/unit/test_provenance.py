"""How a release was read: written and read again; the scores are those of the report that people read."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.config import load_config
from memograph.errors import ReleaseError
from memograph.extract.accuracy import deciders, learnt_from, measured_accuracy, measured_how, measured_scores
from memograph.provenance import FILE, read_provenance, write_provenance
from memograph.vocabularies import rule_names
from tests.publish_sample import PROVENANCE

REPORT = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"


def test_written_and_read_again(tmp_path: Path) -> None:
    assert read_provenance(tmp_path) is None
    write_provenance(PROVENANCE, tmp_path)
    assert read_provenance(tmp_path) == PROVENANCE


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"publish_from": "much"}'])
def test_a_damaged_file_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_provenance(tmp_path)


@pytest.mark.parametrize(("part", "prefix"), [("names", "mentions strict "), ("links", "linking ")])
def test_scores_that_ship_are_those_of_the_report(part: str, prefix: str) -> None:
    """One measure writes both: accuracy.json for releases, docs/accuracy.md for people."""
    text = REPORT.read_text(encoding="utf-8").partition("## Every figure")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    held_out = {row[0].removeprefix(prefix): (row[5], row[6], row[8]) for row in rows if row[0].startswith(prefix)}
    found = {
        each.name: (f"{each.precision:.3f}", f"{each.recall:.3f}", str(each.gold)) for each in measured_scores(part)
    }
    assert found == held_out != {}


def test_relations_are_scored_as_the_description_of_a_release_has_them() -> None:
    scores = {each.name: (each.precision, each.recall, each.gold) for each in measured_scores("relations")}
    assert scores == {each.relation: (each.precision, each.recall, each.gold) for each in measured_accuracy()}
    assert measured_how().startswith("Cross-validation over")
    learnt = learnt_from()
    assert learnt is not None
    assert learnt.documents > 100
    assert "spacy" in learnt.versions
    assert deciders().keys() <= scores.keys()
    assert all(0 < least < 1 for least in deciders().values())


def test_rules_are_named_without_being_compiled() -> None:
    found = rule_names(load_config().paths)
    assert "metWith" in found
    assert all(found.values())
    assert len([rule for rules in found.values() for rule in rules]) > 30
