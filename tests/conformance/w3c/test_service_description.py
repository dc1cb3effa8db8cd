"""The W3C tests of SPARQL 1.1 Service Description: three sentences in a manifest, put to our description."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph, URIRef

from memograph.publish.query.description import SD
from tests.conformance.w3c.manifests import BASE, MF
from tests.conformance.w3c.suites import SUITE
from tests.conformance.w3c.test_sparql import GRAPHS

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD reader
ENDPOINT = URIRef(f"{BASE}sparql")
#: Terms of the vocabulary (section 3), as far as a description may use them.
TERMS = frozenset(
    "Service Dataset Graph NamedGraph GraphCollection Function Aggregate Language Feature EntailmentRegime"
    " EntailmentProfile endpoint feature defaultEntailmentRegime defaultSupportedEntailmentProfile entailmentRegime"
    " supportedEntailmentProfile extensionFunction extensionAggregate languageExtension supportedLanguage"
    " propertyFeature defaultDataset availableGraphs resultFormat inputFormat defaultGraph namedGraph name graph"
    " SPARQL10Query SPARQL11Query SPARQL11Update DereferencesURIs UnionDefaultGraph RequiresDataset EmptyGraphs"
    " BasicFederatedQuery".split()
)


@pytest.fixture(scope="module", params=GRAPHS)
def description(endpoint: httpx.Client, request: pytest.FixtureRequest) -> Graph:
    """What a GET of the endpoint gives, in each format; rdflib reads it."""
    response = endpoint.get("sparql", headers={"Accept": request.param})
    assert response.status_code == 200
    assert response.headers["Content-Type"].partition(";")[0] == request.param
    return Graph().parse(data=response.content, format=request.param)


def test_every_test_is_collected(shared: Path) -> None:
    about, entries = SUITE.manifest("sparql11/service-description")
    found = {about.value(entry, MF + "name") for entry in entries}
    assert found == {
        "GET on endpoint returns RDF",
        "Service description contains a matching sd:endpoint triple",
        "Service description conforms to schema",
    }


def test_returns_rdf(endpoint: httpx.Client) -> None:
    response = endpoint.get("sparql")
    assert response.status_code == 200
    assert response.headers["Content-Type"].partition(";")[0] in GRAPHS
    assert len(list(ox.parse(response.content, format=GRAPHS[response.headers["Content-Type"].partition(";")[0]]))) > 5


def test_has_endpoint_triple(description: Graph) -> None:
    assert list(description.objects(None, URIRef(SD + "endpoint"))) == [ENDPOINT]


def test_conforms_to_schema(description: Graph) -> None:
    shapes = Graph().parse(Path(__file__).with_name("service-description.ttl"))
    conforms, _, text = pyshacl.validate(description, shacl_graph=shapes)
    assert conforms, text
    used = {str(node).removeprefix(SD) for triple in description for node in triple if str(node).startswith(SD)}
    assert used <= TERMS
    assert {"Service", "endpoint", "supportedLanguage", "defaultDataset"} <= used


def test_the_schema_can_fail(description: Graph) -> None:
    shapes = Graph().parse(Path(__file__).with_name("service-description.ttl"))
    for predicate in ("endpoint", "supportedLanguage", "defaultGraph"):
        lacking = Graph()
        lacking += description
        lacking.remove((None, URIRef(SD + predicate), None))
        conforms, _, _ = pyshacl.validate(lacking, shacl_graph=shapes)
        assert not conforms, predicate
