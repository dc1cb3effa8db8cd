"""What a triple store answers: good, to be asked again, or an error that says where, what, and what to do about it.

Below graph_store.py, which sends; nothing here sends or waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import NoReturn, TypeVar
from urllib.parse import urljoin

import httpx

from memograph.errors import UploadError

_T = TypeVar("_T")

_AGAIN = frozenset({429, 502, 503, 504})

#: Bytes of an answer to a query that are read at most; none that is asked here comes near.
_ANSWER_BYTES = 16 * 2**20

#: Bytes of a wrong answer that are looked at.
_GLANCE = 2000

_CREDENTIALS = (
    "set MEMOGRAPH_STORE_USER and MEMOGRAPH_STORE_PASSWORD, or MEMOGRAPH_STORE_TOKEN, to somebody who may write there"
)

#: Statuses that say that something else lives at an address, or nothing.
_ELSEWHERE = frozenset({400, 404, 405, 406, 410, 415, 501})


class Passing(Exception):
    """What may be gone when the request is sent again; after how many seconds, where the store says."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        self.after = after
        super().__init__(reason)


class TooLarge(UploadError):
    """The store, or a proxy before it, takes no request of this size (413)."""


class NotThere(UploadError):
    """What answers at an address is no SPARQL endpoint or no graph store.

    Args:
        found: what answers there, with the address.
    """

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"{found}; name the addresses of the store with --query, --update and --graph-store")


def judge(url: str, response: httpx.Response) -> None:
    """Let a 2xx pass; its body is still to be read.

    Raises:
        Passing: the store is too busy, or somebody before it cannot reach it.
        TooLarge: it takes no request of this size.
        NotThere: it takes nothing of this kind at this address.
        UploadError: anything else that is no 2xx.
    """
    status = response.status_code
    if response.is_success:
        return
    said = f"it answers {status} {response.reason_phrase}".rstrip()
    if status in _AGAIN:
        raise Passing(said, _retry_after(response))
    if status in range(300, 400):
        to = urljoin(url, response.headers.get("location", ""))
        fail(url, f"{said} and sends on to {to}; name that address if you trust it with your credentials")
    words = glance(_first_bytes(response))
    if status == 413:
        raise TooLarge(f"{url}: {said} for a single triple: {words}; raise the limit of the store or of the proxy")
    if status in _ELSEWHERE:
        raise NotThere(f"{url}: {said}: {words}")
    advice = _CREDENTIALS if status in (401, 403) else "see what the store logs, and run it again: it goes on"
    fail(url, f"{said}: {words}; {advice}")


def whole(url: str, response: httpx.Response) -> httpx.Response:
    """The same answer with its body read, unless that is too long."""
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > _ANSWER_BYTES:
            fail(url, f"its answer is longer than {_ANSWER_BYTES // 2**20} MiB; is it a SPARQL endpoint?")
    return httpx.Response(response.status_code, headers=_plain(response.headers), content=bytes(data))


def expect(url: str, response: httpx.Response, *types: str) -> None:
    """Refuse an answer of another media type.

    Raises:
        NotThere: it has another type, or none.
    """
    found = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in types:
        words = glance(response.content if response.is_closed else _first_bytes(response))
        raise NotThere(f"{url}: it answers with {found or 'no type'}, not {types[0]}: {words}")


def translated(url: str, once: Callable[[], _T]) -> _T:
    """What `once` gives; what httpx raises becomes an error of ours.

    Raises:
        Passing: the store cannot be reached, does not answer in time, or breaks off.
        UploadError: the address is none, or the answer cannot be read.
    """
    try:
        return once()
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise Passing(f"it cannot be reached ({error})") from error
    except httpx.TimeoutException as error:
        raise Passing("it does not answer in time") from error
    except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
        raise Passing(f"it breaks off ({error})") from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        fail(url, f"no address of a store ({error}); it begins with http:// or https://")
    except httpx.HTTPError as error:
        fail(url, f"its answer cannot be read ({error})")


def fail(url: str, reason: str) -> NoReturn:
    """Raise the error that says where and what; credentials are in no address here, and so in no message."""
    raise UploadError(f"{url}: {reason}")


def glance(data: bytes) -> str:
    """The first words of an answer, in quotation marks."""
    words = " ".join(data[:_GLANCE].decode("utf-8", "replace").split())
    shown = "".join(c for c in words if c.isprintable())
    return f"“{shown[:120]}{'…' if len(shown) > 120 else ''}”" if shown else "nothing"


def _first_bytes(response: httpx.Response) -> bytes:
    data = bytearray()
    for part in response.iter_bytes():
        data += part
        if len(data) > _GLANCE:
            break
    return bytes(data)


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """Without what is said of a body that is unpacked now."""
    return {k: v for k, v in headers.items() if k not in ("content-encoding", "content-length", "transfer-encoding")}


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait (RFC 9110, section 10.2.3: a number, or a date)."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
