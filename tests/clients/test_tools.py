"""rapper and roqet (Redland: parsers and a query engine of their own, in C) and curl, as people use them."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.clients.conftest import Tool

GROMYKO = "person/gromyko-andrei"
PARSERS = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}


def canonical(ntriples: str) -> set[str]:
    """Triples with blank nodes named by what they are."""
    dataset = ox.Dataset(ox.parse(ntriples, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def told(site: str, path: str) -> set[str]:
    """What an address says in N-Triples."""
    return canonical(httpx.get(site + path, headers={"Accept": "application/n-triples"}, follow_redirects=True).text)


# ── rapper ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("path", [f"id/{GROMYKO}", f"data/{GROMYKO}", "ontology", ".well-known/void"])
def test_rapper_negotiates(site: str, tool: Tool, path: str, parser: str) -> None:
    """rapper asks for the format of its parser, follows the 303 of /id, and reads the same triples from each."""
    found = canonical(tool("rapper", "-q", "-i", parser, site + path))
    assert len(found) > 20
    assert found == told(site, path)


def test_rapper_guesses_by_the_media_type(site: str, tool: Tool) -> None:
    assert canonical(tool("rapper", "-q", "-g", f"{site}id/{GROMYKO}")) == told(site, f"id/{GROMYKO}")


@pytest.mark.parametrize(("parser", "suffix"), PARSERS.items())
def test_rapper_reads_addresses_with_a_suffix(site: str, tool: Tool, parser: str, suffix: str) -> None:
    assert canonical(tool("rapper", "-q", "-i", parser, f"{site}data/{GROMYKO}.{suffix}")) == told(
        site, f"id/{GROMYKO}"
    )


@pytest.mark.parametrize(("name", "parser"), [("memograph.nq.gz", "nquads"), ("memograph.ttl.gz", "turtle")])
def test_rapper_reads_the_dumps(site: str, tool: Tool, tmp_path: Path, name: str, parser: str) -> None:
    packed = tmp_path / name
    tool("curl", "--fail", "--silent", "--location", "--output", str(packed), f"{site}dumps/{name}")
    plain = packed.with_suffix("")
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    found = canonical(tool("rapper", "-q", "-i", parser, "-o", "nquads", str(plain), site))
    assert len(found) > 1000
    assert found == canonical_file(plain)


def canonical_file(path: Path) -> set[str]:
    dataset = ox.Dataset(ox.parse(path=str(path)))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


# ── roqet ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def rows(text: str) -> list[list[str]]:
    return sorted(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?p ?o WHERE { <%sid/person/gromyko-andrei> ?p ?o }",
        "SELECT ?label WHERE { ?s a <%sontology#Person> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }",
        "SELECT ?p (COUNT(?s) AS ?n) WHERE { ?s ?p <%sid/person/gromyko-andrei> } GROUP BY ?p",
    ],
)
def test_roqet_asks_the_endpoint(site: str, tool: Tool, query: str) -> None:
    """A remote query by the protocol; what roqet makes of the answer is what our own CSV says."""
    query %= site
    found = tool("roqet", "-q", "-i", "sparql", "-p", f"{site}sparql", "-e", query, "-r", "csv")
    ours = httpx.get(f"{site}sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert len(rows(found)) > 2
    assert rows(found) == rows(ours.text)


@pytest.mark.parametrize("path", [f"id/{GROMYKO}", f"data/{GROMYKO}.ttl", f"data/{GROMYKO}.rdf"])
def test_roqet_queries_data_that_it_fetches(site: str, tool: Tool, path: str) -> None:
    """Its own engine over our data gives what our endpoint gives."""
    query = f"SELECT ?p ?o WHERE {{ <{site}id/{GROMYKO}> ?p ?o }}"
    found = tool("roqet", "-q", "-i", "sparql", "-D", site + path, "-e", query, "-r", "csv")
    ours = httpx.get(f"{site}sparql", params={"query": query}, headers={"Accept": "text/csv"})
    assert len(rows(found)) > 10
    assert rows(found) == rows(ours.text)


# ── curl ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_curl_follows_the_redirect_with_its_accept_header(site: str, tool: Tool) -> None:
    written = "%{http_code} %{num_redirects} %{content_type} %{url_effective}"
    said = tool(
        "curl", "-sSL", "-o", "/dev/null", "-w", written, "-H", "Accept: application/ld+json", f"{site}id/{GROMYKO}"
    )
    assert said == f"200 1 application/ld+json {site}data/{GROMYKO}.jsonld"
    said = tool("curl", "-sSL", "-o", "/dev/null", "-w", written, "-H", "Accept: text/html", f"{site}id/{GROMYKO}")
    assert said == f"200 1 text/html; charset=utf-8 {site}page/{GROMYKO}"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--get", "--data-urlencode", "query=ASK { ?s ?p ?o }"),
        ("--data-urlencode", "query=ASK { ?s ?p ?o }"),
        ("-H", "Content-Type: application/sparql-query", "--data-binary", "ASK { ?s ?p ?o }"),
    ],
)
def test_curl_queries(site: str, tool: Tool, arguments: tuple[str, ...]) -> None:
    assert json.loads(tool("curl", "-sSf", f"{site}sparql", *arguments))["boolean"] is True


def test_curl_does_not_fetch_twice(site: str, tool: Tool, tmp_path: Path) -> None:
    """ETags as curl keeps them: the second time there is nothing to send."""
    etag, out, address = tmp_path / "etag", tmp_path / "out.ttl", f"{site}data/{GROMYKO}.ttl"
    first = tool(
        "curl", "-sSf", "--etag-save", str(etag), "-o", str(out), "-w", "%{http_code} %{size_download}", address
    )
    assert first.startswith("200 ")
    assert out.stat().st_size > 1000
    again = ("--etag-compare", str(etag), "-o", str(tmp_path / "again"), "-w", "%{http_code} %{size_download}")
    assert tool("curl", "-sSf", *again, address) == "304 0"


def test_curl_goes_on_with_a_dump_that_broke_off(site: str, tool: Tool, tmp_path: Path) -> None:
    whole, part, address = tmp_path / "whole", tmp_path / "part", f"{site}dumps/memograph.nq.gz"
    tool("curl", "-sSfL", "-o", str(whole), address)
    tool("curl", "-sSfL", "-r", "0-999", "-o", str(part), address)
    assert part.stat().st_size == 1000
    tool("curl", "-sSfL", "-C", "-", "-o", str(part), address)
    assert part.read_bytes() == whole.read_bytes()


def test_curl_head(site: str, tool: Tool) -> None:
    said = tool("curl", "-sSI", "-H", "Accept: text/turtle", f"{site}id/{GROMYKO}")
    assert said.startswith("HTTP/1.1 303")
    assert f"Location: /data/{GROMYKO}.ttl" in said
