"""Bins side by side, spans in rows, marks whose area counts."""

from __future__ import annotations

import math

import pytest

from memograph.publish.drawing.equal_earth import World, cut
from memograph.publish.drawing.lanes import axis, height, number, rows
from memograph.publish.drawing.slices import radius, slices


def test_months_count_on_through_the_years() -> None:
    assert number("1962-01") - number("1961-12") == 1
    assert number("1962") - number("1961") == 1
    months = axis(["1961-11", "1962-02"], 10, 400)
    assert [months.name(at) for at in range(months.bins)] == ["1961-11", "1961-12", "1962-01", "1962-02"]
    assert months.x("1962-01") == 10 + 2 * months.step
    assert [axis(["1812", "1813"], 0, 400).name(at) for at in (0, 1)] == ["1812", "1813"]


def test_no_span_meets_another_in_its_row() -> None:
    assert rows([(0, 10), (5, 20), (14, 30), (21, 22), (24, 40)]) == (0, 1, 0, 2, 1)
    assert rows([]) == ()


def test_what_is_there_can_be_seen() -> None:
    assert height(1, 100000, 80) == 1.5
    assert height(50, 100, 80) == 40


def test_the_area_of_a_mark_counts() -> None:
    assert radius(4, 2) - 2.5 == 2 * (radius(1, 2) - 2.5)
    assert radius(10**9, 2) == 32


def test_slices_make_the_whole() -> None:
    assert len(slices(50, 50, 10, [1, 2, 3])) == 3
    assert slices(50, 50, 10, [1, 1]) == (
        "M50 50L50.0 40.0A10 10 0 0 1 50.0 60.0Z",
        "M50 50L50.0 60.0A10 10 0 0 1 50.0 40.0Z",
    )
    assert slices(50, 50, 10, [3, 1])[0].count(" 1 1 ") == 1
    assert slices(50, 50, 10, [7])[0].endswith("Z")


def test_a_part_of_the_world_fills_the_sheet() -> None:
    sheet = World(960, 419, 11, 175.8645, (480, 233.5785))
    part = cut(sheet, [(34, -12), (34, 50), (66, -12), (66, 50), (66, 19), (34, 19)])
    assert part.width == 960
    assert part.factor > 3
    left, top = part.point(sheet.point(50, 11))
    assert 300 < left < 660
    assert 0 < top < part.height
    assert math.isclose(cut(sheet, None).factor, 1)


@pytest.mark.parametrize(("longitude", "left"), [(-168, True), (-170, False)])
def test_the_world_is_cut_in_the_bering_strait(longitude: float, left: bool) -> None:
    assert (World(960, 419, 11, 175.8645, (480, 233.5785)).point(65.6, longitude)[0] < 480) is left
