"""One connection to a SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1.2, query via POST with URL-encoded parameters).

Used by remote.py, in a worker: the deadline ends the process, so nothing here measures time but that of connecting.
What comes is taken for what it claims to be only after its status, media type and end were looked at. With http.client
and not httpx, which costs each worker 70 ms and 8 MB more (docs/decisions/0037-any-store.md).
"""

from __future__ import annotations

import http.client
import io
import ssl
from collections.abc import Callable, Mapping
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from memograph import __version__
from memograph.errors import QuerySyntaxError, StoreGarbled, StoreTimeout, StoreUnreachable

#: Bytes of an error that are looked at.
GLANCE = 600

#: Bytes that are read at once.
_BUFFER = 2**16

#: A connection that was idle broke before it answered: the store closed it meanwhile.
STALE = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)

Formats = Mapping[str, ox.QueryResultsFormat | ox.RdfFormat]


class Body(io.RawIOBase):
    """The body of an answer; its end is an end only if the store says so.

    Raises, while it is read:
        StoreGarbled: it breaks off.
    """

    def __init__(self, response: http.client.HTTPResponse, done: Callable[[], None]) -> None:
        self._response, self._done = response, done
        self._keep = not response.will_close
        self._ended = False

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Read some bytes; none at the end."""
        if self._ended:
            return 0
        try:
            number = self._response.readinto(buffer)  # type: ignore[arg-type]
        except (http.client.HTTPException, ValueError, OSError) as error:
            raise StoreGarbled(f"its answer breaks off: {error!r}") from error
        if number == 0:
            if self._response.length:
                raise StoreGarbled(f"its answer breaks off, {self._response.length} bytes too soon")
            self._ended = True
            if self._keep:
                self._done()
        return number


class Line:
    """A connection, opened with the first question; asks one question after the other."""

    def __init__(self, url: str, headers: Mapping[str, str], context: ssl.SSLContext | None, seconds: float) -> None:
        parts = urlsplit(url)
        host, self._seconds = parts.hostname or "", seconds
        self._connection = (
            http.client.HTTPSConnection(host, parts.port, timeout=seconds, context=context)
            if context
            else http.client.HTTPConnection(host, parts.port, timeout=seconds)
        )
        self._path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        self._headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Encoding": "identity",
            "User-Agent": f"memograph/{__version__}",
            **headers,
        }
        self.fresh = True

    def close(self) -> None:
        """Close it."""
        self._connection.close()

    def ask(self, form: list[tuple[str, str]], formats: Formats, done: Callable[[], None]) -> Answered:
        """Send a query; the answer, of which only the head was read.

        Args:
            form: parameters of the request.
            formats: by media type, the likeliest first.
            done: called when the body was read to its end and the connection may be used again.

        Raises:
            STALE: there is no answer, which is nothing unusual where the connection was used before.
            StoreError: it is no answer.
            QuerySyntaxError: the store refuses the query.
        """
        accept = ", ".join(f"{name};q={1 - 0.1 * n:.1f}" for n, name in enumerate(formats))
        if self._connection.sock is None:
            self._connect()
        try:
            self._connection.request("POST", self._path, urlencode(form).encode(), {**self._headers, "Accept": accept})
            response = self._connection.getresponse()
        except STALE:
            raise
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise StoreGarbled(f"no HTTP comes from there: {error!r}") from error
        self.fresh = False
        if response.status != 200:
            _refuse(response)
        _check(response, formats)
        return Answered(response, formats, done)

    def _connect(self) -> None:
        try:
            self._connection.connect()
        except TimeoutError as error:
            raise StoreTimeout(f"no connection within {self._seconds:g} seconds") from error
        except (OSError, ValueError) as error:  # a name that is none is a UnicodeError
            raise StoreUnreachable(f"no connection: {error}") from error
        self._connection.sock.settimeout(None)


class Answered:
    """A 200 of the right type: `format`, and the `body` to be read."""

    def __init__(self, response: http.client.HTTPResponse, formats: Formats, done: Callable[[], None]) -> None:
        self.format = formats[_media_type(response)]
        if isinstance(self.format, ox.RdfFormat) and response.length is None and not response.chunked:
            raise StoreGarbled("neither a length nor chunks: the end of its answer cannot be told from a break")
        self.body = io.BufferedReader(Body(response, done), _BUFFER)


def _media_type(response: http.client.HTTPResponse) -> str:
    return (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()


def _check(response: http.client.HTTPResponse, formats: Formats) -> None:
    """Refuse what would have to be guessed at, or is less than the answer."""
    if (kind := _media_type(response)) not in formats:
        raise StoreGarbled(
            f"it answers with {kind or 'no media type'}, not {' or '.join(formats)}: {_glance(response)}"
        )
    if (packed := response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise StoreGarbled(f"it answers with {packed}, which nobody asked for")
    if cut := response.getheader("X-SPARQL-MaxRows"):  # Virtuoso says 200 and gives less
        raise StoreGarbled(f"it cuts results at {cut} rows; raise that limit of the store (ResultSetMaxRows)")


def _refuse(response: http.client.HTTPResponse) -> None:
    status, said = response.status, _glance(response)
    told = f"it answers {status} {response.reason}: {said}"
    match status:
        case 400 if _media_type(response) == "text/plain":
            raise QuerySyntaxError(f"The triple store behind this endpoint refuses the query: {said}")
        case 400:
            raise QuerySyntaxError("The triple store behind this endpoint refuses the query.")
        case 408 | 504:
            raise StoreTimeout(told)
        case 429 | 503:
            raise StoreUnreachable(told)
        case 401 | 403 | 407:
            raise StoreGarbled(f"{told}; look at store.credentials")
    raise StoreGarbled(told)


def _glance(response: http.client.HTTPResponse) -> str:
    try:
        data = response.read(GLANCE)
    except (http.client.HTTPException, OSError, ValueError):
        return "nothing more"
    return "".join(c for c in " ".join(data.decode("utf-8", "replace").split()) if c.isprintable())
