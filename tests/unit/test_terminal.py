"""What the command line says of how far it has come."""

from __future__ import annotations

import sys

import pytest

from memograph import terminal
from memograph.terminal import Explanation, Pace, errors_summary


def test_the_pace_of_a_stage_tells_what_is_left() -> None:
    pace = Pace("extract", 10, 100.0)
    assert pace.told(100.0) == ""
    for _ in range(4):
        pace.step(500)
    assert pace.told(102.0) == "2.0 documents/s, 1,000 words/s, 0:00:03 left"
    for _ in range(6):
        pace.step(500)
    assert pace.told(104.0) == "2.5 documents/s, 1,250 words/s"


def test_a_stage_without_words_or_end_tells_less() -> None:
    pace = Pace("read", None, 0.0)
    pace.step(0)
    assert pace.told(2.0) == ""
    pace.step(100)
    assert pace.told(4.0) == "0.5 documents/s, 25 words/s"


def test_errors_are_told_by_class_the_most_frequent_first() -> None:
    assert errors_summary({}, "build/errors.jsonl") == ""
    said = errors_summary({"xml": 1, "encoding": 3}, "build/errors.jsonl")
    assert said == "errors     encoding 3, xml 1; build/errors.jsonl tells of each"


def test_why_documents_were_built_is_told_line_by_line_to_a_script(capsys: pytest.CaptureFixture[str]) -> None:
    explanation = Explanation(shown=True)
    explanation.add("d1", ("its text has changed", "the model changed"))
    explanation.add("d2", ())
    explanation.show()
    rows = ["document\tdone\twhy", "d1\tbuilt\tits text has changed; the model changed", "d2\tcached\t"]
    assert capsys.readouterr().out.splitlines() == rows
    silent = Explanation(shown=False)
    silent.add("d1", ())
    silent.show()
    assert capsys.readouterr().out == ""


def test_on_a_terminal_those_that_were_built_are_a_table_that_ends(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(terminal, "EXPLAINED", 1)
    explanation = Explanation(shown=True)
    for document, why in (("d1", ()), ("d2", ("it is new",)), ("d3", ("it is new",)), ("d4", ())):
        explanation.add(document, why)
    assert capsys.readouterr().out == ""
    explanation.show()
    said = capsys.readouterr().out
    assert "d2" in said
    assert "d3" not in said
    assert said.endswith("1 more built\n2 more cached\n")
