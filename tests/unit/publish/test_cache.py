"""What is kept of answers to queries: how much, what never, and that one query which many ask at once runs once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from memograph.errors import BudgetSpent, QueryDeadline
from memograph.publish.engine import usage
from memograph.publish.engine.exchange import Answer, Task
from memograph.publish.http.cache import ENTRY_BYTES, Cache, Results, key, momentary

TASK = Task("SELECT * { ?s ?p ?o }", "http://memograph.test/", {"SELECT": "json", "ASK": "json"}, stranger=True)
KIB = 2**10


def running(counted: list[Task], answer: Answer | None = None) -> Callable[[Task], Answer]:
    def run(task: Task) -> Answer:
        counted.append(task)
        return answer or Answer("ok", "SELECT", body=f"{len(counted)}".encode())

    return run


def results(size: int = KIB * KIB, waiting: int = 8) -> Results:
    return Results(Cache(size), waiting)


def test_a_result_is_found_by_release_task_and_format() -> None:
    kept, ran = results(), list[Task]()
    first = kept.answer("a", TASK, running(ran))
    assert kept.answer("a", TASK, running(ran)) is first
    others = (
        replace(TASK, query=TASK.query + " LIMIT 1"),
        replace(TASK, default_graphs=["http://memograph.test/graph"]),
        replace(TASK, default_graphs=[]),
        replace(TASK, named_graphs=["http://memograph.test/graph"]),
        replace(TASK, formats={"SELECT": "xml"}),
    )
    for other in others:
        assert kept.answer("a", other, running(ran)) is not first
    assert kept.answer("b", TASK, running(ran)) is not first
    assert ran == [TASK, *others, TASK]


def test_formats_of_other_forms_of_query_make_no_difference() -> None:
    kept, ran = results(), list[Task]()
    first = kept.answer("a", TASK, running(ran))
    assert kept.answer("a", replace(TASK, formats={"SELECT": "json", "CONSTRUCT": "ttl"}), running(ran)) is first


def test_only_complete_results_are_kept() -> None:
    kept, ran = results(), list[Task]()
    for answer in (Answer("unacceptable", "CONSTRUCT"), Answer("ok", "SELECT", body=bytes(KIB * KIB))):
        kept.answer("a", TASK, running(ran, answer))
        kept.answer("a", TASK, running(ran, answer))
    assert len(ran) == 4


def test_the_cache_stays_below_its_size_and_drops_what_was_used_least() -> None:
    size = 16 * (ENTRY_BYTES + KIB)
    cache = Cache(size)
    for number in range(100):
        cache.put(key(str(number)), number, KIB)
        assert cache.get(key("0")) == 0
        assert cache.figures().bytes <= size
    assert cache.figures().entries == 16
    assert [number for number in range(100) if cache.get(key(str(number))) is not None] == [0, *range(85, 100)]


def test_a_cache_of_no_size_keeps_nothing() -> None:
    kept, ran = results(0), list[Task]()
    kept.answer("a", TASK, running(ran))
    kept.answer("a", TASK, running(ran))
    assert len(ran) == 2


def test_keys_do_not_run_together() -> None:
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key("abc", "")}) == 4


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (NOW() AS ?n) {}",
        "SELECT (now\n( ) AS ?n) {}",
        "SELECT (Rand # of course\n () AS ?n) {}",
        "SELECT (STRUUID() AS ?n) {}",
        r"SELECT (N\u004fW() AS ?n) {}",
        r"SELECT (N\U0000004fW() AS ?n) {}",
    ],
)
def test_what_is_of_the_moment_is_not_kept(query: str) -> None:
    assert momentary(query)
    kept, ran = results(), list[Task]()
    kept.answer("a", replace(TASK, query=query), running(ran))
    kept.answer("a", replace(TASK, query=query), running(ran))
    assert len(ran) == 2


@pytest.mark.parametrize(
    "query", ["SELECT ?now { ?s ?p ?now }", r"ASK { ?s ?p 'é\u00e9', '(NOW)' }", "ASK { ?uuid ?p 1 }"]
)
def test_what_only_looks_like_it_is_kept(query: str) -> None:
    assert not momentary(query)


class Slow:
    """Answers once it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.started, self.go, self.count, self.error = threading.Event(), threading.Event(), 0, error

    def __call__(self, task: Task) -> Answer:
        self.count += 1
        self.started.set()
        assert self.go.wait(20)
        if self.error:
            raise self.error
        return Answer("ok", "SELECT", body=b"slow")


def ask_together(kept: Results, slow: Slow, clients: int) -> list[object]:
    """Ask the same from several threads, the others while the first is running; answers or errors."""
    given: list[object] = []
    room = kept._room._value

    def ask() -> None:
        try:
            given.append(kept.answer("a", TASK, slow).body)
        except QueryDeadline as error:
            given.append(error)

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    threads[0].start()
    assert slow.started.wait(20)
    for thread in threads[1:]:
        thread.start()
    until = time.monotonic() + 20
    while slow.count + room - kept._room._value < clients and time.monotonic() < until:
        time.sleep(0.01)
    slow.go.set()
    for thread in threads:
        thread.join()
    return given


def test_one_query_asked_by_many_at_once_runs_once() -> None:
    slow = Slow()
    assert ask_together(results(), slow, 6) == [b"slow"] * 6
    assert slow.count == 1


def test_it_runs_once_when_it_fails_too() -> None:
    slow = Slow(QueryDeadline(2.0))
    assert ask_together(results(), slow, 3) == [slow.error] * 3
    assert slow.count == 1


def test_no_more_than_some_wait_for_another_request() -> None:
    slow = Slow()
    assert ask_together(results(waiting=1), slow, 4) == [b"slow"] * 4
    assert slow.count == 3


def test_hits_and_misses_are_told_to_the_request() -> None:
    seen = usage.Usage()
    usage.begin(seen)
    try:
        kept = results()
        for _ in range(3):
            kept.answer("a", TASK, running([]))
    finally:
        usage.end()
    assert (seen.cache_hits, seen.cache_misses) == (2, 1)


def test_a_spent_budget_is_nobody_elses() -> None:
    kept, ran, waits = results(), list[Task](), threading.Event()
    found: list[Answer] = []

    def refused(task: Task) -> Answer:
        other.start()
        assert waits.wait(5)
        time.sleep(0.1)
        raise BudgetSpent("seconds", 60, 5)

    def ask() -> None:
        waits.set()
        found.append(kept.answer("a", TASK, running(ran)))

    other = threading.Thread(target=ask)
    with pytest.raises(BudgetSpent):
        kept.answer("a", TASK, refused)
    other.join(5)
    assert [answer.status for answer in found] == ["ok"]
