"""Items run in several processes of this machine; one that ends its process is tried again alone, then given up."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Worker = Callable[[Item], Outcome]

#: Items that are on their way to one process: enough that it never waits, few enough that results do not pile up.
WAITING = 12

#: Why an item is given up.
LOST = "the process that worked on it was ended twice: by a fault, for want of memory, or after too long"


def in_processes(
    make_worker: Callable[..., Worker[Item, Outcome]],
    arguments: tuple[Any, ...],
    items: Iterable[Item],
    processes: int,
    lost: Callable[[Item, str], Outcome],
) -> Iterator[Outcome]:
    """Run a worker over items, as `executors.run` says.

    A process may end in the middle of an item, by the kernel's hand or by a fault in compiled code. Nobody can tell
    then which of those under way is to blame, so each of them is tried again by itself.
    """
    stream, pool = iter(items), _Pool(make_worker, arguments, processes)
    waiting: deque[tuple[Item, Future[Outcome]]] = deque()
    try:
        while True:
            room = WAITING * processes - len(waiting)
            waiting.extend((item, pool.submit(item)) for item in islice(stream, room))
            if not waiting:
                return
            _, future = waiting[0]
            try:
                outcome = future.result()
            except BrokenProcessPool:
                pool.close()
                yield from _one_by_one(make_worker, arguments, [item for item, _ in waiting], lost)
                waiting.clear()
                pool = _Pool(make_worker, arguments, processes)
                continue
            waiting.popleft()
            yield outcome
    finally:
        pool.close()


def _one_by_one(
    make_worker: Callable[..., Worker[Item, Outcome]],
    arguments: tuple[Any, ...],
    items: Iterable[Item],
    lost: Callable[[Item, str], Outcome],
) -> Iterator[Outcome]:
    pool = _Pool(make_worker, arguments, 1)
    try:
        for item in items:
            try:
                yield pool.submit(item).result()
            except BrokenProcessPool:
                pool.close()
                pool = _Pool(make_worker, arguments, 1)
                yield lost(item, LOST)
    finally:
        pool.close()


class _Pool:
    """Processes that each made a worker; one ends with the first error that is raised in any."""

    def __init__(
        self, make_worker: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...], processes: int
    ) -> None:
        # spawn: a forked copy of a process with loaded models and threads is not safe
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(processes, context, _start, (make_worker, arguments))

    def submit(self, item: Any) -> Future[Any]:
        """Have an item worked on; where the pool is broken already, the future says so."""
        try:
            return self._pool.submit(_work, item)
        except BrokenProcessPool as error:
            broken: Future[Any] = Future()
            broken.set_exception(error)
            return broken

    def close(self) -> None:
        """End the processes; what waits is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)


_worker: Callable[[Any], Any] | None = None
_problem: Exception | None = None


def _start(make_worker: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    """Load the models of this process; BLAS gets one thread, because the processes already fill the cores."""
    global _worker, _problem
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    try:
        _worker = make_worker(*arguments)
    except Exception as error:  # raised here it would only break the pool; the first item takes it to the caller
        _problem = error


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever: it holds both ends of the queue."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "it was spawned"
    wait([parent.sentinel])
    os._exit(1)


def _work(item: Any) -> Any:
    if _worker is None:
        raise _problem or RuntimeError("the worker was not started")
    return _worker(item)
