"""What the tests of the importers share: run one on a file, and see that its entries survive the way through Turtle."""

from __future__ import annotations

from pathlib import Path

from memograph.authority.entries import Entry, Known, PostEntry
from memograph.authority.sources import reader
from memograph.authority.turtle import read_authority
from memograph.authority.writer import write_turtle
from memograph.errors import AuthorityError
from memograph.namespaces import Site


def imported(kind: str, path: Path | None) -> tuple[list[Known], list[str]]:
    """Entries of a file and what was told, without the file's name; checks that Turtle keeps every entry."""
    told: list[AuthorityError] = []
    known = list(reader(kind)(path, told.append))
    return known, [str(error).removeprefix(str(path)) for error in told]


def survives_turtle(known: list[Known], folder: Path) -> bool:
    """Whether the entries, written as Turtle, are read back the same."""
    file = folder / "imported.ttl"
    with file.open("w", encoding="utf-8") as output:
        write_turtle(known, output)
    again = list(read_authority([file], Site("http://localhost:8000/")))
    return sorted(map(repr, again)) == sorted(map(repr, known))


def by_slug(known: list[Known]) -> dict[str, Entry | PostEntry]:
    """Entries and posts by slug."""
    return {item.slug: item for item in known if isinstance(item, (Entry, PostEntry))}
