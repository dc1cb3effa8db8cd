"""Quads → the store of a release: loaded whole, or grown from that of the release before. Called by assembling.py.

Each triple stands in the graph that says so and in the default graph, which is the union of all graphs: the engine can
query a union, but gives a triple once for each graph that holds it, where RDF merging (SPARQL 1.1 Query, section 13.2)
gives it once; and it has better indexes for the default graph.

The files of a store never change (RocksDB), so that a copy of one costs links to its files. A grown store is such a
copy with the quads taken out that went, and those put in that came: docs/decisions/0042-grown-stores.md.
"""

from __future__ import annotations

import gzip
import shutil
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from memograph import nquads

#: Bytes of N-Quads that the engine loads at once: it sorts a load in memory, at some 500 bytes a triple.
LOAD_BYTES = 32 * 2**20

#: Quads that are taken out or put in at once.
BATCH = 20_000

#: Stores grown one from another, before one is loaded whole: words that nothing uses any more stay in them.
GENERATIONS = 20

#: Of so many quads one may have changed; where more did, a store is loaded whole, which then costs less.
CHANGED = 5

#: How many releases ago the store was loaded whole; absent where it was for this one.
GROWN = "grown.txt"


@dataclass(frozen=True, slots=True)
class Difference:
    """Files of the quads that went and that came, sorted N-Quads, and how many there are now, in all."""

    gone: Path
    came: Path
    quads: int


def load(path: Path, quads: Path, *, last: bool = False) -> None:
    """Load a file of N-Quads into the store there, which is made if it is missing."""
    store = ox.Store(str(path))
    with quads.open("rb") as file:
        while lines := file.readlines(LOAD_BYTES):
            store.bulk_load(b"".join(lines), format=ox.RdfFormat.N_QUADS)
            store.bulk_load(b"".join(map(triple, lines)), format=ox.RdfFormat.N_TRIPLES)
    if last:
        store.optimize()
    store.flush()  # closed on return: RocksDB writes its last files then, where it was opened


def triple(line: bytes) -> bytes:
    """A line of N-Quads without its graph; in the form that pyoxigraph and this project write, with single spaces."""
    return line[: line.rindex(b" <", 0, -3)] + b" .\n"


def generation(release: Path) -> int:
    """How many releases before this one its store was loaded whole."""
    with suppress(OSError, ValueError):
        return int((release / GROWN).read_text(encoding="ascii"))
    return 0


def difference(dump: Path, files: Iterable[Path], scratch: Path) -> Difference | None:
    """What went and what came from an N-Quads dump to sorted files; None where it is much, or the dump is damaged."""
    found = Difference(scratch / "gone.nq", scratch / "came.nq", 0)
    changed = quads = 0
    try:
        with gzip.open(dump) as old, found.gone.open("wb") as gone, found.came.open("wb") as came:
            for went, arrived, lines in nquads.differences(cast(BinaryIO, old), files):
                gone.writelines(went)
                came.writelines(arrived)
                changed, quads = changed + len(went) + len(arrived), quads + lines
    except (OSError, EOFError, zlib.error):
        return None
    return None if changed * CHANGED > quads else Difference(found.gone, found.came, quads)


def grow(store: Path, changed: Difference, path: Path, catalog: str) -> bool:
    """Make a store of that of another release and what changed; False if that cannot be, and nothing is left.

    Args:
        catalog: name of the graph that is in the other store and not in its dump.
    """
    try:
        ox.Store.read_only(str(store)).backup(str(path))
        grown = ox.Store(str(path))
        _take_out(grown, _batches(list(grown.quads_for_pattern(None, None, None, ox.NamedNode(catalog)))))
        _take_out(grown, _parsed(changed.gone))
        for quads in _parsed(changed.came):
            grown.extend([*quads, *(ox.Quad(*quad.triple) for quad in quads)])
        grown.flush()
        right = all(quad not in grown for quads in _parsed(changed.gone) for quad in quads) and all(
            quad in grown and ox.Quad(*quad.triple) in grown for quads in _parsed(changed.came) for quad in quads
        )
    except (OSError, RuntimeError):  # RocksDB's word for a damaged file
        right = False
    if not right:
        shutil.rmtree(path, ignore_errors=True)
    return right


def _take_out(store: ox.Store, batches: Iterable[list[ox.Quad]]) -> None:
    """Remove quads, triples that no other graph has, and graphs that are empty then."""
    graphs = set()
    for quads in batches:
        for quad in quads:
            store.remove(quad)
            graphs.add(quad.graph_name)
        for each in {quad.triple for quad in quads}:
            held = store.quads_for_pattern(each.subject, each.predicate, each.object, None)
            if all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in held):
                store.remove(ox.Quad(*each))
    for graph in graphs:
        if next(store.quads_for_pattern(None, None, None, graph), None) is None:
            store.remove_graph(graph)


def _parsed(path: Path) -> Iterator[list[ox.Quad]]:
    return _batches(ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS))


def _batches(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    rest = iter(quads)
    while batch := list(islice(rest, BATCH)):
        yield batch
