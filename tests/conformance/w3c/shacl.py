"""Reads the W3C test suite of SHACL, and prunes reports to what its tests speak of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SH

from memograph.rdf import read_rdf, to_oxigraph

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"

#: What the report of a test is compared by ("Data Shapes Test Suite", section 4.2.1), besides messages that it gives.
_COMPARED = (
    RDF.type,
    SH.conforms,
    SH.result,
    SH.focusNode,
    SH.resultPath,
    SH.resultSeverity,
    SH.sourceConstraint,
    SH.sourceConstraintComponent,
    SH.sourceShape,
    SH.value,
)


@dataclass(frozen=True)
class ShaclTest:
    """A test: `report` is the graph that must come out, None where the shapes must be refused."""

    data: Path
    shapes: Path
    report: Graph | None
    messages: frozenset[Literal]


def shacl_tests(folder: Path, base: str) -> dict[str, ShaclTest]:
    """The tests of all files in a folder, by path and name; one of the suite's is in no manifest and runs all the same.

    Args:
        base: IRI of the site, against which the command resolves relative IRIs.
    """
    found: dict[str, ShaclTest] = {}
    for path in sorted(folder.rglob("*.ttl")):
        graph = read_rdf(path, base)
        for entry in sorted(graph.subjects(RDF.type, URIRef(SHT + "Validate"))):
            name = f"{path.parent.relative_to(folder).as_posix()}/{str(entry).removeprefix(base)}"
            assert name not in found
            found[name] = _test(path, graph, entry, base)
    return found


def _test(path: Path, graph: Graph, entry: object, base: str) -> ShaclTest:
    action = graph.value(entry, URIRef(MF + "action"))  # type: ignore[call-overload]
    data, shapes = (
        path if (name := str(graph.value(action, URIRef(SHT + each))).removeprefix(base)) == "" else path.parent / name
        for each in ("dataGraph", "shapesGraph")
    )
    result = graph.value(entry, URIRef(MF + "result"))  # type: ignore[call-overload]
    if result == URIRef(SHT + "Failure"):
        return ShaclTest(data, shapes, None, frozenset())
    messages = frozenset(graph.objects(None, SH.resultMessage))
    return ShaclTest(data, shapes, pruned(graph, result, messages), messages)


def pruned(graph: Graph, report: object, messages: frozenset[Literal]) -> Graph:
    """What a report is compared by: its results, their paths whole, and the messages that the test speaks of."""
    kept = Graph()

    def take(node: object, whole: bool) -> None:
        for predicate, value in graph.predicate_objects(node):
            if whole or predicate in _COMPARED or (predicate == SH.resultMessage and value in messages):
                kept.add((node, predicate, value))
                if isinstance(value, BNode) and (whole or predicate in (SH.result, SH.resultPath)):
                    take(value, whole or predicate == SH.resultPath)

    take(report, whole=False)
    return kept


def canonical(graph: Graph) -> list[str]:
    """Triples with blank nodes named by what they are; equal for isomorphic graphs (RDF Dataset Canonicalization)."""
    dataset = ox.Dataset(to_oxigraph(graph, "urn:report"))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))
