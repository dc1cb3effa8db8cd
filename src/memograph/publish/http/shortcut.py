"""Answers that were given before, given again without Flask: same release, same address, same Accept, same answer.

Stands before the application, behind what counts requests and limits clients (admission.py). A handler says with
`repeatable` that its answer depends on nothing else. From the third time on, gunicorn's loop gets the answer to equal
bytes from `recall`; it needs neither a thread nor WSGI for that (connections.py).
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.http import http_date

from memograph.publish.engine import usage
from memograph.publish.http.cache import Cache, key
from memograph.publish.http.conditional import has_tag
from memograph.publish.releases import Releases

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

#: Where the application keeps its shortcut, for the server's loop.
SHORTCUT = "memograph-shortcut"

_REPEATABLE = "memograph.repeatable"

#: What gunicorn writes in front of the date.
_START = b"HTTP/1.1 200 OK\r\nServer: gunicorn\r\nDate: "

#: What makes a request more than plain.
_MORE = frozenset({"CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "HTTP_EXPECT", "HTTP_UPGRADE", "HTTP_IF_NONE_MATCH"})

#: Bytes of a body up to which an answer is recalled: a socket takes so many at once.
LARGEST_MESSAGE = 2**16

#: Headers of a 200 that its 304 does not repeat (RFC 9110, section 15.4.5).
_OF_CONTENT = frozenset({"content-type", "content-length"})


def repeatable(environ: WSGIEnvironment, version: str) -> None:
    """Say of a complete answer with an ETag that it depends on this release, the address and Accept alone."""
    environ[_REPEATABLE] = version


@dataclass(frozen=True, slots=True)
class Given:
    """A 200 as it was sent: headers, value of the ETag (quoted), body."""

    headers: Headers
    tag: str
    body: bytes

    def again(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send it, or a 304."""
        none_match = environ.get("HTTP_IF_NONE_MATCH")
        if none_match and has_tag(none_match, self.tag):
            start_response("304 NOT MODIFIED", [each for each in self.headers if each[0].lower() not in _OF_CONTENT])
            return []
        start_response("200 OK", list(self.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


@dataclass(frozen=True, slots=True)
class Known:
    """The answer to a request of certain bytes: release, path, and the message behind its date."""

    version: str
    path: str
    rest: bytes


@functools.lru_cache(maxsize=2)
def _date(second: int) -> bytes:
    return http_date(second).encode()


def _is_plain(environ: WSGIEnvironment) -> bool:
    """Whether this is a GET that leaves the connection open, has no body and sets no condition."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ["SERVER_PROTOCOL"] == "HTTP/1.1"
        and environ.get("HTTP_CONNECTION", "keep-alive").lower() == "keep-alive"
        and _MORE.isdisjoint(environ)
    )


class Shortcut:
    """WSGI: answers from the cache, or lets the application answer and keeps that.

    Args:
        recalled: told of each answer that `recall` gives (path, release); without it, it gives none.
    """

    def __init__(
        self,
        inner: WSGIApplication,
        cache: Cache,
        releases: Releases,
        recalled: Callable[[str, str], None] | None = None,
    ) -> None:
        self._inner, self._cache, self._releases, self._recalled = inner, cache, releases, recalled

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_IF_MATCH" in environ:
            return self._inner(environ, start_response)
        version = self._version()
        name = key(version, environ["PATH_INFO"], environ["QUERY_STRING"], environ.get("HTTP_ACCEPT", ""))
        given: Given | None = self._cache.get(name)
        if given is not None:
            usage.current().cache_hits += 1
            usage.current().release = version
            self._remember(environ, version, given)
            return given.again(environ, start_response)
        return self._watched(version, name, environ, start_response)

    def recall(self, request: bytes) -> bytes | None:
        """The whole HTTP message that answers a request of these very bytes, if that was asked twice before."""
        known: Known | None = self._cache.get(key(request))
        if known is None or self._recalled is None or known.version != self._version():
            return None
        self._recalled(known.path, known.version)
        return b"".join((_START, _date(int(time.time())), known.rest))

    def _remember(self, environ: WSGIEnvironment, version: str, given: Given) -> None:
        """Know the request by its bytes from now on, if server.py's gunicorn tells them and all it asks for is this."""
        request = getattr(environ.get("gunicorn.socket"), "request", b"")
        if not request or self._recalled is None or len(given.body) > LARGEST_MESSAGE or not _is_plain(environ):
            return
        lines = [f"{name}: {value}\r\n" for name, value in given.headers]
        rest = "".join(("\r\nConnection: keep-alive\r\n", *lines, "\r\n")).encode("latin-1") + given.body
        self._cache.put(key(request), Known(version, environ["PATH_INFO"], rest), len(rest))

    def _version(self) -> str:
        """Version of the current release; held for a moment, because that is what notices a new one."""
        here = self._releases.hold()
        self._releases.let_go(here)
        return here.version

    def _watched(
        self, version: str, name: bytes, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        sent: list[Any] = []

        def start(status: str, headers: Headers, *more: Any) -> Callable[[bytes], object]:
            sent[:] = status, headers
            return start_response(status, headers, *more)

        answer = self._inner(environ, start)
        if environ.get(_REPEATABLE) != version or environ["REQUEST_METHOD"] == "HEAD" or not sent[0].startswith("200"):
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        headers = [(header, value) for header, value in sent[1] if header.lower() != "date"]
        self._cache.put(name, Given(headers, dict(headers)["ETag"], body), len(body))
        return [body]
