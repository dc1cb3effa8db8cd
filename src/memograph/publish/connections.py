"""Connections of clients that are slow, or pretend to be: nobody holds a thread without sending or taking something.

gunicorn's threads read a request while it arrives and linger after an answer in the process's only loop, so that a few
dozen half-open connections, or clients that do not hang up, hold up everybody else. Here the loop itself collects each
request, and a thread gets it once it is whole; who is late is cut off, and who lingers does so beside the others. Used
by gateway.py. A proxy in front (docs/deploy.md) does the same for more connections than one server should have.
"""

from __future__ import annotations

import contextlib
import errno
import re
import selectors
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any, cast

from gunicorn.http import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

#: Seconds that a whole request may take to arrive, and that a client has to hang up after an answer that ends it.
ARRIVAL_SECONDS, FAREWELL_SECONDS = 10.0, 2.0

#: Seconds without any progress, and bytes a second on average, below which a client that is sent something is cut off.
STALL_SECONDS, SLOWEST = 10.0, 4096

#: Bytes that the head and the body of a request may have to be collected by the loop; a thread reads a larger body.
MOST_HEAD, MOST_BODY = 2**16, 2**20

#: Bytes of unfinished requests that one web process holds, and connections that may linger in it.
MOST_HELD, MOST_LEAVING = 64 * 2**20, 256

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_CODING = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECT = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE)
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class PacedSocket(socket.socket):
    """A client's socket that gives up on who stalls as if it had hung up; a thread reads a request until `due`."""

    due = 0.0

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
        self._begin(bytearray())

    def _begin(self, received: bytearray) -> None:
        self.received = received
        self._looked = 0
        self._needed: int | None = None  # bytes of the whole request; -1: up to an empty line at the end

    def close(self, graceful: bool = False) -> None:
        """Hang up; gracefully once the client has, without waiting for it here."""
        if not (graceful and self._linger(self)):
            self.sock.close()

    def take_back(self) -> None:
        """Get from the parser what it has read of the next request."""
        parser = cast(RequestParser, self.parser)
        self._begin(bytearray(parser.unreader.take_buffered().lstrip(b"\r\n")))

    def hand_over(self) -> None:
        """Give the parser what was received."""
        self.init()
        parser = cast(RequestParser, self.parser)
        parser.unreader.unread(bytes(self.received))
        self._paced.due = time.monotonic() + ARRIVAL_SECONDS
        self._begin(bytearray())

    def is_whole(self) -> bool:
        """Whether a thread can go on with what was received; also where its body is too large to be collected."""
        if self._needed is None:
            self._needed = self._measure()
        if self._needed is None:
            return False
        return self.received.endswith(b"\r\n\r\n") if self._needed < 0 else len(self.received) >= self._needed

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
        length, coded = _LENGTH.search(self.received, 0, start), _CODING.search(self.received, 0, start)
        body = int(length[1]) if length else 0
        if (coded or body) and body <= MOST_BODY and _EXPECT.search(self.received, 0, start):
            self.send_soon(_CONTINUE)
        return -1 if coded else start if body > MOST_BODY else start + body

    def send_soon(self, message: bytes) -> None:
        """Send a few bytes if the client takes them now."""
        with contextlib.suppress(OSError):
            self.sock.send(message)


class PatientWorker(ThreadWorker):
    """A web process whose threads get whole requests."""

    def init_process(self) -> None:
        """Begin with no connections."""
        self._arriving: dict[Connection, float] = {}  # in the order of their deadlines
        self._leaving: dict[Connection, float] = {}
        self._held = 0
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection and wait for its request."""
        if self.cfg.is_ssl:
            super().accept(listener)
            return
        try:
            accepted, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EMFILE, errno.ENFILE):
                raise
            return
        self.nr_conns += 1
        paced = PacedSocket(fileno=accepted.detach())
        self._await(Connection(self, paced, address, listener.getsockname(), self._say_farewell))

    def refusal(self, status: int, reason: str) -> bytes:
        """The whole HTTP message that refuses a request."""
        raise NotImplementedError

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """A connection that was kept open has its next request."""
        if not isinstance(conn, Connection):
            super().on_client_socket_readable(conn, client)
            return
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def enqueue_req(self, conn: TConn) -> None:
        """Give a thread what the parser holds already of the next request, once that is whole."""
        if isinstance(conn, Connection):
            conn.take_back()
            if not conn.is_whole():
                self._await(conn)
                return
            conn.hand_over()
        super().enqueue_req(conn)

    def murder_pending(self) -> None:
        """Cut off who is late."""
        super().murder_pending()
        now = time.monotonic()
        for conn in _due(self._arriving, now):
            if conn.received:
                self._refuse(conn, 408, "Request Timeout")
            else:
                self._drop(conn)
        if not self.alive:
            for conn in [each for each in self._arriving if not each.received]:
                self._drop(conn)
        for conn in _due(self._leaving, now):
            self._part(conn)

    def _say_farewell(self, conn: Connection) -> bool:
        """Tell a client that nothing more comes, and wait for it to hang up; False if that cannot be waited for."""
        if len(self._leaving) >= MOST_LEAVING:
            return False
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            return False
        self._leaving[conn] = time.monotonic() + FAREWELL_SECONDS
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._ignore, conn))
        return True

    def _await(self, conn: Connection) -> None:
        conn.sock.setblocking(False)
        self._held += len(conn.received)
        self._arriving[conn] = time.monotonic() + ARRIVAL_SECONDS
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))

    def _receive(self, conn: Connection, client: socket.socket) -> None:
        try:
            part = client.recv(2**16)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part or self._held > MOST_HELD:
            self._drop(conn)
            return
        if not conn.received:  # empty lines in front are no part of a request (RFC 9112, section 2.2)
            part = part.lstrip(b"\r\n")
        self._held += len(part)
        conn.received += part
        if conn.is_whole():
            self._forget(conn)
            conn.hand_over()
            super().enqueue_req(conn)
        elif conn.has_endless_head():
            is_line = b"\n" not in conn.received
            self._refuse(conn, *((414, "URI Too Long") if is_line else (431, "Request Header Fields Too Large")))

    def _forget(self, conn: Connection) -> None:
        self._held -= len(conn.received)
        del self._arriving[conn]
        self.poller.unregister(conn.sock)

    def _drop(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.sock.close()

    def _refuse(self, conn: Connection, status: int, reason: str) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.send_soon(self.refusal(status, reason))
        conn.close(graceful=True)

    def _ignore(self, conn: Connection, client: socket.socket) -> None:
        """What a client still sends after the last answer."""
        try:
            if client.recv(2**16):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._part(conn)

    def _part(self, conn: Connection) -> None:
        del self._leaving[conn]
        self.poller.unregister(conn.sock)
        conn.sock.close()


def _due(waiting: dict[Connection, float], now: float) -> list[Connection]:
    """Those whose time is over; they stand first."""
    found = []
    for conn, until in waiting.items():
        if until > now:
            break
        found.append(conn)
    return found
