"""Reads W3C test manifests: the query tests of a folder, each with its files as paths and as IRIs.

Vocabularies: https://www.w3.org/2001/sw/DataAccess/tests/README.html (mf:, qt:).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from memograph.namespaces import RDF

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"

#: Where the folder of suites is thought to be on the web; each file has an IRI below it.
BASE = "http://w3c.test/"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Description:
    """The triples of one RDF file, for questions with one answer or several."""

    def __init__(self, path: Path, iri: str) -> None:
        self.quads = list(ox.parse(path=str(path), base_iri=iri))
        self._found: dict[tuple[str, str], list[Term]] = {}
        for quad in self.quads:
            self._found.setdefault((str(quad.subject), quad.predicate.value), []).append(quad.object)

    def all(self, subject: Term, predicate: str) -> list[Term]:
        return self._found.get((str(subject), predicate), [])

    def one(self, subject: Term, predicate: str) -> Term | None:
        found = self.all(subject, predicate)
        assert len(found) < 2, (subject, predicate, found)
        return found[0] if found else None

    def value(self, subject: Term, predicate: str) -> str:
        found = self.one(subject, predicate)
        return "" if found is None or isinstance(found, ox.Triple) else found.value

    def items(self, head: Term | None) -> Iterator[Term]:
        while head is not None and head != ox.NamedNode(RDF + "nil"):
            item = self.one(head, RDF + "first")
            assert item is not None
            yield item
            head = self.one(head, RDF + "rest")

    def entries(self) -> list[Term]:
        """What the manifest lists, in its order; some manifests are blank nodes."""
        heads = [quad.object for quad in self.quads if quad.predicate.value == MF + "entries"]
        assert len(heads) == 1
        return list(self.items(heads[0]))


@dataclass(frozen=True)
class Suite:
    """A folder of suites: a path, and the IRI that stands for it."""

    folder: Path

    def iri(self, path: Path) -> str:
        return BASE + path.relative_to(self.folder).as_posix()

    def path(self, iri: str) -> Path:
        assert iri.startswith(BASE), iri
        return self.folder / iri.removeprefix(BASE)

    def manifest(self, directory: str) -> tuple[Description, list[Term]]:
        path = self.folder / directory / "manifest.ttl"
        description = Description(path, self.iri(path))
        return description, description.entries()


@dataclass(frozen=True)
class QueryTest:
    """A test of a query manifest.

    Args:
        id: folder and local name of the test, ``sparql11/bind/bind01``.
        kind: local name of its type, such as ``QueryEvaluationTest``.
        data, named: IRIs of files for the default graph and of named graphs.
        result: the file with the answer that it must have.
        lax: duplicates of a solution may be missing (``mf:LaxCardinality``).
    """

    id: str
    kind: str
    query: Path
    data: tuple[str, ...]
    named: tuple[str, ...]
    result: Path | None
    lax: bool
    service: bool


def query_tests(suite: Suite, directory: str) -> list[QueryTest]:
    """The tests that the manifest of a folder lists."""
    about, entries = suite.manifest(directory)
    return [_query_test(suite, directory, about, entry) for entry in entries]


def _query_test(suite: Suite, directory: str, about: Description, entry: Term) -> QueryTest:
    assert isinstance(entry, ox.NamedNode)
    action = about.one(entry, MF + "action")
    assert action is not None, entry
    query = about.value(action, QT + "query") or about.value(entry, MF + "action")
    result = about.one(entry, MF + "result")
    return QueryTest(
        f"{directory}/{entry.value.rpartition('#')[2]}",
        about.value(entry, RDF + "type").removeprefix(MF),
        suite.path(query),
        tuple(node.value for node in about.all(action, QT + "data")),  # type: ignore[union-attr]
        tuple(node.value for node in about.all(action, QT + "graphData")),  # type: ignore[union-attr]
        suite.path(result.value) if isinstance(result, ox.NamedNode) else None,
        about.value(entry, MF + "resultCardinality") == MF + "LaxCardinality",
        bool(about.all(action, QT + "serviceData")),
    )
