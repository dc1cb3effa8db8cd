"""A thing's own triples, by property: what `standing.find` brings along anyway, so that no query is asked for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox


@dataclass(frozen=True, slots=True)
class Own:
    """Values by property, each in an order that does not change."""

    values: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> Own:
        """From the triples of one thing; blank nodes, which releases do not have, are left out."""
        found: dict[str, set[str]] = {}
        for triple in triples:
            if isinstance(triple.object, ox.NamedNode | ox.Literal):
                found.setdefault(triple.predicate.value, set()).add(triple.object.value)
        return cls({name: tuple(sorted(values)) for name, values in found.items()})

    def all(self, *properties: str) -> tuple[str, ...]:
        """Values of these properties: IRIs and lexical forms."""
        return tuple(value for name in properties for value in self.values.get(name, ()))

    def first(self, *properties: str) -> str:
        """The first of these values, empty where there is none."""
        return next(iter(self.all(*properties)), "")
