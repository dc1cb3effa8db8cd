"""Query workers: what they answer, what ends them, what they cannot reach. Real processes on a real release."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.errors import QueryBusy, QueryDeadline, QueryRefused, QuerySyntaxError, QueryTooLarge, ReleaseError
from memograph.publish.engine import pool, usage
from memograph.publish.engine.exchange import Limits, Task
from memograph.publish.engine.pool import Pool
from memograph.publish.engine.usage import Usage
from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store
from memograph.release import Release
from tests.publish_sample import HURRIED, PATIENT, SITE, children, wait_until_gone

FORMATS = {"SELECT": "csv", "ASK": "json", "CONSTRUCT": "nt", "DESCRIBE": "nt"}
GROMYKO = SITE.thing("person", "gromyko-andrei")
CROSS_JOIN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def asked(query: str, **more: object) -> Task:
    return Task(query, SITE.base, FORMATS, **{"stranger": True, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def store(release: Release, settings: PublishSettings) -> Iterator[Store]:
    opened = Store(release, settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def hurried(release: Release, settings: PublishSettings) -> Iterator[Store]:
    """For tests of what runs into its deadline; the others have time, on whatever machine."""
    opened = Store(release, replace(settings, query_seconds=HURRIED))
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
        ("SELECT *\nWHERE { ?s ?p ?o\n", 2, 7, "line 2, column 7: the “{” that opens here is never closed."),
        ("SELECT nothing { }", 1, 8, "line 1, column 8: reading stopped near “nothing”."),
        ("SELECT ?\\u0061 { ?a ex:b 1 }", 1, 16, "(Places are counted after its codepoint escapes were decoded.)"),
        ("SELECT ?\\uD800 {}", 1, 9, "\\uD800 is not a Unicode character."),
        ("\n  SELEKT * {}", 2, 3, "DESCRIBE at line 2, column 3, found “SELEKT”."),
    ],
)
def test_syntax_error_has_its_position(store: Store, query: str, line: int, column: int, said: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        lines(store, query)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.reason.endswith(said)


def test_unknown_function_is_an_error_of_the_query(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="http://x/f"):
        lines(store, "SELECT (<http://x/f>(1) AS ?x) {}")


def test_deadline_ends_the_worker_and_the_next_query_works(hurried: Store) -> None:
    hurried.start()
    before = set(children(os.getpid()))
    started = time.monotonic()
    with pytest.raises(QueryDeadline):
        lines(hurried, CROSS_JOIN)
    assert HURRIED - 0.1 < time.monotonic() - started < 10 * HURRIED, "by itself it would take years"
    after = set(children(os.getpid()))
    assert len(before - after) == len(after - before) == 1, "the worker was replaced, before anybody asked for another"
    assert lines(hurried, "SELECT ?x { BIND(1 AS ?x) }") == ["x", "1"]


def test_memory_cap(store: Store) -> None:
    with pytest.raises(QueryTooLarge) as caught:
        lines(store, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d")
    assert (caught.value.what, caught.value.limit) == ("memory", 256 * 2**20)
    assert store.exists(GROMYKO)


def test_result_cap(store: Store) -> None:
    with pytest.raises(QueryTooLarge) as caught:
        lines(store, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (caught.value.what, caught.value.limit) == ("result", 4 * 2**20)


@pytest.mark.parametrize("rows", [6000, 12000])
def test_a_disk_that_is_full(release: Release, rows: int) -> None:
    """Found out while a result arrives, or with what the file's buffer held back; then the next one has room again."""
    query = f"SELECT ?x ?a ?d {{ ?a ?b ?c . ?d ?e ?f BIND(REPLACE('{'x' * 100}', 'x', 'xxxxx') AS ?x) }} LIMIT {rows}"
    made = Pool(release.store, Limits(PATIENT, 2**29, 2**24), 1)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        whole = made.run(asked(query))
        assert whole.spool is not None
        with whole.spool.open() as file:
            size = len(file.read())
        resource.setrlimit(resource.RLIMIT_FSIZE, (size - 100, before[1]))
        with pytest.raises(QueryBusy, match="no room"):
            made.run(asked(query))
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        again = made.run(asked(query))
        assert again.spool is not None
        again.spool.close()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        made.close()


def test_recursion_that_overflows_the_stack_ends_one_worker_only(store: Store) -> None:
    with pytest.raises(QueryTooLarge):
        lines(store, f"SELECT * {{ ?s ?p ?o FILTER({'!' * 300_000}?o) }}")
    assert store.exists(GROMYKO)


def test_a_worker_has_one_socket_the_pipe_to_its_pool(store: Store) -> None:
    assert store.exists(GROMYKO)
    for pid in children(os.getpid()):
        if "memograph.publish.engine.worker" in Path(f"/proc/{pid}/cmdline").read_text():
            opened = [str(descriptor.readlink()) for descriptor in Path(f"/proc/{pid}/fd").iterdir()]
            assert sum(target.startswith("socket:") for target in opened) == 1
            status = Path(f"/proc/{pid}/status").read_text()
            assert "NoNewPrivs:\t1" in status
            assert "Seccomp:\t2" in status
            return
    pytest.fail("no worker was found")


