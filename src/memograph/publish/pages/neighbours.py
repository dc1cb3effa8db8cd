"""Whom a person or body is seen with most, as a small drawing: itself in the middle, the others in a ring around it.

The layout is the same every time: places in the ring go by rank, from the top to the bottom, to the left and the right
in turn. Lines between others are what joins them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from memograph.publish.language import spoken, text
from memograph.publish.links import Links
from memograph.publish.pages.claims import Part, named
from memograph.publish.reading import neighbours as read
from memograph.publish.reading.index import Index, Thing

#: How many others are drawn, and how many the table has.
DRAWN = 12

#: Units of the drawing: its width, the middle, how far the ring reaches to a side, the height of a place in it.
WIDTH, _MIDDLE, _REACH, _ROW = 360, 180, 62, 36

#: Letters of a name that a line has room for, and lines that a name may have.
_ROOM, _LINES = 18, 3

#: Units from one line of a name to the next.
_LINE = 12


@dataclass(frozen=True, slots=True)
class Node:
    """Somebody in the ring: where, on which side the name stands, its lines, and how far the first is above it."""

    part: Part
    x: int
    y: int
    side: str
    words: tuple[str, ...]
    top: int
    square: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two; `weight` from 1, the thinnest, to 4; of those that are not with the middle 0."""

    x1: int
    y1: int
    x2: int
    y2: int
    weight: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One line of the table: who, how the documents join them, in how many statements and documents."""

    part: Part
    how: str
    statements: int
    documents: int


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing and its table.

    Args:
        middle: the height of the middle, where the thing itself is; `square` draws a body.
        href: of the large network around the thing.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    rows: tuple[Neighbour, ...]
    height: int
    middle: int
    square: bool
    href: str


def network(index: Index, links: Links, thing: Thing) -> Network | None:
    """The neighbours of a person or body, None where it has none."""
    found = read.of_thing(index, thing.number, DRAWN)
    if not found:
        return None
    places = _ring(len(found))
    nodes = tuple(_node(each.thing, place, links) for each, place in zip(found, places, strict=True))
    height = _height(len(found))
    labels = {name: each.label for name, each in index.relations().items()}
    return Network(
        nodes=nodes,
        ties=(*_among(index, found, places), *_spokes(found, places, height // 2)),
        rows=tuple(
            Neighbour(named(links, each.thing.iri, each.thing.name), _how(each, labels), each.weight, each.documents)
            for each in found
        ),
        height=height,
        middle=height // 2,
        square=thing.kind == "organization",
        href=links.to(f"network?{urlencode({'about': index.path(thing.iri)}, safe='/')}"),
    )


def _height(number: int) -> int:
    return max(3, (number + 1) // 2) * _ROW + 8


def _ring(number: int) -> list[tuple[int, int]]:
    """Places on an ellipse by rank: left and right in turn, each side from the top."""
    left, right = (number + 1) // 2, number // 2
    height = _height(number)
    places = []
    for rank in range(number):
        on_left, at = rank % 2 == 0, rank // 2
        side = left if on_left else right
        y = height / 2 + (at - (side - 1) / 2) * _ROW
        bend = math.sqrt(max(0.0, 1 - ((y - height / 2) / (height / 2)) ** 2))
        x = _MIDDLE + (-1 if on_left else 1) * (_REACH * (0.55 + 0.45 * bend))
        places.append((round(x), round(y)))
    return places


def _node(thing: Thing, place: tuple[int, int], links: Links) -> Node:
    side = "left" if place[0] < _MIDDLE else "right"
    part, words = named(links, thing.iri, thing.name), _broken(thing.name)
    return Node(part, *place, side, words, (len(words) - 1) * _LINE // 2, thing.kind == "organization")


def _broken(name: str) -> tuple[str, ...]:
    """A name in lines that have room, word by word; what does not go into the last is cut."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _ROOM and len(lines) < _LINES:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return tuple(line if len(line) <= _ROOM else line[: _ROOM - 1].rstrip() + "…" for line in lines)


def _spokes(found: Sequence[read.Neighbour], places: Sequence[tuple[int, int]], middle: int) -> list[Tie]:
    """Lines to the middle, the thicker the more statements."""
    most = max((each.weight for each in found), default=0)
    return [
        Tie(_MIDDLE, middle, x, y, 1 + round(3 * each.weight / most) if most else 1)
        for each, (x, y) in zip(found, places, strict=True)
    ]


def _among(index: Index, found: Sequence[read.Neighbour], places: Sequence[tuple[int, int]]) -> list[Tie]:
    """Lines between those of whom the documents say that one met or wrote to the other."""
    at = {each.thing.number: place for each, place in zip(found, places, strict=True)}
    return [Tie(*at[edge.a], *at[edge.b], 0) for edge in read.among(index, at) if edge.weight]


def _how(each: read.Neighbour, labels: dict[str, str]) -> str:
    """Relations in words, what is only mentioned together likewise."""
    words = [text(f"tie-{name}") if spoken().has(f"tie-{name}") else labels.get(name, name) for name in each.relations]
    return ", ".join(dict.fromkeys(words)) or text("tie-together")
