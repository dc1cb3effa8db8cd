"""The service description of ``/sparql`` (W3C Recommendation "SPARQL 1.1 Service Description" of 21 March 2013)."""

from __future__ import annotations

import pyoxigraph as ox

from memograph.namespaces import RDF, VOID, XSD
from memograph.publish.http.formats import GRAPH_FORMATS, QUAD_FORMATS, ROW_FORMATS
from memograph.publish.query.hydra import search_form
from memograph.release import Release

SD = "http://www.w3.org/ns/sparql-service-description#"
_W3C_FORMATS = "http://www.w3.org/ns/formats/"

#: Names that the W3C gave to formats (https://www.w3.org/ns/formats/).
_FORMAT_IRIS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}

#: All that a query can be answered in.
RESULT_FORMATS = (*ROW_FORMATS, *GRAPH_FORMATS, *QUAD_FORMATS)


def describe_service(release: Release) -> list[ox.Triple]:
    """What the endpoint is: language, result formats, and a dataset whose default graph is the union of all graphs.

    Also where the same dataset is found in fragments, for clients that can use either.
    """
    site = release.site
    service, dataset, graph = (site.address(f"sparql{part}") for part in ("", "#dataset", "#default-graph"))
    iris = [
        (service, RDF + "type", SD + "Service"),
        (service, SD + "endpoint", service),
        (service, SD + "supportedLanguage", SD + "SPARQL11Query"),
        (service, SD + "feature", SD + "UnionDefaultGraph"),
        (service, SD + "defaultDataset", dataset),
        *((service, SD + "resultFormat", _W3C_FORMATS + _FORMAT_IRIS[f.name]) for f in RESULT_FORMATS),
        (dataset, RDF + "type", SD + "Dataset"),
        (dataset, SD + "defaultGraph", graph),
        (graph, RDF + "type", SD + "Graph"),
        (site.dataset, VOID + "sparqlEndpoint", service),
        (site.dataset, VOID + "subset", site.address("fragments")),
    ]
    triples = [ox.Triple(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o)) for s, p, o in iris]
    quads = ox.Literal(str(release.manifest.quads), datatype=ox.NamedNode(XSD + "integer"))
    counted = ox.Triple(ox.NamedNode(dataset), ox.NamedNode(f"{VOID}triples"), quads)
    return [*triples, counted, *search_form(site)]
