"""One release with every data file of the suites in it, each a graph of its own, and a server process on that release.

A test chooses its dataset with ``default-graph-uri`` and ``named-graph-uri``, so hundreds of data sets need one server.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from memograph.namespaces import Site
from memograph.release import Release, assemble, publish_current
from tests.conformance.w3c.manifests import BASE, QueryTest, Suite
from tests.publish_sample import FACTS, nquads

_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


def files_of(suite: Suite, tests: Iterable[QueryTest]) -> set[Path]:
    """The data files of tests: those that manifests name, and those that queries name after FROM."""
    paths = {suite.path(iri) for test in tests for iri in (*test.data, *test.named)}
    for test in tests:
        beside = (test.query.parent / name for name in _FROM.findall(test.query.read_text(encoding="utf-8")))
        paths.update(path for path in beside if path.is_file())
    return paths


def shard(path: Path, graph: str, rdf_format: ox.RdfFormat | None = None) -> bytes:
    """A file as sorted N-Quads of one graph; its blank nodes get labels that no other file has."""
    name, prefix = ox.NamedNode(graph), f"b{hashlib.sha256(graph.encode()).hexdigest()[:12]}"

    def apart(term: ox.NamedNode | ox.BlankNode | ox.Literal) -> ox.NamedNode | ox.BlankNode | ox.Literal:
        return ox.BlankNode(f"{prefix}{term.value}") if isinstance(term, ox.BlankNode) else term

    quads = ox.parse(path=str(path), format=rdf_format, base_iri=graph)
    return nquads([ox.Quad(apart(q.subject), q.predicate, apart(q.object), name) for q in quads])  # type: ignore[arg-type]


def publish(shards: Iterable[bytes], build: Path) -> Release:
    """Make a release of shards, as the build does, and publish it."""
    release = assemble(shards, [], Site(BASE), build, FACTS)
    publish_current(build, release)
    return release
