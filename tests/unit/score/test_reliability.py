"""Calibration error is the distance between what was promised and what was kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.score.reliability import Verdict, calibration_error, reliability


def verdict(confidence: float, right: bool) -> Verdict:
    return Verdict("d1", "relation", 0, "metWith", "body.met-with", confidence, right)


def test_nine_in_ten_at_ninety_percent_is_no_error() -> None:
    assert calibration_error([verdict(0.9, n > 0) for n in range(10)]) == pytest.approx(0.0)


def test_error_is_weighed_by_the_count_of_each_bin() -> None:
    sure_and_wrong, honest = [verdict(0.95, False)], [verdict(0.25, n == 0) for n in range(4)]
    assert calibration_error([*sure_and_wrong, *honest]) == pytest.approx(0.95 / 5)
    low, high = reliability([*sure_and_wrong, *honest])
    assert (low.low, low.count, low.right) == (0.2, 4, 0.25)
    assert (high.high, high.count, high.right) == (1.0, 1, 0.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_every_verdict_falls_into_one_bin(pairs: list[tuple[float, bool]]) -> None:
    judged = [verdict(*pair) for pair in pairs]
    assert sum(b.count for b in reliability(judged)) == len(judged)
    assert 0.0 <= calibration_error(judged) <= 1.0
