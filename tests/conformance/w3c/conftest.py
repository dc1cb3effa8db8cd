"""One server for the W3C suites of SPARQL: its release holds every data file they use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conformance.w3c.serving import files_of, publish, shard
from tests.conformance.w3c.suites import PROTOCOL_GRAPHS, SUITE, TESTS
from tests.publish_sample import start_server, stop_server


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[httpx.Client]:
    """A client of that server."""
    build = tmp_path_factory.mktemp("w3c")
    files = {SUITE.iri(path): path for path in sorted(files_of(SUITE, TESTS.values()))}
    publish((shard(path, graph) for graph, path in (files | PROTOCOL_GRAPHS).items()), build)
    server = start_server(build)
    with httpx.Client(base_url=server.address, timeout=20) as client:
        yield client
    stop_server(server)
