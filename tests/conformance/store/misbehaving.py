"""Stores that misbehave, each in one way: real sockets on loopback, for a number of connections, for a while."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import unquote_plus

JSON_TYPE, TRIPLES_TYPE = "application/sparql-results+json", "application/n-triples"

#: Bytes to send for a request, one part after the other.
Behaviour = Callable[[str], Iterator[bytes]]

#: Seconds after which a connection ends whatever happens.
PATIENCE = 20.0


def head(status: str = "200 OK", kind: str = JSON_TYPE, **more: object) -> bytes:
    named = {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {kind}"] if kind else [])]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in named.items()), "", ""]).encode()


def whole(body: bytes, status: str = "200 OK", kind: str = JSON_TYPE, **more: object) -> bytes:
    return head(status, kind, Content_Length=len(body), **more) + body


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(body), body)


def row(**terms: str) -> dict[str, object]:
    return {name: {"type": "uri", "value": value} for name, value in terms.items()}


def results(*rows: dict[str, object], names: tuple[str, ...] = ("x",)) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


class Misbehaving:
    """A listening socket; `behaviour`, which can be changed, is given the text of each query."""

    def __init__(self, behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> None:
        self.behaviour, self._tls = behaviour, tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/sparql"
        self.asked: list[str] = []
        self.heads: list[str] = []
        self.connections = 0
        self._closed = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        ends = time.monotonic() + PATIENCE
        connection.settimeout(PATIENCE)
        with contextlib.suppress(OSError, ValueError), self._secured(connection) as connection:
            while text := self._request(connection):
                self.asked.append(text)
                for part in self.behaviour(text):
                    if self._closed.is_set() or time.monotonic() > ends:
                        return
                    connection.sendall(part)
                    if part == b"":
                        return

    def _secured(self, connection: socket.socket) -> socket.socket:
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    def _request(self, connection: socket.socket) -> str:
        data = b""
        while b"\r\n\r\n" not in data:
            data += (part := connection.recv(2**16))
            if not part:
                return ""
        headers, _, body = data.partition(b"\r\n\r\n")
        self.heads.append(headers.decode())
        length = next(
            int(line[15:]) for line in headers.decode().split("\r\n") if line.lower().startswith("content-length:")
        )
        while len(body) < length:
            body += connection.recv(2**16)
        return unquote_plus(body.decode())


def holding(release: str, behaviour: Behaviour) -> Behaviour:
    """Behaves so to all but the question which release the store holds."""

    def behave(text: str) -> Iterator[bytes]:
        if "hasCurrentVersion" in text:
            yield whole(results(row(release=release), names=("release",)))
        else:
            yield from behaviour(text)

    return behave


# ── ways to misbehave: an empty part hangs up ─────────────────────────────────────────────────────────────────────────


def silent(text: str) -> Iterator[bytes]:
    time.sleep(PATIENCE)
    yield b""


def says(message: bytes) -> Behaviour:
    def behave(text: str) -> Iterator[bytes]:
        yield message

    return behave


def breaks_off(message: bytes) -> Behaviour:
    def behave(text: str) -> Iterator[bytes]:
        yield message
        yield b""

    return behave


def drips(message: bytes, start: bytes = b"") -> Behaviour:
    """A byte at a time, behind a start."""

    def behave(text: str) -> Iterator[bytes]:
        if start:
            yield start
        for byte in message:
            time.sleep(0.1)
            yield bytes([byte])

    return behave


def endless(start: bytes, again: bytes) -> Behaviour:
    def behave(text: str) -> Iterator[bytes]:
        yield head(Transfer_Encoding="chunked") + chunk(start)
        part = chunk(again * (2**16 // len(again) + 1))
        while True:
            yield part

    return behave


def packed(text: str) -> Iterator[bytes]:
    bomb = gzip.compress(bytes(2**24), 9)
    yield whole(bomb, Content_Encoding="gzip")
