"""Triples + shapes → Report: the gate before a document, or a release, is published.

Comes after graph.py; pySHACL does the work. Everything one document says is checked with `shapes/*.ttl`, the release as
a whole with `shapes/release/*.ttl`. A violation blocks, a warning or a hint does not (model.Report).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pyshacl
from pyshacl.errors import ConstraintLoadError, ReportableRuntimeError, ShapeLoadError
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, XSD
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.sparql import Query

from memograph.errors import ConfigurationError, ReadError
from memograph.model import Report, Result
from memograph.namespaces import Site
from memograph.rdf import read_rdf, term_text
from memograph.turtle import write_turtle

#: Worst first, as reports list them.
SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of one folder, ready to use.

    Args:
        graph: the shapes, with the site's prefixes declared for their queries.
        predicates: IRIs of the predicates that the shapes look at. Data without any other triples gives the same
            report, so a whole release need not be loaded to check what holds across documents.
    """

    graph: Graph
    predicates: frozenset[str]


def load_shapes(directory: Path, site: Site) -> Shapes:
    """Read the shapes of a folder, not of the folders in it.

    Raises:
        ConfigurationError: no shapes there, or a malformed file (the message holds file, line and reason).
    """
    paths = sorted(directory.glob("*.ttl"))
    if not paths:
        raise ConfigurationError(f"{directory}: there are no shapes (*.ttl) in this folder.")
    graph = Graph(bind_namespaces="none")
    for path in paths:
        try:
            graph += read_rdf(path, site.base)
        except ReadError as error:
            raise ConfigurationError(str(error)) from error
    predicates = frozenset(map(str, _predicates(graph, site)))
    _declare_prefixes(graph, site)
    return Shapes(graph, predicates)


def validate(data: Graph, shapes: Shapes, background: Graph | None = None) -> Report:
    """Check triples against shapes; the results come worst first, then by node.

    Args:
        background: the authority and ontology graphs. They tell the types of what `data` points to without describing
            it (a document type, a topic), and are not checked themselves.

    Raises:
        ConfigurationError: the shapes cannot be used.
    """
    borrowed = _borrowed_types(data, background) if background is not None else Graph()
    try:
        _, found, _ = pyshacl.validate(_Prepared.of(data, borrowed), shacl_graph=shapes.graph)
    except (ConstraintLoadError, ReportableRuntimeError, ShapeLoadError) as error:
        raise ConfigurationError(f"The shapes cannot be used: {error}") from error
    if not isinstance(found, Graph):
        raise ConfigurationError(f"The shapes cannot be used: {found}")
    outside = set(borrowed.subjects(RDF.type))
    results = {
        _result(found, node, shapes.graph)
        for node in found.objects(None, SH.result)
        if not _describes_background(found, node, shapes.graph, outside)
    }
    ordered = tuple(sorted(results, key=_order))
    return Report(all(result.severity != "Violation" for result in ordered), ordered)


def validate_file(path: Path, shapes: Shapes, site: Site, background: Graph | None = None) -> Report:
    """Check a file of any RDF format, told by its suffix; relative IRIs are resolved against the site's base.

    Raises:
        ReadError: the file cannot be read as RDF (file, line and reason).
        ConfigurationError: the shapes cannot be used.
    """
    return validate(read_rdf(path, site.base), shapes, background)


def report_rows(report: Report) -> list[tuple[str, str, str, str]]:
    """Severity, node, value and message of each result, for a table; values are cut to 80 characters."""
    return [(r.severity, r.focus, _cut(r.value or "", 80), r.message) for r in report.results]


def report_to_dict(report: Report) -> dict[str, Any]:
    """The report for JSON: ``conforms``, and ``results`` with the fields of `model.Result`."""
    return {"conforms": report.conforms, "results": [asdict(result) for result in report.results]}


def report_to_turtle(report: Report, site: Site) -> str:
    """The report in the words of SHACL (section 3.6), the same bytes for the same report.

    A result whose path is more than one property has no ``sh:resultPath``; the shape tells it.
    """
    lines = [
        f"_:report <{RDF.type}> <{SH.ValidationReport}> .",
        f'_:report <{SH.conforms}> "{str(report.conforms).lower()}"^^<{XSD.boolean}> .',
    ]
    names = [f"_:result{number}" for number in range(1, len(report.results) + 1)]
    lines.extend(f"_:report <{SH.result}> {name} ." for name in names)
    for name, result in zip(names, report.results, strict=True):
        lines.extend(_result_lines(name, result))
    quads = ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
    prefixes = {**site.prefixes, "sh": str(SH), "shape": f"{site.base}shapes#"}
    output = io.BytesIO()
    write_turtle((quad.triple for quad in quads), output, prefixes)
    return output.getvalue().decode()