def test_a_store_of_many_files(tmp_path: Path) -> None:
    """RocksDB opens 16 files at the start and the others when a query needs them: confinement must leave that."""
    written = ox.Store(str(tmp_path))
    for number in range(6):
        graph = ox.NamedNode(f"http://g.test/{number}")
        triples = [
            (ox.NamedNode(f"http://s.test/{number}-{n}"), ox.NamedNode("http://p.test/"), ox.Literal(f"{n} {number}"))
            for n in range(50)
        ]
        written.bulk_extend(ox.Quad(*triple, graph) for triple in triples)
        written.bulk_extend(ox.Quad(*triple) for triple in triples)
    written.flush()
    del written
    assert len(list(tmp_path.glob("*.sst"))) > 32
    made = Pool(tmp_path, Limits(PATIENT, 2**28, 2**20), 1)
    try:
        query = "SELECT (COUNT(DISTINCT ?o) AS ?n) (COUNT(?t) AS ?m) { GRAPH ?g { ?s ?p ?o } ?t ?q ?o }"
        assert made.run(asked(query)).body.decode().splitlines() == ["n,m", "300,300"]
    finally:
        made.close()


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
    made = Pool(release.store, Limits(PATIENT, 2**31, 2**20), 1)
    try:
        query = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f } LIMIT 900000 }"
        assert made.run(asked(query)).retire
        assert not made.run(asked("ASK {}")).retire
    finally:
        made.close()


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_strangers_leave_one_worker_to_the_pages(hurried: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WAIT_SECONDS", 0.3)
    outcomes: list[type[Exception]] = []
    hurried.start()

    def ask() -> None:
        try:
            lines(hurried, CROSS_JOIN)
        except (QueryDeadline, QueryBusy) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    wait_until(lambda: outcomes.count(QueryBusy) == 2)
    assert hurried.exists(GROMYKO)
    assert outcomes == [QueryBusy, QueryBusy], "the third one is still running"
    for thread in threads:
        thread.join()
    assert sorted(each.__name__ for each in outcomes) == ["QueryBusy", "QueryBusy", "QueryDeadline"]


def test_a_full_line_is_answered_at_once(release: Release) -> None:
    """The order tells: were they to wait, they would be told after the query that holds the worker."""
    made = Pool(release.store, Limits(4.0, 2**28, 2**20), 2, 1)
    told: list[tuple[str, float]] = []  # and the seconds in the line

    def ask(stranger: bool) -> None:
        request = Usage()
        usage.begin(request)
        started = time.monotonic()
        with contextlib.suppress(QueryDeadline, QueryBusy):
            made.run(asked(CROSS_JOIN if stranger else "ASK {}", stranger=stranger))
        (run,) = request.runs
        told.append((run.outcome, time.monotonic() - started - run.seconds))

    try:
        made.start()
        assert made.run(asked("ASK {}")).status == "ok"
        threads = [threading.Thread(target=ask, args=(True,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(told) == 4)
        ask(False)
        for thread in threads:
            thread.join()
        assert [outcome for outcome, _ in told] == ["busy"] * 4 + ["answered"] + ["deadline"] * 2, (
            "one runs, one waits, nobody else; the site's own queries wait in a line of their own"
        )
        assert told[6][1] > 3.0, "the time in the line is not the query's"
    finally:
        made.close()


@pytest.mark.parametrize("place", ["end", "beginning"])
def test_a_damaged_store_is_no_mistake_of_the_query(
    release: Release, tmp_path: Path, capfd: pytest.CaptureFixture[str], place: str
) -> None:
    """What RocksDB reads when it opens a file stands at its end, the data before it."""
    shutil.copytree(release.store, tmp_path / "store")
    for file in (tmp_path / "store").glob("*.sst"):
        whole = file.read_bytes()
        noise = b"?" * (len(whole) // 4)
        file.write_bytes(noise + whole[len(noise) :] if place == "beginning" else whole[: -len(noise)] + noise)
    damaged = Store(Release(tmp_path, release.manifest), PublishSettings(tmp_path, query_seconds=20.0, workers=1))
    try:
        with pytest.raises(ReleaseError, match="Corruption"):
            lines(damaged, "SELECT * { ?s ?p ?o }")
    finally:
        damaged.close()
    assert "Traceback" not in capfd.readouterr().err


def test_describe_has_one_order(store: Store) -> None:
    """The engine's own is another one each time."""
    told = {store.answer(asked(f"DESCRIBE <{GROMYKO}>{' ' * more}")).body for more in range(4)}
    assert len(told) == 1


def test_who_asks_first_is_not_charged_for_the_start_of_a_worker(release: Release) -> None:
    made, request = Pool(release.store, Limits(5.0, 2**28, 2**20), 1), Usage()
    usage.begin(request)
    started = time.monotonic()
    try:
        made.run(asked("ASK {}"))
    finally:
        usage.end()
        made.close()
    assert 0 < request.seconds(stranger=True) < (time.monotonic() - started) / 3


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
