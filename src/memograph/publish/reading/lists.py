"""What there is of each kind, a page at a time, narrowed and in an order; what stands before and after a document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from memograph.publish.reading.index import PAGE, Document, Entry, Index, Page


class Order(StrEnum):
    """How things are sorted: by name, people by surname; those first that most documents speak of, or the earliest."""

    NAME = "name"
    USE = "use"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Initial:
    """A letter that names of a kind begin with, # for what is none of A to Z, and how many."""

    letter: str
    things: int


@dataclass(frozen=True, slots=True)
class Some:
    """Some of the things of a kind.

    Args:
        kind: those of `Kind`, or ``cited``.
        spoken: only what documents speak of, or only what none does; None for both.
        letter: an `Initial`; empty for all.
    """

    kind: str
    spoken: bool | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """What is before and after a document, in time and in its volume."""

    earlier: Document | None
    later: Document | None
    previous: Document | None
    next: Document | None


#: By date means by that of the first document that mentions a thing.
_ORDERS = {
    Order.NAME: ("", "t.sort, t.number"),
    Order.USE: ("", "t.uses DESC, t.number"),
    Order.DATE: (
        "LEFT JOIN mention m ON m.thing = t.number AND m.ordinal = 1 LEFT JOIN document d ON d.thing = m.document",
        "IFNULL(d.day, '') = '', d.position, t.number",
    ),
}


def of_kind(index: Index, some: Some, order: Order = Order.NAME, number: int = 1) -> Page[Entry]:
    """A page of things."""
    where, values = _narrowed(some)
    joined, by = _ORDERS[order]
    found = index.entries(
        f"SELECT t.* FROM thing t {joined} WHERE {where} ORDER BY {by} LIMIT ? OFFSET ?",
        *(*values, PAGE, (number - 1) * PAGE),
    )
    return Page(tuple(found), number, index.rows(f"SELECT COUNT(*) FROM thing t WHERE {where}", *values)[0][0])


def _narrowed(some: Some) -> tuple[str, list[str]]:
    where, values = "t.kind = ?", [some.kind]
    if some.spoken is not None:
        where += " AND t.uses > 0" if some.spoken else " AND t.uses = 0"
    if some.letter == "#":
        where += " AND NOT t.sort BETWEEN 'a' AND '{'"
    elif some.letter:
        where += " AND t.sort >= ? AND t.sort < ?"
        values += [some.letter.lower(), chr(ord(some.letter.lower()) + 1)]
    return where, values


def first_mentioned(index: Index, things: Sequence[int]) -> dict[int, str]:
    """Number of a thing → EDTF date of the first document that mentions it, where there is one."""
    sql = (
        "SELECT m.thing, d.dated FROM mention m JOIN document d ON d.thing = m.document "
        "WHERE m.ordinal = 1 AND m.thing IN (SELECT value FROM json_each(?)) AND d.dated <> ''"
    )
    return dict(index.rows(sql, json.dumps(things)))


def initials(index: Index, some: Some) -> tuple[Initial, ...]:
    """The letters that names of these things begin with, whatever the letter of `some`."""
    where, values = _narrowed(replace(some, letter=""))
    letter = "CASE WHEN t.sort BETWEEN 'a' AND '{' THEN upper(substr(t.sort, 1, 1)) ELSE '#' END"
    rows = index.rows(f"SELECT {letter} AS letter, COUNT(*) FROM thing t WHERE {where} GROUP BY letter", *values)
    return tuple(Initial(*row) for row in rows)


def months(index: Index) -> dict[str, int]:
    """Month (``1961-06``) → documents of it, in order; empty → those without a day."""
    return dict(index.rows("SELECT substr(day, 1, 7) AS month, COUNT(*) FROM document GROUP BY month ORDER BY month"))


def document(index: Index, thing: int) -> Document | None:
    """One published document."""
    return next(iter(index.documents("WHERE d.thing = ?", thing)), None)


def around(index: Index, here: Document) -> Around:
    """The documents before and after one, by date and by number."""
    in_volume = "WHERE d.volume = ? AND d.ordinal {} ? AND d.ordinal > 0 ORDER BY d.ordinal {} LIMIT 1"
    numbered = (here.volume, here.ordinal)
    before = index.documents(in_volume.format("<", "DESC"), *numbered) if here.ordinal else []
    after = index.documents(in_volume.format(">", "ASC"), *numbered) if here.ordinal else []
    beside = {
        found.position: found
        for found in index.documents("WHERE d.position IN (?, ?)", here.position - 1, here.position + 1)
    }
    return Around(
        beside.get(here.position - 1), beside.get(here.position + 1), next(iter(before), None), next(iter(after), None)
    )
