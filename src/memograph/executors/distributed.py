"""Items run by the workers of a Dask cluster; one that ends its worker is tried again alone, then given up.

Dask carries items to the workers that this says and results back, and tells who comes and goes. Who has what is decided
here, and who is to blame: docs/decisions/0044-dask.md.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast
from uuid import uuid4

from memograph.errors import ClusterError
from memograph.executors.errands import Outfit, Raised, carry, describe, work

if TYPE_CHECKING:
    from distributed import Client, Future

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

#: Items that one worker has: the one it works on, and two that wait, so that it never does.
WAITING = 3

#: Seconds in which a scheduler must answer at the beginning.
CONNECT_SECONDS = 10.0

#: Seconds after which one looks whether the scheduler is still there, if nothing is heard.
SILENCE_SECONDS = 5.0

#: Bytes of one item above which Dask would warn of it; a document is as large as it is.
_LARGE = 2**40


def over_dask(
    outfit: Outfit,
    items: Iterable[Item],
    scheduler: str,
    lost: Callable[[Item, str], Outcome],
    told: Callable[[str], None],
) -> Iterator[Outcome]:
    """Run a worker over items on a Dask cluster; results come as they are ready, in no order.

    A worker that ends unasked takes several items with it; each of them is tried again on a worker that has no other.
    Workers may come and go meanwhile. With none, this waits.

    Args:
        items: taken as there is room for them, `WAITING` for each worker.
        scheduler: address, ``tcp://host:8786`` or ``tls://host:8786``; certificates are those of Dask's configuration.
        lost: makes the outcome of an item that ended its worker twice; with the reason.
        told: is told what a person should know: that there are no workers, or one that cannot be used.

    Raises:
        ClusterError: Dask is not installed, no scheduler answers or it goes away, or a worker that is there at the
            beginning is not like this process.
        Exception: what a worker raised.
    """
    with _connected(scheduler) as client:
        run = _Run[Item, Outcome](client, scheduler, outfit, iter(items), lost, told)
        yield from run.outcomes()


@contextmanager
def _connected(scheduler: str) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise ClusterError("Dask is not installed; install it with: pip install 'memograph[dask]'") from error
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE}):
        try:
            client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            reason = str(error) or type(error).__name__
            raise ClusterError(f"{scheduler}: no Dask scheduler answers there: {reason}") from error
        try:
            yield client
        finally:
            client.close()


@dataclass(eq=False)
class _Ticket(Generic[Item]):
    """An item that a worker has; `suspect`: the worker that had it before ended."""

    item: Item
    worker: str
    suspect: bool
    future: Future[Any]


class _Run(Generic[Item, Outcome]):
    """One run over items. Everything here happens in one thread, which is told what happens by `_events`."""

    def __init__(
        self,
        client: Client,
        scheduler: str,
        outfit: Outfit,
        stream: Iterator[Item],
        lost: Callable[[Item, str], Outcome],
        told: Callable[[str], None],
    ) -> None:
        self._client, self._scheduler, self._outfit, self._stream = client, scheduler, outfit, stream
        self._lost, self._told = lost, told
        self._facts = dict(outfit.alike())
        self._events: queue.SimpleQueue[tuple[str, Any, Any]] = queue.SimpleQueue()
        self._has: dict[str, list[_Ticket[Item]]] = {}  # worker → what it has
        self._asked: dict[str, Future[Any]] = {}  # worker → the question what it is like
        self._suspects, self._again = deque[Item](), deque[Item]()
        self._more, self._begun = True, False

    def outcomes(self) -> Iterator[Outcome]:
        """Do it."""
        sent = self._client.submit(carry, self._outfit, key=f"memograph-outfit-{uuid4().hex}", pure=False)
        self._client.subscribe_topic("all", self._heard)
        for worker in self._client.nthreads():
            self._ask(worker)
        waited = False
        self._settle_first()
        while True:
            self._hand_out(sent)
            if not (self._more or self._suspects or self._again or any(self._has.values())):
                return
            if not self._has and not self._asked and not waited:
                self._told(f"waiting for workers of {self._scheduler}")
            waited = not self._has and not self._asked
            yield from self._happened(*self._event())

    def _settle_first(self) -> None:
        """Hear what the workers that are there are like, before anything is read."""
        while self._asked:
            list(self._happened(*self._event()))
        self._begun = True

    def _hand_out(self, sent: Future[Any]) -> None:
        """Give workers what they have room for; suspects are given alone, so nobody gets more until those are given."""
        for most in range(WAITING):
            for worker, tickets in self._has.items():
                if self._suspects and not tickets:
                    self._give(sent, self._suspects.popleft(), worker, suspect=True)
                elif not self._suspects and len(tickets) <= most and not any(ticket.suspect for ticket in tickets):
                    self._give_next(sent, worker)

    def _give_next(self, sent: Future[Any], worker: str) -> None:
        try:
            item = self._again.popleft() if self._again else next(self._stream)
        except StopIteration:
            self._more = False
        else:
            self._give(sent, item, worker, suspect=False)

    def _give(self, sent: Future[Any], item: Item, worker: str, *, suspect: bool) -> None:
        key = f"memograph-{uuid4().hex}"
        future = self._client.submit(work, sent, item, key=key, workers=[worker], pure=False)
        ticket = _Ticket(item, worker, suspect, future)
        self._has[worker].append(ticket)
        self._tell(future, ("done", "failed"), ticket)

    def _ask(self, worker: str) -> None:
        if worker in self._has or worker in self._asked:
            return
        key = f"memograph-like-{uuid4().hex}"
        future = self._client.submit(describe, self._outfit.alike, key=key, workers=[worker], pure=False)
        self._asked[worker] = future
        self._tell(future, ("like", "unlike"), worker)

    def _tell(self, future: Future[Any], kinds: tuple[str, str], about: Any) -> None:
        """Have what becomes of a task told, as an event of one of these kinds: it is done, or came to an error."""
        assert self._client.loop is not None, "it runs"
        self._client.loop.add_callback(self._fetch, future, kinds, about)

    async def _fetch(self, future: Future[Any], kinds: tuple[str, str], about: Any) -> None:
        """Wait for a result in Dask's thread; one of a worker that ended never comes, until the future is cancelled."""
        good, bad = kinds
        try:
            self._events.put((good, about, await self._client.gather(future, asynchronous=True)))
        except Exception as error:
            self._events.put((bad, about, error))

    def _heard(self, event: tuple[float, Any]) -> None:
        """What the scheduler tells of workers, in Dask's thread."""
        said = event[1]
        if isinstance(said, Mapping) and said.get("action") in ("add-worker", "remove-worker"):
            self._events.put((said["action"], said["worker"], said.get("expected", False)))

    def _event(self) -> tuple[str, Any, Any]:
        while True:
            try:
                return self._events.get(timeout=SILENCE_SECONDS)
            except queue.Empty:
                if self._client.status not in ("running", "connecting"):
                    raise ClusterError(f"{self._scheduler}: the scheduler is gone") from None

    def _happened(self, kind: str, about: Any, said: Any) -> Iterator[Outcome]:
        """Take in what happened; what is heard of a worker that ended, or of what it had, is past."""
        if kind == "add-worker":
            self._ask(about)
        elif kind == "remove-worker":
            yield from self._left(about, asked_to=bool(said))
        elif kind in ("like", "unlike"):
            self._answered(about, said)
        elif self._took(about):
            if isinstance(said, Raised):
                raise said.error
            if kind == "done":
                yield cast(Outcome, said)
            else:
                yield from self._failed(about, said)

    def _answered(self, worker: str, said: Any) -> None:
        """A worker is like this process, or of no use: before anything has begun nobody wants to go on without it."""
        if self._asked.pop(worker, None) is None:
            return
        wrong = f"cannot be asked what it has: {said}" if isinstance(said, BaseException) else self._unlike(said)
        if not wrong:
            self._has[worker] = []
        elif self._begun:
            self._told(f"worker {worker} is not used: it {wrong}")
        else:
            raise ClusterError(f"worker {worker} {wrong}")

    def _took(self, ticket: _Ticket[Item]) -> bool:
        """Whether a worker had this, which it now has no more."""
        tickets = self._has.get(ticket.worker, [])
        if ticket not in tickets:
            return False
        tickets.remove(ticket)
        return True

    def _left(self, worker: str, asked_to: bool) -> Iterator[Outcome]:
        """A worker is gone: what it had is suspect, unless somebody asked it to go."""
        if question := self._asked.pop(worker, None):
            question.cancel()
        for ticket in self._has.pop(worker, []):
            ticket.future.cancel()
            if asked_to:
                (self._suspects if ticket.suspect else self._again).append(ticket.item)
            else:
                yield from self._ended_by(ticket)

    def _ended_by(self, ticket: _Ticket[Item]) -> Iterator[Outcome]:
        if ticket.suspect:
            yield self._lost(ticket.item, "it ended two workers: by a fault, for want of memory, or after too long")
        else:
            self._suspects.append(ticket.item)

    def _failed(self, ticket: _Ticket[Item], error: Exception) -> Iterator[Outcome]:
        """A task came to an error, which is Dask's: what a worker raises is a result (`Raised`)."""
        from distributed import KilledWorker

        if not isinstance(error, KilledWorker):
            said = f"{type(error).__name__}: {error}"
            raise ClusterError(f"{self._scheduler}: the cluster let go of the work: {said}") from error
        yield from self._ended_by(ticket)

    def _unlike(self, facts: Mapping[str, str]) -> str:
        """Why results of a worker with these would be others than those of this process; empty if they would not."""
        here = self._facts
        unlike = [name for name in sorted({*facts, *here}) if here.get(name) != facts.get(name)]
        told = ", ".join(f"{name} {facts.get(name, 'none')} and not {here.get(name, 'none')}" for name in unlike)
        return f"has {told}, so its results would be others; install there what is installed here" if told else ""
