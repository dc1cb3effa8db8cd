"""The network on a sheet: nodes, lines, names. ``templates/drawings/network.svg`` draws it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from memograph.publish.drawing.curves import curve
from memograph.publish.drawing.labels import Label, Spot, placed
from memograph.publish.drawing.springs import arranged
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages.claims import Part
from memograph.publish.reading.index import Thing
from memograph.publish.views.asked import Choice
from memograph.publish.views.network import Answer, both
from memograph.publish.views.view import linked

#: Names that are shown even where there is little room: of those with most ties.
ALWAYS = 12

#: Characters of a name in the drawing.
LONGEST = 32

WIDTH = 960.0


@dataclass(frozen=True, slots=True)
class Node:
    """A person or body in the drawing; `label` is clear where there is room for its name, which is cut where long."""

    x: float
    y: float
    radius: float
    name: str
    label: Label
    thing: Part
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """A tie in the drawing; `ends` are the numbers of its nodes."""

    line: str
    head: str
    width: float
    relation: str
    href: str
    title: str
    ends: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The network on a sheet."""

    width: float
    height: float
    title: str
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    legend: tuple[Choice, ...]


def drawing(links: Links, found: Answer) -> Drawing:
    """The ties on a sheet."""
    weights: Counter[Thing] = Counter()
    for tie in found.ties:
        weights[tie.one] += tie.times
        weights[tie.other] += tie.times
    things = sorted(weights, key=lambda thing: (-weights[thing], thing.number))
    number = {thing: n for n, thing in enumerate(things)}
    sizes = tuple(round(min(22.0, 4 + 1.6 * math.sqrt(weights[thing])), 1) for thing in things)
    height = min(1000.0, max(240.0, 200 + 7.0 * len(things)))
    pairs = tuple((number[tie.one], number[tie.other], float(tie.times)) for tie in found.ties)
    points = arranged(sizes, pairs, WIDTH, height)
    spots = [
        Spot(x, y, size, _short(thing.name), 14 if size > 12 else 12)
        for (x, y), size, thing in zip(points, sizes, things, strict=True)
    ]
    labels = placed(spots, WIDTH, height, ALWAYS)
    nodes = tuple(
        Node(s.x, s.y, s.radius, s.text, label, linked(links, thing), _title(thing, weights[thing]), number[thing])
        for s, label, thing in zip(spots, labels, things, strict=True)
    )
    return Drawing(
        width=WIDTH,
        height=height,
        title=text("network-drawing", nodes=len(nodes), ties=len(found.ties)),
        nodes=nodes,
        lines=_lines(links, found, spots, number),
        legend=tuple(Choice(each, text(f"network-tie-{each}"), True) for each in found.asked.wanted.relations),
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


def _title(thing: Thing, weight: int) -> str:
    return text("network-node", name=thing.name, n=weight)


def _lines(links: Links, found: Answer, spots: Sequence[Spot], number: dict[Thing, int]) -> tuple[Line, ...]:
    """Lines, the weakest first, so that the strongest lie on top; those that join the same two are bent apart."""
    drawn, lines = Counter[frozenset[int]](), []
    for tie in found.ties:
        ends = number[tie.one], number[tie.other]
        before = drawn[frozenset(ends)]
        drawn[frozenset(ends)] += 1
        start, end = ((spots[n].x, spots[n].y, spots[n].radius) for n in ends)
        bend = before * 0.09 * math.dist(start[:2], end[:2]) * (1 if ends[0] < ends[1] else -1)
        width = round(min(7.0, 1 + 0.9 * math.log2(tie.times)), 1)
        shape = curve(start, end, bend, 7 + width if tie.relation == "wroteTo" else 0)
        title = text(f"network-line-{tie.relation}", one=tie.one.name, other=tie.other.name, n=tie.times)
        joined = " ".join(map(str, ends))
        lines.append(Line(shape.line, shape.head, width, tie.relation, both(links, found.asked, tie), title, joined))
    return tuple(reversed(lines))
