"""What a running server reads is not removed, and goes once it is read no more."""

from __future__ import annotations

from pathlib import Path

import httpx

from memograph.release import publish_current
from memograph.retention import prune
from tests.editions import EDITION, edition
from tests.publish_sample import start_server, stop_server


def test_a_release_that_a_server_has_open_stays(tmp_path: Path) -> None:
    old, new = edition(tmp_path, 1), edition(tmp_path, 2)
    for release in (old, new):
        publish_current(tmp_path, release)
    running = start_server(tmp_path)
    try:
        asked = {"query": EDITION, "release": old.manifest.version}
        with httpx.Client(base_url=running.address, timeout=20, headers={"Accept": "text/csv"}) as client:
            assert client.get("sparql", params=asked).text == "o\r\nedition-1\r\n"
            assert prune(tmp_path, keep=1) == ()
            assert client.get("sparql", params=asked | {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).is_success
            assert client.get(f"dumps/{old.manifest.version}/memograph.nq.gz").is_success
    finally:
        assert stop_server(running)[0] == 0
    assert prune(tmp_path, keep=1) == (old.manifest.version,)
    assert not old.path.exists()
