"""What a service answers, checked: candidates of queries, suggestions, values (Reconciliation Service API 0.2).

A candidate that is malformed is left out and told of; the others stay. Text is cut and freed of control characters,
because it ends up on a terminal and in a spreadsheet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from memograph.errors import ReconciliationError

#: Characters of a name or an identifier that are kept.
_LONGEST = 500

Problem = Callable[[str], None]
"""Told of each thing that is left out: a sentence."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a query may mean.

    Args:
        score: as the service has it, usually 0 to 100; higher is better.
        match: whether the service itself is sure.
        types: names of its types.
        features: parts of the score, id and value.
    """

    id: str
    name: str
    score: float
    match: bool = False
    types: tuple[str, ...] = ()
    description: str = ""
    features: tuple[tuple[str, str], ...] = ()


def candidates(answer: Any, most: int, problem: Problem) -> tuple[Candidate, ...]:
    """The candidates of one query, the best first, `most` of them.

    Raises:
        ReconciliationError: the answer is none (without address: the caller knows it).
    """
    found = answer.get("result") if isinstance(answer, dict) else None
    if not found and isinstance(answer, dict) and isinstance(error := answer.get("error"), str):
        raise ReconciliationError(f"the service says: {plain(error)}")  # no part of the API, and what some services do
    if not isinstance(found, list):
        raise ReconciliationError("no list of candidates (“result”) in it")
    read: dict[str, Candidate] = {}
    for number, each in enumerate(found, 1):
        try:
            candidate = _candidate(each)
        except ValueError as error:
            problem(f"candidate {number}: {error}; it is left out")
            continue
        read.setdefault(candidate.id, candidate)
    return tuple(sorted(read.values(), key=lambda each: -each.score)[:most])


def _candidate(found: Any) -> Candidate:
    if not isinstance(found, dict):
        raise ValueError("it is no object")
    id_, name, score = found.get("id"), found.get("name"), found.get("score")
    if not isinstance(id_, str) or not id_.strip() or len(id_) > _LONGEST or not id_.isprintable():
        raise ValueError(f"its id is {id_!r:.60}")
    if not isinstance(name, str):
        raise ValueError(f"its name is {name!r:.60}")
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        raise ValueError(f"its score is {score!r:.60}, not a number")
    description = found.get("description")
    return Candidate(
        id=id_.strip(),
        name=plain(name),
        score=float(score),
        match=found.get("match") is True,
        types=tuple(_types(found.get("type", found.get("types")))),
        description=plain(description) if isinstance(description, str) else "",
        features=tuple(_features(found.get("features"))),
    )


def _types(found: Any) -> Iterator[str]:
    """0.2 has objects with id and name, services of before also plain names."""
    for each in found if isinstance(found, list) else []:
        name = each.get("name") or each.get("id") if isinstance(each, dict) else each
        if isinstance(name, str):
            yield plain(name)


def _features(found: Any) -> Iterator[tuple[str, str]]:
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            value = each.get("value")
            if isinstance(value, bool):
                yield plain(each["id"]), "yes" if value else "no"
            elif isinstance(value, int | float) and math.isfinite(value):
                yield plain(each["id"]), f"{value:g}"


def suggestions(answer: Any) -> tuple[tuple[str, str], ...]:
    """Id and name of each thing that words may be completed to.

    Raises:
        ReconciliationError: the answer holds none (without address).
    """
    found = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(found, list):
        raise ReconciliationError("no list of suggestions (“result”) in it")
    pairs = ((each.get("id"), each.get("name")) for each in found if isinstance(each, dict))
    return tuple((id_, plain(name)) for id_, name in pairs if isinstance(id_, str) and isinstance(name, str))


def extended(answer: Any) -> dict[str, dict[str, tuple[str, ...]]]:
    """Record → property → its values as text.

    Raises:
        ReconciliationError: the answer holds no rows (without address).
    """
    rows = answer.get("rows") if isinstance(answer, dict) else None
    if not isinstance(rows, dict):
        raise ReconciliationError("no values (“rows”) in it")
    return {
        id_: {name: tuple(_values(cells)) for name, cells in row.items()}
        for id_, row in rows.items()
        if isinstance(row, dict)
    }


def _values(cells: Any) -> Iterator[str]:
    """Values of a data extension answer: text, number, date, truth, or an entity with id and name."""
    for cell in cells if isinstance(cells, list) else []:
        if not isinstance(cell, dict):
            continue
        for key in ("name", "str", "date", "int", "float", "bool", "id"):
            if isinstance(value := cell.get(key), str | int | float) and value != "":
                yield plain(str(value))
                break


def plain(text: str) -> str:
    """A line of at most `_LONGEST` characters that can be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[: 2 * _LONGEST]).split())[:_LONGEST]
