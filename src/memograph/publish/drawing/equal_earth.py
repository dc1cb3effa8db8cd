"""The world on a sheet: the Equal Earth projection (Šavrič, Patterson and Jenny, 2018), in which areas compare.

The shapes are those that web/build.mjs makes of Natural Earth, in the same projection; where memograph was installed
without them, there are a graticule's worth of points and no coasts.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass

from memograph.publish.vendored import vendored

#: Coefficients of the projection (doi:10.1080/13658816.2018.1504949, equation 7).
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class World:
    """Shapes as data of SVG paths, and where degrees lie among them.

    Args:
        meridian: in the middle of the sheet, in degrees east.
    """

    width: float
    height: float
    meridian: float
    scale: float
    translate: Point
    land: str = ""
    borders: str = ""
    graticule: str = ""

    def point(self, latitude: float, longitude: float) -> Point:
        """Where a place lies on the sheet."""
        turned = math.radians((longitude - self.meridian + 180) % 360 - 180)
        theta = math.asin(_M * math.sin(math.radians(latitude)))
        square = theta * theta
        sixth = square**3
        slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
        x = turned * math.cos(theta) / (_M * slope)
        y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
        return self.translate[0] + self.scale * x, self.translate[1] - self.scale * y


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of the world as a sheet of its own: enlarged `factor` times, after moving its corner to (0, 0)."""

    left: float
    top: float
    width: float
    height: float
    factor: float

    def point(self, at: Point) -> Point:
        """A point of the whole sheet on this one."""
        return round((at[0] - self.left) * self.factor, 1), round((at[1] - self.top) * self.factor, 1)


def cut(world: World, corners: Iterable[Point] | None) -> Cut:
    """The part of the world that holds these places (latitude, longitude), as wide as the world; or all of it."""
    if corners is None:
        return Cut(0, 0, world.width, world.height, 1)
    points = [world.point(*corner) for corner in corners]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    factor = world.width / (right - left)
    return Cut(left, top, world.width, round((bottom - top) * factor, 1), factor)


@functools.cache
def world() -> World:
    """The shapes that were installed, or a sheet without any."""
    path = vendored("world.json")
    if path is None:
        return World(960, 419, 11, 175.8645, (480, 233.5785))
    made = json.loads(path.read_text(encoding="utf-8"))
    shapes = {name: str(made[name]) for name in ("land", "borders", "graticule")}
    x, y = made["translate"]
    return World(made["width"], made["height"], made["meridian"], made["scale"], (x, y), **shapes)
