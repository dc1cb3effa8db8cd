"""Turtle files of what is known beforehand → graphs: the authority file, the ontology and the topic scheme."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph

from memograph.errors import AuthorityError, ConfigurationError, MemographError, ReadError
from memograph.namespaces import Site
from memograph.rdf import read_rdf


def authority_graph(paths: Iterable[Path], site: Site) -> Graph:
    """People, bodies, places, events, agreements and posts known beforehand, from Turtle files relative to the site.

    Raises:
        AuthorityError: a file is missing or malformed; the message holds file, line and reason.
    """
    return _merged(paths, site, AuthorityError)


def ontology_graph(paths: Iterable[Path], site: Site) -> Graph:
    """The ontology and the topic scheme, from Turtle files relative to the site.

    Raises:
        ConfigurationError: a file is missing or malformed; the message holds file, line and reason.
    """
    return _merged(paths, site, ConfigurationError)


def _merged(paths: Iterable[Path], site: Site, error_type: type[MemographError]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for path in sorted(paths):
        try:
            graph += read_rdf(path, site.base)
        except ReadError as error:
            raise error_type(str(error)) from error
    return graph
