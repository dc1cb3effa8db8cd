"""Graphs with mistakes in them, made by chance: the same seed makes the same mistakes."""

from __future__ import annotations

from random import Random
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD

#: Values that shapes take in different ways.
VALUES = (
    Literal(""),
    Literal("x" * 50),
    Literal("two\nlines\n"),
    Literal("wikidata"),
    Literal("English", lang="en"),
    Literal("colour", lang="en-GB"),
    Literal("rouge", lang="fr"),
    Literal("7", datatype=XSD.integer, normalize=False),
    Literal("-3", datatype=XSD.integer, normalize=False),
    Literal("1.5", datatype=XSD.decimal, normalize=False),
    Literal("1982-12-04", datatype=XSD.date, normalize=False),
    Literal("1982-02-30", datatype=XSD.date, normalize=False),
    Literal("true", datatype=XSD.boolean, normalize=False),
    Literal("1982-13", datatype=URIRef("http://id.loc.gov/datatypes/edtf"), normalize=False),
    Literal("{", datatype=RDF.JSON, normalize=False),
    URIRef("urn:nobody"),
    BNode("somebody"),
)
#: Values that rdflib and Oxigraph take in different ways.
ODD_VALUES = (
    *(Literal(text, datatype=XSD.integer, normalize=False) for text in ("007", "99999999999999999999", "seven")),
    *(Literal(text, datatype=XSD.date, normalize=False) for text in ("0000-01-01", "1982-12-04Z")),
    Literal("0.50", datatype=XSD.decimal, normalize=False),
    Literal("1e0", datatype=XSD.double, normalize=False),
)


def spoilt(graph: Graph, seed: int, mistakes: int = 6) -> Graph:
    """A copy of a graph with some triples gone, and some with another end."""
    chance, copy = Random(seed), Graph() + graph
    values = (*VALUES, *ODD_VALUES) if chance.random() < 0.15 else VALUES
    triples = sorted(graph)
    nodes: list[Any] = sorted({node for subject, _, value in triples for node in (subject, value)})
    predicates: list[Any] = sorted({predicate for _, predicate, _ in triples})
    for subject, predicate, value in chance.sample(triples, mistakes):
        kind = chance.randrange(6)
        if kind != 5:
            copy.remove((subject, predicate, value))
        if kind in (1, 2):
            copy.add((subject, predicate, chance.choice(values)))
        elif kind == 3:
            copy.add((subject, predicate, chance.choice(nodes)))
        elif kind == 4 and not isinstance(value, Literal):
            copy.add((chance.choice((value, BNode("somebody"))), chance.choice(predicates), value))
        elif kind == 5:
            copy.add((subject, chance.choice(predicates), chance.choice((*nodes[:50], *values))))
    if chance.random() < 0.2:
        copy.add((URIRef("urn:sub"), RDFS.subClassOf, chance.choice(list(copy.objects(None, RDF.type)))))
        copy.add((chance.choice(triples)[0], RDF.type, URIRef("urn:sub")))
    return copy
