"""Query workers: starts them, hands each one task at a time, ends a late one and starts another. Used by store.py.

A worker is a plain child process with a pipe of its own. A pool library would put one pipe between all of them; pebble
5.2, tried first, answers no query any more once an idle worker has died. See docs/endpoint.md.
"""

from __future__ import annotations

import contextlib
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from multiprocessing.connection import Connection, Pipe
from typing import NoReturn

from memograph.errors import QueryBusy, QueryDeadline, QueryTooLarge, ReleaseError
from memograph.publish.engine import usage
from memograph.publish.engine.engines import Elsewhere, Source
from memograph.publish.engine.exchange import BLOCK, LAST, Answer, Limits, Task
from memograph.publish.engine.places import Places
from memograph.publish.engine.spool import MEMORY, NoRoom, Spool
from memograph.publish.engine.usage import Outcome, Run

#: Queries that may wait for a free worker, strangers' and the site's own each, and the seconds that one waits.
QUEUE = 8
WAIT_SECONDS = 5.0

#: Seconds that a new worker has to open its store.
START_SECONDS = 30.0

#: Bytes that one message of a worker may have; a longer result comes in several.
LONGEST_MESSAGE = 2**20


#: How queries end that get no answer, by the status of what the worker says.
_OUTCOMES: dict[str, Outcome] = {
    "memory": "memory",
    **dict.fromkeys(("unreachable", "late", "garbled", "elsewhere"), "failed"),
}


class _Gone(Exception):
    """The worker had ended before it took the task."""


class _Late(Exception):
    """There is no answer at the deadline."""


class Worker:
    """One query process, replaced whenever it ends; belongs to one thread at a time, but that any may close it."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source, self._limits = source, limits
        self.asked_at = 0.0  # when it got its last task; to open its store is nobody's query
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._arrivals = select.poll()
        self._ready = self._closed = False
        self._ending = threading.Lock()

    def start(self) -> None:
        """Start the process if there is none; it opens its store while we go on.

        Raises:
            ReleaseError: this worker was closed.
        """
        if self._closed:
            raise ReleaseError("The server is shutting down.")
        if self._process is not None:
            return
        ours, theirs = Pipe()
        limits = (self._limits.seconds, self._limits.memory, self._limits.result, self._limits.rows)
        source = self._source.encode() if isinstance(self._source, Elsewhere) else self._source
        arguments = [str(value) for value in (source, theirs.fileno(), *limits)]
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "memograph.publish.engine.worker", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        self._connection, self._ready = ours, False
        self._arrivals = select.poll()  # Connection.poll would make another each time
        self._arrivals.register(ours, select.POLLIN)

    def end(self) -> int:
        """End the process at once; its memory is back with the system when this returns.

        Returns:
            what it ended by, as `Popen.returncode` has it.
        """
        code = 0
        with self._ending:
            if self._process is not None:
                self._process.kill()
                code = self._process.wait()
            if self._connection is not None:
                self._connection.close()
            self._process = self._connection = None
        return code

    def close(self) -> None:
        """End the process and start no other."""
        self._closed = True
        self.end()

    def run(self, task: Task) -> Answer:
        """Have a task answered.

        Raises:
            QueryDeadline: it took too long; the process was ended.
            QueryTooLarge: the process ended because it got no more memory.
            QueryBusy: there is no room on the disk for the result.
            ReleaseError: the store cannot be opened.
        """
        try:
            return self._attempt(task)
        except _Gone:  # ended while idle, by whatever: the task is not to blame
            pass
        try:
            return self._attempt(task)
        except _Gone as error:
            raise ReleaseError(f"{self._source}: query workers end before they take a query") from error

    def _attempt(self, task: Task) -> Answer:
        connection = self._send(task)
        try:
            answer = self._receive(connection)
        except _Late:
            self._replace()
            raise QueryDeadline(self._limits.seconds) from None
        except NoRoom as error:
            self._replace()
            raise QueryBusy("there is no room for a large result") from error
        except ConnectionResetError as error:  # the task was never read
            self.end()
            raise _Gone from error
        except (EOFError, OSError) as error:
            self._after_death(error)
        if answer.retire:
            self._replace()
        return answer

    def _receive(self, connection: Connection) -> Answer:
        """Read an answer as it comes; what does not fit into one message goes into a spool."""
        until = time.monotonic() + self._limits.seconds
        message = self._message(connection, until)
        if message.startswith(LAST):
            return Answer.decode(message)
        spool = Spool()
        with contextlib.ExitStack() as unless_kept:
            unless_kept.callback(spool.close)
            while not message.startswith(LAST):
                spool.write(message[len(BLOCK) :])
                if spool.size > self._limits.result + LONGEST_MESSAGE:
                    raise OSError("the worker does not keep to its limit")
                message = self._message(connection, until)
            answer = _with_body(Answer.decode(message), spool)
            if answer.spool:
                unless_kept.pop_all()
            return answer

    def _message(self, connection: Connection, until: float) -> bytes:
        if not self._arrivals.poll(max(0.0, until - time.monotonic()) * 1000):
            raise _Late
        return connection.recv_bytes(LONGEST_MESSAGE)

    def _after_death(self, error: Exception) -> NoReturn:
        """The process ended in the middle of a task: by the kernel's timer, or because it got no more memory."""
        code = self.end()
        self.start()
        if code == -signal.SIGALRM:
            raise QueryDeadline(self._limits.seconds) from error
        raise QueryTooLarge("memory", self._limits.memory) from error

    def _send(self, task: Task) -> Connection:
        self.start()
        connection = self._connection
        assert connection is not None
        try:
            if not self._ready:
                self._wait(connection)
            self.asked_at = time.monotonic()
            connection.send_bytes(task.encode())
        except (EOFError, OSError) as error:
            self.end()
            raise _Gone from error
        return connection

    def _wait(self, connection: Connection) -> None:
        if not connection.poll(START_SECONDS):
            self.end()
            raise ReleaseError(f"{self._source}: not opened within {START_SECONDS:g} seconds")
        if problem := connection.recv_bytes():
            self.end()
            raise ReleaseError(f"{self._source}: {problem.decode(errors='replace')}")
        self._ready = True

    def _replace(self) -> None:
        self.end()
        if not self._closed:
            self.start()


