"""A limit of processor time for one item, for workers that have a process of their own. Used by the executors.

Text that is none (thousands of brackets in one line) can keep an algorithm busy for hours, in compiled code that looks
at no clock. The kernel does: SIGPROF, unless handled, ends the process, and what ends its process twice is given up.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


def limited(
    make_worker: Callable[..., Callable[[Item], Outcome]], seconds: float, *arguments: Any
) -> Callable[[Item], Outcome]:
    """Make a worker that may take so much processor time for an item; its process ends where one takes more."""
    worker = make_worker(*arguments)

    def work(item: Item) -> Outcome:
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            return worker(item)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)

    return work
