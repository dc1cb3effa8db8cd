"""Query workers: what they answer, what ends them, what they cannot reach. Real processes on a real release."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.errors import QueryBusy, QueryDeadline, QueryRefused, QuerySyntaxError, QueryTooLarge, ReleaseError
from memograph.publish import pool
from memograph.publish.exchange import Limits, Task
from memograph.publish.pool import Pool
from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store
from memograph.release import Release
from tests.publish_sample import SITE, Listener, children, wait_until_gone

FORMATS = {"SELECT": "csv", "ASK": "json", "CONSTRUCT": "nt", "DESCRIBE": "nt"}
GROMYKO = SITE.thing("person", "gromyko-andrei")
CROSS_JOIN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def asked(query: str, **more: object) -> Task:
    return Task(query, SITE.base, FORMATS, stranger=True, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def store(release: Release, settings: PublishSettings) -> Iterator[Store]:
    opened = Store(release, settings)
    yield opened
    opened.close()


def lines(store: Store, query: str, **more: object) -> list[str]:
    return store.answer(asked(query, **more)).body.decode().splitlines()


def test_answers(store: Store) -> None:
    query = "PREFIX mg: <ontology#> SELECT ?who { ?who mg:metWith <id/person/haig-alexander> }"
    assert lines(store, query) == ["who", GROMYKO]


def test_stored_query_with_a_bound_term(store: Store) -> None:
    rows = store.rows("thing", this=GROMYKO)
    assert {row.text("value") for row in rows if row.text("property").endswith("birthDate")} == {"1909"}


def test_exists(store: Store) -> None:
    assert store.exists(GROMYKO)
    assert not store.exists(GROMYKO + "-2")


def test_default_graph_is_the_merge_of_all_graphs(store: Store) -> None:
    """A triple that three documents and the authority hold counts once (SPARQL 1.1 Query, section 13.2)."""
    query = f"SELECT (COUNT(*) AS ?n) {{ {{ <{GROMYKO}> a ?c }} }}"
    assert lines(store, query) == ["n", "1"]


@pytest.mark.parametrize(
    ("dataset", "number"),
    [
        ({}, "FROM <graph/authority>"),
        ({"default_graphs": [SITE.authority_graph]}, ""),
        ({"default_graphs": [SITE.authority_graph]}, "FROM <graph/ontology>"),
    ],
)
def test_dataset_of_query_and_of_request(store: Store, dataset: dict[str, list[str]], number: str) -> None:
    assert lines(store, f"ASK {number} {{ <{GROMYKO}> a ?c }}", **dataset) == ['{"head":{},"boolean":true}']
    assert lines(store, f"ASK {number} {{ <ontology#Person> a ?c }}", **dataset) == ['{"head":{},"boolean":false}']


def test_a_graph_that_is_not_there_is_empty(store: Store) -> None:
    given = {"default_graphs": ["http://nowhere.test/"], "named_graphs": ["file:///etc/passwd"]}
    assert lines(store, "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }", **given) == [
        '{"head":{},"boolean":false}'
    ]


@pytest.mark.parametrize("graph", ["http://127.0.0.1:9/", "file:///etc/passwd"])
def test_from_elsewhere_is_refused(store: Store, graph: str) -> None:
    with pytest.raises(QueryRefused, match="not a graph of this release"):
        lines(store, f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    ("query", "line", "column", "said"),
    [
        ("SELECT *\nWHERE { ?s ?p ?o\n", 3, 1, "reading stopped at line 3, column 1."),
        ("SELECT * {", 1, 11, "column 11, after “SELECT * {”."),
        ("SELECT nothing { }", 1, 16, "after “SELECT nothing”."),
    ],
)
def test_syntax_error_has_its_position(store: Store, query: str, line: int, column: int, said: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        lines(store, query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.reason.startswith("This is not SPARQL 1.1")
    assert caught.value.reason.endswith(said)


def test_unknown_function_is_an_error_of_the_query(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="http://x/f"):
        lines(store, "SELECT (<http://x/f>(1) AS ?x) {}")


def test_deadline_ends_the_worker_and_the_next_query_works(store: Store) -> None:
    before = set(children(os.getpid()))
    started = time.monotonic()
    with pytest.raises(QueryDeadline):
        lines(store, CROSS_JOIN)
    assert 1.9 < time.monotonic() - started < 3.5
    started = time.monotonic()
    assert lines(store, "SELECT ?x { BIND(1 AS ?x) }") == ["x", "1"]
    assert time.monotonic() - started < 1.0
    after = set(children(os.getpid()))
    assert after - before, "the worker was replaced"
    assert len(after) == len(before) or not before


def test_memory_cap(store: Store) -> None:
    with pytest.raises(QueryTooLarge) as caught:
        lines(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d")
    assert (caught.value.what, caught.value.limit) == ("memory", 256 * 2**20)
    assert store.exists(GROMYKO)


def test_result_cap(store: Store) -> None:
    with pytest.raises(QueryTooLarge) as caught:
        lines(store, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (caught.value.what, caught.value.limit) == ("result", 4 * 2**20)


def test_recursion_that_overflows_the_stack_ends_one_worker_only(store: Store) -> None:
    with pytest.raises(QueryTooLarge):
        lines(store, f"SELECT * {{ ?s ?p ?o FILTER({'!' * 300_000}?o) }}")
    assert store.exists(GROMYKO)


CONFINED = """
import sys
import pyoxigraph as ox
from memograph.publish.worker import confine

