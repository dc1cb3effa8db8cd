"""Hashes computed by the recipe of docs/endpoint.md, from what /sparql answers; and what time does to a citation."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from memograph.release import publish_current
from tests.editions import EDITION, edition
from tests.publish_sample import SITE, start_server, stop_server
from tests.rebased_sample import free_port, rebased_build

PREFIXES = f"""PREFIX mg: <{SITE.ontology}> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """
ROWS = [
    "SELECT * { ?s ?p ?o }",
    "SELECT ?name ?who { ?who rdfs:label ?name } ORDER BY ?name ?who",
    "SELECT ?who ?name { ?who a mg:Person OPTIONAL { ?who mg:metWith ?name } }",
    "SELECT ?o { ?s mg:confidence ?o }",
    'SELECT (CONCAT("a\\tb\\n\\"\\\\c\\r\x01\x7f\ufffe€😀", STR(?x)) AS ?strange) { VALUES ?x { 1 "y"@fr } }',
    "SELECT ?nothing { ?nothing a mg:Nothing }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
]
GRAPHS = [
    "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    f"DESCRIBE <{SITE.thing('person', 'gromyko-andrei')}>",
    "CONSTRUCT { ?s a mg:Nothing } WHERE { ?s a mg:Nothing }",
]


def cited(client: httpx.Client, query: str, **more: str) -> dict[str, Any]:
    """The citation of a query's result."""
    response = client.get("cite", params={"query": query, "format": "json", **more})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def written(term: dict[str, str]) -> str:
    """A term of a JSON result in canonical N-Triples (RDF 1.2 N-Triples, "A Canonical form of N-Triples")."""
    value = term["value"]
    if term["type"] == "uri":
        return f"<{value}>"
    if term["type"] == "bnode":
        return "_:"
    short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    text = "".join(
        short.get(c) or (f"\\u{ord(c):04X}" if ord(c) < 0x20 or c in "\x7f\ufffe\uffff" else c) for c in value
    )
    if "xml:lang" in term:
        return f'"{text}"@{term["xml:lang"]}'
    return f'"{text}"' + (f"^^<{term['datatype']}>" if "datatype" in term else "")


