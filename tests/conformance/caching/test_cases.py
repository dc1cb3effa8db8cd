"""Validators and conditional requests of /sparql: the table beside this file, and what takes two requests."""

from __future__ import annotations

import httpx
import pytest

from memograph.release import Release
from tests.conformance.cases import check, read_cases

CASES = read_cases(__file__)
QUERY = "SELECT ?s WHERE { ?s a ?type } ORDER BY ?s"
FORMATS = ("json", "xml", "csv", "tsv", "html")


def test_all_cases_are_read() -> None:
    assert len(CASES) == 23


@pytest.mark.parametrize("name", CASES)
def test_case(client: httpx.Client, name: str) -> None:
    check(client, CASES[name])


def ask(client: httpx.Client, query: str = QUERY, method: str = "GET", **headers: str) -> httpx.Response:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(method, "sparql", params={"query": query}, headers=sent)


@pytest.mark.parametrize("form", ['"{}"', 'W/"{}"', '"0000", "{}"', '"0000" ,W/"{}","1111"'])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_304_for_the_tag_of_the_200(client: httpx.Client, form: str, method: str) -> None:
    first = ask(client)
    again = ask(client, method=method, If_None_Match=form.format(first.headers["ETag"].strip('"')))
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Vary", "Cache-Control"):
        assert again.headers[name] == first.headers[name]


def test_each_format_has_a_tag_of_its_own(client: httpx.Client) -> None:
    tags = {ask_format(client, QUERY, name).headers["ETag"] for name in FORMATS}
    assert len(tags) == len(FORMATS)


def test_an_empty_graph_has_another_tag_in_each_format(client: httpx.Client) -> None:
    nothing = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . FILTER(false) }"
    turtle, triples = (ask_format(client, nothing, name) for name in ("ttl", "nt"))
    assert turtle.headers["ETag"] != triples.headers["ETag"]
    assert ask_format(client, nothing, "nt", turtle.headers["ETag"]).status_code == 200


def ask_format(client: httpx.Client, query: str, name: str, tag: str = '""') -> httpx.Response:
    return client.get("sparql", params={"query": query, "format": name}, headers={"If-None-Match": tag})


def test_another_result_has_another_tag(client: httpx.Client) -> None:
    assert ask(client).headers["ETag"] != ask(client, f"{QUERY} LIMIT 1").headers["ETag"]


@pytest.mark.parametrize(("name", "kept"), [("json", "immutable"), ("html", "no-cache")])
def test_what_a_named_release_answers_to_programs_never_changes(
    client: httpx.Client, release: Release, name: str, kept: str
) -> None:
    parameters = {"query": QUERY, "format": name, "release": release.manifest.version}
    first = client.get("sparql", params=parameters)
    assert (first.status_code, first.headers["Cache-Control"].split(", ")[-1]) == (200, kept)
    again = client.get("sparql", params=parameters, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, first.headers["Cache-Control"])
