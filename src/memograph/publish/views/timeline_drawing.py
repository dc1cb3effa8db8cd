"""The timeline on a sheet: a lane for each sort of thing. ``templates/drawings/timeline.svg`` draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memograph.publish.drawing.lanes import Axis, axis, height, rows
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.views import asked
from memograph.publish.views.timeline import Answer, Row

WIDTH, LEFT = 960.0, 8.0

#: Heights of a lane's heading and its bars, of a line below them, and of the years at the bottom.
_HEAD, _BARS, _LINE, _FOOT = 22.0, 84.0, 9.0, 26.0

#: Least width of the name of a year.
_NAME = 34.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A bar, or a line for what is not known to a single bin; `title` says what, when and how often."""

    x: float
    y: float
    width: float
    height: float
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name and where that stands, the ground of its bars, bars and lines."""

    name: str
    words: str
    top: float
    ground: float
    bars: tuple[Shape, ...]
    spans: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis, a thin line with or without its name."""

    x: float
    name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The timeline on a sheet."""

    width: float
    height: float
    title: str
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]


def drawing(links: Links, found: Answer) -> Drawing:
    """What happened when; an empty sheet where nothing is found, for then there may be no time to draw either."""
    title = text("timeline-drawing", rows=len(found.rows))
    if not found.rows:
        return Drawing(WIDTH, _FOOT, title, lanes=(), ticks=())
    size = 7 if found.zoom == "month" else 4
    scale = axis((found.first[:size], found.last[:size]), LEFT, WIDTH - 2 * LEFT)
    lanes, top = [], 0.0
    for name in found.asked.lanes:
        lane = _lane(links, found, [row for row in found.rows if row.lane == name], scale, name, top)
        lanes.append(lane)
        lowest = max((each.y + each.height for each in lane.spans), default=lane.ground)
        top = lowest + 14
    return Drawing(
        width=WIDTH,
        height=round(top + _FOOT, 1),
        title=title,
        lanes=tuple(lanes),
        ticks=_ticks(scale),
    )


def _lane(links: Links, found: Answer, told: Sequence[Row], scale: Axis, name: str, top: float) -> Lane:
    exact = [row for row in told if row.first == row.last]
    vague = [row for row in told if row.first != row.last]
    most = max((len(row.moments) for row in exact), default=0)
    ground = top + _HEAD + (_BARS if most else 0)
    gap = 1.0 if scale.step > 4 else 0.0
    bars = []
    for row in exact:
        high = height(len(row.moments), most, _BARS)
        place = scale.x(row.first), round(ground - high, 1), round(scale.step - gap, 1), high
        bars.append(Shape(*place, *_told(links, found, row)))
    reach = [(max(scale.x(row.first), 0.0), min(scale.x(row.last) + scale.step, scale.right)) for row in vague]
    spans = [
        Shape(left, round(ground + 5 + at * _LINE, 1), round(right - left - gap, 1), 5, *_told(links, found, row))
        for row, (left, right), at in zip(vague, reach, rows(reach), strict=True)
    ]
    words = text(f"timeline-lane-{name}", n=sum(len(row.moments) for row in told), most=most)
    return Lane(name, words, round(top + 14, 1), round(ground, 1), tuple(bars), tuple(spans))


def _told(links: Links, found: Answer, row: Row) -> tuple[str, str]:
    """Where a row is told in full, and its words."""
    title = text(f"timeline-told-{row.lane}", when=when(row), n=len(row.moments))
    return closer(links, found, row), title


def when(row: Row) -> str:
    """The bin of a row, or the bins from which to which it goes, in words."""
    return wording.date(row.first) if row.first == row.last else wording.span(row.first, row.last)


def closer(links: Links, found: Answer, row: Row) -> str:
    """Address of the time and the lane of a row alone, a step closer where there is one."""
    closer = "month" if row.first == row.last else found.zoom
    changed = {"from": row.first, "to": row.last, "what": row.lane, "zoom": closer if found.zoom == "year" else ""}
    return asked.address(links, "timeline", found.asked.parameters(**changed))


def _ticks(scale: Axis) -> tuple[Tick, ...]:
    """The years that begin within the axis, as many with names as there is room for."""
    years = [at for at in range(scale.bins) if scale.size == 4 or scale.name(at).endswith("-01")]
    wide = scale.step * (1 if scale.size == 4 else 12)
    every = next(n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if n * wide >= _NAME or n == 1000)
    return tuple(
        Tick(round(scale.left + at * scale.step, 1), year if int(year) % every == 0 else "")
        for at in years
        for year in [scale.name(at)[:4]]
        if int(year) % every == 0 or wide > 6
    )
