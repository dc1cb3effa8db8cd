"""The W3C suites of SPARQL 1.0 and 1.1 Query and of the result formats, over HTTP, on a real server process.

Every test of the folders in exceptions.toml runs; the same file says which fail and why. One that is listed there and
passes is a failure too, so the list cannot outlive its reasons.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from tests.conformance.w3c.exceptions import SPARQL
from tests.conformance.w3c.manifests import BASE, QueryTest
from tests.conformance.w3c.results import (
    Plain,
    Result,
    Table,
    read_csv,
    read_expected,
    read_graph,
    read_json,
    read_tsv,
    read_xml,
)
from tests.conformance.w3c.sameness import by_value, differs, plain
from tests.conformance.w3c.suites import REMOTE, SUITE, TESTS, UPDATES

ROWS, TURTLE = "application/sparql-results+json", "text/turtle"
GRAPHS = {
    TURTLE: ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
READERS: dict[str, Callable[[str], Result]] = {
    ROWS: read_json,
    "application/sparql-results+xml": read_xml,
    "text/csv": read_csv,
    "text/tab-separated-values": read_tsv,
    **{name: lambda text, of=rdf_format: read_graph(text, of) for name, rdf_format in GRAPHS.items()},  # type: ignore[misc]
}
#: Requests without an update in them, which are no queries either.
NO_UPDATE = {f"syntax-update-{number}.ru" for number in (38, 39, 40)}
#: A graph that is not there, for tests on no data.
NOWHERE = BASE + "nowhere"


def of_kind(*kinds: str) -> list[str]:
    return [name for name, test in TESTS.items() if test.kind in kinds]


EVALUATION = of_kind("QueryEvaluationTest", "CSVResultFormatTest")
POSITIVE = of_kind("PositiveSyntaxTest", "PositiveSyntaxTest11")
NEGATIVE = of_kind("NegativeSyntaxTest", "NegativeSyntaxTest11")


def test_every_test_is_collected(shared: Path) -> None:
    counted = Counter(name.rpartition("/")[0] for name in (*EVALUATION, *POSITIVE, *NEGATIVE))
    assert dict(counted) == SPARQL.collected
    assert (len(EVALUATION), len(POSITIVE), len(NEGATIVE), sum(counted.values())) == (518, 212, 90, 820)
    assert (len(SPARQL.skipped), len(SPARQL.by_value)) == (34, 28)
    assert set(SPARQL.skipped) | set(SPARQL.by_value) <= set(TESTS)
    assert (len(REMOTE), len(UPDATES)) == (10, 148)


def ask(endpoint: httpx.Client, test: QueryTest, accept: str) -> httpx.Response:
    """Send the query of a test on the dataset of the test; a query with FROM has its own."""
    query = test.query.read_text(encoding="utf-8")
    parameters = [("default-graph-uri", iri) for iri in test.data] + [("named-graph-uri", iri) for iri in test.named]
    if re.search(r"\bFROM\s+(NAMED\s+)?<", query):
        parameters = []
    elif not parameters:
        parameters = [("default-graph-uri", NOWHERE)]
    return send(endpoint, f"BASE <{SUITE.iri(test.query)}>\n{query}", accept, parameters)


def send(
    endpoint: httpx.Client, query: str, accept: str = "*/*", parameters: list[tuple[str, str]] | None = None
) -> httpx.Response:
    return endpoint.post(
        "sparql",
        params=[("default-graph-uri", NOWHERE)] if parameters is None else parameters,
        content=query.encode(),
        headers={"Content-Type": "application/sparql-query", "Accept": accept},
    )


def read_answer(response: httpx.Response) -> Result:
    assert response.status_code == 200, response.text
    reader = READERS[response.headers["Content-Type"].partition(";")[0]]
    return reader(response.content.decode("utf-8"))


def is_ordered(test: QueryTest) -> bool:
    """Whether the query orders its solutions; an ORDER BY inside brackets orders those of a subquery."""
    outside = re.sub(r"\{.*\}", "", test.query.read_text(encoding="utf-8"), flags=re.DOTALL)
    return bool(re.search(r"\bORDER\s+BY\b", outside, re.IGNORECASE))


def failing(name: str, check: Callable[[], None]) -> None:
    """Run a check; where the test is a known exception, the check must fail, with the words given there."""
    known = SPARQL.skipped.get(name)
    if known is None:
        return check()
    with pytest.raises(AssertionError) as failure:
        check()
    assert known.says in str(failure.value)
    pytest.skip(known.reason)


@pytest.mark.parametrize("name", EVALUATION)
def test_evaluation(endpoint: httpx.Client, name: str) -> None:
    """The query gives the answer that the suite has."""
    test = TESTS[name]
    assert test.result is not None
    expected = read_expected(SUITE, test.result)
    if isinstance(expected, Table) and is_ordered(test):
        expected = replace(expected, ordered=True)

    def check() -> None:
        accept = "text/csv" if isinstance(expected, Plain) else f"{ROWS}, {TURTLE}"
        found = read_answer(ask(endpoint, test, accept))
        if name in SPARQL.by_value:
            assert differs(found, expected, test.lax), "its terms are the same now; take it off by_value"
            difference = differs(by_value(found), by_value(expected), test.lax)
        else:
            difference = differs(found, expected, test.lax)
        assert not difference, difference

    failing(name, check)


@pytest.mark.parametrize("name", EVALUATION)
def test_formats_say_the_same(endpoint: httpx.Client, name: str) -> None:
    """The answer is the same in every format; truth values have none in CSV and TSV."""
    test = TESTS[name]
    first = ask(endpoint, test, f"{ROWS}, {TURTLE}")
    if first.status_code != 200:
        assert name in SPARQL.skipped
        return
    answer = read_answer(first)
    for media_type in GRAPHS if isinstance(answer, frozenset) else set(READERS) - set(GRAPHS):
        response = ask(endpoint, test, media_type)
        if isinstance(answer, bool) and media_type.startswith("text/"):
            assert response.status_code == 406
            continue
        assert response.headers["Content-Type"].partition(";")[0] == media_type
        other = read_answer(response)
        mine = plain(answer) if isinstance(other, Plain) and isinstance(answer, Table) else answer
        assert not differs(other, mine), media_type


@pytest.mark.parametrize("name", POSITIVE)
def test_positive_syntax(endpoint: httpx.Client, name: str) -> None:
    """What is SPARQL is answered."""

    def check() -> None:
        response = send(endpoint, TESTS[name].query.read_text(encoding="utf-8"))
        assert response.status_code == 200, response.text

    failing(name, check)


@pytest.mark.parametrize("name", NEGATIVE)
def test_negative_syntax(endpoint: httpx.Client, name: str) -> None:
    """What is not SPARQL is a syntax error."""

    def check() -> None:
        response = send(endpoint, TESTS[name].query.read_text(encoding="utf-8"))
        assert response.status_code == 400, response.text
        assert response.json()["type"] == "urn:memograph:problem:query-syntax"

    failing(name, check)


@pytest.mark.parametrize("name", REMOTE)
def test_remote_calls_are_refused(endpoint: httpx.Client, name: str) -> None:
    """No test of SPARQL 1.1 Federated Query gets further than the policy."""
    test = REMOTE[name]
    for response in (ask(endpoint, test, "*/*"), send(endpoint, test.query.read_text(encoding="utf-8"))):
        assert response.status_code == 403, response.text
        assert "SERVICE is not allowed" in response.json()["detail"]


@pytest.mark.parametrize("path", UPDATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_updates_are_refused(endpoint: httpx.Client, path: Path) -> None:
    """No request of the suites of SPARQL 1.1 Update is carried out, said to be an update or said to be a query."""
    update = path.read_bytes()
    said = endpoint.post("sparql", content=update, headers={"Content-Type": "application/sparql-update"})
    assert said.status_code == 403
    form = endpoint.post("sparql", data={"update": update.decode("utf-8")})
    assert form.status_code == 403
    hidden = endpoint.post("sparql", content=update, headers={"Content-Type": "application/sparql-query"})
    assert hidden.status_code == (400 if path.name in NO_UPDATE else 403), hidden.text
