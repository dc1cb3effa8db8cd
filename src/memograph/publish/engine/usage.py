"""What one request has had done for it: its queries' time in workers, how they ended. Between pool.py and admission.py.

pool.py tells; admission.py charges the client for it and metrics.py counts it once the request has been answered. What
no request asked for (a canary, a test) is told to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

#: What is noted for the access log in the WSGI environment: address of the client, version of the release, the query.
CLIENT, RELEASE, QUERY = "memograph.client", "memograph.release", "memograph.query"

#: How a query ended: with an answer (of whatever status), or by the limit that ended its worker, or without a worker.
Outcome = Literal["answered", "deadline", "memory", "busy", "failed"]


@dataclass(frozen=True, slots=True)
class Run:
    """One query.

    Args:
        stranger: whether a stranger wrote it.
        seconds: wall-clock time in a worker, 0 if it got none.
        outcome: how it ended.
    """

    stranger: bool
    seconds: float
    outcome: Outcome


def unheard(change: int) -> None:
    """Nobody counts who waits."""


def _anybody(stranger: bool) -> None:
    """Nobody is refused."""


@dataclass(slots=True)
class Usage:
    """What one request has used.

    Args:
        waiting: called with 1 when a query of the request begins to wait for a worker, with -1 when it no longer does.
        admit: called before a query, with whether a stranger wrote it; raises what refuses it.
        runs: its queries, in order.
        release: version of the one that the request was answered from, empty where it needed none.
        cache_hits, cache_misses: results that were there already, and that were not.
    """

    waiting: Callable[[int], None] = unheard
    admit: Callable[[bool], None] = _anybody
    runs: list[Run] = field(default_factory=list)
    cache_hits: int = 0
    cache_misses: int = 0
    release: str = ""

    def seconds(self, stranger: bool) -> float:
        """Wall-clock seconds in workers, of strangers' queries or of the site's own."""
        return sum(run.seconds for run in self.runs if run.stranger is stranger)


_current: ContextVar[Usage | None] = ContextVar("memograph_usage", default=None)


def begin(usage: Usage) -> None:
    """From here on, what this thread asks for is done for this request."""
    _current.set(usage)


def current() -> Usage:
    """The usage of the request that this thread answers; one that nobody reads where there is none."""
    return _current.get() or Usage()


def end() -> None:
    """The request is answered."""
    _current.set(None)
