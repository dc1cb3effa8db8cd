"""SPARQL protocol: requests that a table cannot hold, because of their bytes or their length."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from lxml import etree

DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def refused(response: httpx.Response, status: int) -> None:
    """An error in the shape of all errors, which scripts of other sites can read."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"Link", "ETag", "Retry-After", "Content-Location"} <= set(
        response.headers["Access-Control-Expose-Headers"].replace(",", "").split()
    )
    assert response.json()["status"] == status


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (DIRECT, "SELECT ('é' AS ?x) {}".encode("latin-1")),
        (DIRECT, "ASK {}".encode("utf-16")),
        (DIRECT, b"ASK { ?s ?p '\xed\xa0\x80' }"),
        (FORM, b"query=SELECT+('%E9'+AS+%3Fx)+%7B%7D"),
        (FORM, "query=SELECT+('é'+AS+?x)+{}".encode("latin-1")),
    ],
)
def test_what_is_not_utf8(client: httpx.Client, headers: dict[str, str], body: bytes) -> None:
    refused(client.post("sparql", content=body, headers=headers), 400)


def test_an_address_that_is_too_long(client: httpx.Client) -> None:
    query = "ASK {} #" + "x" * 8200
    refused(client.get("sparql", params={"query": query}), 414)
    assert client.post("sparql", data={"query": query}).status_code == 200


@pytest.mark.parametrize("headers", [DIRECT, FORM])
@pytest.mark.parametrize("size", [2**20 + 1, 2**22])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_that_is_too_long(client: httpx.Client, headers: dict[str, str], size: int, chunked: bool) -> None:
    content: bytes | Iterator[bytes] = b"query=" + b"x" * (size - 6)
    if chunked:
        content = iter([b"query=", *[b"x" * 2**16] * (size // 2**16)])
    refused(client.post("sparql", content=content, headers=headers), 413)


def test_a_body_of_a_mebibyte_in_chunks(client: httpx.Client) -> None:
    parts = iter([b"ASK {} #", b"x" * (2**16 - 8), *[b"x" * 2**16] * 15])
    assert client.post("sparql", content=parts, headers=DIRECT).json()["boolean"] is True


def test_a_form_that_says_it_is_another_charset(client: httpx.Client) -> None:
    """The bytes decide: what is UTF-8 is read as such (SPARQL 1.1 Protocol, section 2.1.2)."""
    headers = {"Content-Type": "application/sparql-query; charset=iso-8859-1"}
    response = client.post("sparql", content="SELECT ('é' AS ?x) {}".encode(), headers=headers)
    assert response.json()["results"]["bindings"][0]["x"]["value"] == "é"


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("SELECT ('a\\fb\\u0001' AS ?x) {}", "application/sparql-results+xml"),
        ("CONSTRUCT { <x:s> <x:p> 'a\\fb\\u0001' } WHERE {}", "application/rdf+xml"),
    ],
)
def test_a_text_with_characters_that_xml_has_not(client: httpx.Client, query: str, media_type: str) -> None:
    response = client.get("sparql", params={"query": query}, headers={"Accept": media_type})
    assert response.headers["Content-Type"] == media_type
    assert "a b " in "".join(etree.fromstring(response.content).itertext())
