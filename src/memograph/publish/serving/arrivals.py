"""The loop of a web process: collects requests as they arrive, cuts off who is late, lets go of who has been answered.

It takes from gunicorn's `ThreadWorker` when a thread gets a request and how a connection ends; connections.py says why.
gateway.py makes it the kind of our web processes.
"""

from __future__ import annotations

import errno
import selectors
import socket
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from memograph.publish.serving.connections import ARRIVAL_SECONDS, Connection, PacedSocket

#: Seconds that a client has to hang up after an answer that ends its connection.
FAREWELL_SECONDS = 2.0

#: Seconds that a stopping process waits for the first byte of a request on a connection that it has taken.
LAST_SECONDS = 1.0

#: Bytes of unfinished requests that one web process holds, and connections that may linger in it.
MOST_HELD, MOST_LEAVING = 64 * 2**20, 256


class PatientWorker(ThreadWorker):
    """A web process whose threads get whole requests."""

    def init_process(self) -> None:
        """Begin with no connections."""
        self._arriving: dict[Connection, float] = {}  # in the order of their deadlines
        self._leaving: dict[Connection, float] = {}
        self._held = 0
        self._stopping = 0.0
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

    def refusal(self, address: Any, status: int, reason: str) -> bytes:
        """The whole HTTP message that refuses the request of the client at this address."""
        raise NotImplementedError

    def known_answer(self, conn: Connection) -> bytes | None:
        """The whole HTTP message that answers what was received, if that takes no time; the connection stays open."""
        return None

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
            self._stopping = self._stopping or now
            for conn in [each for each in self._arriving if not each.received and now > self._stopping + LAST_SECONDS]:
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
        self._receive(conn, conn.sock)  # mostly it is there already
        if conn in self._arriving:
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
            conn.watched = True

    def _receive(self, conn: Connection, client: socket.socket) -> None:
        try:
            part = client.recv(2**16)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        if not part:
            self._drop(conn)
            return
        if not conn.received:  # empty lines in front are no part of a request (RFC 9112, section 2.2)
            part = part.lstrip(b"\r\n")
        self._held += len(part)
        conn.received += part
        if conn.is_whole():
            if self.alive and (known := self.known_answer(conn)):
                self._answer(conn, known)
                return
            self._forget(conn)
            conn.hand_over()
            super().enqueue_req(conn)
        elif conn.has_endless_head():
            is_line = b"\n" not in conn.received
            self._refuse(conn, *((414, "URI Too Long") if is_line else (431, "Request Header Fields Too Large")))
        elif self._held > MOST_HELD:
            self._drop(max(self._arriving, key=lambda each: len(each.received)))

    def _answer(self, conn: Connection, message: bytes) -> None:
        """Answer from the loop, and wait for the next request; what the client does not take now, a thread sends."""
        self._held -= len(conn.received)
        conn.begin()
        try:
            sent = conn.sock.send(message)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(conn)
            return
        if sent == len(message):
            del self._arriving[conn]  # its deadline goes behind the others
            self._arriving[conn] = time.monotonic() + ARRIVAL_SECONDS
            return
        self._forget(conn)
        sending = self.tpool.submit(conn.send_rest, message[sent:])
        sending.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def _forget(self, conn: Connection) -> None:
        self._held -= len(conn.received)
        del self._arriving[conn]
        if conn.watched:
            self.poller.unregister(conn.sock)
            conn.watched = False

    def _drop(self, conn: Connection) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.sock.close()

    def _refuse(self, conn: Connection, status: int, reason: str) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.send_soon(self.refusal(conn.client, status, reason))
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
