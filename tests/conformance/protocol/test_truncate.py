"""The first part of a result over a limit: whole rows or triples of it, which other readers take as well."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import Result

from tests.publish_sample import start_server, stop_server

ROWS = 200
SELECT = "SELECT ?s ?p ?o { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
GRAPHS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld", "trig": "trig", "nq": "nquads"}


@pytest.fixture(scope="module")
def strict(build_dir: Path) -> Iterator[httpx.Client]:
    """A server that gives 200 rows at most."""
    running = start_server(build_dir, result_rows=ROWS)
    with httpx.Client(base_url=running.address, timeout=20) as client:
        yield client
    stop_server(running)


def ask(client: httpx.Client, query: str, name: str, truncate: bool = True) -> httpx.Response:
    given = {"truncate": "true"} if truncate else {}
    return client.get("sparql", params={"query": query, "format": name, **given})


def rows(content: bytes, name: str) -> list[tuple[object, ...]]:
    return [tuple(str(term) for term in row) for row in Result.parse(io.BytesIO(content), format=name)]


@pytest.mark.parametrize("name", ["json", "xml"])
def test_rows(strict: httpx.Client, client: httpx.Client, name: str) -> None:
    part = ask(strict, SELECT, name)
    assert (part.status_code, part.headers["Memograph-Truncated"]) == (200, f"rows={ROWS}")
    assert b"runcated" in part.content
    found = rows(part.content, name)
    assert len(found) == len(set(found)) == ROWS
    assert set(found) < set(rows(ask(client, SELECT, name).content, name))


@pytest.mark.filterwarnings(
    "ignore:(Dataset|ConjunctiveGraph):DeprecationWarning"
)  # rdflib's parsers use what rdflib has deprecated
@pytest.mark.parametrize("name", GRAPHS)
def test_triples(strict: httpx.Client, client: httpx.Client, name: str) -> None:
    part = ask(strict, CONSTRUCT, name)
    assert (part.status_code, part.headers["Memograph-Truncated"]) == (200, f"triples={ROWS}")
    assert b"runcated" in part.content
    graph = rdflib.Dataset() if name in ("trig", "nq") else rdflib.Graph()
    graph.parse(data=part.content, format=GRAPHS[name])
    assert len(graph) == ROWS
    whole = ask(client, CONSTRUCT, "nt", truncate=False)
    media_type = part.headers["Content-Type"].partition(";")[0]
    rdf_format = ox.RdfFormat.from_media_type(media_type)
    assert rdf_format is not None
    triples = {quad.triple for quad in ox.parse(part.content, format=rdf_format)}
    assert triples < {quad.triple for quad in ox.parse(whole.content, format=ox.RdfFormat.N_TRIPLES)}


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", *GRAPHS])
def test_who_did_not_ask_for_a_part_gets_none(strict: httpx.Client, name: str) -> None:
    response = ask(strict, CONSTRUCT if name in GRAPHS else SELECT, name, truncate=False)
    assert response.status_code == 413
    assert response.json()["limit"] == ROWS
    assert response.json()["limit_of"] == ("triples" if name in GRAPHS else "rows")


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_a_format_without_a_place_for_the_mark(strict: httpx.Client, name: str) -> None:
    response = ask(strict, SELECT, name)
    assert response.status_code == 413
    assert "not CSV or TSV" in response.json()["detail"]


@pytest.mark.parametrize("name", ["json", "csv", *GRAPHS])
def test_a_result_at_the_limit_is_whole(strict: httpx.Client, name: str) -> None:
    query = f"{CONSTRUCT if name in GRAPHS else SELECT} LIMIT {ROWS}"
    response = ask(strict, query, name, truncate=name != "csv")
    assert response.status_code == 200
    assert "Memograph-Truncated" not in response.headers
    assert b"runcated" not in response.content


def test_part_and_whole_have_tags_of_their_own(client: httpx.Client, strict: httpx.Client) -> None:
    assert ask(strict, SELECT, "json").headers["ETag"] != ask(client, SELECT, "json").headers["ETag"]
    tag = ask(strict, SELECT, "json").headers["ETag"]
    again = strict.get(
        "sparql", params={"query": SELECT, "format": "json", "truncate": "true"}, headers={"If-None-Match": tag}
    )
    assert again.status_code == 304
