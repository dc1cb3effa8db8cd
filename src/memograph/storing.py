"""Quads → the store of a release. Called by assembling.py; publish/ opens the store and never writes it.

Each triple stands in the graph that says so and in the default graph, which is the union of all graphs: the engine can
query a union, but gives a triple once for each graph that holds it, where RDF merging (SPARQL 1.1 Query, section 13.2)
gives it once; and it has better indexes for the default graph.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

#: Bytes of N-Quads that the engine loads at once: it sorts a load in memory, at some 500 bytes a triple.
LOAD_BYTES = 32 * 2**20


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
