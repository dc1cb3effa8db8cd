"""Large results: they wait in a file without a name, the web process does not grow, and nothing is left of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conformance.hostile.processes import memory, nameless_files
from tests.publish_sample import Server, start_server, stop_server

#: About 60 MB: pairs of whole documents.
QUERY = """PREFIX schema: <https://schema.org/> SELECT ?one ?other {
  { SELECT ?one { ?a schema:text ?one } LIMIT 100 } { SELECT ?other { ?b schema:text ?other } LIMIT 90 } }"""


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server puts files: a folder that other tests, running beside these, leave alone."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def large_server(large_build_dir: Path, temporary: Path) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("TMPDIR", str(temporary))
        running = start_server(large_build_dir, result_mib=64)
    yield running
    stop_server(running)


def gone(server: Server, seconds: float = 30.0) -> bool:
    until = time.monotonic() + seconds
    while nameless_files(server) and time.monotonic() < until:
        time.sleep(0.05)
    return not nameless_files(server)


def begun(server: Server, seconds: float = 30.0) -> bool:
    until = time.monotonic() + seconds
    while not nameless_files(server) and time.monotonic() < until:
        time.sleep(0.01)
    return bool(nameless_files(server))


def test_the_web_process_does_not_grow_with_a_result(large_server: Server) -> None:
    with httpx.Client(base_url=large_server.address, timeout=30) as client:
        for _ in range(6):
            assert client.get("sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 100"}).status_code == 200
        before, largest = memory(large_server)["web"], 0
        for _ in range(2):
            size = 0
            with client.stream("GET", "sparql", params={"query": QUERY}) as response:
                assert response.status_code == 200
                assert len(nameless_files(large_server)) == 1
                for part in response.iter_raw():
                    size += len(part)
                largest = max(largest, memory(large_server)["web"])
                assert size == int(response.headers["Content-Length"])
                tag = response.headers["ETag"]
        assert size > 40 * 2**20
        assert max(largest, memory(large_server)["web"]) < before + 20
        assert gone(large_server)
        again = client.get("sparql", params={"query": QUERY}, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        head = client.head("sparql", params={"query": QUERY})
        assert (head.status_code, int(head.headers["Content-Length"]), head.content) == (200, size, b"")
        assert gone(large_server)


def test_a_large_result_is_the_whole_result(large_server: Server) -> None:
    with httpx.Client(base_url=large_server.address, timeout=30) as client:
        whole = json.loads(client.get("sparql", params={"query": QUERY}).content)
    assert len(whole["results"]["bindings"]) == 9000
    assert "truncated" not in whole


@pytest.mark.parametrize("after", [0, 2**20])
def test_a_client_that_goes_away_leaves_no_file(large_server: Server, temporary: Path, after: int) -> None:
    """Gone before the answer, or in the middle of it."""
    listed = set(temporary.iterdir())
    with httpx.Client(base_url=large_server.address, timeout=30) as client:
        if after:
            with client.stream("GET", "sparql", params={"query": QUERY}) as response:
                assert len(nameless_files(large_server)) == 1
                assert len(next(response.iter_raw(after))) == after
        else:
            with pytest.raises(httpx.ReadTimeout):
                client.get("sparql", params={"query": QUERY}, timeout=httpx.Timeout(30, read=0.2))
            assert begun(large_server), "the query goes on without its client"
    assert gone(large_server)
    assert set(temporary.iterdir()) == listed


def test_a_result_over_the_limit_leaves_no_file(large_server: Server) -> None:
    """413 once the limit is reached; what had been written by then is dropped."""
    query = QUERY.replace("LIMIT 90", "LIMIT 200")
    with httpx.Client(base_url=large_server.address, timeout=30) as client:
        response = client.get("sparql", params={"query": query})
        assert response.status_code == 413
        assert response.json()["limit"] == 64 * 2**20
        assert gone(large_server)
        part = client.get("sparql", params={"query": query, "truncate": "true"})
        assert part.headers["Memograph-Truncated"] == f"bytes={64 * 2**20}"
        assert 60 * 2**20 < len(part.content) <= 64 * 2**20
        assert json.loads(part.content)["truncated"] == {"limit": 64 * 2**20, "limit_of": "bytes"}
    assert gone(large_server)
