"""A turn with an index of the release: few at a time, each charged to the client, as queries are.

For what strangers ask of names.sqlite and pages.sqlite, which are read in the web process itself: each bounds what it
reads and has a deadline, so nothing has to be killed. More than two at a time would only take turns at the interpreter,
and keep the site's pages waiting.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from memograph.errors import QueryBusy, QueryDeadline
from memograph.publish.engine import usage
from memograph.publish.engine.usage import Outcome, Run

#: Requests of a web process that read an index at once, and that wait for it; the next is refused.
AT_ONCE, WAITING = 2, 8

#: Seconds that one waits.
WAIT_SECONDS = 5.0

_turns, _room = BoundedSemaphore(AT_ONCE), BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def turn() -> Iterator[None]:
    """A turn, for as long as the context lasts; as a decorator, for each call.

    Raises:
        BudgetSpent: the client has used what it may.
        QueryBusy: no turn was to be had.
    """
    used = usage.current()
    used.admit(True)
    started: float | None = None
    outcome: Outcome = "busy"
    try:
        with _taken(used):
            started, outcome = time.monotonic(), "answered"
            yield
    except QueryDeadline:
        outcome = "deadline"
        raise
    finally:
        used.runs.append(Run(True, 0.0 if started is None else time.monotonic() - started, outcome))


@contextmanager
def _taken(used: usage.Usage) -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise QueryBusy(f"{WAITING} requests wait for the index already")
    try:
        used.waiting(1)
        try:
            taken = _turns.acquire(timeout=WAIT_SECONDS)
        finally:
            used.waiting(-1)
        if not taken:
            raise QueryBusy(f"no turn with the index within {WAIT_SECONDS:g} seconds")
        try:
            yield
        finally:
            _turns.release()
    finally:
        _room.release()
