"""Where the nodes of a network go: pulled together by ties, pushed apart by each other, no two on top of each other.

networkx has the forces (Fruchterman and Reingold, 1991); it and numpy are loaded with the first network. The same
network is always drawn alike. Parts that no tie joins are laid out for themselves and put side by side, for forces
would drive them off the sheet.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Positions = np.ndarray[tuple[int, int], np.dtype[np.float64]]

Point = tuple[float, float]

#: Steps of the forces: more change nothing that one sees.
_STEPS = 250

#: Least distance of the rims of two nodes, and of a rim and the edge of the sheet.
GAP, MARGIN = 14.0, 30.0

#: Room that a node takes at most, from left to right.
_WIDEST = 130.0

#: How far positions are evened out, between 0 (as the forces leave them: crowded in the middle) and 1 (all at the same
#: distance from left to right, and from top to bottom).
_EVEN = 0.55


@functools.lru_cache(maxsize=128)
def arranged(
    sizes: tuple[float, ...], ties: tuple[tuple[int, int, float], ...], width: float, height: float
) -> tuple[Point, ...]:
    """Places of nodes on a sheet.

    Args:
        sizes: radius of each node.
        ties: of two nodes by their index, and how strong.
    """
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(sizes)))
    graph.add_weighted_edges_from((a, b, 1 + math.log(strength)) for a, b, strength in ties)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=lambda part: (-len(part), part))
    found: dict[int, Point] = {}
    for part, (left, top, right, bottom) in zip(parts, _shelves(parts, width, height), strict=True):
        spread = _spread(
            nx.spring_layout(graph.subgraph(part), k=1.6 / math.sqrt(len(part)), iterations=_STEPS, seed=7)
        )
        middle, half = (left + right) / 2, min((right - left) / 2 - MARGIN, _WIDEST * len(part) / 2)
        box = (middle - half, top + MARGIN, middle + half, bottom - MARGIN)
        places = _apart(_fitted(spread, box), [sizes[node] for node in part], box)
        found.update(zip(part, places, strict=True))
    return tuple(found[node] for node in range(len(sizes)))


def _shelves(parts: Sequence[Sequence[int]], width: float, height: float) -> list[tuple[float, float, float, float]]:
    """A box for each part: the first above, the others side by side below it, as wide as they have nodes."""
    rest = parts[1:]
    if not rest:
        return [(0.0, 0.0, width, height)][: len(parts)]
    nodes = sum(map(len, parts))
    share = min(0.4, max(0.18, sum(map(len, rest)) / nodes))
    top = height * (1 - share)
    widths = [math.sqrt(len(part)) for part in rest]
    boxes, left = [(0.0, 0.0, width, top)], 0.0
    for each in widths:
        right = left + width * each / sum(widths)
        boxes.append((left, top, right, height))
        left = right
    return boxes


def _spread(places: dict[int, np.ndarray[tuple[int], np.dtype[np.float64]]]) -> Positions:
    """Positions with their longest direction laid level, because sheets are wide."""
    import numpy as np

    points = np.array([places[node] for node in sorted(places)])
    points -= points.mean(axis=0)
    if len(points) < 3:
        return np.array([[float(i), 0.0] for i in range(len(points))])
    _, _, axes = np.linalg.svd(points, full_matrices=False)
    turned = points @ axes.T
    return np.asarray(turned * np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0, -1, 1))


def _fitted(points: Positions, box: tuple[float, float, float, float]) -> Positions:
    """Positions stretched to fill a box, and evened out."""
    import numpy as np

    left, top, right, bottom = box
    low, high = points.min(axis=0), points.max(axis=0)
    flat = high - low < 1e-9
    share = np.where(flat, 0.5, (points - low) / np.where(flat, 1.0, high - low))
    rank = np.where(flat, 0.5, points.argsort(axis=0).argsort(axis=0) / max(1, len(points) - 1))
    even = share + (rank - share) * (_EVEN if len(points) > 4 else 0)
    return np.asarray(even * (right - left, bottom - top) + (left, top))


def _apart(points: Positions, sizes: Sequence[float], box: tuple[float, float, float, float]) -> list[Point]:
    """Positions with nodes that overlap pushed apart, within the box."""
    import numpy as np

    left, top, right, bottom = box
    radii = np.asarray(sizes)
    least = radii[:, None] + radii[None, :] + GAP
    np.fill_diagonal(least, 0)
    for _ in range(80):
        away = points[:, None, :] - points[None, :, :]
        distance = np.sqrt((away**2).sum(axis=2)) + 1e-6
        push = np.clip(least - distance, 0, None) / distance / 2
        if not push.any():
            break
        points = points + (away * push[:, :, None]).sum(axis=1)
        points = points.clip((left, top), (right, bottom))
    return [(round(float(x), 1), round(float(y), 1)) for x, y in points]
