"""Representations of things and of the ontology: entity tags, HEAD, anchors; what the table cannot say."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest
from lxml import html

from memograph.namespaces import RDF
from tests.publish_sample import SITE

PERSON = "person/gromyko-andrei"
REPRESENTATIONS = {
    f"/page/{PERSON}": "text/html",
    f"/data/{PERSON}.ttl": "*/*",
    f"/data/{PERSON}.nt": "*/*",
    f"/data/{PERSON}.rdf": "*/*",
    f"/data/{PERSON}.jsonld": "*/*",
    "/ontology.ttl": "*/*",
    "/ontology.nt": "*/*",
    "/ontology.rdf": "*/*",
    "/ontology.jsonld": "*/*",
    "/ontology.html": "*/*",
    "/": "*/*",
    "/page/person": "*/*",
    "/.well-known/void?format=ttl": "*/*",
    "/.well-known/void?format=rdf": "*/*",
}


def test_each_representation_has_its_own_strong_tag(client: httpx.Client) -> None:
    tags = [client.get(path, headers={"Accept": accept}).headers["ETag"] for path, accept in REPRESENTATIONS.items()]
    assert len(set(tags)) == len(tags)
    assert all(tag.startswith('"') for tag in tags)
    negotiated = [
        client.get(f"/data/{PERSON}", headers={"Accept": accept}).headers["ETag"]
        for accept in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")
    ]
    assert negotiated == tags[1:5]


@pytest.mark.parametrize(("path", "accept"), REPRESENTATIONS.items())
def test_who_has_it_already_gets_304(client: httpx.Client, path: str, accept: str) -> None:
    first = client.get(path, headers={"Accept": accept})
    for method in ("GET", "HEAD"):
        again = client.request(method, path, headers={"Accept": accept, "If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        for name in ("ETag", "Vary", "Link", "Cache-Control"):
            assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        *REPRESENTATIONS.items(),
        (f"/id/{PERSON}", "text/turtle"),
        ("/id/person/gromyko-a-a", "*/*"),
        ("/id/place/atlantis", "text/html"),
        ("/id/person/nobody", "*/*"),
        (f"/id/{PERSON}", "image/png"),
        (f"/data/{PERSON}", "application/rdf+xml"),
        ("/page/person/gromyko-a-a", "*/*"),
    ],
)
def test_head_is_get_without_a_body(client: httpx.Client, path: str, accept: str) -> None:
    get, head = (client.request(method, path, headers={"Accept": accept}) for method in ("GET", "HEAD"))
    assert head.status_code == get.status_code
    assert head.content == b""
    drop = {"date"}
    assert {n: v for n, v in head.headers.items() if n not in drop} == {
        n: v for n, v in get.headers.items() if n not in drop
    }


def test_every_term_of_the_ontology_has_an_anchor(client: httpx.Client) -> None:
    turtle = client.get("/ontology.ttl").content
    subjects = {quad.subject.value for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    terms = {subject.removeprefix(SITE.ontology) for subject in subjects if subject.startswith(SITE.ontology)}
    ids = set(html.document_fromstring(client.get("/ontology.html").text).xpath("//@id"))
    assert len(terms) > 10
    assert terms <= ids


def test_formats_of_the_ontology_say_the_same(client: httpx.Client) -> None:
    formats = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
    formats["jsonld"] = ox.RdfFormat.JSON_LD
    graphs = [
        {quad.triple for quad in ox.parse(client.get(f"/ontology.{suffix}").content, format=rdf_format)}
        for suffix, rdf_format in formats.items()
    ]
    assert all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize(
    "thing", ["place/k%C3%B6ln", "place/lac%20l'%C3%A9man", "place/k%C3%B6nigsberg%2Fkaliningrad", "place/no.%2010.ttl"]
)
def test_an_address_comes_back_as_it_went(client: httpx.Client, thing: str) -> None:
    """From the thing to its data and its page, and from what these say of it back to the thing."""
    data = client.get(f"/id/{thing}", headers={"Accept": "application/n-triples"}, follow_redirects=True)
    assert data.status_code == 200
    assert data.url.raw_path.decode() == f"/data/{thing}.nt"
    quads = ox.parse(data.content, format=ox.RdfFormat.N_TRIPLES)
    (iri,) = {quad.subject.value for quad in quads if quad.predicate.value == f"{RDF}type" and "/id/" in str(quad)}
    assert str(httpx.URL(iri).raw_path, "ascii") == f"/id/{thing}"
    page = client.get(f"/id/{thing}", headers={"Accept": "text/html"}, follow_redirects=True)
    assert page.url.raw_path.decode() == f"/page/{thing}"
    assert client.get(httpx.URL(iri).raw_path.decode()).status_code == 303