def _with_body(answer: Answer, spool: Spool) -> Answer:
    """The answer with what came before its last message; its body only if that is small."""
    if not spool.size or answer.status != "ok":
        return answer
    if answer.keep is not None:
        spool.cut(answer.keep, answer.start.encode())
    spool.write(answer.body)
    whole = spool.open()  # and all of it written
    if spool.size > MEMORY:
        return replace(answer, body=b"", spool=spool)
    return replace(answer, body=whole.read())


class Pool:
    """A fixed number of workers on one store. Processes start with the first task, or with `start`, never on import."""

    def __init__(self, source: Source, limits: Limits, size: int, waiting: int = QUEUE) -> None:
        self._workers = [Worker(source, limits) for _ in range(size)]
        self._rested = list(self._workers)  # the one that rested least is taken next
        self._idle = Places(size)
        self._waiting = waiting
        shared = max(1, size - 1)
        self._strangers = Places(shared)
        self._room = {True: Places(shared + waiting), False: Places(size + waiting)}

    def start(self) -> None:
        """Start all workers."""
        for worker in self._workers:
            worker.start()

    def close(self) -> None:
        """End all workers, busy or not."""
        for worker in self._workers:
            worker.close()

    def run(self, task: Task) -> Answer:
        """Have a task answered by the next free worker; the request's usage is told how long it took.

        Raises:
            BudgetSpent: the client of the request has used what it may.
            QueryBusy: none was free in time, or too many wait already; and what `Worker.run` raises.
        """
        used = usage.current()
        used.admit(task.stranger)
        started = time.monotonic()
        outcome: Outcome = "busy"
        try:
            worker = self._take(task.stranger, used)
            started, outcome = time.monotonic(), "failed"
            try:
                answer = worker.run(task)
            finally:
                started = max(started, worker.asked_at)
                self._give_back(worker, task.stranger)
            outcome = _OUTCOMES.get(answer.status, "answered")
            return answer
        except QueryDeadline:
            outcome = "deadline"
            raise
        except QueryTooLarge:
            outcome = "memory"
            raise
        finally:
            seconds = 0.0 if outcome == "busy" else time.monotonic() - started
            used.runs.append(Run(task.stranger, seconds, outcome))

    def _take(self, stranger: bool, used: usage.Usage) -> Worker:
        """A worker for one task; strangers together never hold the last one, and few of them wait."""
        if not self._room[stranger].take(0):
            raise QueryBusy(f"{self._waiting} queries wait for a worker already")
        used.waiting(1)
        until = time.monotonic() + WAIT_SECONDS
        try:
            if not stranger or self._strangers.take(WAIT_SECONDS):
                if self._idle.take(max(0.0, until - time.monotonic())):
                    return self._rested.pop()
                if stranger:
                    self._strangers.give_back()
            self._room[stranger].give_back()
            raise QueryBusy(f"no worker was free within {WAIT_SECONDS:g} seconds")
        finally:
            used.waiting(-1)

    def _give_back(self, worker: Worker, stranger: bool) -> None:
        self._rested.append(worker)
        self._idle.give_back()
        if stranger:
            self._strangers.give_back()
        self._room[stranger].give_back()
