"""Items come back in order, however they were run; a worker is made once per process."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from memograph.errors import ConfigurationError
from memograph.executors import run


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
