"""What a page costs, counted: queries of the store, and look-ups in the reading index, of hubs as of leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from memograph.publish.app import create_app, releases_of
from memograph.publish.engine.exchange import Answer, Task
from memograph.publish.engine.pool import Pool
from memograph.publish.reading.index import Index
from memograph.publish.settings import PublishSettings
from tests.hub_sample import EVERYWHERE, ONCE, hub_build_dir
from tests.page_types import PAGES, STATUS

__all__ = ["hub_build_dir"]

#: Queries of the store that any page may take (issue 5), and look-ups in the index, which are of microseconds each.
QUERIES, LOOK_UPS = 6, 40


@dataclass
class Cost:
    """Of one request."""

    queries: int = 0
    look_ups: int = 0


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Cost]:
    """Asks an application for a page and counts."""
    counted = Cost()
    run, rows = Pool.run, Index.rows

    def query(pool: Pool, task: Task) -> Answer:
        counted.queries += 1
        return run(pool, task)

    def look_up(index: Index, sql: str, *values: object) -> list[tuple[object, ...]]:
        counted.look_ups += 1
        return rows(index, sql, *values)

    monkeypatch.setattr(Pool, "run", query)
    monkeypatch.setattr(Index, "rows", look_up)

    def ask(app: Flask, path: str) -> Cost:
        counted.queries = counted.look_ups = 0
        answer = app.test_client().get(path, headers={"Accept": "text/html"})
        assert answer.status_code == STATUS.get(path, 200), path
        return replace(counted)

    return ask


@pytest.fixture(scope="module")
def app(settings: PublishSettings) -> Iterator[Flask]:
    made = create_app(replace(settings, cache_mib=0))
    yield made
    releases_of(made).close()


@pytest.fixture(scope="module")
def hubs(hub_build_dir: Path, settings: PublishSettings) -> Iterator[Flask]:
    made = create_app(replace(settings, build_dir=hub_build_dir, cache_mib=0))
    yield made
    releases_of(made).close()


@pytest.mark.parametrize("path", PAGES)
def test_queries_of_every_page_are_few(app: Flask, cost: Callable[..., Cost], path: str) -> None:
    counted = cost(app, path)
    assert counted.queries <= QUERIES
    assert counted.look_ups <= LOOK_UPS


PAIRS = [
    ("person/hub", "person/leaf"),
    *(
        (f"{kind}/{hub.lower()}", f"{kind}/{leaf.lower()}")
        for (hub, kind), leaf in zip(EVERYWHERE.items(), ONCE, strict=True)
    ),
    ("document/frus1961-63v99d0", "document/frus1961-63v99d99"),
]


@pytest.mark.parametrize(("hub", "leaf"), PAIRS)
def test_a_hub_costs_no_more_than_a_leaf(hubs: Flask, cost: Callable[..., Cost], hub: str, leaf: str) -> None:
    much, little = cost(hubs, f"/page/{hub}"), cost(hubs, f"/page/{leaf}")
    assert much.queries == little.queries <= QUERIES
    assert much.look_ups <= LOOK_UPS
