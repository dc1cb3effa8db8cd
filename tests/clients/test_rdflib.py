"""rdflib and SPARQLWrapper as clients: they send their own Accept headers, follow redirects, read what comes back."""

from __future__ import annotations

import pytest
import SPARQLWrapper as sw
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore

GROMYKO = "id/person/gromyko-andrei"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
LABEL = "SELECT ?label WHERE { <%s> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"

# rdflib's own readers of JSON-LD and N3
pytestmark = pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning")


@pytest.fixture
def turtle(site: str) -> Graph:
    return Graph().parse(f"{site}data/person/gromyko-andrei.ttl")


# ── Graph.parse ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("as_", [None, "turtle", "nt", "xml", "json-ld", "n3"])
def test_parse_from_the_thing_itself(site: str, turtle: Graph, as_: str | None) -> None:
    """From /id through the 303, in the format that rdflib asks for; without one it asks for all it can read."""
    graph = Graph().parse(site + GROMYKO, format=as_)
    assert (URIRef(site + GROMYKO), RDFS.label, Literal("Andrei A. Gromyko", lang="en")) in graph
    assert isomorphic(graph, turtle)


@pytest.mark.parametrize("suffix", ["nt", "rdf", "jsonld"])
def test_parse_from_a_data_address(site: str, turtle: Graph, suffix: str) -> None:
    assert isomorphic(Graph().parse(f"{site}data/person/gromyko-andrei.{suffix}"), turtle)


@pytest.mark.parametrize("path", ["ontology", ".well-known/void"])
def test_parse_what_describes_the_site(site: str, path: str) -> None:
    graphs = [Graph().parse(site + path, format=each) for each in ("turtle", "xml", "nt", "json-ld")]
    assert len(graphs[0]) > 20
    assert all(isomorphic(graph, graphs[0]) for graph in graphs[1:])


def test_follow_your_nose(site: str, turtle: Graph) -> None:
    """Everything of this site that the description of a thing points to can be looked up, and is described there."""
    things = {str(each).partition("#")[0] for triple in turtle for each in triple if f"{site}id/" in str(each)}
    assert len(things) > 8
    for thing in things:
        assert (URIRef(thing), None, None) in Graph().parse(thing), thing


def test_a_term_of_the_ontology_is_described_where_its_iri_leads(site: str) -> None:
    term = URIRef(f"{site}ontology#metWith")
    assert (term, RDF.type, None) in Graph().parse(term)


# ── SPARQLStore ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("returned", ["xml", "json", "csv", "tsv"])
def test_sparql_store(site: str, turtle: Graph, method: str, returned: str) -> None:
    graph = Graph(SPARQLStore(f"{site}sparql", method=method, returnFormat=returned))
    [row] = graph.query(LABEL % (site + GROMYKO))
    assert str(row[0]) == "Andrei A. Gromyko"
    if returned in ("xml", "json"):
        assert row[0] == Literal("Andrei A. Gromyko", lang="en")


def test_sparql_store_as_a_graph(site: str, turtle: Graph) -> None:
    """Patterns, length, and queries of each form, as of a graph in memory."""
    graph = Graph(SPARQLStore(f"{site}sparql"))
    subject = URIRef(site + GROMYKO)
    assert set(graph.triples((subject, None, None))) == set(turtle.triples((subject, None, None)))
    assert (subject, RDF.type, URIRef(f"{site}ontology#Person")) in graph
    assert len(graph) == int(next(iter(graph.query(COUNT)))[0]) > 1000
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True
    assert graph.query("ASK { <urn:nobody> ?p ?o }").askAnswer is False
    built = graph.query(f"CONSTRUCT WHERE {{ <{subject}> a ?type }}").graph
    assert built is not None
    assert set(built) == set(turtle.triples((subject, RDF.type, None)))
    described = graph.query(f"DESCRIBE <{subject}>").graph
    assert described is not None
    assert set(turtle.triples((subject, None, None))) <= set(described)


def test_a_named_graph(site: str) -> None:
    """rdflib says with default-graph-uri which graph it means."""
    store = SPARQLStore(f"{site}sparql")
    authority = Graph(store, identifier=URIRef(f"{site}graph/authority"))
    counted = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{site}graph/authority> {{ ?s ?p ?o }} }}"
    [row] = Graph(store).query(counted)
    assert len(list(authority.triples((None, None, None)))) == int(row[0]) > 10
    assert list(Graph(store, identifier=URIRef("urn:no-graph")).triples((None, None, None))) == []


# ── SPARQLWrapper ─────────────────────────────────────────────────────────────────────────────────────────────────────


def asking(site: str, query: str) -> sw.SPARQLWrapper:
    wrapper = sw.SPARQLWrapper(f"{site}sparql")
    wrapper.setQuery(query)
    return wrapper


@pytest.mark.parametrize(
    ("method", "request_method"), [("GET", "urlencoded"), ("POST", "urlencoded"), ("POST", "postdirectly")]
)
def test_sparqlwrapper_by_every_way_of_the_protocol(site: str, method: str, request_method: str) -> None:
    wrapper = asking(site, LABEL % (site + GROMYKO))
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setReturnFormat(sw.JSON)
    [row] = wrapper.queryAndConvert()["results"]["bindings"]
    assert row["label"] == {"type": "literal", "value": "Andrei A. Gromyko", "xml:lang": "en"}


def test_sparqlwrapper_formats_of_rows(site: str) -> None:
    wrapper = asking(site, LABEL % (site + GROMYKO))
    for name, expected in ((sw.CSV, b"label\r\nAndrei A. Gromyko\r\n"), (sw.TSV, b'?label\n"Andrei A. Gromyko"@en\n')):
        wrapper.setReturnFormat(name)
        assert wrapper.queryAndConvert() == expected
    wrapper.setReturnFormat(sw.XML)
    assert '<literal xml:lang="en">Andrei A. Gromyko</literal>' in wrapper.queryAndConvert().toxml()


@pytest.mark.parametrize("name", [sw.TURTLE, sw.RDFXML, sw.JSONLD])
def test_sparqlwrapper_formats_of_graphs(site: str, turtle: Graph, name: str) -> None:
    wrapper = asking(site, f"CONSTRUCT WHERE {{ <{site}{GROMYKO}> a ?type }}")
    wrapper.setReturnFormat(name)
    found = wrapper.queryAndConvert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert set(graph) == set(turtle.triples((URIRef(site + GROMYKO), RDF.type, None)))


def test_sparqlwrapper_chooses_a_dataset(site: str) -> None:
    wrapper = asking(site, COUNT)
    wrapper.setReturnFormat(sw.JSON)
    whole = int(wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"])
    wrapper.addDefaultGraph(f"{site}graph/authority")
    part = int(wrapper.queryAndConvert()["results"]["bindings"][0]["n"]["value"])
    assert 0 < part < whole


def test_sparqlwrapper_is_told_what_is_wrong(site: str) -> None:
    with pytest.raises(sw.SPARQLExceptions.QueryBadFormed, match="line 1, column"):
        asking(site, "SELECT WHERE").query()
    with pytest.raises(Exception, match="403"):
        asking(site, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").query()
    wrapper = asking(site, "DELETE WHERE { ?s ?p ?o }")
    wrapper.setMethod("POST")
    with pytest.raises(Exception, match="403"):
        wrapper.query()
