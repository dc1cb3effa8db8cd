"""What is known beforehand → graphs: the Turtle files of authority, ontology and topics, and imported entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from io import StringIO
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import RDFS, SKOS

from memograph.authority.entries import Known
from memograph.authority.writer import write_turtle
from memograph.errors import AuthorityError, ConfigurationError, MemographError, ReadError
from memograph.namespaces import Site
from memograph.rdf import parse_turtle, read_rdf


def authority_graph(paths: Iterable[Path], site: Site, predicates: Collection[str] = ()) -> Graph:
    """People, bodies, places, events, agreements and posts known beforehand, from Turtle files relative to the site.

    Args:
        predicates: only triples with one of these, if any are given.

    Raises:
        AuthorityError: a file is missing or malformed; the message holds file, line and reason.
    """
    return _merged(paths, site, AuthorityError, predicates)


def with_entries(graph: Graph, known: Iterable[Known], site: Site) -> Graph:
    """A graph and entries besides, which say what the Turtle of an import says; what is named there keeps its name.

    Raises:
        AuthorityError: an address in an entry is no IRI.
    """
    turtle = StringIO()
    write_turtle(known, turtle)
    more = parse_turtle(turtle.getvalue(), site.base)
    for thing in set(more.subjects(RDFS.label)):
        if (thing, RDFS.label, None) in graph:
            more.remove((thing, RDFS.label, None))
            more.remove((thing, SKOS.prefLabel, None))
    return graph + more


def ontology_graph(paths: Iterable[Path], site: Site) -> Graph:
    """The ontology, the topic scheme and own types, from Turtle files relative to the site.

    A concept whose preferred label is its only one gets it as rdfs:label, too, by which everything here is shown:
    skos:prefLabel is a sub-property of rdfs:label (SKOS Reference, 5.3, S10).

    Raises:
        ConfigurationError: a file is missing or malformed; the message holds file, line and reason.
    """
    graph = _merged(paths, site, ConfigurationError)
    for concept, label in list(graph.subject_objects(SKOS.prefLabel)):
        if (concept, RDFS.label, None) not in graph:
            graph.add((concept, RDFS.label, label))
    return graph


def _merged(
    paths: Iterable[Path], site: Site, error_type: type[MemographError], predicates: Collection[str] = ()
) -> Graph:
    graph = Graph(bind_namespaces="none")
    for path in sorted(paths):
        try:
            graph += read_rdf(path, site.base, predicates)
        except ReadError as error:
            raise error_type(str(error)) from error
    return graph
