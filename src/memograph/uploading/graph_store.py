"""HTTP with a triple store: SPARQL 1.1 Query, Update, Graph Store Protocol. Knows no release; used by all beside it.

Sent again is what may pass (no connection, a connection that is lost, 429, 502, 503, 504), after 1, 2, 4 … seconds or
when the store says (RFC 9110, section 10.2.3). All that is sent may be sent twice: a PUT replaces, a POST adds triples
without blank nodes to a set. Redirects are not followed, because the credentials would go along.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

import httpx
import pyoxigraph as ox

from memograph import __version__
from memograph.uploading.answers import Passing, TooLarge, expect, fail, glance, judge, translated, whole

_T = TypeVar("_T")

N_TRIPLES = "application/n-triples"
_RESULTS = "application/sparql-results+json"

#: Triples that are sent in one request: a store keeps what one changes in memory (oxigraph 0.5: some 2 KiB each).
CHUNK = 50_000


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a store takes what: SPARQL queries, SPARQL updates, graphs (Graph Store Protocol)."""

    query: str
    update: str
    graphs: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one waits for a store.

    Args:
        tries: how often one request is sent at most.
        first: seconds until it is sent again; twice as many each time.
        longest: seconds that a store may ask to wait.
        answer: seconds until an answer begins, of anything but the switch.
        switch: the same of the update that switches releases.
    """

    tries: int = 7
    first: float = 1.0
    longest: float = 120.0
    answer: float = 300.0
    switch: float = 7200.0


@dataclass(slots=True)
class Sent:
    """What was sent: graphs that were written, triples in them, bytes of them."""

    graphs: int = 0
    triples: int = 0
    bytes: int = 0


@dataclass(slots=True)
class GraphStore:
    """A triple store at these addresses; close it, or use it as a context manager.

    Args:
        headers: sent along, such as ``Authorization``; never shown.
        tell: told of each request that is sent again, in a sentence.
        rehearsal: read only, and count what would be written.
    """

    addresses: Addresses
    headers: dict[str, str]
    tell: Callable[[str], None]
    patience: Patience = field(default_factory=Patience)
    rehearsal: bool = False
    sleep: Callable[[float], None] = time.sleep
    sent: Sent = field(default_factory=Sent)
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(
            headers={"User-Agent": f"memograph/{__version__} (upload)", **self.headers},
            timeout=httpx.Timeout(self.patience.answer, connect=10.0),
        )

    def __enter__(self) -> GraphStore:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    # ── graphs ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, graph: str, lines: Iterable[bytes]) -> int:
        """Replace what a graph holds by these lines of N-Triples; the number of them."""
        count = self._write("PUT", graph, lines)
        self.sent.graphs += 1
        self.sent.triples += count
        return count

    def add(self, graph: str | None, lines: Iterable[bytes]) -> None:
        """Add lines of N-Triples to a graph, None being the default graph."""
        self.sent.triples += self._write("POST", graph, lines)

    def note(self, graph: str, lines: Iterable[bytes], *, anew: bool = False) -> None:
        """Add lines of bookkeeping to a graph, or replace what it holds; they do not count as sent."""
        before = self.sent.bytes
        self._write("PUT" if anew else "POST", graph, lines)
        self.sent.bytes = before

    def delete(self, graph: str | None) -> None:
        """Remove a graph, None being the default graph; there may be none."""
        if not self.rehearsal:
            self._send("DELETE", self.addresses.graphs, params=_named(graph), missing=True)

    def look(self) -> None:
        """Have the default graph begun, to see whether graphs are to be had here.

        Raises:
            NotThere: they are not.
        """
        url, params = self.addresses.graphs, _named(None)

        def begin() -> None:
            with self._client.stream("GET", url, params=params, headers={"Accept": N_TRIPLES}) as response:
                judge(url, response)
                if response.status_code != 204:
                    expect(url, response, N_TRIPLES)

        self._patiently(url, begin)

    def get(self, graph: str, target: Path) -> None:
        """Write what a graph holds to a file, as N-Triples in the order of the store; nothing if it is not there."""
        url, params = self.addresses.graphs, _named(graph)

        def receive() -> None:
            with self._client.stream("GET", url, params=params, headers={"Accept": N_TRIPLES}) as response:
                if response.status_code not in (204, 404):
                    judge(url, response)
                    expect(url, response, N_TRIPLES)
                with target.open("wb") as file:
                    for part in response.iter_bytes() if response.status_code == 200 else ():
                        file.write(part)

        self._patiently(url, receive)

    def _write(self, method: str, graph: str | None, lines: Iterable[bytes]) -> int:
        """Send lines in requests of `CHUNK` of them; the first with `method`, the others add to it."""
        rest, count = iter(lines), 0
        while (chunk := list(islice(rest, CHUNK))) or (not count and method == "PUT"):
            self._write_chunk(method, graph, chunk)
            count, method = count + len(chunk), "POST"
        return count

    def _write_chunk(self, method: str, graph: str | None, lines: list[bytes]) -> None:
        body = b"".join(lines)
        try:
            if not self.rehearsal:
                self._send(
                    method,
                    self.addresses.graphs,
                    params=_named(graph),
                    content=body,
                    headers={"Content-Type": N_TRIPLES},
                )
        except TooLarge:
            if len(lines) < 2:
                raise
            half = len(lines) // 2
            self._write_chunk(method, graph, lines[:half])
            self._write_chunk("POST", graph, lines[half:])
        else:
            self.sent.bytes += len(body)

    # ── queries and updates ───────────────────────────────────────────────────────────────────────────────────────────

    def select(self, query: str) -> Iterator[ox.QuerySolution]:
        """Solutions of a SELECT query."""
        found = self._results(query)
        if not isinstance(found, ox.QuerySolutions):
            fail(self.addresses.query, "it answers a SELECT query as if it were another one; is it a SPARQL endpoint?")
        return found

    def ask(self, query: str) -> bool:
        """Answer of an ASK query."""
        found = self._results(query)
        if not isinstance(found, ox.QueryBoolean):
            fail(self.addresses.query, "it answers an ASK query as if it were another one; is it a SPARQL endpoint?")
        return bool(found)

    def update(self, text: str, *, long: bool = False) -> None:
        """Have an update done; `long` waits for it as long as for a switch."""
        if not self.rehearsal:
            timeout = httpx.Timeout(self.patience.switch if long else self.patience.answer, connect=10.0)
            headers = {"Content-Type": "application/sparql-update"}
            self._send("POST", self.addresses.update, content=text.encode(), headers=headers, timeout=timeout)

    def _results(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        url = self.addresses.query
        response = self._send("POST", url, data={"query": query}, headers={"Accept": _RESULTS})
        expect(url, response, _RESULTS, "application/json")
        try:
            return ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError, OSError) as error:
            fail(url, f"its answer is no SPARQL result ({error}): {glance(response.content)}")

    # ── sending ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _send(
        self,
        method: str,
        url: str,
        *,
        missing: bool = False,
        params: dict[str, str] | None = None,
        content: bytes | None = None,
        data: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
    ) -> httpx.Response:
        """Send a request until it is answered; a 404 is good where what is asked for may be `missing`."""
        patient = timeout or httpx.USE_CLIENT_DEFAULT

        def once() -> httpx.Response:
            with self._client.stream(
                method, url, params=params, content=content, data=data, headers=headers, timeout=patient
            ) as response:
                if not (missing and response.status_code == 404):
                    judge(url, response)
                return whole(url, response)

        return self._patiently(url, once)

    def _patiently(self, url: str, once: Callable[[], _T]) -> _T:
        for attempt in range(1, self.patience.tries + 1):
            try:
                return translated(url, once)
            except Passing as passing:
                longest = self.patience.longest
                usual = min(longest, self.patience.first * 2.0 ** (attempt - 1))
                wait = usual if passing.after is None else passing.after
                if wait > longest:
                    fail(url, f"{passing}, and it asks to wait for {wait:.0f} seconds; run it again then: it goes on")
                if attempt == self.patience.tries:
                    fail(url, f"{passing} (tried {attempt} times); run it again when the store is there: it goes on")
                self.tell(f"{url}: {passing}; trying again in {wait:g} s")
                self.sleep(wait)
        raise AssertionError("the last try returns or raises")


def _named(graph: str | None) -> dict[str, str]:
    """How a graph is named in a request (SPARQL 1.1 Graph Store Protocol, section 4.2)."""
    return {"default": ""} if graph is None else {"graph": graph}
