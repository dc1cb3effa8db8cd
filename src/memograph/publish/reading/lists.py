"""What there is of each kind, a page at a time: by name, by use, documents by date; what stands before and after."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from memograph.publish.reading.index import PAGE, Document, Entry, Index, Page


class Order(StrEnum):
    """How things are sorted: by name, people by surname; or those first that most documents speak of."""

    NAME = "name"
    USE = "use"


@dataclass(frozen=True, slots=True)
class Initial:
    """A letter that names of a kind begin with, # for what is none of A to Z: how many, on which page the first is."""

    letter: str
    things: int
    page: int


@dataclass(frozen=True, slots=True)
class Around:
    """What is before and after a document, in time and in its volume."""

    earlier: Document | None
    later: Document | None
    previous: Document | None
    next: Document | None


_ORDERS = {Order.NAME: "sort, number", Order.USE: "uses DESC, number"}


def of_kind(index: Index, kind: str, order: Order = Order.NAME, number: int = 1) -> Page[Entry]:
    """Things of a kind: the kinds of `Kind`, or ``cited``."""
    found = index.entries(
        f"SELECT t.* FROM (SELECT number FROM thing WHERE kind = ? ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?) "
        f"JOIN thing t USING (number) ORDER BY {_ORDERS[order]}",
        *(kind, PAGE, (number - 1) * PAGE),
    )
    return Page(tuple(found), number, kinds(index).get(kind, 0))


def kinds(index: Index) -> dict[str, int]:
    """How many things of each kind there are."""
    return dict(index.rows("SELECT kind, SUM(things) FROM initial GROUP BY kind"))


def initials(index: Index, kind: str) -> tuple[Initial, ...]:
    """The letters that names of a kind begin with, for lists in the order of names."""
    rows = index.rows("SELECT letter, things, before FROM initial WHERE kind = ? ORDER BY before", kind)
    return tuple(Initial(letter, things, before // PAGE + 1) for letter, things, before in rows)


def documents(index: Index, number: int = 1) -> Page[Document]:
    """Published documents by date; those without one last."""
    start = (number - 1) * PAGE
    found = index.documents("WHERE d.position > ? AND d.position <= ? ORDER BY d.position", start, start + PAGE)
    return Page(tuple(found), number, index.rows("SELECT COUNT(*) FROM document")[0][0])


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
