"""Lines between two points: from rim to rim, bent where several join the same two, with a head for those one way."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """A line as data of an SVG path; and the triangle at its end, empty where there is none."""

    line: str
    head: str


def curve(start: tuple[float, float, float], end: tuple[float, float, float], bend: float, head: float = 0) -> Curve:
    """A line from one circle to another (x, y, radius).

    Args:
        bend: how far its middle lies to the left of the straight way.
        head: length of the triangle at its end; 0 for none.
    """
    (x1, y1, r1), (x2, y2, r2) = start, end
    long = math.hypot(x2 - x1, y2 - y1) or 1e-6
    across = ((y2 - y1) / long, -(x2 - x1) / long)
    middle = ((x1 + x2) / 2 + 2 * bend * across[0], (y1 + y2) / 2 + 2 * bend * across[1])
    ax, ay = _towards((x1, y1), middle, r1 + 1)
    tip = _towards((x2, y2), middle, r2 + 1.5)
    bx, by = _towards((x2, y2), middle, r2 + 1.5 + head * 0.8)
    line = f"M{ax:.1f} {ay:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {bx:.1f} {by:.1f}"
    return Curve(line, _head(tip, middle, head) if head else "")


def _towards(point: tuple[float, float], other: tuple[float, float], far: float) -> tuple[float, float]:
    long = math.hypot(other[0] - point[0], other[1] - point[1]) or 1e-6
    return point[0] + (other[0] - point[0]) * far / long, point[1] + (other[1] - point[1]) * far / long


def _head(tip: tuple[float, float], back: tuple[float, float], long: float) -> str:
    bx, by = _towards(tip, back, long)
    dx, dy = (by - tip[1]) * 0.42, (tip[0] - bx) * 0.42
    return f"M{tip[0]:.1f} {tip[1]:.1f}L{bx + dx:.1f} {by + dy:.1f}L{bx - dx:.1f} {by - dy:.1f}Z"
