"""Nodes are apart and on the sheet, names cover nothing, the same network is drawn alike."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest

from memograph.publish.drawing.curves import curve
from memograph.publish.drawing.labels import Spot, placed
from memograph.publish.drawing.springs import arranged


def ties(nodes: int, seed: int) -> tuple[tuple[int, int, float], ...]:
    chance = random.Random(seed)
    return tuple((chance.randrange(nodes // 4 + 1), node, chance.randint(1, 30)) for node in range(1, nodes))


@pytest.mark.parametrize("nodes", [2, 3, 20, 60, 150])
def test_nodes_are_apart_and_on_the_sheet(nodes: int) -> None:
    sizes = tuple(4.0 + 12 * (node < 5) for node in range(nodes))
    points = arranged(sizes, ties(nodes, nodes), 960, 900)
    assert len(points) == nodes
    for (x, y), size in zip(points, sizes, strict=True):
        assert size <= x <= 960 - size
        assert size <= y <= 900 - size
    for one, other in combinations(range(nodes), 2):
        assert math.dist(points[one], points[other]) >= sizes[one] + sizes[other]


def test_the_same_network_is_drawn_alike() -> None:
    given = (6.0,) * 30, ties(30, 1), 960.0, 600.0
    first = arranged(*given)
    arranged.cache_clear()
    assert arranged(*given) == first


def test_parts_lie_side_by_side() -> None:
    """Two pairs and a triangle: the triangle has the upper sheet for itself."""
    points = arranged((5.0,) * 7, ((0, 1, 1), (1, 2, 1), (0, 2, 1), (3, 4, 1), (5, 6, 1)), 960, 400)
    lowest = max(y for _, y in points[:3])
    assert all(y > lowest for _, y in points[3:])
    assert max(x for x, _ in points[3:5]) < min(x for x, _ in points[5:])


def test_names_cover_nothing() -> None:
    chance = random.Random(4)
    spots = [Spot(chance.uniform(20, 940), chance.uniform(20, 580), 5, "Somebody of a Name", 12) for _ in range(60)]
    labels = placed(spots, 960, 600)
    assert 20 < sum(label.clear for label in labels) < 60
    boxes = []
    for spot, label in zip(spots, labels, strict=True):
        if label.clear:
            long = len(spot.text) * 12 * 0.5
            left = {"start": label.x, "end": label.x - long, "middle": label.x - long / 2}[label.anchor]
            boxes.append((left, label.y - 9, left + long, label.y))
            assert left >= 0
            assert left + long <= 960
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_first_names_are_always_shown() -> None:
    spots = [Spot(100, 100, 5, "Crowd", 12)] * 20
    assert sum(label.clear for label in placed(spots, 200, 200)) < 5
    assert all(label.clear for label in placed(spots, 200, 200, always=7)[:7])


def test_lines_go_from_rim_to_rim() -> None:
    straight = curve((0, 0, 10), (100, 0, 10), 0)
    assert straight.line == "M11.0 0.0Q50.0 0.0 88.5 0.0"
    assert straight.head == ""
    assert curve((0, 0, 10), (100, 0, 10), 0, 10).head.startswith("M88.5 0.0L78.5")
    assert "Q50.0 -40.0" in curve((0, 0, 10), (100, 0, 10), 20).line
