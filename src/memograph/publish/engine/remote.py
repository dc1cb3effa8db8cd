"""A triple store elsewhere, asked by the SPARQL 1.1 Protocol. The engine of a worker where ``[store] url`` is set.

The store answers queries and is trusted with nothing else: a query is read by our own parser and refused by our own
policy before it is sent, and what comes back is read again, in this process, which has a limit of memory and can be
ended. After each answer the store is asked which release it holds, so that none mixes two, and a store that was emptied
meanwhile is not taken for one that knows nothing.
"""

from __future__ import annotations

import base64
import contextlib
import encodings.idna  # noqa: F401  (later no file can be opened)
import importlib.resources
import json
import os
import ssl
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import pyoxigraph as ox

from memograph.errors import StoreElsewhere, StoreGarbled
from memograph.namespaces import Site
from memograph.publish.engine import bound, policy
from memograph.publish.engine.describing import described_things
from memograph.publish.engine.engines import Dataset, Elsewhere, Question, Result, graph
from memograph.publish.engine.wire import STALE, Answered, Formats, Line

#: Environment variables that have the credentials where no file has them; `memograph publish` reads the same.
USER, PASSWORD, TOKEN = (f"MEMOGRAPH_STORE_{name}" for name in ("USER", "PASSWORD", "TOKEN"))

#: Seconds that connecting may take; of a shorter deadline, half of it.
CONNECT_SECONDS = 5.0

#: Bytes of an answer that is a truth value or a row.
SHORT = 2**16

#: Things whose triples are asked for together.
_TOGETHER = 100

_JSON: Formats = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
}
_TRIPLES: Formats = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}

_HELD, _PRESENT, _DESCRIBED = (
    importlib.resources.files("memograph.publish").joinpath("queries", f"{name}.rq").read_text(encoding="utf-8")
    for name in ("held", "present", "described")
)


class Remote:
    """The store at an endpoint."""

    def __init__(self, store: Elsewhere, seconds: float) -> None:
        self._store, self._site = store, Site(store.base)
        parts = urlsplit(store.url)
        self.port = parts.port or (443 if parts.scheme == "https" else 80)
        self._headers = _authorization(store.credentials)
        self._tls = ssl.create_default_context() if parts.scheme == "https" else None
        self._connecting = min(CONNECT_SECONDS, seconds / 2)
        self._idle: list[Line] = []
        self._parser = ox.Store()

    def ask(self, question: Question) -> Result:
        """Solutions, a truth value or triples, read as they arrive."""
        text = bound.write(question.text, question.bindings)
        self.parse(text, question.base)
        text = policy.for_another_store(text, question.base)
        dataset = self._dataset(question.dataset)
        match question.form:
            case "DESCRIBE":
                return self._describe(text, dataset, self._dataset(question.dataset or question.named))
            case "CONSTRUCT":
                return _triples(self._post(text, _TRIPLES, dataset), question.base)
        answered = self._post(text, _JSON, dataset)
        return _truth(answered) if question.form == "ASK" else _solutions(answered)

    def parse(self, text: str, base: str) -> object:
        """Raise SyntaxError where a text is no query; nothing is run.

        The engine looks at the dataset after it has read the query, and before it runs it. What is passed there is no
        graph, so that it goes no further.
        """
        with contextlib.suppress(ValueError):
            return self._parser.query(text, base_iri=base, default_graph=0)  # type: ignore[arg-type]
        return None

    def graphs(self, iris: Iterable[str]) -> set[str]:
        """Those of these graphs that there are."""
        named = [graph(iri) for iri in dict.fromkeys(iris)]
        query = _PRESENT.replace("{ }", f"{{ {' '.join(map(str, named))} }}", 1)
        rows = _rows(self._post(query, _JSON, None)) if named else []
        return {term.value for row in rows for term in row if isinstance(term, ox.NamedNode)}

    def confirm(self) -> None:
        """Whether what was answered is of the release that is served.

        Raises:
            StoreElsewhere: it may be of another one.
        """
        rows = _rows(self._post(_HELD, _JSON, None))
        held = {term.value.rpartition("/")[2] for row in rows for term in row if isinstance(term, ox.NamedNode)}
        if held != {self._store.version}:
            raise StoreElsewhere(min(held - {self._store.version}, default=""))

    def _dataset(self, asked: Dataset | None) -> Dataset | None:
        """Of these graphs those that there are: a store may fetch what it does not know."""
        if asked is None:
            return None
        there = self.graphs([*asked[0], *asked[1]])
        default, named = ([iri for iri in iris if iri in there] for iris in asked)
        return default or [f"{self._site.base}graph/none"], named

    def _describe(self, text: str, dataset: Dataset | None, own: Dataset | None) -> Iterator[ox.Triple]:
        """The triples whose subject is one of the things; what other stores take for a description differs."""
        rows = _rows(self._post(described_things(text), _JSON, dataset))
        things = dict.fromkeys(term for row in rows for term in row if isinstance(term, ox.NamedNode))
        left = iter(things)
        while some := tuple(islice(left, _TOGETHER)):
            query = _DESCRIBED.replace("{ }", f"{{ {' '.join(map(str, some))} }}", 1)
            yield from _triples(self._post(query, _TRIPLES, own), self._site.base)

    # ── connections ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _post(self, text: str, formats: Formats, dataset: Dataset | None) -> Answered:
        default, named = dataset or ([], [])
        form = [("query", f"BASE <{self._site.base}>\n{text}")]
        form += [("default-graph-uri", iri) for iri in default] + [("named-graph-uri", iri) for iri in named]
        while True:
            line = self._idle.pop() if self._idle else self._line()
            fresh = line.fresh
            try:
                return line.ask(form, formats, partial(self._idle.append, line))
            except STALE as error:
                line.close()
                if fresh:
                    raise StoreGarbled("it hangs up without an answer") from error

    def _line(self) -> Line:
        return Line(self._store.url, self._headers, self._tls, self._connecting)


