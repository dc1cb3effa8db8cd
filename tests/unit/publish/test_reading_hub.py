"""A page of a hub costs what a page of a leaf costs, in steps of SQLite's machine: no other process changes these."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from memograph.publish.reading import claims, lists, mentions, neighbours
from memograph.publish.reading.index import PAGE, Index
from memograph.release import current_release
from tests.hub_sample import DOCUMENTS, HUB, LEAF, MENTIONS, MIDDLE, MIDDLING, SITE, STATEMENTS, hub_build_dir

__all__ = ["hub_build_dir"]  # fixture


class Counting(Index):
    """An index that counts the steps of its look-ups, and the look-ups."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection, SITE, 60)
        self.steps = self.looked_up = 0
        connection.set_progress_handler(self._step, 1)

    def _step(self) -> None:
        self.steps += 1

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        self.looked_up += 1
        return super().rows(sql, *values)


@pytest.fixture(scope="module")
def index(hub_build_dir: Path) -> Iterator[Counting]:
    path = current_release(hub_build_dir).pages
    opened = Counting(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True))
    yield opened
    opened.close()


def numbers(index: Index) -> tuple[int, int, int]:
    found = [index.find(iri) for iri in (HUB, MIDDLE, LEAF)]
    assert [entry and entry.mentions for entry in found] == [DOCUMENTS * MENTIONS, MIDDLING, 1]
    assert [entry and entry.statements for entry in found] == [DOCUMENTS * STATEMENTS, MIDDLING, 1]
    hub, middle, leaf = (entry.thing.number for entry in found if entry)
    return hub, middle, leaf


def cost(index: Counting, look_up: Callable[[], object]) -> tuple[int, int]:
    index.steps = index.looked_up = 0
    look_up()
    return index.steps, index.looked_up


LOOK_UPS: dict[str, Callable[[Index, int], object]] = {
    "statements": claims.of_thing,
    "statements of a relation": lambda index, thing: claims.of_thing(index, thing, "metWith"),
    "first statements": lambda index, thing: claims.first_of_thing(index, thing, PAGE),
    "relations": claims.counted,
    "mentions": mentions.of_thing,
    "years": mentions.by_year,
}


@pytest.mark.parametrize("what", LOOK_UPS)
def test_a_page_of_a_hub_costs_a_page_of_a_leaf(index: Counting, what: str) -> None:
    hub, middle, leaf = (cost(index, lambda: LOOK_UPS[what](index, thing)) for thing in numbers(index))  # noqa: B023
    assert hub[0] <= 1.2 * middle[0], "both have a full page, one of 40 or 167 times as many rows"
    assert hub[0] <= PAGE * leaf[0], "a page of rows costs no more than that many pages of one"
    assert hub[1] == middle[1] == leaf[1] <= 6


def test_the_last_page_of_mentions_costs_the_first(index: Counting) -> None:
    hub, _, _ = numbers(index)
    first, last = (cost(index, lambda: mentions.of_thing(index, hub, at))[0] for at in (1, 200))  # noqa: B023
    assert last <= 1.1 * first
    pages = [mentions.of_thing(index, hub, at) for at in (1, 200, 201)]
    assert [len(page.items) for page in pages] == [PAGE, PAGE, 0]


def test_a_late_page_of_statements_skips_what_is_before_it_in_the_index_alone(index: Counting) -> None:
    hub, _, _ = numbers(index)
    first, last = (cost(index, lambda: claims.of_thing(index, hub, "", at))[0] for at in (1, 40))  # noqa: B023
    assert last <= first + 5 * PAGE * 40, "a few steps for each statement that is skipped"


def test_what_else_says_the_same_is_found_by_both_ends(index: Counting) -> None:
    hub, middle, _ = numbers(index)
    said = [claims.of_thing(index, thing).items[0] for thing in (hub, middle)]
    of_hub, of_middle = (cost(index, lambda: claims.same(index, it))[0] for it in said)  # noqa: B023
    assert (claims.same(index, said[0]).total, claims.same(index, said[1]).total) == (4, MIDDLING - 1)
    assert of_hub < of_middle, "what counts is how often the two are said to have met, not how much is said of either"


def test_neighbours_are_as_many_as_are_kept(index: Counting) -> None:
    hub, middle, _ = numbers(index)
    found = neighbours.of_thing(index, hub, 24)
    assert len(found) == 24
    assert cost(index, lambda: neighbours.of_thing(index, hub, 24))[0] <= 1.2 * 24 * max(
        1, cost(index, lambda: neighbours.of_thing(index, middle, 1))[0]
    )
    inner = [each.thing.number for each in found]
    of_hub = cost(index, lambda: neighbours.among(index, [hub, *inner]))[0]
    months = 4
    assert of_hub <= 10 * 25 * 25 * 3 * months, "a look-up a pair and relation, and its months, whatever else they have"


def test_lists_page_by_page(index: Counting) -> None:
    people = lists.Some("person")
    seen: list[str] = []
    for number in range(1, lists.of_kind(index, people).last + 1):
        seen += [entry.thing.iri for entry in lists.of_kind(index, people, lists.Order.NAME, number).items]
    assert len(seen) == len(set(seen)) == lists.of_kind(index, people).total
