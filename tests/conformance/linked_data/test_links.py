"""What leads from an answer: ``Link`` headers and ``<link>`` elements, and the JSON-LD of pages, against the store."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from lxml import html
from rdflib import Graph, URIRef

from memograph.model import Kind
from memograph.namespaces import DCTERMS, FOAF, RDF, RDFS, SCHEMA, SKOS, VOID
from memograph.publish.linked_data.signposts import SCHEMA_TYPES
from tests.publish_sample import SITE, Server

STATEMENT = "statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander"
THINGS = [
    "person/gromyko-andrei",
    "person/hostile-robert",
    "organization/nsc",
    "place/k%C3%B6ln",
    "place/lac%20l'%C3%A9man",
    "place/k%C3%B6nigsberg%2Fkaliningrad",
    "event/inf-talks",
    "agreement/salt-ii",
    "post/secretary-of-state",
    "topic/arms-control",
    "document/frus1981-88v04d4",
    "document/frus1981-88v04d1",
    "document/hostile",
    STATEMENT,
]
PAGES = ["/", "/page/person", "/page/statement", "/ontology.html", *(f"/page/{thing}" for thing in THINGS)]
LINK = re.compile(r'<([^>]*)>((?:; [a-z]+="[^"]*")+)(?:, |$)')
#: RFC 7089's, which stand in the header alone: HTML has no attribute for their dates.
IN_TIME = {"original", "timegate", "timemap", "memento"}


def links(response: httpx.Response) -> list[tuple[str, str, str]]:
    """(relation, target, media type) of each link of the header, which must be nothing but links."""
    header = response.headers["Link"]
    found = []
    for target, parameters in LINK.findall(header):
        given = dict(re.findall(r'; ([a-z]+)="([^"]*)"', parameters))
        found.append((given["rel"], target, given.get("type", "")))
    assert "".join(match[0] for match in LINK.finditer(header)) == header
    return [link for link in found if not IN_TIME & set(link[0].split())]


def get(client: httpx.Client, path: str, accept: str = "text/html") -> httpx.Response:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == 200, path
    return response


#: What a browser does with a page, or a reader in it; no machine is led anywhere by it.
FOR_BROWSERS = {"stylesheet", "icon", "search", "prev", "next"}


@pytest.mark.parametrize("path", PAGES)
def test_elements_say_what_the_header_says(client: httpx.Client, path: str) -> None:
    response = get(client, path)
    head = html.document_fromstring(response.content.decode()).find("head")
    elements = [(each.get("rel"), each.get("href"), each.get("type", "")) for each in head.iter("link")]
    shown = [each for each in elements if each[0] not in FOR_BROWSERS]
    assert shown == links(response)
    assert len(set(shown)) == len(shown) > 5
    assert all(target.isascii() and target.startswith(("http://", "https://")) for _, target, _ in shown)


@pytest.mark.parametrize("thing", THINGS)
def test_signposts_of_a_page(client: httpx.Client, thing: str) -> None:
    """FAIR Signposting level 1, landing page: exactly one cite-as, one licence, typed describedby links, types."""
    found = links(get(client, f"/page/{thing}"))
    of = {name: [target for relation, target, _ in found if relation == name] for name, _, _ in found}
    assert of["canonical"] == [f"{SITE.base}page/{thing}"]
    assert of["cite-as"] == [f"{SITE.base}id/{thing}"]
    assert of["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    kind = Kind(thing.partition("/")[0])
    assert of["collection"] == [f"{SITE.base}page/{kind.value}"]
    assert {f"{SCHEMA}AboutPage", SCHEMA + SCHEMA_TYPES[kind]} < set(of["type"])
    assert any(target.startswith(SITE.ontology) for target in of["type"])
    typed = {(target, media_type) for relation, target, media_type in found if relation == "alternate"}
    assert typed == {
        (f"{SITE.base}data/{thing}.ttl", "text/turtle"),
        (f"{SITE.base}data/{thing}.nt", "application/n-triples"),
        (f"{SITE.base}data/{thing}.rdf", "application/rdf+xml"),
        (f"{SITE.base}data/{thing}.jsonld", "application/ld+json"),
    }
    cited = [f"{SITE.base}cite/{thing}.{suffix}" for suffix in ("bib", "ris", "json")]
    assert of["describedby"] == [*of["alternate"], *(cited if kind is Kind.DOCUMENT else [])]


@pytest.mark.parametrize("path", ["/page/document/frus1981-88v04d4", "/data/person/gromyko-andrei.ttl", "/ontology"])
def test_links_lead_to_what_they_promise(client: httpx.Client, path: str) -> None:
    """Every link into the site is there, in the media type that it announces; the site is at its base IRI only."""
    for relation, target, media_type in links(get(client, path, "*/*")):
        if target.startswith(SITE.base):
            response = client.get(target.removeprefix(SITE.base), follow_redirects=True)
            assert response.status_code == 200, (relation, target)
            if media_type:
                assert response.headers["Content-Type"].partition(";")[0] == media_type, target


def test_signposts_of_data(client: httpx.Client) -> None:
    """The metadata resource leads back: describes and collection; no page of a document without its original."""
    found = links(get(client, "/data/person/gromyko-andrei.rdf"))
    assert ("describes", f"{SITE.base}page/person/gromyko-andrei", "text/html") in found
    assert ("describedby", f"{SITE.base}.well-known/void", "text/turtle") in found
    assert ("cite-as", f"{SITE.base}id/person/gromyko-andrei", "") in found
    assert ("canonical", f"{SITE.base}data/person/gromyko-andrei.rdf", "") in found
    assert [media for relation, _, media in found if relation == "alternate"] == [
        "text/html",
        "text/turtle",
        "application/n-triples",
        "application/ld+json",
    ]
    original = "https://history.state.gov/historicaldocuments/frus1981-88v04d4"
    assert ("item", original, "text/html") in links(get(client, "/page/document/frus1981-88v04d4"))


def test_the_address_of_a_thing_tells_what_there_is(client: httpx.Client) -> None:
    response = client.get("/id/place/k%C3%B6ln", headers={"Accept": "text/turtle"})
    assert ("alternate", f"{SITE.base}page/place/k%C3%B6ln", "text/html") in links(response)
    assert ("alternate", f"{SITE.base}data/place/k%C3%B6ln.nt", "application/n-triples") in links(response)


# ── JSON-LD in pages ──────────────────────────────────────────────────────────────────────────────────────────────────

SAME = {
    f"{SCHEMA}name": (f"{RDFS}label", f"{SKOS}prefLabel"),
    f"{SCHEMA}alternateName": (f"{SKOS}altLabel",),
    f"{SCHEMA}description": (f"{SKOS}definition",),
    f"{SCHEMA}sameAs": (f"{SKOS}exactMatch", f"{FOAF}page"),
    f"{SCHEMA}identifier": (f"{DCTERMS}identifier",),
    f"{SCHEMA}about": (f"{DCTERMS}subject",),
    f"{SCHEMA}familyName": (f"{FOAF}familyName",),
    f"{SCHEMA}givenName": (f"{FOAF}givenName",),
}


def embedded(client: httpx.Client, thing: str) -> str:
    page = html.document_fromstring(get(client, f"/page/{thing}").content.decode())
    (script,) = page.xpath("//script[@type='application/ld+json']")
    return str(script.text)


@pytest.mark.parametrize("thing", THINGS)
def test_json_ld_says_what_the_store_says(client: httpx.Client, thing: str) -> None:
    """Every triple of the thing is there but its text and layout; what is there besides follows from one of these."""
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = ?this) }".replace(
        "?this", f"<{iri_of(client, thing)}>"
    )
    stored = client.get("/sparql", params={"query": query, "format": "nt"}).content
    own = {quad.triple for quad in ox.parse(stored, format=ox.RdfFormat.N_TRIPLES)}
    own = {triple for triple in own if triple.predicate.value not in (f"{SCHEMA}text", SITE.term("layout"))}
    said = {quad.triple for quad in ox.parse(embedded(client, thing), format=ox.RdfFormat.JSON_LD)}
    assert own
    assert own <= said
    this = next(iter(own)).subject
    page = ox.NamedNode(f"{SITE.base}page/{thing}")
    about = {(triple.predicate.value, str(triple.object)) for triple in said if triple.subject == page}
    assert about == {
        (f"{RDF}type", f"<{SCHEMA}AboutPage>"),
        (f"{SCHEMA}mainEntity", str(this)),
        (f"{SCHEMA}license", "<https://creativecommons.org/publicdomain/zero/1.0/>"),
        (f"{VOID}inDataset", f"<{SITE.dataset}>"),
    }
    for triple in said - own:
        if triple.subject == page:
            continue
        assert triple.subject == this
        same = [ox.Triple(this, ox.NamedNode(name), triple.object) for name in SAME.get(triple.predicate.value, ())]
        schema_type = ox.NamedNode(SCHEMA + SCHEMA_TYPES[Kind(thing.partition("/")[0])])
        assert (
            any(each in own for each in same)
            or triple == ox.Triple(this, ox.NamedNode(f"{RDF}type"), schema_type)
            or triple == ox.Triple(this, ox.NamedNode(f"{SCHEMA}mainEntityOfPage"), page)
        ), triple


def iri_of(client: httpx.Client, thing: str) -> str:
    """The IRI in the graph, which for some things is not written as the address is."""
    nodes: list[dict[str, Any]] = json.loads(embedded(client, thing))["@graph"]
    return str(nodes[0]["@id"])


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")
def test_another_parser_reads_the_json_ld(client: httpx.Client) -> None:
    graph = Graph().parse(data=embedded(client, "person/hostile-robert"), format="json-ld")
    labels = set(map(str, graph.objects(URIRef(f"{SITE.base}id/person/hostile-robert"), URIRef(f"{SCHEMA}name"))))
    assert labels == {"Robert <script>alert(1)</script> & “Hostile”"}
    linked = map(str, graph.objects(None, URIRef(f"{SCHEMA}sameAs")))
    assert not any(each.startswith("javascript:") for each in linked)


def test_a_browser_takes_the_json_ld_for_data(server: Server, tmp_path: Path) -> None:
    """Our Content-Security-Policy forbids scripts in pages; a data block is none, and a browser does not complain."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing, and CI=true: these tests must run")
        pytest.skip("chromium is missing")
    done = subprocess.run(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={tmp_path}",
            "--enable-logging=stderr",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--dump-dom",
            f"{server.address}page/person/hostile-robert",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert '<script type="application/ld+json">{"@context"' in done.stdout, done.stderr
    assert "CONSOLE" not in done.stderr
    assert "Content Security Policy" not in done.stderr
