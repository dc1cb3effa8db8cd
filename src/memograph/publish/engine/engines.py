"""What answers a query inside a worker: one interface; the release's own store here, a store elsewhere in remote.py.

worker.py is the same for both: policy, formats, limits, marks of a cut, digests and portraits are its part. What an
engine gives is held against the other one by tests/conformance/store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pyoxigraph as ox

from memograph.errors import QuerySyntaxError
from memograph.publish.engine.bound import Bindings
from memograph.publish.engine.confinement import confine

Triples = Iterable[ox.Triple]
Result = ox.QuerySolutions | ox.QueryBoolean | Triples

#: IRIs of default graphs and of named graphs to ask, instead of those that the query names, or of all.
Dataset = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A triple store that is asked by HTTP.

    Args:
        url: its query endpoint (SPARQL 1.1 Protocol), without user and password.
        base: base IRI of the site.
        version: of the release that it must hold.
        credentials: file with one line, ``user:password`` or ``Bearer …``; empty for those of the environment, if it
            has some (remote.py).
    """

    url: str
    base: str
    version: str
    credentials: str = ""

    def __str__(self) -> str:
        return self.url

    def encode(self) -> str:
        """As one argument of a worker."""
        return _ELSEWHERE + json.dumps(asdict(self))


_ELSEWHERE = "elsewhere:"

#: What the workers of a pool read: a directory with a store, or a store elsewhere.
Source = Path | Elsewhere


@dataclass(frozen=True, slots=True)
class Question:
    """What an engine is asked.

    Args:
        text: SPARQL, without codepoint escapes outside of strings.
        form: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        base: against which relative IRIs are resolved.
        bindings: variables bound from the outside.
        dataset: None for the dataset that the query names, else for that of the store, whose default graph is the
            merge of all graphs.
        named: the one that the query itself names, if it does.
    """

    text: str
    form: str
    base: str
    bindings: Bindings = field(default_factory=dict)
    dataset: Dataset | None = None
    named: Dataset | None = None


class Engine(Protocol):
    """Answers queries on one release. What it gives may be read while it is still arriving, one result after another.

    An engine that asks another machine raises StoreError, also while its results are read.
    """

    def ask(self, question: Question) -> Result:
        """Solutions, a truth value or triples. DESCRIBE gives the triples that have the things as their subjects.

        Raises:
            SyntaxError: the query cannot be read.
        """
        ...

    def parse(self, text: str, base: str) -> object:
        """Raise SyntaxError, with the place, where a text is no query."""
        ...

    def graphs(self, iris: Iterable[str]) -> set[str]:
        """Those of these graphs that there are."""
        ...

    def confirm(self) -> None:
        """Raise StoreElsewhere if what was answered before may not be of the release that is served."""
        ...


class OwnStore:
    """The store of a release, in this process."""

    def __init__(self, path: str) -> None:
        self._store = ox.Store.read_only(path)

    def ask(self, question: Question) -> Result:
        """Solutions, a truth value or triples; the engine's own DESCRIBE."""
        given: dict[str, Any] = {"substitutions": dict(question.bindings)}
        if question.dataset is not None:
            default, named = question.dataset
            given["default_graph"] = [graph(iri) for iri in default]
            given["named_graphs"] = [graph(iri) for iri in named]
        return self._store.query(question.text, base_iri=question.base, **given)

    def parse(self, text: str, base: str) -> object:
        """Raise SyntaxError where a text is no query."""
        return self._store.query(text, base_iri=base)

    def graphs(self, iris: Iterable[str]) -> set[str]:
        """Those of these graphs that there are."""
        return {iri for iri in iris if self._store.contains_named_graph(graph(iri))}

    def confirm(self) -> None:
        """It is: a release never changes."""


def graph(iri: str) -> ox.NamedNode:
    """The name of a graph.

    Raises:
        QuerySyntaxError: it is no absolute IRI.
    """
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QuerySyntaxError(f"The name of a graph is an absolute IRI; “{iri}” is none.") from error


def opened(source: str, seconds: float) -> tuple[Engine, Callable[[int], None]]:
    """The engine for the first argument of a worker, and what confines the process to what that engine needs.

    Args:
        seconds: deadline of a query.

    Raises:
        OSError, RuntimeError, ValueError: it cannot be opened.
    """
    if source.startswith(_ELSEWHERE):
        from memograph.publish.engine.remote import Remote  # most workers never need HTTP

        remote = Remote(Elsewhere(**json.loads(source.removeprefix(_ELSEWHERE))), seconds)
        return remote, lambda memory: confine(remote.port, memory)
    return OwnStore(source), lambda memory: confine(Path(source), memory)
