"""Requests as well-known tools send them; those of SPARQLWrapper are sent by SPARQLWrapper."""

from __future__ import annotations

import httpx
import pytest
import SPARQLWrapper as sw

from tests.conformance.cases import check, read_cases
from tests.publish_sample import Server

CASES = read_cases(__file__)


def test_all_cases_are_read() -> None:
    assert len(CASES) == 19


@pytest.mark.parametrize("name", CASES)
def test_case(client: httpx.Client, name: str) -> None:
    check(client, CASES[name])


GRAPH = {
    None: "application/rdf+xml",
    sw.RDFXML: "application/rdf+xml",
    sw.TURTLE: "text/turtle",
    sw.N3: "text/turtle",
    sw.JSONLD: "application/ld+json",
}
ROWS = {
    None: "application/sparql-results+xml",
    sw.XML: "application/sparql-results+xml",
    sw.JSON: "application/sparql-results+json",
    sw.CSV: "text/csv",
    sw.TSV: "text/tab-separated-values",
}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # SPARQLWrapper's own
@pytest.mark.parametrize("method", [sw.GET, sw.POST])
@pytest.mark.parametrize(
    ("query", "asked", "media_type"),
    [
        *(("SELECT * { ?s ?p ?o } LIMIT 2", asked, given) for asked, given in ROWS.items()),
        *(("ASK { ?s ?p ?o }", asked, ROWS[asked]) for asked in (None, sw.XML, sw.JSON)),
        *(("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2", asked, given) for asked, given in GRAPH.items()),
        ("DESCRIBE <http://memograph.test/id/place/geneva>", sw.TURTLE, "text/turtle"),
    ],
)
def test_sparqlwrapper(server: Server, query: str, asked: str | None, media_type: str, method: str) -> None:
    """It puts its own names of formats into the address, as format, output and results, besides Accept."""
    wrapper = sw.SPARQLWrapper(f"{server.address}sparql")
    if asked:
        wrapper.setReturnFormat(asked)
    wrapper.setMethod(method)
    wrapper.setQuery(query)
    answer = wrapper.query()
    assert answer.info()["content-type"].partition(";")[0] == media_type
    assert answer.convert() is not None
