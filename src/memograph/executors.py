"""How a build runs its documents: one after another, or in several processes. build.py says what is run.

An executor is given a way to make a worker (which loads models once) and items; it yields results in the order of the
items, so that the outcome does not depend on how it was run.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Worker = Callable[[Item], Outcome]

#: Below this many documents a second process costs more (loading the model) than it saves.
DOCUMENTS_PER_PROCESS = 12


def run(
    make_worker: Callable[..., Worker[Item, Outcome]], arguments: tuple[Any, ...], items: list[Item], processes: int
) -> Iterator[Outcome]:
    """Run a worker over items, in this process or in several.

    Args:
        make_worker: called once per process with `arguments`; must be importable by name, and its arguments picklable.
        processes: how many; 0 for one per core, but not more than the number of documents is worth.
    """
    wanted = processes or min(os.cpu_count() or 1, 1 + len(items) // DOCUMENTS_PER_PROCESS)
    if wanted == 1:
        return map(make_worker(*arguments), items)
    return _in_processes(make_worker, arguments, items, wanted)


def _in_processes(
    make_worker: Callable[..., Worker[Item, Outcome]], arguments: tuple[Any, ...], items: Iterable[Item], wanted: int
) -> Iterator[Outcome]:
    # spawn: a forked copy of a process with loaded models and threads is not safe
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(wanted, context, _start, (make_worker, arguments)) as pool:
        waiting: deque[Future[Outcome]] = deque()
        for item in items:
            waiting.append(pool.submit(_work, item))
            if len(waiting) > 4 * wanted:  # bounded, so that results do not pile up before they are taken
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


_worker: Callable[[Any], Any] | None = None
_problem: Exception | None = None


def _start(make_worker: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    """Load the models of this process; BLAS gets one thread, because the processes already fill the cores."""
    global _worker, _problem
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    try:
        _worker = make_worker(*arguments)
    except Exception as error:  # raised here it would only break the pool; the first item takes it to the caller
        _problem = error


def _work(item: Any) -> Any:
    if _worker is None:
        raise _problem or RuntimeError("the worker was not started")
    return _worker(item)
