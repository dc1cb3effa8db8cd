"""What a web process keeps of its answers, in memory: results of queries (here), and whole answers (shortcut.py).

What identifies a result is the release, the task as it would go to a worker (text of the query, dataset, limits) and
the format. Only complete results are kept; the least recently used go first (cachetools). Threads share all of it.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from cachetools import LRUCache

from memograph.errors import BudgetSpent
from memograph.publish.engine import usage
from memograph.publish.engine.exchange import Answer, Task

#: An entry larger than this part of the whole is not kept: it would push out too many others.
LARGEST_PART = 1 / 8

#: Bytes that an entry takes besides its body, about.
ENTRY_BYTES = 1500

#: NOW, RAND, UUID, STRUUID give a value of the moment (SPARQL 1.1 Query, sections 17.4.2.12 to 13, 17.4.4.5, 17.4.5.1).
#: Who spells ASCII with codepoint escapes may mean one of them. Linear in the length of the query, whatever it holds.
_MOMENTARY = re.compile(r"(?:NOW|RAND|UUID)\s*[(#]|\\u00[0-7]|\\U000000[0-7]", re.IGNORECASE)


def momentary(query: str) -> bool:
    """Whether a query may give another result each time on the same release; some that do not are taken for such."""
    return _MOMENTARY.search(query) is not None


def key(*parts: str | bytes) -> bytes:
    """A key of what `parts` identify, of the same length whatever their length."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.digest()


@dataclass(frozen=True, slots=True)
class CacheFigures:
    """What is kept now: number of entries, their bytes. Hits and misses are counted by request (usage.py)."""

    entries: int
    bytes: int


class Cache:
    """Values by key, up to a number of bytes (0: none); the least recently used one goes first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: LRUCache[bytes, tuple[Any, int]] = LRUCache(size, getsizeof=lambda entry: entry[1])
        self._lock = threading.Lock()

    def get(self, name: bytes) -> Any:
        """What is kept under this key, None if nothing is."""
        with self._lock:
            entry = self._entries.get(name)
        return entry[0] if entry else None

    def put(self, name: bytes, value: object, body: int) -> None:
        """Keep a value whose body has so many bytes, unless it is too large."""
        size = body + ENTRY_BYTES
        if size <= self._size * LARGEST_PART:
            with self._lock:
                self._entries[name] = (value, size)

    def figures(self) -> CacheFigures:
        """What is kept now."""
        with self._lock:
            return CacheFigures(len(self._entries), int(self._entries.currsize))


class Results:
    """Results of queries; one query that many ask at once runs once.

    Args:
        waiting: requests that may wait for a result that another request has asked for; others run their query.
    """

    def __init__(self, cache: Cache, waiting: int) -> None:
        self._cache = cache
        self._running: dict[tuple[bytes, ...], Future[Answer | None]] = {}
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(max(1, waiting))

    def answer(self, version: str, task: Task, run: Callable[[Task], Answer]) -> Answer:
        """The answer to a task on the release `version`: kept, or from whoever runs it already, or by running it now.

        Raises:
            MemographError: whatever `run` raises, here or there.
        """
        if momentary(task.query):
            return run(task)
        digest = key(version, replace(task, formats={}).encode())
        names = tuple(digest + f"{form} {name}".encode() for form, name in task.formats.items())
        with self._lock:
            running = self._running.get(names)
            # a query has one form, so one of the formats at most has a result
            found: Answer | None = next(filter(None, map(self._cache.get, names)), None)
            if found is None and running is None:
                self._running[names] = Future()
        if found is None and running is not None:
            found = self._other(running)
        if found is not None:
            usage.current().cache_hits += 1
            return found
        usage.current().cache_misses += 1
        return run(task) if running is not None else self._first(names, digest, task, run)

    def _other(self, running: Future[Answer | None]) -> Answer | None:
        """The answer that another request waits for, None where it cannot be shared."""
        if not self._room.acquire(blocking=False):
            return None
        try:
            return running.result()
        finally:
            self._room.release()

    def _first(self, names: tuple[bytes, ...], digest: bytes, task: Task, run: Callable[[Task], Answer]) -> Answer:
        """Run a task, and give its answer to those who ask for the same meanwhile."""
        running = self._running[names]
        shared: Answer | None = None
        try:
            answer = run(task)
            shared = None if answer.spool else answer  # a file is for one request
            if shared is not None and answer.status == "ok":
                name = digest + f"{answer.form} {task.formats[answer.form]}".encode()
                self._cache.put(name, answer, len(answer.body))
            return answer
        except BudgetSpent:  # that is this client's affair
            raise
        except BaseException as error:
            running.set_exception(error)
            raise
        finally:
            with self._lock:
                del self._running[names]
            if not running.done():
                running.set_result(shared)
