"""Comunica asks a running server: over SPARQL, and over the fragments, which it joins itself.

``make clients`` installs it with npm from tests/clients/package-lock.json. The site's base IRI is the server's address,
because a client of fragments follows the links that it is given.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from memograph.namespaces import XSD
from tests.publish_sample import start_server, stop_server
from tests.rebased_sample import free_port, rebased_build

HERE = Path(__file__).parent
PREFIXES = """
PREFIX mg: <{base}ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""

#: Name → query, and how many rows it must have at least; of those that an answer depends on nothing but the sample.
QUERIES = {
    "who met Gromyko, in which words": (
        """SELECT ?name ?words {
          ?statement rdf:predicate mg:metWith ; rdf:subject <{base}id/person/gromyko-andrei> ; rdf:object ?other ;
            mg:evidence/oa:hasSelector/oa:exact ?words .
          ?other rdfs:label ?name }""",
        3,
    ),
    "a filter on a number": (
        """SELECT ?statement ?confidence {
          ?statement rdf:predicate mg:metWith ; mg:confidence ?confidence . FILTER(?confidence > 0.5) }""",
        2,
    ),
    "a filter on a text, and what may be missing": (
        """SELECT ?document ?label ?cited {
          ?document a mg:Document ; rdfs:label ?label . FILTER(CONTAINS(?label, "Memorandum"))
          OPTIONAL { ?document mg:cites ?cited } }""",
        3,
    ),
    "a literal with its language": ('SELECT ?place { ?place rdfs:label "Geneva"@en ; a mg:Place }', 1),
    "a literal with quotation marks and markup": (
        'SELECT ?who { ?who rdfs:label "Robert <script>alert(1)</script> & “Hostile”"@en }',
        1,
    ),
    "a literal with a type": ("SELECT ?target { ?target oa:start ?start FILTER(?start = 3019) }", 1),
    "a join with nothing": ('SELECT ?document { ?document mg:sentBy ?who . ?who rdfs:label "Nobody"@en }', 0),
    "more than one page": ("SELECT ?subject ?class { ?subject a ?class }", 150),
}

Rows = Counter[tuple[tuple[str, str], ...]]


@pytest.fixture(scope="module")
def node() -> str:
    """Node, where Comunica is installed; CI must have both."""
    found = shutil.which("node")
    if found and (HERE / "node_modules").is_dir():
        return found
    if os.environ.get("CI") == "true":
        pytest.fail("Node or tests/clients/node_modules is missing, and CI=true: run `make clients`")
    pytest.skip("Comunica is not installed (`make clients`)")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server whose base IRI it is."""
    folder, port = tmp_path_factory.mktemp("comunica"), free_port()
    rebased_build(folder, f"http://127.0.0.1:{port}/")
    running = start_server(folder, port)
    yield running.address
    stop_server(running)


def ask_comunica(node: str, questions: list[dict[str, str]]) -> list[Any]:
    """Rows of each question; a dictionary with ``error`` where Comunica failed."""
    given = json.dumps(questions)
    command = [node, "comunica.mjs"]
    done = subprocess.run(command, cwd=HERE, input=given, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


@pytest.fixture(scope="module", params=["sparql", "fragments"])
def answers(request: pytest.FixtureRequest, node: str, base: str) -> dict[str, Any]:
    """What Comunica answers to each query from one interface; one process asks all, because starting takes seconds."""
    questions = [{"source": base + request.param, "query": written(base, name)} for name in QUERIES]
    return dict(zip(QUERIES, ask_comunica(node, questions), strict=True))


def written(base: str, name: str) -> str:
    return (PREFIXES + QUERIES[name][0]).replace("{base}", base)


def expected(base: str, name: str) -> Rows:
    """What our endpoint answers, in the notation of comunica.mjs."""
    found = httpx.get(f"{base}sparql", params={"query": written(base, name)}, timeout=20).json()
    return Counter(
        tuple(sorted((variable, term(value)) for variable, value in row.items()))
        for row in found["results"]["bindings"]
    )


def term(value: dict[str, str]) -> str:
    if value["type"] == "uri":
        return value["value"]
    if language := value.get("xml:lang"):
        return f'"{value["value"]}"@{language}'
    return f'"{value["value"]}"^^{value.get("datatype", XSD + "string")}'


@pytest.mark.parametrize("name", QUERIES)
def test_comunica_gets_what_the_endpoint_gives(answers: dict[str, Any], base: str, name: str) -> None:
    assert isinstance(answers[name], list), answers[name]
    rows: Rows = Counter(tuple(sorted(row.items())) for row in answers[name])
    assert rows == expected(base, name)
    assert sum(rows.values()) >= QUERIES[name][1]
    assert bool(rows) is bool(QUERIES[name][1])


def test_comunica_takes_an_error_for_one(node: str, base: str) -> None:
    """The question whether fragments could be answered otherwise: 404 ends its query (docs/decisions/0018)."""
    (answer,) = ask_comunica(node, [{"source": f"{base}fragments?page=1000", "query": "SELECT * { ?s ?p ?o }"}])
    assert "404" in answer["error"]


def test_comunica_keeps_to_a_named_release(node: str, base: str) -> None:
    version = httpx.get(f"{base}healthz", timeout=20).json()["release"]
    question = {"source": f"{base}fragments?release={version}", "query": written(base, "a literal with its language")}
    (rows,) = ask_comunica(node, [question])
    assert [row["place"] for row in rows] == [f"{base}id/place/geneva"]
