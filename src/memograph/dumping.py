"""The compressed files of a release: N-Quads of everything, Turtle of the union, checksums. Called by release.py.

The same quads give the same bytes, so that anybody can check a release against its inputs.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from memograph.namespaces import Site
from memograph.turtle import write_turtle

NQUADS_DUMP, TURTLE_DUMP, CHECKSUMS = "memograph.nq.gz", "memograph.ttl.gz", "SHA256SUMS"


def write_dumps(whole: Path, dumps: Path, site: Site) -> None:
    """Write the N-Quads, the Turtle of the union of all graphs, and the checksums of both."""
    with whole.open("rb") as source, _gzip(dumps / NQUADS_DUMP) as output:
        shutil.copyfileobj(source, output)
    with _gzip(dumps / TURTLE_DUMP) as output:
        write_turtle(union(whole), output, site.prefixes)
    sums = (f"{_sha256(dumps / name)}  {name}\n" for name in (NQUADS_DUMP, TURTLE_DUMP))
    (dumps / CHECKSUMS).write_text("".join(sums), encoding="ascii")


@contextlib.contextmanager
def _gzip(path: Path) -> Iterator[IO[bytes]]:
    """A gzip file without name and time in its header, so that the same content gives the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
        yield cast(IO[bytes], packed)


def union(path: Path) -> Iterator[ox.Triple]:
    """Triples of sorted N-Quads without their graphs: quads that differ only in the graph stand side by side."""
    before = None
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
        if quad.triple != before:
            before = quad.triple
            yield before


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
