"""The server as its clients see it: what the tables of requests and answers (cases.py) cannot say.

Everything runs against a real server process on a free port.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from memograph.release import Release
from tests.publish_sample import SITE, Listener, Server, memorandum

GROMYKO = SITE.thing("person", "gromyko-andrei")


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("page/person/gromyko-andrei", "text/html"),
        ("data/person/gromyko-andrei.ttl", "*/*"),
        ("sparql?query=ASK%7B%7D", "*/*"),
        ("sparql", "text/turtle"),
        ("ontology", "text/html"),
        (".well-known/void", "*/*"),
        ("dumps/", "text/html"),
        ("healthz", "*/*"),
        ("page/person/nobody", "text/html"),
    ],
)
def test_head_is_get_without_a_body(client: httpx.Client, path: str, accept: str) -> None:
    get = client.get(path, headers={"Accept": accept})
    head = client.head(path, headers={"Accept": accept})
    assert head.status_code == get.status_code
    ignored = {"date"}
    assert {n: v for n, v in head.headers.items() if n not in ignored} == {
        n: v for n, v in get.headers.items() if n not in ignored
    }


DATA = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}


@pytest.mark.parametrize(
    "thing",
    [
        "person/gromyko-andrei",
        "person/hostile-robert",
        "document/frus1981-88v04d4",
        "document/hostile",
        "statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander",
        "post/secretary-of-state",
        "topic/arms-control",
    ],
)
def test_every_format_says_the_same(client: httpx.Client, thing: str) -> None:
    graphs = []
    for suffix, rdf_format in {**DATA, "jsonld": ox.RdfFormat.JSON_LD}.items():
        response = client.get(f"data/{thing}.{suffix}")
        assert response.status_code == 200
        graphs.append({quad.triple for quad in ox.parse(response.content, format=rdf_format)})
    assert all(graph == graphs[0] for graph in graphs)
    assert any(triple.subject == ox.NamedNode(f"{SITE.base}id/{thing}") for triple in graphs[0])
    assert client.get(f"data/{thing}.ttl").content == client.get(f"data/{thing}.ttl").content


def test_a_statement_comes_with_its_evidence(client: httpx.Client) -> None:
    """From the data of the person alone: the claim, its quotation, and the offsets of that quotation."""
    store = ox.Store()
    store.load(client.get("data/person/gromyko-andrei.nt").content, format=ox.RdfFormat.N_TRIPLES)
    found = store.query(
        """PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX mg: <ontology#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?exact ?start ?end { ?st rdf:predicate mg:metWith ;
            rdf:object <id/person/haig-alexander> ; mg:evidence ?t .
          ?t oa:hasSelector/oa:exact ?exact ; oa:hasSelector/oa:start ?start ; oa:hasSelector/oa:end ?end }""",
        base_iri=SITE.base,
    )
    assert isinstance(found, ox.QuerySolutions)
    ((exact, start, end),) = [[row[name].value for name in ("exact", "start", "end")] for row in found]
    assert memorandum("frus1981-88v04d4")[int(start) : int(end)] == exact


def test_nobody_is_called(client: httpx.Client, listener: Listener) -> None:
    for query in (
        f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ S\\u0045RVICE SILENT <{listener.url}> {{ ?s ?p ?o }} }}",
        f"SELECT * FROM <{listener.url}> {{ ?s ?p ?o }}",
        f"LOAD <{listener.url}>",
    ):
        assert client.get("sparql", params={"query": query}).status_code == 403
    given = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": listener.url, "named-graph-uri": listener.url}
    assert client.get("sparql", params=given).json() == {"head": {}, "boolean": False}
    assert not listener.connected()


def test_a_body_over_a_mebibyte(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/sparql-query"}
    for size in (2**20 + 1, 2**22):
        response = client.post("sparql", content=b"#" * size, headers=headers)
        assert response.status_code == 413
        assert response.headers["Content-Type"] == "application/problem+json"
    comment = b"ASK {} #" + b"x" * (2**20 - 8)
    assert client.post("sparql", content=comment, headers=headers).status_code == 200


def test_after_a_deadline_the_next_query_is_quick(hurried: httpx.Client) -> None:
    """Once at least: a busy machine may be slow, a server that is slow by itself is so each time."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    took = []
    for turn in range(3):
        assert hurried.get("sparql", params={"query": f"{slow} #{turn}"}).status_code == 503
        started = time.monotonic()
        assert hurried.get("sparql", params={"query": f"ASK {{}} #{turn}"}).json()["boolean"] is True
        assert hurried.get("page/person/gromyko-andrei").status_code == 200
        took.append(time.monotonic() - started)
    assert min(took) < 1.5, took


def test_the_problem_shape_is_one(client: httpx.Client) -> None:
    for path, status in (("nothing", 404), ("sparql?query=x", 400), ("sparql?update=x", 403), ("id/person/x", 404)):
        response = client.get(path)
        problem = response.json()
        assert (response.status_code, problem["status"]) == (status, status)
        assert {"type", "title", "status", "detail"} <= set(problem)
        assert problem["type"].startswith("urn:memograph:problem:")


def test_health_names_the_release(client: httpx.Client, release: Release) -> None:
    assert client.get("healthz").json() == {"status": "ok", "release": release.manifest.version}


@pytest.fixture(scope="module")
def curl() -> str:
    found = shutil.which("curl")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("curl is missing, and CI=true: these tests must run")
        pytest.skip("curl is not installed")
    return found


def test_curl_follows_from_the_thing_to_its_turtle(curl: str, server: Server) -> None:
    command = [curl, "-sSfL", "-H", "Accept: text/turtle", f"{server.address}id/person/gromyko-andrei"]
    turtle = subprocess.run(command, capture_output=True, check=True, timeout=20).stdout
    subjects = {quad.subject for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert ox.NamedNode(GROMYKO) in subjects


def test_curl_asks_who_met_whom(curl: str, server: Server) -> None:
    query = """PREFIX mg: <ontology#> PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
    SELECT ?other ?words { ?st rdf:subject <id/person/gromyko-andrei> ; rdf:predicate mg:metWith ; rdf:object ?other ;
      mg:evidence/oa:hasSelector/oa:exact ?words } ORDER BY ?other LIMIT 1"""
    command = [curl, "-sSf", f"{server.address}sparql", "--data-urlencode", f"query={query}"]
    result = json.loads(subprocess.run(command, capture_output=True, check=True, timeout=20).stdout)
    (row,) = result["results"]["bindings"]
    assert row["other"]["value"] == SITE.thing("person", "haig-alexander")
    assert row["words"]["value"] == "Al Haig and you have had with Gromyko"


def test_curl_resumes_a_download(curl: str, server: Server, tmp_path: Path, release: Release) -> None:
    whole = (release.dumps / "memograph.nq.gz").read_bytes()
    part = tmp_path / "memograph.nq.gz"
    part.write_bytes(whole[:100])
    command = [curl, "-sSfL", "-C", "-", "-o", str(part), f"{server.address}dumps/latest/memograph.nq.gz"]
    subprocess.run(command, capture_output=True, check=True, timeout=20)
    assert part.read_bytes() == whole
