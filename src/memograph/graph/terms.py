"""The terms of one document, and triples as bytes. Used by the other modules of this folder.

Terms are Oxigraph's: it refuses what RDF does not allow, and writes N-Triples, without a graph of rdflib in between.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph

from memograph import model, namespaces
from memograph.errors import MemographError
from memograph.model import Kind, Ref, Span
from memograph.namespaces import Site
from memograph.rdf import to_oxigraph

Term: TypeAlias = ox.NamedNode | ox.Literal
Triple: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, Term]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DECIMAL, _EDTF = ox.NamedNode(f"{_XSD}decimal"), ox.NamedNode(namespaces.EDTF)
_INTEGER, _DATE = ox.NamedNode(f"{_XSD}integer"), ox.NamedNode(f"{_XSD}date")


class Vocabulary:
    """Terms of a vocabulary, each made once: ``RDF("type")``."""

    def __init__(self, namespace: str) -> None:
        self._namespace, self._terms = namespace, dict[str, ox.NamedNode]()

    def __call__(self, name: str) -> ox.NamedNode:
        """The term of a name."""
        found = self._terms.get(name)
        if found is None:
            found = self._terms[name] = ox.NamedNode(self._namespace + name)
        return found


DCTERMS = Vocabulary(namespaces.DCTERMS)
FOAF = Vocabulary(namespaces.FOAF)
OA = Vocabulary(namespaces.OA)
OWL = Vocabulary("http://www.w3.org/2002/07/owl#")
PROV = Vocabulary(namespaces.PROV)
RDF = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Vocabulary(namespaces.SCHEMA)
SKOS = Vocabulary("http://www.w3.org/2004/02/skos/core#")


class Writer:
    """Mints the terms of one document: of the vocabulary, of things, of its own parts, of values."""

    def __init__(self, site: Site, document_id: str) -> None:
        self.site = site
        self.document_id = document_id
        #: A term of the ontology.
        self.term = Vocabulary(site.ontology)
        self._things: dict[tuple[Kind, str], ox.NamedNode] = {}
        self.document = self.thing(Kind.DOCUMENT, document_id)
        self.run = self.part("extraction")

    def thing(self, kind: Kind, slug: str) -> ox.NamedNode:
        """A thing of a kind."""
        found = self._things.get((kind, slug))
        if found is None:
            found = self._things[kind, slug] = ox.NamedNode(self.site.thing(kind, slug))
        return found

    def part(self, name: str) -> ox.NamedNode:
        """A part of the document: a hash IRI on it."""
        return ox.NamedNode(self.site.part(Kind.DOCUMENT, self.document_id, name))

    def spot(self, name: str, span: Span) -> ox.NamedNode:
        """A part of the document that is named by its offsets in code points."""
        return ox.NamedNode(f"{self.document.value}#{name}-{span.start}-{span.end}")

    def object(self, value: Ref | model.Literal) -> Term:
        """The object of a statement."""
        if isinstance(value, Ref):
            return self.thing(value.kind, value.slug)
        if value.language:
            return ox.Literal(value.value, language=value.language)
        return ox.Literal(value.value, datatype=ox.NamedNode(value.datatype) if value.datatype else None)


def line(text: str) -> str:
    """Text as one line, runs of white space as one space."""
    return " ".join(text.split())


def english(text: str) -> ox.Literal:
    """A text in English."""
    return ox.Literal(text, language="en")


def decimal(number: float) -> ox.Literal:
    """An xsd:decimal in canonical form (XML Schema 1.1 part 2, E.3.1), as Oxigraph's store also writes it."""
    return ox.Literal(f"{number:.4f}".rstrip("0").rstrip("."), datatype=_DECIMAL)


def integer(number: int) -> ox.Literal:
    """An xsd:integer."""
    return ox.Literal(str(number), datatype=_INTEGER)


def day(iso: str) -> ox.Literal:
    """An xsd:date."""
    return ox.Literal(iso, datatype=_DATE)


def edtf(value: str) -> ox.Literal:
    """An EDTF date or interval."""
    return ox.Literal(value, datatype=_EDTF)


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Sorted, unique N-Triples lines in UTF-8, each ended by a line feed."""
    lines = ox.serialize((ox.Triple(*triple) for triple in triples), format=ox.RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def in_graph(lines: bytes, graph_name: str) -> bytes:
    """N-Triples as N-Quads of one graph, in the same order."""
    return lines.replace(b" .\n", f" <{graph_name}> .\n".encode())


def nquads(graph: Graph, graph_name: str) -> bytes:
    """Sorted, unique N-Quads lines in UTF-8, each ended by a line feed: the same graph gives the same bytes.

    Escapes are those of the canonical form of N-Quads (W3C Recommendation RDF Dataset Canonicalization, section 5).

    Raises:
        MemographError: the graph holds a term that RDF does not allow, such as an IRI with a space in it.
    """
    try:
        quads = list(to_oxigraph(graph, graph_name))
    except ValueError as error:
        raise unwritable(graph_name, error) from error
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def unwritable(graph_name: str, error: ValueError) -> MemographError:
    """A graph holds a term that RDF does not allow."""
    return MemographError(f"The graph {graph_name} cannot be written as N-Quads: {error}")
