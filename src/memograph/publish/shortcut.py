"""Answers that were given before, given again without Flask: same release, same address, same Accept, same answer.

Stands in front of the application, behind whatever counts requests and limits clients. A handler says with `repeatable`
that its answer depends on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from memograph.publish import usage
from memograph.publish.cache import Cache, key
from memograph.publish.conditional import has_tag
from memograph.publish.releases import Releases

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

_REPEATABLE = "memograph.repeatable"

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


class Shortcut:
    """WSGI: answers from the cache, or lets the application answer and keeps that."""

    def __init__(self, inner: WSGIApplication, cache: Cache, releases: Releases) -> None:
        self._inner, self._cache, self._releases = inner, cache, releases

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
            return given.again(environ, start_response)
        return self._watched(version, name, environ, start_response)

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
