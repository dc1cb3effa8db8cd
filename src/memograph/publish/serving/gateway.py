"""What gunicorn refuses before a request reaches the application: no HTTP, too long a line, too many headers.

gunicorn answers these with a page of its own. Here they get the shape and the headers of all other errors; server.py
names this class as the kind of its web processes.
"""

from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING, Any, cast

from memograph.publish.http.shortcut import SHORTCUT
from memograph.publish.operation.accesslog import AccessLog
from memograph.publish.serving.arrivals import PatientWorker
from memograph.publish.serving.connections import Connection

if TYPE_CHECKING:
    from flask import Flask

    from memograph.publish.http.shortcut import Shortcut

_REFUSAL = re.compile(rb"HTTP/1\.1 (?P<status>\d{3}) (?P<reason>[^\r]*)\r\n")

#: What the client did, by the status that gunicorn chose; nothing of the request is repeated.
_DETAILS = {
    403: "The request is not allowed.",
    408: "The request did not arrive in time.",
    414: "The address is too long; a query of that size can be sent by POST.",
    417: "The expectation of the request cannot be met.",
    431: "The headers of the request are too long.",
    500: "Something went wrong on the server; the error was logged.",
    501: "The transfer coding of the request is not known here.",
}
_ANY = "The request is not valid HTTP/1.1."


class Worker(PatientWorker):
    """A web process with threads that answers what is no request as this site answers errors."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Let gunicorn log the request and choose the status; put its answer into our form."""
        rewritten = _Rewritten(client)
        super().handle_error(req, cast(socket.socket, rewritten), addr, exc)
        if req is None and rewritten.status:
            self._log(addr, rewritten.status)

    def known_answer(self, conn: Connection) -> bytes | None:
        """An answer that was given before to the same request (shortcut.py); the access log needs the slow way."""
        if self.cfg.accesslog:
            return None
        shortcut: Shortcut = cast("Flask", self.wsgi).extensions[SHORTCUT]
        return shortcut.recall(bytes(conn.received))

    def refusal(self, address: Any, status: int, reason: str) -> bytes:
        """The same form for those who never sent a whole request."""
        self._log(address, status)
        return refusal(status, reason)

    def _log(self, address: Any, status: int) -> None:
        if isinstance(self.log, AccessLog):
            self.log.refused(str(address[0]) if isinstance(address, tuple) else "", status)


class _Rewritten:
    """A client's socket; an error page of gunicorn's becomes a problem document on its way out."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.status = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def sendall(self, data: bytes) -> None:
        """Send what gunicorn has written, once it has our form."""
        match = _REFUSAL.match(data)
        self.status = int(match["status"]) if match else 0
        self._client.sendall(refusal(self.status, match["reason"].decode("latin1")) if match else data)


def refusal(status: int, reason: str) -> bytes:
    """The whole HTTP message that refuses a request; the connection ends with it."""
    # The web process has loaded it, others need not.
    from memograph.publish.http.protection import CORS_HEADERS, SECURITY_HEADERS

    problem = {
        "type": "urn:memograph:problem:http",
        "title": reason,
        "status": status,
        "detail": _DETAILS.get(status, _ANY),
    }
    body = json.dumps(problem).encode() + b"\n"
    headers = {
        "Connection": "close",
        "Content-Type": "application/problem+json",
        "Content-Length": str(len(body)),
        **CORS_HEADERS,
        **SECURITY_HEADERS,
    }
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    return "\r\n".join(lines).encode("latin1") + body
