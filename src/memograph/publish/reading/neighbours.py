"""Whom a person or body is seen with most, and how these are connected among themselves: a small network."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from memograph.publish.reading.index import Index, Thing


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another person or body.

    Args:
        weight: statements with the two as their ends, and documents from one to the other.
        documents: that mention both.
        relations: local names, empty where they only share documents.
    """

    thing: Thing
    weight: int
    documents: int
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two of them by their numbers: `weight` is how often one met or wrote to the other, `documents` mention both."""

    a: int
    b: int
    weight: int
    documents: int


def of_thing(index: Index, thing: int, at_most: int) -> tuple[Neighbour, ...]:
    """The strongest, those first that most statements join."""
    sql = "SELECT other, weight, documents, relations FROM neighbour WHERE thing = ? AND rank <= ? ORDER BY rank"
    rows = index.rows(sql, thing, at_most)
    things = index.things(row[0] for row in rows)
    return tuple(
        Neighbour(things[other], weight, documents, tuple(relations.split()))
        for other, weight, documents, relations in rows
    )


def among(index: Index, numbers: Iterable[int]) -> tuple[Edge, ...]:
    """What joins any two of a few people and bodies; every pair is looked up, so not more than some dozens."""
    rows = index.rows(
        "SELECT MIN(e.a, e.b), MAX(e.a, e.b), SUM(IIF(e.relation = 'appearedWith', 0, e.weight)), "
        "SUM(IIF(e.relation = 'appearedWith', e.documents, 0)) "
        "FROM json_each(?1) one CROSS JOIN json_each(?1) other CROSS JOIN edge e "
        "WHERE e.relation IN ('metWith', 'wroteTo', 'appearedWith') AND e.a = one.value AND e.b = other.value "
        "GROUP BY 1, 2 ORDER BY 1, 2",
        json.dumps(sorted(set(numbers))),
    )
    return tuple(Edge(*row) for row in rows)
