"""The W3C tests of the SPARQL 1.1 Protocol, request by request as the manifest has them.

Queries must be answered as the manifest says. Updates are refused here, so what a test of an update must show is that
the status says so, and that a query afterwards finds nothing changed.
"""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.conformance.w3c.protocol import Exchange
from tests.conformance.w3c.suites import PROTOCOL as TESTS
from tests.conformance.w3c.suites import PROTOCOL_GRAPHS
from tests.conformance.w3c.test_sparql import read_answer
from tests.publish_sample import Listener

UPDATES = [name for name in TESTS if "update" in name]
QUERIES = [name for name in TESTS if name not in UPDATES]

FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"},
}
#: Refusals of updates: as such, but for a body that is not said to be one.
UPDATE_STATUS = {"bad_update_wrong_media_type": 415, "bad_update_missing_form_type": 415}


def send(endpoint: httpx.Client, exchange: Exchange) -> httpx.Response:
    path = f"sparql?{exchange.query}" if exchange.query else "sparql"
    return endpoint.request(exchange.method, path, headers=exchange.headers, content=exchange.body or None)


def test_every_test_is_collected(shared: Path) -> None:
    assert (len(QUERIES), len(UPDATES), len(TESTS)) == (20, 14, 34)
    assert sum(len(test.exchanges) for test in TESTS.values()) == 39
    assert len(PROTOCOL_GRAPHS) == 3


@pytest.mark.parametrize("name", QUERIES)
def test_query(endpoint: httpx.Client, name: str) -> None:
    for exchange in TESTS[name].exchanges:
        response = send(endpoint, exchange)
        assert response.status_code // 100 in exchange.statuses, response.text
        if exchange.format:
            assert response.headers["Content-Type"].partition(";")[0] in FORMATS[exchange.format]
        if exchange.boolean is not None:
            assert read_answer(response) is exchange.boolean


@pytest.mark.parametrize("name", UPDATES)
def test_update_is_refused(endpoint: httpx.Client, name: str) -> None:
    for exchange in TESTS[name].exchanges:
        response = send(endpoint, exchange)
        if exchange.boolean is None:
            assert response.status_code == UPDATE_STATUS.get(name, 403), response.text
            assert response.headers["Content-Type"] == "application/problem+json"
        else:
            assert read_answer(response) is False, "nothing was changed"


def test_a_dataset_in_the_request_overrides_from_and_nothing_is_fetched(
    endpoint: httpx.Client, listener: Listener
) -> None:
    """Section 2.1.4: FROM counts for nothing then, so it is not refused as it would be alone."""
    graph = next(iter(PROTOCOL_GRAPHS))
    for clause in ("FROM", "FROM NAMED"):
        query = f"SELECT ?s {clause} <{listener.url}> WHERE {{ ?s ?p ?o }}"
        alone = endpoint.get("sparql", params={"query": query})
        assert alone.status_code == 403, alone.text
        overridden = endpoint.get("sparql", params={"query": query, "default-graph-uri": graph})
        assert len(overridden.json()["results"]["bindings"]) == 1
        nowhere = endpoint.get("sparql", params={"query": query, "default-graph-uri": listener.url})
        assert nowhere.json()["results"]["bindings"] == []
    assert not listener.connected()
