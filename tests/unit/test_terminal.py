"""What the command line says of how far it has come."""

from __future__ import annotations

from memograph.terminal import Pace, errors_summary


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
