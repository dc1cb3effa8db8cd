"""The Historian's real data, read once: each kind after those that it joins, as a user imports them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest

from memograph.authority.entries import Known
from memograph.authority.sources import reader
from memograph.authority.turtle import read_authority
from memograph.namespaces import Site

SITE = Site("http://localhost:8000/")

#: Entries and problems of a kind.
Imported = tuple[tuple[Known, ...], tuple[str, ...]]
#: Kinds that a kind is joined to, besides the curated files.
JOINED = {"pocom": ("people", "gsh"), "travels": ("people", "gsh", "pocom"), "visits": ("people", "gsh", "pocom")}


def collect(kind: str, path: Path, known: Sequence[Known] = ()) -> Imported:
    problems: list[str] = []
    entries = tuple(reader(kind)(path, lambda error: problems.append(str(error)), known))
    return entries, tuple(problems)


@pytest.fixture(scope="session")
def imported(shared: Path, repository: Path) -> Callable[[str], Imported]:
    """Entries and problems of a kind, by its name."""
    curated = tuple(read_authority([repository / "corpus" / "authority"], SITE))

    @cache
    def read(kind: str) -> Imported:
        known = [*curated, *(entry for other in JOINED.get(kind, ()) for entry in read(other)[0])]
        return collect(kind, shared / "data" / "hsg" / f"{kind}.tar.gz", known)

    return read
