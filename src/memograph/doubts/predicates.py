"""Which predicates does a shape look at? Triples with any other give the same report, so they need not be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, URIRef, Variable
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query

from memograph.errors import ConfigurationError


def predicates_of(shape: Any, shapes: Graph, prefixes: dict[str, str]) -> frozenset[str] | None:
    """IRIs of those that one shape and its parts look at; None where that may be any.

    Raises:
        ConfigurationError: rdflib cannot read a query.
    """
    part = Graph(bind_namespaces="none")
    left, seen = [shape], set()
    while left:
        node = left.pop()
        seen.add(node)
        for triple in shapes.triples((node, None, None)):
            part.add(triple)
            left += [triple[2]] if triple[2] not in seen else []
    queries = [_prepared(str(select), prefixes) for select in part.objects(None, SH.select)]
    own = (None, SH.parameter, None) in shapes
    if own or (None, SH.closed, None) in part or any(map(_asks_for_any, queries)):
        return None
    classes = [(None, SH.targetClass, None), (None, SH["class"], None), (shape, RDF.type, OWL.Class)]
    classes.append((shape, RDF.type, RDFS.Class))
    order = (RDF.type, RDFS.subClassOf) if any(each in part for each in classes) else ()
    return frozenset(map(str, (*order, *_predicates(part, prefixes))))


def check_queries(graph: Graph, prefixes: dict[str, str]) -> None:
    """Raises ConfigurationError: a query cannot be read."""
    for select in graph.objects(None, SH.select):
        try:
            ox.Store().query(str(select), prefixes=prefixes)
        except SyntaxError:
            _prepared(str(select), prefixes)  # rdflib, which will run it, has the last word


def _predicates(graph: Graph, prefixes: dict[str, str]) -> Iterator[URIRef]:
    compared = (SH.lessThan, SH.lessThanOrEquals, SH.disjoint, SH.equals)
    for parameter in (SH.targetSubjectsOf, SH.targetObjectsOf, *compared):
        yield from _iris(graph.objects(None, parameter))
    for path in graph.objects(None, SH.path):
        yield from _path_iris(graph, path)
    for select in graph.objects(None, SH.select):
        yield from _query_iris(_prepared(str(select), prefixes))


def _query_iris(query: Query) -> list[URIRef]:
    found: list[URIRef] = []

    def collect(node: object) -> None:
        found.extend(_iris([node]))

    traverse(query.algebra, visitPre=collect)
    return found


def _asks_for_any(query: Query) -> bool:
    """Whether a variable stands for a predicate."""
    found: list[Any] = []

    def look(node: Any) -> None:
        if isinstance(node, CompValue) and node.name in ("BGP", "TriplesBlock"):  # the latter: inside EXISTS
            for triples in node["triples"]:
                found.extend(list(triples)[1::3])

    traverse(query.algebra, visitPre=look)
    return any(isinstance(predicate, Variable) for predicate in found)


def _prepared(select: str, prefixes: dict[str, str]) -> Query:
    try:
        return prepareQuery(select, initNs=prefixes)
    except Exception as error:  # rdflib raises pyparsing's errors, and a bare Exception for an undeclared prefix
        raise ConfigurationError(f"The shapes cannot be used: sh:select “{_cut(select, 60)}”: {error}") from error


def _path_iris(graph: Graph, path: Any) -> Iterator[URIRef]:
    yield from _iris([path])
    if isinstance(path, BNode):
        for part in graph.objects(path):
            yield from _path_iris(graph, part)


def _iris(nodes: Any) -> Iterator[URIRef]:
    return (node for node in nodes if isinstance(node, URIRef))


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
