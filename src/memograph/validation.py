"""Triples + shapes → report: the gate before a document, or a release, is published.

Comes after graph.py; pySHACL is the judge (judging.py) of those shapes that the data may break (doubts). Everything one
document says is checked with `shapes/*.ttl`, the release as a whole with `shapes/release/*.ttl`. A violation blocks, a
warning or a hint does not (model.Report). How a report looks is reports.py's part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SH, XSD

from memograph.doubts import Background, Doubts, Footprint, Triples, Unclear
from memograph.doubts.predicates import check_queries, predicates_of
from memograph.errors import ConfigurationError, ReadError
from memograph.judging import judged, nothing_found
from memograph.model import Report, Result
from memograph.namespaces import Site
from memograph.rdf import read_rdf, read_store, to_rdflib
from memograph.reports import report_of, summary


@dataclass(frozen=True, eq=False)
class Shapes:
    """The shapes of a folder or of files, ready to use.

    Args:
        graph: the shapes, with the site's prefixes declared for their queries.
        prefixes: those of the site, and those that the shapes declare.
    """

    graph: Graph
    prefixes: dict[str, str]

    @cached_property
    def doubts(self) -> Doubts:
        """The shapes as questions, of which the data may break them.

        Raises:
            ConfigurationError: the shapes cannot be used.
        """
        judged(Graph(), Graph(), self.graph)
        return Doubts(self.graph)


def load_shapes(source: Path | Sequence[Path], site: Site) -> Shapes:
    """Read the shapes of a folder (not of the folders in it), or of several folders and RDF files.

    Raises:
        ConfigurationError: no shapes there, or a malformed file (the message holds file, line and reason).
    """
    graph = Graph(bind_namespaces="none")
    for path in _shape_files([source] if isinstance(source, Path) else source):
        try:
            graph += read_rdf(path, site.base)
        except ReadError as error:
            raise ConfigurationError(str(error)) from error
    prefixes = {**site.prefixes, **_declared(graph)}
    check_queries(graph, prefixes)
    _declare_prefixes(graph, site)
    return Shapes(graph, prefixes)


def check(data: Graph | Triples, shapes: Shapes, background: Graph | Background | None = None) -> Graph:
    """Check triples against shapes.

    Args:
        background: the authority and ontology graphs. They tell the types of what `data` points to without describing
            it (a document type, a topic), and are not checked themselves.

    Returns:
        the report as a graph in the words of SHACL (section 3.6). Its ``sh:conforms`` is the standard's: false as soon
        as there is a result of any severity.

    Raises:
        ConfigurationError: the shapes cannot be used.
    """
    known = Background(background) if isinstance(background, Graph) else background
    doubtful = _doubtful(data, shapes, known)
    if doubtful is not None and not doubtful:
        return nothing_found()
    graph = data.graph() if isinstance(data, Triples) else data
    borrowed = _borrowed(graph, known) if known is not None else Graph(bind_namespaces="none")
    found = judged(graph, borrowed, shapes.graph, doubtful)
    outside = set(borrowed.subjects(RDF.type))
    for node in list(found.objects(None, SH.result)):
        if _describes_background(found, node, shapes.graph, outside):
            found.remove((None, SH.result, node))
    [report] = found.subjects(RDF.type, SH.ValidationReport)
    found.set((report, SH.conforms, Literal((report, SH.result, None) not in found)))
    return found


def validate(data: Graph | Triples, shapes: Shapes, background: Graph | Background | None = None) -> Report:
    """Check triples against shapes as `check` does; the results come worst first, then by node.

    Raises:
        ConfigurationError: the shapes cannot be used.
    """
    return summary(check(data, shapes, background))


def validate_store(store: ox.Store, shapes: Shapes) -> Report:
    """Check the default graph of a store as `validate` does, in memory that does not grow with the store.

    pySHACL is given what decides about the nodes that are in doubt. For a shape with a query of its own, or with
    constraints that cannot be asked for, that is all triples with the predicates of that shape.

    Raises:
        ConfigurationError: the shapes cannot be used.
    """
    return report_of(
        result for shape, nodes in shapes.doubts.of_store(store) for result in _of(store, shapes, shape, nodes)
    )


def check_file(path: Path, shapes: Shapes, site: Site, background: Graph | None = None) -> Graph:
    """Check a file of any RDF format, told by its suffix; relative IRIs are resolved against the site's base.

    Raises:
        ReadError: the file cannot be read as RDF (file, line and reason).
        ConfigurationError: the shapes cannot be used.
    """
    return check(read_rdf(path, site.base), shapes, background)


# ── Shapes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _shape_files(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        paths = sorted(source.glob("*.ttl")) if not source.is_file() else [source]
        if not paths:
            raise ConfigurationError(f"{source}: there are no shapes (*.ttl) in this folder.")
        yield from paths


def _declare_prefixes(graph: Graph, site: Site) -> None:
    """Declare prefixes for SPARQL on the ontology: a namespace is a literal there, which no file can make relative."""
    ontology = URIRef(f"{site.base}ontology")
    for prefix, namespace in site.prefixes.items():
        declaration = URIRef(f"{site.base}shapes#prefix-{prefix}")
        graph.add((ontology, SH.declare, declaration))
        graph.add((declaration, SH.prefix, Literal(prefix)))
        graph.add((declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))
    for node in set(graph.objects(None, SH.prefixes)):  # section 5.2.1: also those of what it imports
        for imported in graph.transitive_objects(node, OWL.imports):
            for declared in list(graph.objects(imported, SH.declare)):
                graph.add((node, SH.declare, declared))


def _declared(graph: Graph) -> dict[str, str]:
    """Prefixes that shapes declare for their own queries."""
    pairs = (
        (graph.value(each, SH.prefix), graph.value(each, SH.namespace)) for each in graph.objects(None, SH.declare)
    )
    return {str(prefix): str(namespace) for prefix, namespace in pairs if prefix is not None and namespace is not None}


# ── Judging ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _doubtful(data: Graph | Triples, shapes: Shapes, known: Background | None) -> set[Any] | None:
    """Shapes that the data may break; None where only pySHACL can tell."""
    doubts = shapes.doubts
    try:
        return doubts.of(data if isinstance(data, Triples) else Triples.of(data), known)
    except ValueError:  # not what RDF allows
        return None


def _of(store: ox.Store, shapes: Shapes, shape: Any, nodes: set[Any] | None) -> Iterator[Result]:
    """What pySHACL finds of one shape; of these nodes, if any are given."""
    footprint = Footprint(shapes.graph, store)
    try:
        if nodes is None:
            raise Unclear
        footprint.follow(shape, nodes)
    except Unclear:
        iris = [node.value for node in nodes or () if isinstance(node, ox.NamedNode) and node.value.startswith("http")]
        apart = iris if len(iris) == len(nodes or ()) else []
        data = read_store(store, predicates_of(shape, shapes.graph, shapes.prefixes))
        yield from summary(judged(data, Graph(), shapes.graph, [shape], apart)).results
        return
    data = Graph(bind_namespaces="none")
    for quad in footprint.quads:
        data.add(to_rdflib(quad))
    names = {node.value if isinstance(node, ox.NamedNode) else str(node) for node in nodes}
    found = summary(judged(data, Graph(), shapes.graph, [shape])).results
    # others came along, with half of what there is of them
    yield from (result for result in found if result.focus in names)


# ── Background ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _borrowed(data: Graph, known: Background) -> Graph:
    """What classes the background gives to nodes that the data does not type itself, and the order of classes."""
    untyped = (set(data.subjects()) | set(data.objects())) - set(data.subjects(RDF.type))
    borrowed = Graph(bind_namespaces="none")
    nodes = (f"<{node}>".encode() for node in untyped if isinstance(node, URIRef))
    for triple in (*known.axioms, *known.types_of(nodes)):
        borrowed.add(triple)
    return borrowed


def _describes_background(found: Graph, node: Any, shapes: Graph, outside: set[Any]) -> bool:
    """Whether a result only says that the data does not repeat the background's description of one of its nodes."""
    if found.value(node, SH.focusNode) not in outside:
        return False
    return (found.value(node, SH.sourceShape), SH.targetClass, None) in shapes
