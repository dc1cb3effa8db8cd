"""What a store has to do, its own workers' or one elsewhere: each test runs on both."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from memograph.errors import QueryRefused, QuerySyntaxError, QueryTooLarge
from memograph.publish.engine.exchange import DIGEST, PAGE, Answer, Task
from memograph.publish.store import Store
from tests.publish_sample import SITE, Listener

GROMYKO, HAIG = (SITE.thing("person", slug) for slug in ("gromyko-andrei", "haig-alexander"))
NT = {"SELECT": "tsv", "ASK": "json", "CONSTRUCT": "nt", "DESCRIBE": "nt"}
EVERYTHING = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"


def asked(query: str, **more: object) -> Task:
    return Task(query, SITE.base, **{"formats": NT, "stranger": True, **more})  # type: ignore[arg-type]


def body(answer: Answer) -> bytes:
    if answer.spool is None:
        return answer.body
    with answer.spool.open() as file:
        return file.read()


def lines(store: Store, query: str, **more: object) -> list[str]:
    return body(store.answer(asked(query, **more))).decode().splitlines()


def same(own: Store, elsewhere: Store, ask: Callable[[Store], object]) -> None:
    assert ask(own) == ask(elsewhere)


def test_the_canary_knows_how_much_there_is(store: Store) -> None:
    assert store.canary() > 1000


def test_rows_triples_and_whether_there_is_such_a_thing(store: Store) -> None:
    rows = store.rows("thing", this=GROMYKO)
    assert {row.text("value") for row in rows if row.text("property").endswith("birthDate")} == {"1909"}
    assert {row.text("this") for row in rows} == {GROMYKO}
    own = store.triples("data_own", this=GROMYKO)
    assert {triple.subject for triple in own} == {ox.NamedNode(GROMYKO)}
    assert store.exists(GROMYKO)
    assert not store.exists(GROMYKO + "-2")


def test_relative_iris_are_those_of_the_site(store: Store) -> None:
    query = "PREFIX mg: <ontology#> SELECT ?who { ?who mg:metWith <id/person/haig-alexander> }"
    assert lines(store, query) == ["?who", f"<{GROMYKO}>"]
    assert lines(store, "BASE <id/> SELECT ?x { BIND(<person/x> AS ?x) }") == ["?x", f"<{SITE.base}id/person/x>"]


def test_the_default_graph_is_the_merge_of_all_graphs(store: Store) -> None:
    """A triple that three documents and the authority hold counts once (SPARQL 1.1 Query, section 13.2)."""
    assert lines(store, f"SELECT (COUNT(*) AS ?n) {{ {{ <{GROMYKO}> a ?c }} }}") == ["?n", "1"]


ROWS = {"SELECT": ("json", "xml", "csv", "tsv", PAGE, DIGEST), "ASK": ("json", "xml", "csv", "tsv", PAGE, DIGEST)}
GRAPHS = ("ttl", "nt", "rdf", "jsonld", "trig", "nq", PAGE, DIGEST)
WRITTEN = [
    *((EVERYTHING, "SELECT", name) for name in ROWS["SELECT"]),
    *((f"ASK {{ <{HAIG}> ?p ?o }}", "ASK", name) for name in ("json", "xml", PAGE, DIGEST)),
    *((f"CONSTRUCT {{ <{GROMYKO}> a ?t }} {{ <{GROMYKO}> a ?t }}", "CONSTRUCT", name) for name in GRAPHS),
    *((f"DESCRIBE <{GROMYKO}>", "DESCRIBE", name) for name in GRAPHS),
]


@pytest.mark.parametrize(("query", "form", "name"), WRITTEN, ids=[f"{form}-{name}" for _, form, name in WRITTEN])
def test_every_format_to_the_byte(own: Store, elsewhere: Store, query: str, form: str, name: str) -> None:
    same(own, elsewhere, lambda store: body(store.answer(asked(query, formats={form: name}))))


DESCRIBED = [
    f"DESCRIBE <{GROMYKO}> <id/person/haig-alexander> <{GROMYKO}>",
    "PREFIX mg: <ontology#> DESCRIBE ?who { ?who mg:metWith <id/person/haig-alexander> }",
    "PREFIX mg: <ontology#> DESCRIBE ?who <id/place/geneva> WHERE { ?who a mg:Person } ORDER BY ?who LIMIT 2",
    "PREFIX mg: <ontology#> DESCRIBE * { ?who mg:metWith ?whom }",
    "DESCRIBE <id/person/nobody>",
    "DESCRIBE *",
    f"DESCRIBE <{GROMYKO}> WHERE {{ <urn:x> <urn:y> <urn:z> }}",
    f"DESCRIBE <{GROMYKO}> FROM <graph/authority>",
    f"PREFIX g: <graph/> DESCRIBE <{GROMYKO}> FROM g:authority FROM NAMED g:ontology {{}}",
    f"DESCRIBE <{GROMYKO}> ?label FROM NAMED <graph/authority> {{ GRAPH ?g {{ <{GROMYKO}> ?p ?label }} }}",
    "DESCRIBE ?t { ?t a <ontology#Person> } LIMIT 1 OFFSET 1000000",
    "DESCRIBE ?s { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", DESCRIBED)
def test_describe(own: Store, elsewhere: Store, query: str) -> None:
    """The last one reaches the limits of what DESCRIBE tells."""
    same(own, elsewhere, lambda store: sorted(lines(store, query)))


@pytest.mark.parametrize(
    "dataset",
    [
        {"default_graphs": [SITE.authority_graph]},
        {"default_graphs": [SITE.authority_graph, SITE.ontology_graph], "named_graphs": [SITE.curation_graph]},
        {"named_graphs": [SITE.authority_graph]},
        {"default_graphs": ["http://nowhere.test/"], "named_graphs": ["file:///etc/passwd"]},
        {"default_graphs": [], "named_graphs": []},
    ],
)
@pytest.mark.parametrize("clause", ["", "FROM <graph/ontology>"])
def test_the_dataset_of_a_request(own: Store, elsewhere: Store, dataset: dict[str, list[str]], clause: str) -> None:
    query = f"SELECT * {clause} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }} ORDER BY ?g ?s ?p ?o"
    same(own, elsewhere, lambda store: lines(store, query, **dataset))
    same(own, elsewhere, lambda store: lines(store, f"DESCRIBE <{GROMYKO}> {clause}", **dataset))


def test_the_dataset_of_a_query(own: Store, elsewhere: Store) -> None:
    query = (
        "SELECT * FROM <graph/authority> FROM NAMED <graph/ontology> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    )
    same(own, elsewhere, lambda store: sorted(lines(store, query)))
    assert len(lines(own, query)) > 100


@pytest.mark.parametrize("graph", ["http://127.0.0.1:9/", "file:///etc/passwd"])
def test_from_elsewhere_is_refused(store: Store, graph: str) -> None:
    with pytest.raises(QueryRefused, match="not a graph of this release"):
        lines(store, f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    "query", ["ASK { SERVICE <%s> { ?s ?p ?o } }", "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }", "LOAD <%s>"]
)
def test_nothing_is_fetched_from_elsewhere(store: Store, listener: Listener, query: str) -> None:
    with pytest.raises(QueryRefused):
        lines(store, query % listener.url)
    assert not listener.connected()


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT *\nWHERE { ?s ?p ?o\n", 2, 7),
        ("SELECT nothing { }", 1, 8),
        ("SELECT ?\\u0061 { ?a ex:b 1 }", 1, 16),
        ("\n  SELEKT * {}", 2, 3),
        ("DESCRIBE", 1, 9),
    ],
)
def test_a_mistake_has_its_place(own: Store, elsewhere: Store, query: str, line: int, column: int) -> None:
    def mistake(store: Store) -> tuple[object, ...]:
        with pytest.raises(QuerySyntaxError) as caught:
            lines(store, query)
        return caught.value.reason, caught.value.line, caught.value.column

    assert mistake(own)[1:] == (line, column)
    same(own, elsewhere, mistake)


def test_a_form_without_a_format_is_not_run(store: Store) -> None:
    answer = store.answer(asked("ASK {}", formats={"SELECT": "json"}))
    assert (answer.status, answer.form) == ("unacceptable", "ASK")


@pytest.mark.parametrize("name", ["json", "xml"])
def test_a_result_that_is_cut_says_so(own: Store, elsewhere: Store, name: str) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"

    def cut(store: Store) -> tuple[object, ...]:
        answer = store.answer(asked(query, formats={"SELECT": name}, cut=True))
        written = body(answer)
        if name == "json":
            mark, rows = json.loads(written)["truncated"], len(json.loads(written)["results"]["bindings"])
            return answer.limit, answer.limit_of, mark["limit"], rows > 1000
        return answer.limit, answer.limit_of, written[-40:].endswith(b"-->\n"), b"Truncated" in written

    assert cut(own)[0] == 4 * 2**20
    same(own, elsewhere, cut)


def test_a_graph_that_is_cut_says_so(own: Store, elsewhere: Store) -> None:
    query = "CONSTRUCT { ?a ?b ?x } { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?c), STR(?d), STR(?f)) AS ?x) }"
    ends = {body(s.answer(asked(query, cut=True)))[-100:].splitlines()[-1] for s in (own, elsewhere)}
    assert len(ends) == 1
    assert ends.pop().startswith(b"# Truncated")


def test_a_result_over_the_limit(store: Store) -> None:
    with pytest.raises(QueryTooLarge) as caught:
        lines(store, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert (caught.value.what, caught.value.limit) == ("result", 4 * 2**20)
    assert store.exists(GROMYKO)


def test_values_of_every_kind_come_through(own: Store, elsewhere: Store) -> None:
    strings = r'''("\u00e9 \n \t \"quoted\" \\ 😀" UNDEF) ("x"@en-GB 1.50) ("" """a
b\\c""")'''
    others = '("2024-01-01"^^<urn:edtf> <http://x.test/ü?a=b&c#d>) (true -0.0e1)'
    query = f"SELECT * {{ VALUES (?a ?b) {{ {strings} {others} }} }}"
    same(own, elsewhere, lambda store: lines(store, query))
    assert len(lines(elsewhere, query)) == 6
