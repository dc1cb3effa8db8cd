"""Connections of clients that are slow, or pretend to be: nobody holds a thread without sending or taking something.

gunicorn's threads read a request while it arrives, and its only loop lingers after an answer, so that a few dozen
half-open connections, or clients that do not hang up, hold up everybody else. Here a connection collects its next
request, and a thread gets it once it is whole. Used by arrivals.py, whose loop watches all connections. A proxy in
front (docs/deploy.md) does the same for more connections than one server should have.
"""

from __future__ import annotations

import contextlib
import errno
import re
import socket
import time
from collections.abc import Callable
from typing import Any, cast

from gunicorn.http import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

#: Seconds that a whole request may take to arrive.
ARRIVAL_SECONDS = 10.0

#: Seconds without any progress, and bytes a second on average, below which a client that is sent something is cut off.
STALL_SECONDS, SLOWEST = 10.0, 4096

#: Bytes that the head and the body of a request may have to be collected by the loop; a thread reads a larger body.
MOST_HEAD, MOST_BODY = 2**16, 2**20

#: Bytes of a request up to which it is kept for whoever wants to know the next one like it.
MOST_KNOWN = 2**14

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n")
_EXPECT = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n")
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class PacedSocket(socket.socket):
    """A client's socket that gives up on who stalls as if it had hung up; a thread reads a request until `due`."""

    due = 0.0

    #: The request that a thread answers, as it was received; empty if it is long or did not come alone.
    request = b""

    def setblocking(self, flag: bool) -> None:
        """Never without end: a thread waits `STALL_SECONDS` at most."""
        self.settimeout(STALL_SECONDS if flag else 0.0)

    def recv(self, *arguments: Any) -> bytes:
        """Receive; for a thread, until the request is due."""
        if not (patience := self.gettimeout()):
            return super().recv(*arguments)
        left = self.due - time.monotonic()
        try:
            self.settimeout(max(0.001, min(patience, left)))
            return super().recv(*arguments)
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "the client stopped sending") from error
        finally:
            self.settimeout(patience)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send all of it, in as long as a slow client needs."""
        rest, started = memoryview(data).cast("B"), time.monotonic()
        total = len(rest)
        while rest:
            try:
                rest = rest[self.send(rest, flags) :]
            except TimeoutError as error:
                raise BrokenPipeError(errno.EPIPE, "the client stopped reading") from error
            if total - len(rest) < (time.monotonic() - started - STALL_SECONDS) * SLOWEST:
                raise BrokenPipeError(errno.EPIPE, "the client reads too slowly")

    def sendfile(self, *arguments: Any, **named: Any) -> int:
        """Send a file; a client that takes nothing is gone."""
        try:
            return super().sendfile(*arguments, **named)
        except TimeoutError as error:
            raise BrokenPipeError(errno.EPIPE, "the client stopped reading") from error


class Connection(TConn):
    """A client's connection, and what has come of its next request.

    Args:
        linger: called with this connection when its last answer was sent; whether it will be closed later.
    """

    def __init__(
        self, process: ThreadWorker, sock: PacedSocket, address: Any, server: Any, linger: Callable[[Connection], bool]
    ) -> None:
        super().__init__(process.cfg, sock, address, server)
        self.data_ready = True  # gunicorn need not wait for data: a thread gets whole requests only
        self._paced, self._linger = sock, linger
        self.watched = False  # whether the loop is told when something arrives
        self.begin()

    def begin(self, received: bytes = b"") -> None:
        """Wait for the next request, of which there may be something already."""
        self.received = bytearray(received)
        self._looked = 0
        self._needed: int | None = None  # bytes of the whole request; -1: up to an empty line at the end

    def close(self, graceful: bool = False) -> None:
        """Hang up; gracefully once the client has, without waiting for it here."""
        if not (graceful and self._linger(self)):
            self.sock.close()

    def take_back(self) -> None:
        """Get from the parser what it has read of the next request."""
        parser = cast(RequestParser, self.parser)
        self.begin(parser.unreader.take_buffered().lstrip(b"\r\n"))

    def hand_over(self) -> None:
        """Give the parser what was received."""
        self.init()
        parser = cast(RequestParser, self.parser)
        parser.unreader.unread(bytes(self.received))
        self._paced.due = time.monotonic() + ARRIVAL_SECONDS
        alone = len(self.received) == self._needed and len(self.received) <= MOST_KNOWN
        self._paced.request = bytes(self.received) if alone else b""
        self.begin()

    def send_rest(self, message: bytes) -> bool:
        """Send the rest of an answer, in a thread; the connection stays open."""
        self.init()
        self.sock.setblocking(True)
        self.sock.sendall(message)
        return True

    def is_whole(self) -> bool:
        """Whether a thread can go on with what was received; also where its body is too large to be collected."""
        if self._needed is None:
            self._needed = self._measure()
        if self._needed is None:
            return False
        if self._needed < 0:
            return self.received.endswith(b"\r\n\r\n") or len(self.received) > MOST_HEAD + MOST_BODY
        return len(self.received) >= self._needed

    def has_endless_head(self) -> bool:
        """Whether this is no head of a request that anybody would send."""
        return self._needed is None and len(self.received) > MOST_HEAD

    def _measure(self) -> int | None:
        """Bytes that the request has, by its head (RFC 9112, section 6.3); None while that is not there."""
        head = self.received.find(b"\r\n\r\n", max(0, self._looked - 3))
        self._looked = len(self.received)
        if head < 0:
            return None
        start = head + 4
        fields = bytes(self.received[:start]).lower()
        coded, length = b"\r\ntransfer-encoding:" in fields, _LENGTH.search(fields)
        body = int(length[1]) if length else 0
        if (coded or body) and body <= MOST_BODY and _EXPECT.search(fields):
            self.send_soon(_CONTINUE)
        return -1 if coded else start if body > MOST_BODY else start + body

    def send_soon(self, message: bytes) -> None:
        """Send a few bytes if the client takes them now."""
        with contextlib.suppress(OSError):
            self.sock.send(message)
