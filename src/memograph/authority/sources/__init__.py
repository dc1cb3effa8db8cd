"""What authority data can be imported from: a module per kind, loaded when it is asked for.

::

    archive, table, linked data of others ──a module here──▶ entries ──writer──▶ Turtle (corpus/authority/*.ttl)

Each has ``read(path, problem)``: it yields entries, each with its source, tells `problem` of every record that it
leaves out (file, line, reason) and goes on. One that `joins` takes a third argument, what other authority files say:
where that is surely the same thing, its entry gets that one's slug.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from memograph.authority.archive import Problem
    from memograph.authority.entries import Known


class Reader(Protocol):
    """The function ``read`` of a module of this folder."""

    def __call__(self, path: Path | None, problem: Problem, *known: Sequence[Known]) -> Iterator[Known]:
        """Entries of a file or folder; `known` for one that joins.

        Raises:
            AuthorityError: the path cannot be read at all, or holds nothing of this kind.
        """


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of authority data.

    Args:
        module: its module in this folder.
        title: what it is, first line of the Turtle made from it.
        joins: whether `read` takes what is known already.
        packaged: whether the path may be left out (None), because a Python package of the extra ``gazetteers`` has it.
    """

    module: str
    title: str
    joins: bool = False
    packaged: bool = False


#: Kinds of `memograph authority import`, in the order in which they are listed.
SOURCES: dict[str, Source] = {
    "people": Source("people", "People of the Office of the Historian's people database", joins=True),
    "pocom": Source("pocom", "Principal officers and chiefs of mission of the Department of State", joins=True),
    "gsh": Source(
        "gsh", "Territories through time, and places, of the Office of the Historian's geography", joins=True
    ),
    "travels": Source("travels", "Journeys of the Presidents and Secretaries of State", joins=True),
    "visits": Source("visits", "Visits of foreign leaders to the United States", joins=True),
    "tei": Source("tei", "Persons, terms and other things listed in a TEI file"),
    "geonames": Source("geonames", "Places of GeoNames", packaged=True),
    "former-countries": Source("former_countries", "Former countries of ISO 3166-3 and what came after", packaged=True),
    "table": Source("table", "Entries of a table"),
    "turtle": Source("linked_data", "Entries of somebody else's Turtle"),
    "jsonld": Source("linked_data", "Entries of somebody else's JSON-LD"),
    "linked-places": Source("linked_places", "Places of a gazetteer in Linked Places format"),
}


def reader(kind: str) -> Reader:
    """The ``read`` of a kind; KeyError where there is no such kind."""
    return cast(Reader, importlib.import_module(f"{__name__}.{SOURCES[kind].module}").read)
