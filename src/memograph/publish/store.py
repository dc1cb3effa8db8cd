"""A release opened for reading: stored queries for the site's pages, and strangers' queries, both run by pool.py.

The web process itself never opens the store; it gets bytes and turns them into rows or triples. Its workers read the
release's own store, or ask one elsewhere that holds the same release (`PublishSettings.store_url`).
"""

from __future__ import annotations

import functools
import importlib.resources
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from memograph.errors import (
    QueryDeadline,
    QueryError,
    QueryRefused,
    QuerySyntaxError,
    QueryTooLarge,
    ReleaseError,
    StoreElsewhere,
    StoreGarbled,
    StoreTimeout,
    StoreUnreachable,
)
from memograph.namespaces import Site
from memograph.publish.engine.engines import Elsewhere, Source
from memograph.publish.engine.exchange import Answer, Task
from memograph.publish.engine.pool import Pool
from memograph.publish.settings import PublishSettings
from memograph.release import Release

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Row:
    """One solution of a stored query: variable → term, unbound ones absent."""

    terms: dict[str, Term]

    def term(self, name: str) -> Term | None:
        """The term itself, None where unbound."""
        return self.terms.get(name)

    def text(self, name: str) -> str:
        """IRI or lexical form, empty where unbound."""
        term = self.terms.get(name)
        return "" if term is None or isinstance(term, ox.Triple) else term.value

    def number(self, name: str) -> int:
        """An integer; 0 where unbound."""
        return int(self.text(name) or 0)

    def decimal(self, name: str) -> float | None:
        """A number, None where unbound."""
        return float(text) if (text := self.text(name)) else None


_TROUBLES = {"unreachable": StoreUnreachable, "late": StoreTimeout, "garbled": StoreGarbled}


class Store:
    """One release and the workers that read it."""

    def __init__(self, release: Release, settings: PublishSettings) -> None:
        self.release = release
        self._limits = settings.limits
        self._source = _source(release, settings)
        self._pool = Pool(self._source, settings.limits, settings.workers, settings.queue)

    @property
    def site(self) -> Site:
        """Mints and shortens the IRIs of the release."""
        return self.release.site

    def start(self) -> None:
        """Start the workers now and not with the first query."""
        self._pool.start()

    def close(self) -> None:
        """End all workers."""
        self._pool.close()

    def canary(self) -> int:
        """Have the smallest of queries answered.

        Returns:
            triples that the release says it has, 0 where it does not say.

        Raises:
            ReleaseError, QueryError: no query can be answered now, and why.
        """
        return sum(row.number("triples") for row in self.rows("canary"))

    def rows(self, name: str, *, offset: int = 0, **bindings: str) -> list[Row]:
        """Solutions of the stored SELECT query `name`, with variables bound to IRIs.

        Args:
            offset: solutions to skip where the query says ``OFFSET 0``.
        """
        body = self._stored(name, "SELECT", "json", bindings, offset)
        solutions = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [Row({name: term for name in names if (term := row[name]) is not None}) for row in solutions]

    def triples(self, name: str, *, offset: int = 0, **bindings: str) -> list[ox.Triple]:
        """Triples of the stored CONSTRUCT query `name`, with variables bound to IRIs.

        Args:
            offset: solutions to skip where the query says ``OFFSET 0``.
        """
        body = self._stored(name, "CONSTRUCT", "nt", bindings, offset)
        return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]

    def exists(self, iri: str) -> bool:
        """Whether the release says anything about this IRI."""
        body = self._stored("exists", "ASK", "json", {"this": iri})
        return bool(ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))

    def answer(self, task: Task) -> Answer:
        """Have a query answered.

        Returns:
            an answer whose status is ``ok`` or ``unacceptable``.

        Raises:
            QueryError: one of its subclasses, by what went wrong.
            ReleaseError: the files of the store are damaged.
        """
        if isinstance(self._source, Path):
            return self._checked(self._pool.run(task))
        try:
            return self._checked(self._pool.run(task))
        except QueryDeadline as error:
            if task.stranger:
                raise
            raise StoreTimeout(f"no answer to a query of ours within {error.seconds:g} seconds") from error
        except (QueryTooLarge, QuerySyntaxError, QueryRefused) as error:
            if task.stranger:
                raise
            raise StoreGarbled(f"a query of ours: {error}") from error

    def _checked(self, answer: Answer) -> Answer:
        match answer.status:
            case "ok" | "unacceptable":
                return answer
            case "syntax":
                raise QuerySyntaxError(answer.message, line=answer.line, column=answer.column)
            case "refused":
                raise QueryRefused(answer.message)
            case "memory":
                raise QueryTooLarge("memory", self._limits.memory)
            case "result":
                raise QueryTooLarge("result", answer.limit, answer.limit_of)
            case "unreadable":
                raise ReleaseError(f"{self._source}: {answer.message}")
            case "elsewhere":
                raise StoreElsewhere(answer.message)
            case "unreachable" | "late" | "garbled":
                raise _TROUBLES[answer.status](f"{self._source}: {answer.message}")
            case _:
                raise QueryError(answer.message)

    def _stored(self, name: str, form: str, form_format: str, bindings: dict[str, str], offset: int = 0) -> bytes:
        query = stored_query(name)
        if offset:  # SPARQL has no variable there: OFFSET takes an integer (grammar rule [26])
            query = query.replace("OFFSET 0", f"OFFSET {offset:d}")
        task = Task(query, self.site.base, {form: form_format}, bindings)
        answer = self.answer(task)
        if answer.spool is None:
            return answer.body
        with answer.spool.open() as file:
            return file.read()


@functools.cache
def stored_query(name: str) -> str:
    """Text of ``queries/<name>.rq``; its prefix ``mg:`` is relative to the site's base IRI."""
    folder = importlib.resources.files("memograph.publish") / "queries"
    return folder.joinpath(f"{name}.rq").read_text(encoding="utf-8")


def _source(release: Release, settings: PublishSettings) -> Source:
    """What holds the data of a release."""
    if not settings.store_url:
        return release.store
    return Elsewhere(settings.store_url, release.site.base, release.manifest.version, settings.store_credentials)
