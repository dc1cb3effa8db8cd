"""A number of places that threads take and give back. Used by pool.py."""

from __future__ import annotations

import queue


class Places:
    """So many places to take; a semaphore on a queue that is written in C, which each query passes several times."""

    def __init__(self, number: int) -> None:
        self._free: queue.SimpleQueue[None] = queue.SimpleQueue()
        for _ in range(number):
            self._free.put(None)

    def take(self, seconds: float) -> bool:
        """Take one, waiting for so long; False if none became free."""
        try:
            self._free.get(block=seconds > 0, timeout=seconds)
        except queue.Empty:
            return False
        return True

    def give_back(self) -> None:
        """Give one back."""
        self._free.put(None)
