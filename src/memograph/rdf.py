"""Between RDF files and rdflib graphs; the authority file, the ontology and the shapes come in through here.

Oxigraph's parsers do the reading: they are strict, say the line of an error, and need a tenth of rdflib's time.
"""

from __future__ import annotations

import gzip
import logging
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef

from memograph.errors import ReadError

# A value that is not of its datatype is for SHACL to report; rdflib would print a traceback for each.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

Node: TypeAlias = URIRef | BNode | Literal


def read_rdf(path: Path, base: str, predicates: Collection[str] = ()) -> Graph:
    """Read a file of any RDF format into one graph; the graphs of a dataset are merged.

    Args:
        path: the format is told by the suffix (ttl, nt, nq, trig, n3, rdf, owl, xml, jsonld), also before ``.gz``.
        base: IRI against which relative IRIs are resolved.
        predicates: triples with other predicates are left out, if any are given; rdflib needs ten times as long to take
            a triple in as Oxigraph to read it.

    Raises:
        ReadError: unknown suffix, unreadable file, or a syntax error with its line.
    """
    suffixes = [suffix.lstrip(".").lower() for suffix in path.suffixes]
    packed = suffixes[-1:] == ["gz"]
    suffix = "".join(suffixes[:-1][-1:] if packed else suffixes[-1:])
    # Oxigraph takes .txt for N-Triples, but here it is a document that somebody named by mistake.
    rdf_format = None if suffix == "txt" else ox.RdfFormat.from_extension(suffix)
    if rdf_format is None:
        raise ReadError(str(path), f"“{suffix}” is not the suffix of an RDF format, such as .ttl or .nq")
    try:
        data = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
        return _parsed(data, rdf_format, base, predicates)
    except SyntaxError as error:
        raise ReadError(str(path), f"not valid {rdf_format.name}: {error.msg}", line=error.lineno) from error
    except (OSError, ValueError) as error:
        raise ReadError(str(path), str(error)) from error


def parse_turtle(text: str, base: str) -> Graph:
    """Turtle that this program wrote, as a graph; SyntaxError where it is none."""
    return _parsed(text.encode(), ox.RdfFormat.TURTLE, base)


def parse_ntriples(lines: bytes) -> Graph:
    """N-Triples that this program wrote, as a graph."""
    return _parsed(lines, ox.RdfFormat.N_TRIPLES, "urn:base")


def _parsed(data: bytes, rdf_format: ox.RdfFormat, base: str, predicates: Collection[str] = ()) -> Graph:
    graph = Graph(bind_namespaces="none")
    for quad in ox.parse(data, format=rdf_format, base_iri=base):
        if not predicates or quad.predicate.value in predicates:
            graph.add(to_rdflib(quad))
    return graph


def read_store(store: ox.Store, predicates: Iterable[str] | None) -> Graph:
    """The triples of a release's store (its default graph is the union) that have one of these predicates, or any."""
    graph = Graph(bind_namespaces="none")
    for predicate in [None] if predicates is None else map(ox.NamedNode, predicates):
        for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
            graph.add(to_rdflib(quad))
    return graph


def to_rdflib(quad: ox.Quad) -> tuple[Node, Node, Node]:
    """The triple of a quad, for rdflib."""
    return _to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)


def to_oxigraph(graph: Iterable[tuple[Any, Any, Any]], graph_name: str) -> Iterator[ox.Quad]:
    """The triples of a graph, in the order they come, as quads of a named graph, lexical forms untouched.

    Raises:
        ValueError: a term is not allowed by RDF, such as an IRI with a space in it.
    """
    name = ox.NamedNode(graph_name)
    nodes: dict[object, ox.NamedNode | ox.BlankNode] = {}
    for subject, predicate, value in graph:
        for node in (subject, predicate):
            if node not in nodes:
                nodes[node] = _resource(node)
        relation = nodes[predicate]
        if not isinstance(relation, ox.NamedNode):
            raise ValueError(f"the predicate {predicate} is not an IRI")
        yield ox.Quad(nodes[subject], relation, _to_oxigraph(value), name)


def term_text(node: Node) -> str:
    """A node as reports show it: the bare IRI, ``_:name`` of a blank node, a literal as N-Triples writes it."""
    return str(node) if isinstance(node, URIRef) else str(_to_oxigraph(node))


def _resource(node: object) -> ox.NamedNode | ox.BlankNode:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    raise ValueError(f"{node!r} is not an IRI")


def _to_oxigraph(node: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(node, Literal):
        return _resource(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)


def _to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise ValueError("a triple inside a triple (RDF 1.2) is not supported")
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)