def _authorization(file: str) -> dict[str, str]:
    """The header with the credentials of the file, else of the environment; none where there are none."""
    given = Path(file).read_text(encoding="utf-8").strip() if file else _of_environment()
    if given and not given.startswith("Bearer "):
        given = f"Basic {base64.b64encode(given.encode()).decode()}"
    return {"Authorization": given} if given else {}


def _of_environment() -> str:
    if token := os.environ.get(TOKEN):
        return f"Bearer {token}"
    return f"{user}:{os.environ.get(PASSWORD, '')}" if (user := os.environ.get(USER)) else ""


@contextlib.contextmanager
def _believed() -> Iterator[None]:
    """What cannot be read in an answer is the store's fault and not that of the query."""
    try:
        yield
    except SyntaxError as error:
        raise StoreGarbled(f"its answer cannot be read: {error}") from error


def _solutions(answered: Answered) -> ox.QuerySolutions:
    assert isinstance(answered.format, ox.QueryResultsFormat)
    with _believed():
        found = ox.parse_query_results(answered.body, format=answered.format)
    if not isinstance(found, ox.QuerySolutions):
        raise StoreGarbled("it answers SELECT with a truth value")
    return found


def _rows(answered: Answered) -> list[ox.QuerySolution]:
    """All rows, and nothing left to read."""
    with _believed():
        rows = list(_solutions(answered))
    answered.body.read(1)
    return rows


def _truth(answered: Answered) -> ox.QueryBoolean:
    """Read whole: the engine's reader does not mind what is missing behind the value."""
    assert isinstance(answered.format, ox.QueryResultsFormat)
    data = answered.body.read(SHORT)
    try:
        found = json.loads(data)["boolean"] if not answered.body.read(1) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        found = None
    if not isinstance(found, bool):
        raise StoreGarbled("it answers ASK with something else than a truth value")
    result = ox.parse_query_results(data, format=answered.format)
    assert isinstance(result, ox.QueryBoolean)
    return result


def _triples(answered: Answered, base: str) -> Iterator[ox.Triple]:
    assert isinstance(answered.format, ox.RdfFormat)
    with _believed():
        for quad in ox.parse(answered.body, format=answered.format, base_iri=base):
            yield quad.triple
