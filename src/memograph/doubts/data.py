"""Data to be checked, as lines of N-Triples and as a store in memory; and the background of documents, made ready."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS

from memograph.rdf import parse_ntriples, to_oxigraph

_TYPE = f"<{RDF.type}>".encode()
_SUBCLASS = f"<{RDFS.subClassOf}>".encode()

_TYPED = b'"^^<http://www.w3.org/2001/XMLSchema#'

#: Values of XML Schema in the form in which Oxigraph's store keeps them.
_CANONICAL = re.compile(
    rb'"(?:'
    rb'(?:0|-?[1-9][0-9]{0,17})"\^\^<http://www\.w3\.org/2001/XMLSchema#integer>|'
    rb"(?:0|-?[1-9][0-9]{0,16}|-?(?:0|[1-9][0-9]{0,16})\.[0-9]{0,16}[1-9])"
    rb'"\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>|'
    rb'(?:true|false)"\^\^<http://www\.w3\.org/2001/XMLSchema#boolean>|'
    rb'[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}"\^\^<http://www\.w3\.org/2001/XMLSchema#date>|'
    rb'[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"\^\^<http://www\.w3\.org/2001/XMLSchema#dateTime>|'
    rb'[^"\\]*"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:anyURI|hexBinary)>'
    rb")"
)


def is_canonical(lines: bytes) -> bool:
    """Whether all values of XML Schema in N-Triples are written as Oxigraph's store keeps them.

    It compares by value what rdflib compares as it is written: 01 and 1 are two terms to the one, and one to the other.
    With any such value in the data, Oxigraph is not asked.
    """
    typed = b"\n".join(line for line in lines.splitlines() if _TYPED in line)
    return len(_CANONICAL.findall(typed)) == typed.count(_TYPED)


class Background:
    """What authority and ontology tell of nodes that data points to: their types, and the order of classes."""

    def __init__(self, graph: Graph) -> None:
        self.axioms = list(graph.triples((None, RDFS.subClassOf, None)))
        self._types: dict[bytes, list[tuple[Any, Any, Any]]] = {}
        for node, _, class_ in graph.triples((None, RDF.type, None)):
            if isinstance(node, URIRef):
                self._types.setdefault(f"<{node}>".encode(), []).append((node, RDF.type, class_))

    def types_of(self, nodes: Iterable[bytes]) -> list[tuple[Any, Any, Any]]:
        """Triples that give nodes (as N-Triples writes them) their types."""
        return [triple for node in nodes for triple in self._types.get(node, ())]


class Triples:
    """Triples to be checked.

    Args:
        lines: N-Triples in UTF-8, each line ended by a line feed.
    """

    def __init__(self, lines: bytes) -> None:
        self.lines = lines
        self.predicates: set[bytes] = set()
        self.classes: set[bytes] = set()
        nodes: set[bytes] = set()
        typed: set[bytes] = set()
        for line in lines.splitlines():
            subject, predicate, value = line.split(b" ", 2)
            self.predicates.add(predicate)
            nodes.add(subject)
            if predicate == _TYPE:
                typed.add(subject)
                self.classes.add(value[:-2])
            elif value[:1] == b"<":
                nodes.add(value[:-2])
        #: IRIs and blank nodes that these triples do not give a type.
        self.untyped = (nodes | self.classes) - typed

    @classmethod
    def of(cls, graph: Graph) -> Triples:
        """Those of a graph; ValueError where one is none that RDF allows, such as an IRI with a space in it."""
        quads = to_oxigraph(graph, "urn:graph")
        return cls(ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b"")

    @property
    def orders_classes(self) -> bool:
        """Whether they say of a class that it stands below another one."""
        return _SUBCLASS in self.predicates

    def store(self, more: Iterable[tuple[Any, Any, Any]] = ()) -> ox.Store:
        """The triples in memory, and `more`, in the default graph."""
        store = ox.Store()
        store.load(self.lines, format=ox.RdfFormat.N_TRIPLES, lenient=True)
        store.extend(ox.Quad(*quad.triple) for quad in to_oxigraph(more, "urn:graph"))
        return store

    def graph(self) -> Graph:
        """The triples for rdflib."""
        return parse_ntriples(self.lines)
