"""HTTP to a service of strangers: slowly, with limits on size and time, and again where it may help.

An answer is JSON or an error that names address and reason. Retried is what may pass (no connection, 429, 500, 502,
503, 504), after 1, 2, 4 seconds, or when the service says (RFC 9110, section 10.2.3, Retry-After). Redirects are
followed on the same server only: elsewhere is somebody whom nobody named.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from memograph import __version__
from memograph.errors import ReconciliationError

_AGAIN = frozenset({429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Redirects that are followed one after the other.
_HOPS = 3
#: Bytes of a wrong answer that are looked at.
_GLANCE = 2000


class TooMuch(ReconciliationError):
    """Refused as too much at once (413, 414), or the answer is over the limit: fewer queries may be answered."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a service gets and may take.

    Args:
        rate: requests a second.
        seconds: for one answer, from the request to its last byte.
        answer_bytes: of one answer, unpacked.
        tries: how often one request is sent at most.
        patience: seconds that a service may ask to wait.
    """

    rate: float = 2.0
    seconds: float = 60.0
    answer_bytes: int = 10 * 2**20
    tries: int = 4
    patience: float = 60.0


class _Passing(Exception):
    """What may be gone when the request is sent again; after how many seconds, where the service says."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        self.after = after
        super().__init__(reason)


@dataclass(slots=True)
class Transport:
    """Sends requests one after the other; close it, or use it as a context manager.

    Args:
        note: told of each request that is sent again, in a sentence.
    """

    limits: Limits
    note: Callable[[str], None]
    sleep: Callable[[float], None] = time.sleep
    _client: httpx.Client = field(init=False)
    _next: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            headers={"User-Agent": f"memograph/{__version__} (reconciliation client)", "Accept": "application/json"},
            timeout=httpx.Timeout(min(30.0, self.limits.seconds), connect=min(10.0, self.limits.seconds)),
        )

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, url: str, parameters: Mapping[str, str] | None = None) -> Any:
        """The JSON that is at an address; ReconciliationError with address and reason where there is none."""
        query = f"{'&' if '?' in url else '?'}{urlencode(parameters)}" if parameters else ""
        return self._patiently("GET", url + query, None)

    def post(self, url: str, form: Mapping[str, str]) -> Any:
        """The JSON that answers a form; ReconciliationError, `TooMuch` among them, where there is none."""
        return self._patiently("POST", url, form)

    # ── sending ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _patiently(self, method: str, url: str, form: Mapping[str, str] | None) -> Any:
        for attempt in range(1, self.limits.tries + 1):
            try:
                return self._follow(method, url, form)
            except _Passing as passing:
                wait = 2.0 ** (attempt - 1) if passing.after is None else passing.after
                if wait > self.limits.patience:
                    _fail(url, f"{passing}, and it asks to wait for {wait:.0f} seconds; try again then")
                if attempt == self.limits.tries:
                    tries = "once" if attempt == 1 else f"{attempt} times"
                    _fail(url, f"{passing} (asked {tries}); try again later: what was answered is kept")
                self.note(f"{url}: {passing}; asking again in {wait:g} s")
                self.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _follow(self, method: str, url: str, form: Mapping[str, str] | None) -> Any:
        here = url
        for _ in range(_HOPS + 1):
            answer = self._once(method, here, form)
            if not isinstance(answer, _Redirect):
                return answer
            if method == "POST" and answer.status not in (307, 308):
                _fail(here, f"it answers a query with {answer.status}, sent on to {answer.to}; name that address")
            if _origin(answer.to) != _origin(url):
                _fail(here, f"it sends on to {answer.to}, another server; name that with --service if you trust it")
            here = answer.to
        return _fail(url, f"it sends on more than {_HOPS} times; name the address of the service itself")

    def _once(self, method: str, url: str, form: Mapping[str, str] | None) -> Any:
        """Send it once, no sooner than the rate allows."""
        self.sleep(max(0.0, self._next - time.monotonic()))
        started = time.monotonic()
        self._next = started + 1 / self.limits.rate
        try:
            with self._client.stream(method, url, data=form) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return _Redirect(response.status_code, urljoin(url, response.headers["location"]))
                data = self._read(url, response, started)
        except (httpx.TimeoutException, httpx.NetworkError, httpx.ProtocolError) as error:
            raise _Passing(_reason(error)) from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            _fail(url, f"no address of a service ({error}); it begins with http:// or https://")
        except httpx.HTTPError as error:
            _fail(url, f"its answer cannot be read ({error})")
        return _json(url, response, data)

    def _read(self, url: str, response: httpx.Response, started: float) -> bytes:
        status, most = response.status_code, self.limits.answer_bytes
        if status in _AGAIN:
            raise _Passing(f"it answers {status} {response.reason_phrase}".rstrip(), _retry_after(response))
        if status in (413, 414):
            raise TooMuch(f"{url}: it answers {status}, too much at once; ask for fewer (--batch)")
        data = bytearray()
        for part in response.iter_bytes():  # as they come: in larger pieces a slow answer would not be noticed
            data += part
            if len(data) > most:
                raise TooMuch(
                    f"{url}: its answer is longer than {most / 2**20:g} MiB; ask for fewer (--batch, --limit)"
                )
            if time.monotonic() - started > self.limits.seconds:
                raise _Passing(f"its answer took longer than {self.limits.seconds:g} seconds")
            if status >= 400 and len(data) > _GLANCE:
                break
        return bytes(data)


@dataclass(frozen=True, slots=True)
class _Redirect:
    status: int
    to: str


def _json(url: str, response: httpx.Response, data: bytes) -> Any:
    if response.status_code >= 400:
        _fail(url, f"it answers {response.status_code} {response.reason_phrase}: {_glance(data)}")
    kind = response.headers.get("content-type", "").partition(";")[0].strip() or "no type"
    try:
        return json.loads(data.decode("utf-8"))
    except RecursionError:
        _fail(url, "its answer has brackets in brackets that go too deep")
    except ValueError:
        what = "HTML" if "html" in kind or data.lstrip()[:1] == b"<" else kind
        _fail(
            url, f"it answers with {what}, not JSON: {_glance(data)}; name the address of the service, not of its page"
        )


def _fail(url: str, reason: str) -> NoReturn:
    raise ReconciliationError(f"{url}: {reason}")


def _glance(data: bytes) -> str:
    words = " ".join(data[:_GLANCE].decode("utf-8", "replace").split())
    shown = "".join(c for c in words if c.isprintable())
    return f"“{shown[:80]}{'…' if len(shown) > 80 else ''}”" if shown else "nothing"


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return f"it cannot be reached ({error})"
    return "it does not answer in time" if isinstance(error, httpx.TimeoutException) else f"it breaks off ({error})"


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait; None where the service says nothing that can be read."""
    text = response.headers.get("retry-after", "")
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time()) if text else None
    except ValueError:
        return None


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