# ── Shapes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _declare_prefixes(graph: Graph, site: Site) -> None:
    """Declare prefixes for SPARQL on the ontology: a namespace is a literal there, which no file can make relative."""
    ontology = URIRef(f"{site.base}ontology")
    for prefix, namespace in site.prefixes.items():
        declaration = URIRef(f"{site.base}shapes#prefix-{prefix}")
        graph.add((ontology, SH.declare, declaration))
        graph.add((declaration, SH.prefix, Literal(prefix)))
        graph.add((declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def _predicates(graph: Graph, site: Site) -> Iterator[URIRef]:
    yield from (RDF.type, RDFS.subClassOf)
    for parameter in (SH.targetSubjectsOf, SH.targetObjectsOf, SH.lessThan, SH.lessThanOrEquals, SH.disjoint):
        yield from _iris(graph.objects(None, parameter))
    for path in graph.objects(None, SH.path):
        yield from _path_iris(graph, path)
    for select in graph.objects(None, SH.select):
        yield from _query_iris(str(select), site)


def _query_iris(select: str, site: Site) -> list[URIRef]:
    found: list[URIRef] = []

    def collect(node: object) -> None:
        found.extend(_iris([node]))

    try:
        query = prepareQuery(select, initNs=site.prefixes)
    except Exception as error:  # rdflib raises pyparsing's errors, and a bare Exception for an undeclared prefix
        raise ConfigurationError(f"The shapes cannot be used: sh:select “{_cut(select, 60)}”: {error}") from error
    traverse(query.algebra, visitPre=collect)
    return found


def _path_iris(graph: Graph, path: Any) -> Iterator[URIRef]:
    yield from _iris([path])
    if isinstance(path, BNode):
        for part in graph.objects(path):
            yield from _path_iris(graph, part)


def _iris(nodes: Any) -> Iterator[URIRef]:
    return (node for node in nodes if isinstance(node, URIRef))


class _Prepared(Graph):
    """A graph that parses each query once; pySHACL hands over the text again for every node, which takes 30 ms."""

    @classmethod
    def of(cls, data: Graph, more: Graph) -> _Prepared:
        """The triples of `data`, not copied unless there are `more`."""
        if not more:
            return cls(store=data.store, identifier=data.identifier, bind_namespaces="none")
        graph = cls(bind_namespaces="none")
        graph += data
        graph += more
        return graph

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
        """As `Graph.query`."""
        return super().query(_prepared(str(query_object)), *args, **kwargs)


@lru_cache(maxsize=256)
def _prepared(query: str) -> Query:
    return prepareQuery(query)


# ── Background ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _borrowed_types(data: Graph, background: Graph) -> Graph:
    """What classes the background gives to nodes that the data does not type itself, and the order of classes."""
    borrowed = Graph(bind_namespaces="none")
    for axiom in background.triples((None, RDFS.subClassOf, None)):
        borrowed.add(axiom)
    untyped = (set(data.subjects()) | set(data.objects())) - set(data.subjects(RDF.type))
    for node in _iris(untyped):
        for triple in background.triples((node, RDF.type, None)):
            borrowed.add(triple)
    return borrowed


def _describes_background(found: Graph, node: Any, shapes: Graph, outside: set[Any]) -> bool:
    """Whether a result only says that the data does not repeat the background's description of one of its nodes."""
    if found.value(node, SH.focusNode) not in outside:
        return False
    return (found.value(node, SH.sourceShape), SH.targetClass, None) in shapes


# ── Results ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _result(found: Graph, node: Any, shapes: Graph) -> Result:
    shape = found.value(node, SH.sourceShape)
    path = shapes.value(shape, SH.path)
    value: Any = found.value(node, SH.value)
    focus: Any = found.value(node, SH.focusNode)
    messages = sorted(str(message) for message in found.objects(node, SH.resultMessage))
    return Result(
        severity=str(found.value(node, SH.resultSeverity)).removeprefix(str(SH)),
        focus=term_text(focus),
        path=None if path is None else _path_text(shapes, path),
        value=None if value is None else term_text(value),
        message=" ".join(messages),
        shape=str(shape),
        component=str(found.value(node, SH.sourceConstraintComponent)),
    )


def _path_text(graph: Graph, path: Any) -> str:
    """An IRI as it is, a longer path as SPARQL writes property paths (SPARQL 1.1, section 9.1)."""
    if isinstance(path, URIRef):
        return str(path)
    if inverse := graph.value(path, SH.inversePath):
        return f"^<{_path_text(graph, inverse)}>"
    alternatives = graph.value(path, SH.alternativePath)
    parts = Collection(graph, alternatives or path)
    return ("|" if alternatives else "/").join(
        f"<{part}>" if isinstance(part, URIRef) else _path_text(graph, part) for part in parts
    )


def _order(result: Result) -> tuple[int, str, str, str, str]:
    rank = SEVERITIES.index(result.severity) if result.severity in SEVERITIES else len(SEVERITIES)
    return rank, result.focus, result.shape, result.component, result.value or ""


def _result_lines(name: str, result: Result) -> Iterator[str]:
    """N-Triples of one result."""
    yield f"{name} <{RDF.type}> <{SH.ValidationResult}> ."
    yield f"{name} <{SH.resultSeverity}> <{SH}{result.severity}> ."
    yield f"{name} <{SH.focusNode}> {_ntriples(result.focus)} ."
    if result.path and "<" not in result.path:
        yield f"{name} <{SH.resultPath}> <{result.path}> ."
    if result.value is not None:
        yield f"{name} <{SH.value}> {_ntriples(result.value)} ."
    yield f"{name} <{SH.resultMessage}> {ox.Literal(result.message, language='en')} ."
    yield f"{name} <{SH.sourceShape}> {_ntriples(result.shape)} ."
    yield f"{name} <{SH.sourceConstraintComponent}> <{result.component}> ."


def _ntriples(text: str) -> str:
    return text if text.startswith(('"', "_:")) else f"<{text}>"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
