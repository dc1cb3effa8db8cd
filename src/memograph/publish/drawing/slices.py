"""Round marks whose area tells how often, in slices that tell of what sort."""

from __future__ import annotations

import math
from collections.abc import Sequence


def radius(times: int, unit: float) -> float:
    """Radius of a mark: its area grows with the number, beyond what can be seen at all.

    Args:
        unit: radius of a mark for one.
    """
    return round(min(16 * unit, 2.5 + unit * math.sqrt(times)), 1)


def slices(x: float, y: float, size: float, parts: Sequence[int]) -> tuple[str, ...]:
    """Parts of a round mark, from the top clockwise, as data of SVG paths; one part alone is the whole."""
    if len(parts) == 1:
        return (f"M{x - size:.1f} {y:.1f}a{size} {size} 0 1 1 {2 * size:.1f} 0a{size} {size} 0 1 1 {-2 * size:.1f} 0Z",)
    found, before, whole = [], 0, sum(parts)
    for part in parts:
        (ax, ay), (bx, by) = (_rim(x, y, size, turn / whole) for turn in (before, before + part))
        found.append(f"M{x} {y}L{ax:.1f} {ay:.1f}A{size} {size} 0 {int(part * 2 > whole)} 1 {bx:.1f} {by:.1f}Z")
        before += part
    return tuple(found)


def _rim(x: float, y: float, size: float, turn: float) -> tuple[float, float]:
    return x + size * math.sin(2 * math.pi * turn), y - size * math.cos(2 * math.pi * turn)