def hash_of(lines: list[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


@pytest.mark.parametrize("query", ROWS)
def test_the_hash_of_rows_can_be_computed_by_anybody(client: httpx.Client, query: str) -> None:
    found = cited(client, PREFIXES + query)
    result = client.get("sparql", params={"query": PREFIXES + query, "format": "json"}).json()
    names, rows = result["head"]["vars"], result["results"]["bindings"]
    lines = ["\t".join(written(row[name]) if name in row else "" for name in names) for row in rows]
    ordered = "ORDER BY" in query
    header = "\t".join(f"?{name}" for name in names)
    assert found["sha256"] == hash_of([header, *(lines if ordered else sorted(lines, key=str.encode))])
    assert (found["count"], found["ordered"], found["form"]) == (len(rows), ordered, "SELECT")


@pytest.mark.parametrize("query", GRAPHS)
def test_the_hash_of_a_graph_is_that_of_its_sorted_n_triples(client: httpx.Client, query: str) -> None:
    found = cited(client, PREFIXES + query)
    triples = client.get("sparql", params={"query": PREFIXES + query, "format": "nt"}).content
    lines = sorted(set(triples.splitlines(keepends=True)))
    assert found["sha256"] == hashlib.sha256(b"".join(lines)).hexdigest()
    assert found["count"] == len(lines)


def test_order_counts_where_the_query_says_so_and_only_there(client: httpx.Client) -> None:
    def of(query: str) -> str:
        return str(cited(client, PREFIXES + query)["sha256"])

    pattern = "?who a mg:Person . ?who rdfs:label ?name"
    turned = "?who rdfs:label ?name . ?who a mg:Person"
    assert of(f"SELECT ?who ?name {{ {pattern} }}") == of(f"SELECT ?who ?name {{ {turned} }}")
    assert of(f"SELECT ?who ?name {{ {pattern} }} ORDER BY ?name") != of(
        f"SELECT ?who ?name {{ {pattern} }} ORDER BY DESC(?name)"
    )
    inner = f"SELECT ?who ?name {{ {{ SELECT * {{ {pattern} }} ORDER BY %s(?name) }} }}"
    assert of(inner % "ASC") == of(inner % "DESC") == of(f"SELECT ?who ?name {{ {pattern} }}")
    assert of(f"SELECT ?who ?name {{ {pattern} }}") != of(f"SELECT ?name ?who {{ {pattern} }}")
    assert of(f"SELECT ?name {{ {pattern} }}") != of(f"SELECT (?name AS ?label) {{ {pattern} }}")


def test_blank_nodes_are_the_same_each_time(client: httpx.Client) -> None:
    for query in (
        "CONSTRUCT { ?who rdfs:seeAlso [ rdfs:label ?n ; rdfs:seeAlso [] ] } WHERE { ?who rdfs:label ?n }",
        "SELECT ?who (BNODE() AS ?b) { ?who a mg:Person }",
    ):
        hashes = {cited(client, PREFIXES + query + f" # {turn}")["sha256"] for turn in range(3)}
        assert len(hashes) == 1 and hashes != {None}


def test_a_graph_that_is_hard_to_hash_ends_at_the_deadline(hurried: httpx.Client) -> None:
    """Ten blank nodes that all point to each other: naming them takes RDFC-1.0 a time that grows with the factorial."""
    names = "abcdefghij"
    triples = " . ".join(f"_:{one} <a:p> {', '.join(f'_:{other}' for other in names if other != one)}" for one in names)
    answer = hurried.get("cite", params={"query": f"CONSTRUCT {{ {triples} }} WHERE {{}}", "format": "json"})
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:memograph:problem:query-deadline")
    assert cited(hurried, "ASK {}")["count"] == 1


def test_the_address_gives_the_result_as_long_as_the_release_is_kept(tmp_path: Path) -> None:
    old, new = edition(tmp_path, 0), edition(tmp_path, 1)
    publish_current(tmp_path, old)
    running = start_server(tmp_path)
    with httpx.Client(base_url=running.address, timeout=20) as client:
        first = cited(client, EDITION)
        assert first["release"] == {"version": old.manifest.version, "issued": "2025-03-01", "current": True}
        publish_current(tmp_path, new)
        until(client, new.manifest.version)

        local = {name: str(first[name]).replace(SITE.base, running.address) for name in ("address", "check")}
        rows = client.get(local["address"]).json()["results"]["bindings"]
        assert [row["o"]["value"] for row in rows] == ["edition-0"]
        again = client.get(local["check"], headers={"Accept": "application/json"}).json()
        assert (again["same"], again["sha256"]) == (True, first["sha256"])
        assert again["release"] == {**first["release"], "current": False}

        now = cited(client, EDITION, hash=first["sha256"])
        assert (now["same"], now["release"]["version"]) == (False, new.manifest.version)

        shutil.rmtree(tmp_path / "releases" / old.manifest.version)
        gone = client.get(local["address"])
        assert gone.status_code == 404
        problem = gone.json()
        assert problem["type"] == "urn:memograph:problem:release-not-kept"
        assert problem["kept"] == [new.manifest.version]
        assert problem["listing"] == f"{SITE.base}dumps/"
    stop_server(running)


def until(client: httpx.Client, version: str) -> None:
    """Wait until a release is served."""
    for _ in range(200):
        if client.get("healthz").json()["release"] == version:
            return
    raise AssertionError("the new release is not served")


def test_the_address_is_one_that_works_where_the_site_is(tmp_path: Path) -> None:
    """On a site whose base IRI is its address, all that the citation names can be followed as it stands."""
    port = free_port()
    rebased_build(tmp_path, f"http://127.0.0.1:{port}/")
    running = start_server(tmp_path, port)
    query = 'SELECT ?x { ?x <http://www.w3.org/2000/01/rdf-schema#label> "Geneva"@en } # %41+é'
    with httpx.Client(timeout=20) as client:
        address = f"{running.address}cite?query={quote(query, safe='')}"
        found = client.get(address, headers={"Accept": "application/json"}).json()
        assert found["query"] == query
        assert len(client.get(found["address"]).json()["results"]["bindings"]) == 1
        assert client.get(found["check"], headers={"Accept": "application/json"}).json()["same"] is True
        entry = client.get(address, headers={"Accept": "application/vnd.citationstyles.csl+json"}).json()[0]
        assert entry["URL"] == found["address"]
        assert entry["issued"] == {"date-parts": [[2025, 3, 1]]}
    stop_server(running)


def test_what_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("cite?query=ASK%7B%7D&format=bibtex")
    again = client.get("cite?query=ASK%7B%7D&format=bibtex", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "public, no-cache"


def test_a_query_too_long_for_an_address_is_said_to_be(client: httpx.Client) -> None:
    """Its own address fits, the one with the release does not."""
    query = "ASK {} #" + "x" * 7950
    found = cited(client, query)
    assert found["address"] is None and found["check"] is None
    assert found["citation"]["csl"]["URL"] == f"{SITE.base}sparql"
    assert found["sha256"]
