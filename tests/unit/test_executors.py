"""Items come back in order, however they were run; a worker is made once per process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from memograph.errors import ConfigurationError
from memograph.executors import DOCUMENTS_PER_PROCESS
from memograph.executors import run as run_over
from memograph.executors.processes import WAITING
from tests.conftest import REPOSITORY


def lost(item: int, reason: str) -> tuple[int, int]:
    return item, -1


def run(
    make: Callable[..., Callable[[int], Any]], arguments: tuple[int, ...], items: list[int], n: int
) -> Iterator[Any]:
    return run_over(make, arguments, iter(items), n, lost, 60.0)


def make_worker(factor: int) -> Callable[[int], tuple[int, int]]:
    made_in = os.getpid()
    return lambda item: (factor * item, made_in)


def make_failing_worker() -> Callable[[int], int]:
    def work(item: int) -> int:
        raise ValueError(f"item {item}")

    return work


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_keep_the_order_of_the_items(processes: int) -> None:
    items = list(range(40))
    results = list(run(make_worker, (3,), items, processes))
    assert [value for value, _ in results] == [3 * item for item in items]
    pids = {pid for _, pid in results}
    assert len(pids) <= processes
    assert (os.getpid() in pids) == (processes == 1)


def test_a_small_corpus_is_not_worth_a_second_process() -> None:
    assert {pid for _, pid in run(make_worker, (1,), [1, 2, 3], 0)} == {os.getpid()}


def test_an_error_of_a_worker_reaches_the_caller() -> None:
    with pytest.raises(ValueError, match="item 0"):
        list(run(make_failing_worker, (), [0, 1], 2))


def make_no_worker() -> Callable[[int], int]:
    raise ConfigurationError("no model")


@pytest.mark.parametrize("processes", [1, 2])
def test_a_worker_that_cannot_start_says_why(processes: int) -> None:
    with pytest.raises(ConfigurationError, match="no model"):
        list(run(make_no_worker, (), [0, 1], processes))


def make_mortal() -> Callable[[int], tuple[int, int]]:
    def work(item: int) -> tuple[int, int]:
        if item in (3, 20):
            os.kill(os.getpid(), signal.SIGKILL)
        return item, os.getpid()

    return work


def test_an_item_that_ends_its_process_is_given_up_and_no_other() -> None:
    results = list(run(make_mortal, (), list(range(30)), 2))
    assert [item for item, _ in results] == list(range(30))
    assert [item for item, process in results if process == -1] == [3, 20]


def test_items_are_taken_as_there_is_room() -> None:
    taken: list[int] = []

    def stream() -> Iterator[int]:
        for item in range(500):
            taken.append(item)
            yield item

    results = run_over(make_worker, (1,), stream(), 2, lost, 60.0)
    assert next(results)[0] == 0
    assert len(taken) <= 2 * WAITING + 2 * DOCUMENTS_PER_PROCESS


def test_nothing_is_made_for_no_items() -> None:
    assert list(run(make_no_worker, (), [], 0)) == []


def make_slow() -> Callable[[int], int]:
    def work(item: int) -> int:
        time.sleep(item)
        return os.getpid()

    return work


ORPHANS = """
import time
from memograph.executors import run
from tests.unit.test_executors import lost, make_slow

if __name__ == "__main__":
    results = run(make_slow, (), iter([0, 0, 0, 60, 60]), 2, lost, 60.0)
    print(*{next(results) for _ in range(3)}, flush=True)
    time.sleep(60)
"""


def test_processes_end_with_the_one_that_started_them_however_that_ends(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(ORPHANS, encoding="utf-8")
    paths = os.pathsep.join(filter(None, (str(REPOSITORY), os.environ.get("PYTHONPATH"))))
    started = subprocess.Popen(
        [sys.executable, program], env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    assert started.stdout.readline().split(), "processes that have worked"
    started.kill()
    # ends when nobody holds the other end of the pipe any more, as a process that goes on would
    started.communicate(timeout=60)


def make_endless() -> Callable[[int], tuple[int, int]]:
    def work(item: int) -> tuple[int, int]:
        while item == 5:
            sum(range(1_000_000))  # a busy loop that lets nobody in
        return item, os.getpid()

    return work


def test_an_item_that_takes_too_long_is_given_up() -> None:
    results = list(run_over(make_endless, (), range(8), 2, lost, 0.5))
    assert [item for item, process in results if process == -1] == [5]
    assert [item for item, _ in results] == list(range(8))
