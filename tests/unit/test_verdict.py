"""What SHACL said, counted by rule, and the rules one by one; nothing of what was left out is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.errors import ReleaseError
from memograph.model import Report, Result
from memograph.namespaces import Site
from memograph.shapelist import rules
from memograph.validation import load_shapes
from memograph.verdict import FILE, KEPT, Tally, read_verdict, write_verdict
from tests.publish_sample import checked

SHAPES = Path(__file__).resolve().parents[2] / "shapes"
SITE = Site("https://example.org/")


def test_the_rules_are_those_of_the_shapes() -> None:
    found = list(rules(load_shapes(SHAPES, SITE).graph, whole=False))
    assert len(found) == len({rule.shape for rule in found}) > 100
    by_name = {rule.shape.rpartition("#")[2]: rule for rule in found}
    label = by_name["Person-label"]
    assert (label.about, label.severity) == ((SITE.term("Person"),), "Violation")
    assert label.message == "A person has a label in English."
    assert "{?value}" in by_name["Statement-asserted"].message, "the message of a query counts"
    whole = {
        rule.shape.rpartition("#")[2]: rule for rule in rules(load_shapes(SHAPES / "release", SITE).graph, whole=True)
    }
    assert whole["Release-person-label"].severity == "Warning"
    assert all(rule.whole for rule in whole.values())


def test_written_and_read_again(tmp_path: Path) -> None:
    write_verdict(checked(), tmp_path)
    assert read_verdict(tmp_path) == checked()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_what_was_left_out_is_counted_and_not_quoted(tmp_path: Path) -> None:
    found = checked()
    assert [(each.document, each.reasons) for each in found.left_out] == [
        ("frus1961-63v05d1", (("A person has a label in English.", 2),)),
        ("unread", ()),
    ]
    assert all(result.severity == "Warning" for each in found.found for result in each.results)
    write_verdict(found, tmp_path)
    assert "KeyError" not in (tmp_path / FILE).read_text(encoding="utf-8")


def test_many_results_of_a_rule_are_counted() -> None:
    results = tuple(
        Result("Warning", f"https://example.org/id/place/{n:04}", None, None, "m", "s", "c") for n in range(KEPT + 5)
    )
    [found] = Tally().verdict(Report(True, results), ()).found
    assert (found.number, len(found.results)) == (KEPT + 5, KEPT)
    assert found.results[0].focus.endswith("0000")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"conforms": true, "documents": 1}'])
def test_a_damaged_file_is_told(tmp_path: Path, content: str) -> None:
    assert read_verdict(tmp_path) is None
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError, match="cannot be read"):
        read_verdict(tmp_path)
