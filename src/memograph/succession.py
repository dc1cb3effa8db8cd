"""Who the words now mean that meant somebody who is not there any more: merges to propose, instead of withdrawals.

When an authority file is added, people that only one document knew are linked to it and their own addresses would be
dropped. `making` asks here before it stops a release, so that the decisions it proposes say what became of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

import pyoxigraph as ox

from memograph.namespaces import OA, RDFS, Site

_BODY = ox.NamedNode(OA + "hasBody")


def successors(lost: Collection[str], before: Path, data: Path, site: Site) -> dict[str, str]:
    """Things of the authority file that all words mean which meant a thing that is lost.

    Args:
        lost: things as ``person/clark-frus1981-88v04d4``.
        before: store of the release that has them; `data`: sorted N-Quads of the one that has not.

    Returns:
        thing → its successor, of the same kind, as ``person/clark-william-p``; without those whose words now mean
        nothing, several things, or one that only documents know.
    """
    mentions = dict(_mentions(lost, before, site))
    meant: dict[str, Counter[str]] = {}
    for mention, body in _bodies(data):
        if (old := mentions.get(mention)) is not None:
            meant.setdefault(old, Counter())[body] += 1
    only = {old: next(iter(found)) for old, found in meant.items() if len(found) == 1}
    space = site.address("id/")
    known = _described(data, set(only.values()), site)
    named = {old: new.removeprefix(space) for old, new in only.items() if new in known}
    return {old: new for old, new in named.items() if old.partition("/")[0] == new.partition("/")[0]}


def _mentions(lost: Collection[str], before: Path, site: Site) -> Iterator[tuple[str, str]]:
    """IRI of each mention of what is lost, with what it was a mention of."""
    store = ox.Store.read_only(str(before))
    for thing in lost:
        for quad in store.quads_for_pattern(None, _BODY, ox.NamedNode(site.address(f"id/{thing}")), None):
            assert isinstance(quad.subject, ox.NamedNode), "a mention is a part of its document"
            yield quad.subject.value, thing


def _bodies(data: Path) -> Iterator[tuple[str, str]]:
    """IRI of each mention, and of what it means."""
    predicate = str(_BODY).encode()
    with data.open("rb") as lines:
        for line in lines:
            cells = line.split(b" ", 3)
            if cells[1] == predicate:
                yield cells[0][1:-1].decode(), cells[2][1:-1].decode()


def _described(data: Path, things: Collection[str], site: Site) -> set[str]:
    """Those of some things that the graph of the authority file describes."""
    label, graph = f"<{RDFS}label>".encode(), f"<{site.authority_graph}> .\n".encode()
    with data.open("rb") as lines:
        found = (line.split(b" ", 2) for line in lines if line.endswith(graph))
        return {cells[0][1:-1].decode() for cells in found if cells[1] == label} & set(things)
