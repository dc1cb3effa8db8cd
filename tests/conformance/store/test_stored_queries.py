"""Every stored query gives the same on both stores: terms bound from the outside, and terms written into the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path

import pytest

import memograph.publish
from memograph.publish.engine.exchange import Task
from memograph.publish.store import Store, stored_query
from memograph.publish.views import asking
from tests.publish_sample import SITE

QUERIES = Path(memograph.publish.__file__).parent / "queries"

#: What an engine asks a store elsewhere of its own accord.
OF_ENGINES = {"held", "present", "described"}
FORM = {"SELECT": "tsv", "ASK": "json", "CONSTRUCT": "nt"}
DOCUMENT = SITE.thing("document", "frus1981-88v04d4")
STATEMENT = "frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander"
THINGS = [
    DOCUMENT,
    SITE.thing("person", "gromyko-andrei"),
    SITE.thing("post", "secretary-of-state"),
    SITE.thing("place", "soviet-union"),
    SITE.thing("statement", STATEMENT),
    SITE.thing("decision", "met-indeed"),
    SITE.thing("person", "nobody"),
]
LABEL = ["Andrei Gromyko", "", "en"]
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
PLACES = ({"subject": THINGS[1]}, {"predicate": RDFS_LABEL}, {"object": LABEL}, {"object": SITE.term("Person")})
BINDINGS: dict[str, list[dict[str, object]]] = {
    "this": [{"this": thing} for thing in THINGS],
    "graph": [{"graph": SITE.ontology_graph}, {"graph": "http://nowhere.test/"}],
    "class": [{"class": SITE.term("Person")}],
    "dataset": [{"dataset": SITE.dataset}, {"dataset": SITE.dataset, "predicate": RDFS_LABEL}],
    "fragment": [dict(chain(*map(dict.items, some))) for n in range(4) for some in combinations(PLACES, n)],
}
#: By what each query is bound; the others by nothing.
BOUND = {
    "graph": "graph",
    "sitemap_things": "class",
    "fragment": "fragment",
    "fragment_count": "fragment",
    "fragment_estimate": "dataset",
}


def names() -> list[str]:
    return sorted(path.stem for path in QUERIES.glob("*.rq") if path.stem not in OF_ENGINES)


def tasks(name: str) -> Iterator[Task]:
    text = stored_query(name)
    usual = "this" if "?this" in text.split("\n", 1)[1] else ""
    for bindings in BINDINGS.get(BOUND.get(name, usual), [{}]):
        bound = "".join(f" ?{variable}" for variable in bindings)
        yield Task(text.replace(" ?bound", bound), SITE.base, FORM, bindings)  # type: ignore[arg-type]


def answered(store: Store, task: Task) -> list[bytes]:
    """Lines, sorted: what ORDER BY leaves open, each store settles as it likes."""
    answer = store.answer(task)
    with answer.spool.open() if answer.spool else open("/dev/null", "rb") as spool:  # noqa: PTH123
        return sorted((answer.body or spool.read()).splitlines())


def test_there_are_stored_queries() -> None:
    assert len(names()) >= 25
    assert set(BOUND) <= set(names())


@pytest.mark.parametrize("name", names())
def test_the_same_on_both(own: Store, elsewhere: Store, name: str) -> None:
    told = 0
    for task in tasks(name):
        found = answered(own, task)
        assert answered(elsewhere, task) == found, task.bindings
        told += len(found)
    assert told > 0, "a query that finds nothing in the sample proves nothing"


VIEWS = {
    "network": {"relations": ["metWith", "wroteTo"], "kinds": ["person"], "first": "", "last": "", "among": []},
    "map": {"sorts": ["journey", "heldIn"], "first": "", "last": "", "place": "", "box": None},
    "timeline": {"lanes": ["documents", "meetings"], "zoom": "month", "first": "1980-01", "last": ""},
}


@pytest.mark.parametrize("name", sorted(path.stem for path in (QUERIES / "views").glob("*.rq")))
def test_the_queries_behind_the_views(own: Store, elsewhere: Store, name: str) -> None:
    text = asking.query(name, SITE.base, at_most=300, **VIEWS[name])
    task = Task(text, SITE.base, FORM, stranger=True)
    found = answered(own, task)
    assert len(found) > 1
    assert answered(elsewhere, task) == found


def test_examples(own: Store, elsewhere: Store) -> None:
    examples = sorted((QUERIES.parent / "examples").glob("*.rq"))
    assert len(examples) >= 8
    for file in examples:
        prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in SITE.prefixes.items())
        task = Task(prefixes + file.read_text(encoding="utf-8"), SITE.base, FORM, stranger=True)
        assert answered(elsewhere, task) == answered(own, task), file.name