store = ox.Store.read_only(sys.argv[1])
confine(2**28)
try:
    print(len(list(store.query(sys.argv[2]))))
except OSError as error:
    print(error)
"""


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("SERVICE <{url}> { ?s ?p ?o }", "Too many open files"),
        ("SERVICE SILENT <{url}> { ?s ?p ?o }", "1\n"),
        ("GRAPH <graph/authority> { <id/person/gromyko-andrei> a ?class }", "1\n"),
    ],
)
def test_a_call_past_the_policy_reaches_nobody(release: Release, listener: Listener, pattern: str, said: str) -> None:
    """The second wall alone: a confined process without any policy in front of it; reading the store still works."""
    query = f"BASE <{SITE.base}> SELECT * {{ {pattern.replace('{url}', listener.url)} }}"
    command = [sys.executable, "-c", CONFINED, str(release.store), query]
    run = subprocess.run(command, capture_output=True, text=True, timeout=20, check=True)
    assert said in run.stdout
    assert not listener.connected()


def test_the_listener_would_notice(listener: Listener) -> None:
    """The same query outside a worker does connect; the listener then closes, which the engine reports."""

    def hang_up() -> None:
        listener.socket.setblocking(True)
        listener.socket.accept()[0].close()
        seen.set()

    seen = threading.Event()
    thread = threading.Thread(target=hang_up)
    thread.start()
    result = ox.Store().query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}")
    assert isinstance(result, ox.QuerySolutions)
    with pytest.raises(OSError):
        list(result)
    thread.join()
    assert seen.is_set()


def test_a_worker_can_open_nothing(store: Store) -> None:
    assert store.exists(GROMYKO)
    for pid in children(os.getpid()):
        limits = Path(f"/proc/{pid}/limits").read_text()
        if "memograph.publish.worker" in Path(f"/proc/{pid}/cmdline").read_text():
            nofile = next(line for line in limits.splitlines() if line.startswith("Max open files"))
            assert nofile.split()[3:5] == ["0", "0"]
            sockets = [str(fd.readlink()) for fd in Path(f"/proc/{pid}/fd").iterdir()]
            assert sum(target.startswith("socket:") for target in sockets) == 1, "only the pipe to the pool"
            return
    pytest.fail("no worker was found")


def test_a_worker_killed_while_idle_is_replaced(release: Release) -> None:
    made = Pool(release.store, Limits(5.0, 2**28, 2**20), 1)
    try:
        before = set(children(os.getpid()))
        assert made.run(asked("ASK {}")).status == "ok"
        (worker,) = set(children(os.getpid())) - before
        os.kill(worker, signal.SIGKILL)
        wait_until_gone([worker])
        assert made.run(asked("ASK {}")).status == "ok"
    finally:
        made.close()


def test_workers_end_with_their_pool(release: Release) -> None:
    made = Pool(release.store, Limits(5.0, 2**28, 2**20), 2)
    before = set(children(os.getpid()))
    made.start()
    started = list(set(children(os.getpid())) - before)
    assert len(started) == 2
    made.close()
    assert wait_until_gone(started) == []
    with pytest.raises(ReleaseError):
        made.run(asked("ASK {}"))


def test_a_worker_that_grew_is_replaced(release: Release) -> None:
    made = Pool(release.store, Limits(10.0, 2**31, 2**20), 1)
    try:
        query = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } LIMIT 900000 }"
        assert made.run(asked(query)).retire
        assert not made.run(asked("ASK {}")).retire
    finally:
        made.close()


def test_strangers_leave_one_worker_to_the_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WAIT_SECONDS", 0.3)
    outcomes: list[type[Exception]] = []

    def ask() -> None:
        try:
            lines(store, CROSS_JOIN)
        except (QueryDeadline, QueryBusy) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    started = time.monotonic()
    assert store.exists(GROMYKO)
    assert time.monotonic() - started < 1.0
    for thread in threads:
        thread.join()
    assert sorted(each.__name__ for each in outcomes) == ["QueryBusy", "QueryBusy", "QueryDeadline"]


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    made = Pool(tmp_path / "nothing", Limits(1.0, 2**28, 2**20), 1)
    try:
        with pytest.raises(ReleaseError, match="nothing"):
            made.run(asked("ASK {}"))
    finally:
        made.close()


@pytest.mark.parametrize("name", ["close", "start"])
def test_a_pool_that_never_ran_can_be(release: Release, name: str) -> None:
    made = Pool(release.store, Limits(1.0, 2**28, 2**20), 1)
    action: Callable[[], None] = getattr(made, name)
    action()
    made.close()
