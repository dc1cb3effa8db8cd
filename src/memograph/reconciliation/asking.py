"""A reconciliation service: what it is, what it answers, what it completes words to, what it knows of a record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memograph.errors import ReconciliationError
from memograph.reconciliation.answers import Candidate, Problem, candidates, extended, suggestions
from memograph.reconciliation.cache import Cache
from memograph.reconciliation.manifest import Manifest, read_manifest
from memograph.reconciliation.transport import TooMuch, Transport

#: A query as the API has it: ``query``, and perhaps ``type``, ``type_strict``, ``limit``, ``properties``.
Query = dict[str, Any]
Answer = tuple[Candidate, ...] | ReconciliationError


@dataclass(frozen=True, slots=True)
class Service:
    """The service of a manifest; every answer is kept in `cache`."""

    manifest: Manifest
    transport: Transport
    cache: Cache

    @classmethod
    def at(cls, url: str, transport: Transport, cache: Cache) -> Service:
        """The service at an address; ReconciliationError where there is none, or it cannot be what it says."""
        return cls(read_manifest(url, transport.get(url)), transport, cache)

    def reconcile(
        self, queries: Sequence[Query], most: int, batch: int, problem: Problem
    ) -> Iterator[tuple[int, Answer]]:
        """Index and answer of each query, those that are kept first; an error in place of what was not answered.

        Args:
            most: candidates of each query.
            batch: queries that are sent at once, fewer where the service takes fewer.
            problem: told of each candidate that cannot be used.
        """
        open_: list[int] = []
        for number, query in enumerate(queries):
            kept = self.cache.get(query)
            if kept is None:
                open_.append(number)
            else:
                yield number, self._read(kept, query, most, problem)
        size = min(batch, self.manifest.batch_size)
        for start in range(0, len(open_), size):
            part = open_[start : start + size]
            for number, raw in self._ask([(n, queries[n]) for n in part]):
                if isinstance(raw, ReconciliationError):
                    yield number, raw
                    continue
                answer = self._read(raw, queries[number], most, problem)
                if not isinstance(answer, ReconciliationError):
                    self.cache.put(queries[number], raw)
                yield number, answer

    def suggest(self, what: str, words: str) -> tuple[tuple[str, str], ...]:
        """Ids and names of the entities, types or properties (`what`) that words may mean; empty where it cannot tell.

        Raises:
            ReconciliationError: the service does not answer as it promises.
        """
        address = dict(self.manifest.suggest).get(what)
        if address is None:
            return ()
        try:
            return suggestions(self.transport.get(address, {"prefix": words}))
        except ReconciliationError as error:
            raise self._placed(error, address) from error

    def values(self, ids: Sequence[str], properties: Sequence[str]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """What the service knows of its records: record → property → values. Asked once for each record.

        Raises:
            ReconciliationError: it does not give values, or not as it promises.
        """
        if not self.manifest.extends:
            raise ReconciliationError(f"{self.manifest.url}: it gives no values of properties; leave --show out")
        columns = [{"id": each} for each in properties]
        known: dict[str, Any] = {id_: self.cache.get({"extend": id_, "properties": columns}) for id_ in ids}
        open_ = [id_ for id_, row in known.items() if row is None]
        for start in range(0, len(open_), self.manifest.batch_size):
            part = open_[start : start + self.manifest.batch_size]
            asked = json.dumps({"ids": part, "properties": columns}, ensure_ascii=False)
            answer = self.transport.post(self.manifest.url, {"extend": asked})
            try:
                rows = extended(answer)
            except ReconciliationError as error:
                raise self._placed(error, self.manifest.url) from error
            for id_ in part:
                known[id_] = {name: list(values) for name, values in rows.get(id_, {}).items()}
                self.cache.put({"extend": id_, "properties": columns}, known[id_])
        return known

    # ── asking ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, part: list[tuple[int, Query]]) -> Iterator[tuple[int, Any]]:
        """The raw answer to each query, or the error; what is too much at once is asked in halves."""
        batch = {f"q{number}": query for number, query in part}
        try:
            answer = self.transport.post(self.manifest.url, {"queries": json.dumps(batch, ensure_ascii=False)})
        except TooMuch as error:
            if len(part) == 1:
                yield part[0][0], error
                return
            half = len(part) // 2
            yield from self._ask(part[:half])
            yield from self._ask(part[half:])
            return
        except ReconciliationError as error:
            yield from ((number, error) for number, _ in part)
            return
        found = answer if isinstance(answer, dict) else {}
        for number, query in part:
            missing = ReconciliationError(f"{self.manifest.url}: no answer to “{query['query']}”")
            yield number, found.get(f"q{number}", missing)

    def _read(self, raw: Any, query: Query, most: int, problem: Problem) -> Answer:
        def placed(reason: str) -> None:
            problem(f"{self.manifest.url}: answer to “{query['query']}”: {reason}")

        try:
            return candidates(raw, most, placed)
        except ReconciliationError as error:
            return ReconciliationError(f"{self.manifest.url}: answer to “{query['query']}”: {error}")

    @staticmethod
    def _placed(error: ReconciliationError, address: str) -> ReconciliationError:
        return error if str(error).startswith(("http:", "https:")) else ReconciliationError(f"{address}: {error}")
