"""A turn with the index of names: few at a time, each charged to the client and with a deadline, as queries are.

The index is read in the web process itself: what a batch may take is bounded by its size, so nothing has to be killed.
More than two at a time would only take turns at the interpreter, and keep the site's pages waiting.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from memograph.errors import QueryBusy, QueryDeadline
from memograph.publish.engine import usage
from memograph.publish.engine.usage import Outcome, Run
from memograph.publish.http.context import publication
from memograph.publish.reconcile.names import Names, open_names

#: Requests of a web process that read the index at once, and that wait for it; the next is refused.
AT_ONCE, WAITING = 2, 8

#: Seconds that one waits.
WAIT_SECONDS = 5.0

_turns, _room = BoundedSemaphore(AT_ONCE), BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def index() -> Iterator[Names]:
    """The index of the release that answers the request.

    Raises:
        BudgetSpent: the client has used what it may.
        QueryBusy: no turn was to be had.
        QueryDeadline: it took too long.
        NotFound: the release has no index.
    """
    used = usage.current()
    used.admit(True)
    here = publication()
    started, outcome = time.monotonic(), "busy"
    try:
        with _turn(used):
            started, outcome = time.monotonic(), "answered"
            with open_names(here.store.release, here.settings.query_seconds) as names:
                yield names
    except QueryDeadline:
        outcome = "deadline"
        raise
    finally:
        seconds = 0.0 if outcome == "busy" else time.monotonic() - started
        used.runs.append(Run(True, seconds, _OUTCOMES[outcome]))


_OUTCOMES: dict[str, Outcome] = {"busy": "busy", "answered": "answered", "deadline": "deadline"}


@contextmanager
def _turn(used: usage.Usage) -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise QueryBusy(f"{WAITING} requests wait for the index of names already")
    try:
        used.waiting(1)
        try:
            taken = _turns.acquire(timeout=WAIT_SECONDS)
        finally:
            used.waiting(-1)
        if not taken:
            raise QueryBusy(f"no turn with the index of names within {WAIT_SECONDS:g} seconds")
        try:
            yield
        finally:
            _turns.release()
    finally:
        _room.release()
