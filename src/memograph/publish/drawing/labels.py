"""Where names go beside points: so that they cover neither each other nor other points, or on demand only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

#: Width of a letter and height of a line, of the size of the letters; letters differ, so this is a little wide.
_LETTER, _LINE = 0.54, 1.2


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with a name: its middle, its radius, the name and the size of its letters."""

    x: float
    y: float
    radius: float
    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Label:
    """Where a name begins, ends or has its middle (`anchor`, as SVG's ``text-anchor``), and its baseline.

    Args:
        clear: whether there is room for it; else it is to be shown on demand only.
    """

    x: float
    y: float
    anchor: str
    clear: bool


Box = tuple[float, float, float, float]


def placed(spots: Sequence[Spot], width: float, height: float, always: int = 0) -> tuple[Label, ...]:
    """A place for each name, the first ones first: to the right, to the left, below, above, or on demand.

    Args:
        always: so many of the first names are shown where they cover least, if they have no room.
    """
    points: list[Box] = [(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots]
    taken: list[Box] = []
    found = []
    for number, spot in enumerate(spots):
        others = [*points[:number], *points[number + 1 :], *taken]
        label, box, covered = min(
            ((label, box, _covered(box, others, width, height)) for label, box in _places(spot)),
            key=lambda place: place[2],
        )
        clear = covered == 0 or number < always
        if clear:
            taken.append(box)
        found.append(replace(label, clear=clear))
    return tuple(found)


def _covered(box: Box, others: Iterable[Box], width: float, height: float) -> float:
    """How much of other things a box covers; what is beyond the sheet counts as much as a whole name."""
    beyond = box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height
    return 1e6 * beyond + sum(_common(box, other) for other in others)


def _common(one: Box, other: Box) -> float:
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def _beside(spot: Spot, left: bool) -> tuple[float, float]:
    away = spot.radius + 3
    return round(spot.x - away if left else spot.x + away, 1), round(spot.y + spot.size * 0.35, 1)


def _places(spot: Spot) -> Iterable[tuple[Label, Box]]:
    long, high = len(spot.text) * spot.size * _LETTER, spot.size * _LINE
    for left in (False, True):
        x, y = _beside(spot, left)
        edge = x - long if left else x
        yield Label(x, y, "end" if left else "start", True), (edge, spot.y - high / 2, edge + long, spot.y + high / 2)
    for top in (spot.y + spot.radius + 1, spot.y - spot.radius - 1 - high):
        baseline = Label(round(spot.x, 1), round(top + spot.size, 1), "middle", True)
        yield baseline, (spot.x - long / 2, top, spot.x + long / 2, top + high)
