"""The rdflib terms of one document, and triples as bytes. Used by the other modules of this folder."""

from __future__ import annotations

from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD

from memograph import model, namespaces
from memograph.errors import MemographError
from memograph.model import Kind, Ref, Span
from memograph.namespaces import Site
from memograph.rdf import to_oxigraph

DCTERMS = Namespace(namespaces.DCTERMS)
OA = Namespace(namespaces.OA)
PROV = Namespace(namespaces.PROV)
SCHEMA = Namespace(namespaces.SCHEMA)

Term: TypeAlias = URIRef | Literal
Triple: TypeAlias = tuple[URIRef, URIRef, Term]


class Writer:
    """Mints the rdflib terms of one document: of the vocabulary, of things, of its own parts, of values."""

    def __init__(self, site: Site, document_id: str) -> None:
        self.site = site
        self.document_id = document_id
        self.document = self.thing(Kind.DOCUMENT, document_id)
        self.run = self.part("extraction")

    def term(self, name: str) -> URIRef:
        """A term of the ontology."""
        return URIRef(self.site.term(name))

    def thing(self, kind: Kind, slug: str) -> URIRef:
        """A thing of a kind."""
        return URIRef(self.site.thing(kind, slug))

    def part(self, name: str) -> URIRef:
        """A part of the document: a hash IRI on it."""
        return URIRef(self.site.part(Kind.DOCUMENT, self.document_id, name))

    def target(self, span: Span) -> URIRef:
        """A stretch of the document's text, named by its offsets in code points."""
        return self.part(f"target-{span.start}-{span.end}")

    def object(self, value: Ref | model.Literal) -> Term:
        """The object of a statement."""
        if isinstance(value, Ref):
            return self.thing(value.kind, value.slug)
        datatype = URIRef(value.datatype) if value.datatype else None
        return Literal(value.value, lang=value.language, datatype=datatype, normalize=False)


def line(text: str) -> str:
    """Text as one line, runs of white space as one space."""
    return " ".join(text.split())


def decimal(number: float) -> Literal:
    """An xsd:decimal in canonical form (XML Schema 1.1 part 2, E.3.1), as Oxigraph's store also writes it."""
    lexical = f"{number:.4f}".rstrip("0").rstrip(".")
    return Literal(lexical, datatype=XSD.decimal, normalize=False)


def edtf(value: str) -> Literal:
    """An EDTF date or interval."""
    return Literal(value, datatype=URIRef(namespaces.EDTF), normalize=False)


def nquads(graph: Graph, graph_name: str) -> bytes:
    """Sorted, unique N-Quads lines in UTF-8, each ended by a line feed: the same graph gives the same bytes.

    Escapes are those of the canonical form of N-Quads (W3C Recommendation RDF Dataset Canonicalization, section 5).

    Raises:
        MemographError: the graph holds a term that RDF does not allow, such as an IRI with a space in it.
    """
    try:
        quads = list(to_oxigraph(graph, graph_name))
    except ValueError as error:
        raise MemographError(f"The graph {graph_name} cannot be written as N-Quads: {error}") from error
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def triples_of(quads: bytes, graph_name: str) -> bytes:
    """N-Quads of one graph as N-Triples, in the same order."""
    return quads.replace(f" <{graph_name}> .\n".encode(), b" .\n")
