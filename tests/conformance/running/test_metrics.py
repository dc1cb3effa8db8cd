"""``/metrics`` of a real server with two web processes, read with Prometheus's own parser."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from memograph.release import Release
from tests.publish_sample import HURRIED, Server, children, start_server, stop_server, wait_until_gone

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d"

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture(scope="module")
def counted(build_dir: Path) -> Iterator[Server]:
    running = start_server(build_dir, metrics=True, processes=2, query_memory_mib=64, query_seconds=HURRIED)
    yield running
    stop_server(running)


def get(server: Server, path: str, query: str = "") -> httpx.Response:
    """Ask on a connection of its own, so that any web process may get it."""
    with httpx.Client(base_url=server.address, verify=False, timeout=20) as client:
        return client.get(path, params={"query": query} if query else {})


def scrape(server: Server) -> Samples:
    answer = get(server, "metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    families = list(text_string_to_metric_families(answer.text))
    assert len({family.name for family in families}) == len(families), "each metric stands once"
    return {(each.name, frozenset(each.labels.items())): each.value for family in families for each in family.samples}


def value(samples: Samples, name: str, **labels: str) -> float:
    return samples.get((f"memograph_{name}", frozenset(labels.items())), 0.0)


def below(server: Server, worker: bool) -> list[int]:
    found = [(pid, Path(f"/proc/{pid}/cmdline").read_bytes()) for pid in children(server.process.pid)]
    return [pid for pid, command in found if (b"memograph.publish.engine.worker" in command) is worker]


def test_requests_of_all_processes_are_added_up(counted: Server) -> None:
    before = scrape(counted)
    for n in range(40):  # each on a connection of its own
        get(counted, f"id/person/nobody-{n}")
    after = scrape(counted)
    labels = {"route": "/id/<kind>/<path:slug>", "status": "404"}
    assert value(after, "requests_total", **labels) - value(before, "requests_total", **labels) == 40
    for _ in range(5):
        assert value(scrape(counted), "requests_total", **labels) == value(after, "requests_total", **labels)
    assert value(after, "requests_total", route="/metrics", status="200") >= 1
    assert not [name for name, _ in after if "nobody" in str(name)], "rules, not paths"


def test_queries_and_kills(counted: Server) -> None:
    before = scrape(counted)
    assert get(counted, "sparql", SLOW).status_code == 503
    assert get(counted, "sparql", LARGE).status_code == 503
    for n in range(3):
        assert get(counted, "sparql", f"ASK {{}} # {n}").status_code == 200
    after = scrape(counted)

    def more(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert more("queries_total", asked_by="stranger", outcome="answered") == 3
    assert more("queries_total", asked_by="stranger", outcome="deadline") == 1
    assert more("worker_kills_total", reason="deadline") == 1
    assert more("worker_kills_total", reason="memory") == 1
    assert more("query_seconds_count", asked_by="stranger") == 5
    assert more("query_seconds_sum", asked_by="stranger") >= HURRIED
    assert more("query_seconds_bucket", asked_by="stranger", le="1.0") >= 3


def test_looks_into_the_cache(counted: Server) -> None:
    before = scrape(counted)
    query = "ASK { ?looked ?up ?often }"
    assert {get(counted, "sparql", query).status_code for _ in range(12)} == {200}
    after = scrape(counted)
    hits, misses = (
        value(after, "cache_lookups_total", result=result) - value(before, "cache_lookups_total", result=result)
        for result in ("hit", "miss")
    )
    assert (hits + misses, 1 <= misses <= 2) == (12, True), "each of two processes has a cache"


def test_who_waits_is_seen_while_it_waits(counted: Server) -> None:
    def ask(n: int) -> None:
        get(counted, "sparql", f"{SLOW} # {n}")

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    seen = 0.0
    while not seen and any(thread.is_alive() for thread in threads):
        seen = value(scrape(counted), "queries_waiting")
    for thread in threads:
        thread.join()
    assert 1 <= seen <= 2
    assert value(scrape(counted), "queries_waiting") == 0


def test_the_release_and_the_processes(counted: Server, release: Release) -> None:
    found = scrape(counted)
    manifest = release.manifest
    assert value(found, "release_info", version=manifest.version, issued=manifest.issued) == 1
    assert value(found, "release_quads") == manifest.quads
    assert value(found, "processes", role="web") == len(below(counted, worker=False)) == 2
    assert value(found, "processes", role="query") == len(below(counted, worker=True))
    for role in ("server", "web", "query"):
        assert 10 * 2**20 < value(found, "resident_memory_bytes", role=role) < 2**30


def test_a_web_process_that_dies_takes_no_count_with_it(counted: Server) -> None:
    before = scrape(counted)
    web = below(counted, worker=False)
    os.kill(web[0], signal.SIGKILL)
    wait_until_gone(web[:1])
    labels = {"route": "/id/<kind>/<path:slug>", "status": "404"}
    assert value(scrape(counted), "requests_total", **labels) == value(before, "requests_total", **labels)


def test_the_folder_goes_with_the_server(build_dir: Path) -> None:
    server = start_server(build_dir, metrics=True, processes=1)
    assert get(server, "healthz").status_code == 200
    (web,) = below(server, worker=False)
    opened = {str(link.readlink()) for link in Path(f"/proc/{web}/fd").iterdir()}
    folders = {Path(name).parent for name in opened if name.endswith("/budgets")}
    (folder,) = folders
    assert folder.is_dir()
    assert oct(folder.stat().st_mode)[-3:] == "700"
    stop_server(server)
    assert not folder.exists()
