"""Requests that nobody means well with: large, deep, many, of wrong types. None is a 500, and the server goes on."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from memograph.errors import QueryDeadline, ReleaseError
from memograph.publish.reconcile.matching import Matcher
from memograph.publish.reconcile.names import open_names
from memograph.publish.reconcile.questions import BATCH, MOST_COLUMNS, MOST_IDS, Query
from memograph.release import Release, open_release
from tests.publish_sample import start_server, stop_server

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def send(client: httpx.Client, **parameters: str) -> httpx.Response:
    return client.post("/reconcile", data=parameters)


def assert_problem(answer: httpx.Response, status: int, says: str) -> None:
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert says in answer.json()["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_more_queries_than_a_batch_has(client: httpx.Client) -> None:
    batch = json.dumps({f"q{n}": {"query": "Gromyko"} for n in range(BATCH + 1)})
    assert_problem(send(client, queries=batch), 413, "batchSize")


def test_more_values_than_an_answer_has(client: httpx.Client) -> None:
    ids, columns = [f"x/{n}" for n in range(MOST_IDS + 1)], [{"id": "metWith"}] * (MOST_COLUMNS + 1)
    assert_problem(send(client, extend=json.dumps({"ids": ids, "properties": []})), 413, "at most")
    assert_problem(send(client, extend=json.dumps({"ids": [], "properties": columns})), 413, "at most")


@pytest.mark.parametrize("size", [2**20 + 1, 5 * 2**20, 10 * 2**20])
def test_a_large_body(client: httpx.Client, size: int) -> None:
    body = b"queries=" + b"%20" * (size // 3)
    answer = client.post("/reconcile", content=body, headers=FORM)
    assert_problem(answer, 413, "")
    chunks = (body[at : at + 2**16] for at in range(0, len(body), 2**16))
    assert client.post("/reconcile", content=chunks, headers=FORM).status_code == 413
    assert client.get("/healthz").status_code == 200, "the connection is still good"


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"q":{"properties":[{"pid":"x","v":[', '{"q":{"query":['])
def test_deep_json(client: httpx.Client, opening: str) -> None:
    deep = opening * (100_000 // len(opening))
    for name in ("queries", "extend"):
        answer = send(client, **{name: deep})
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_long_numbers_and_keys(client: httpx.Client) -> None:
    answer = send(client, queries='{"q": {"query": "x", "limit": ' + "9" * 5000 + "}}")
    assert_problem(answer, 400, "not JSON")
    big = {"q": {"query": "Gromyko", "properties": [{"pid": "birthYear", "v": 10**400}], "limit": 10**300}}
    found = send(client, queries=json.dumps(big)).json()["q"]
    assert found["result"][0]["id"] == "person/gromyko-andrei"
    infinite = send(client, queries='{"q": {"query": "x", "limit": 1e999}}')
    assert infinite.status_code == 200
    key = "k" * 100_000
    assert set(send(client, queries=json.dumps({key: {"query": "x"}})).json()) == {key}


STRANGE = [
    *("'\"; DROP TABLE entity; --", "%", "_", "*", "\x00", "\u202e\u2066", "http://[", "https://", "Q99999999999999"),
    *("😀" * 400, "ﷺ" * 500, "a" * 500, "a " * 250, "\u0301" * 500, "ß" * 500, "İ" * 250, "北京" * 200, "Jr., " * 100),
    *("," * 500, "(" * 500, "“" * 500, "-" * 500),
]


@pytest.mark.parametrize("text", STRANGE, ids=[each[:20] for each in STRANGE])
def test_strange_names(client: httpx.Client, text: str) -> None:
    """In a query, as a value of each kind of property, as a prefix, as an identifier; quick, whatever it is."""
    values = [{"pid": pid, "v": text} for pid in ("birthDate", "birthYear", "wikidata", "country", "familyName")]
    began = time.monotonic()
    answer = send(client, queries=json.dumps({"a": {"query": text}, "b": {"query": "Gromyko", "properties": values}}))
    assert answer.status_code == 200
    assert answer.json()["b"]["result"]
    assert client.get("/reconcile/suggest/entity", params={"prefix": text}).status_code in (200, 414)
    extended = send(client, extend=json.dumps({"ids": [text], "properties": [{"id": "wikidata"}]}))
    assert extended.json()["rows"] == {text: {"wikidata": []}}
    assert time.monotonic() - began < 5


def test_many_at_once(client: httpx.Client) -> None:
    """More than may wait get a 503 that says when to come again, and pages go on."""
    batch = json.dumps({f"q{n}": {"query": f"Gromyk {n} Memorandum Secretary State"} for n in range(BATCH)})
    with ThreadPoolExecutor(40) as many:
        answers = list(many.map(lambda _: send(client, queries=batch), range(40)))
        page = client.get("/page/person/gromyko-andrei")
    assert {each.status_code for each in answers} <= {200, 503}
    assert any(each.status_code == 200 for each in answers)
    for each in answers:
        if each.status_code == 503:
            assert each.json()["type"] == "urn:memograph:problem:busy" and each.headers["Retry-After"]
    assert page.status_code == 200


def test_a_deadline_ends_a_batch(release: Release) -> None:
    with open_names(release, 0.0) as names, pytest.raises(QueryDeadline):
        Matcher(names, "").candidates(Query("Gromyko"))


def test_batches_are_charged(build_dir: Path) -> None:
    """Errors of a client and its seconds count, as those of SPARQL do."""
    server = start_server(build_dir, client_seconds=0.02, client_errors=3)
    try:
        with httpx.Client(base_url=server.address) as client:
            statuses = [client.get("/reconcile?queries=no").status_code for _ in range(6)]
            assert statuses == [400, 400, 400, 429, 429, 429]
    finally:
        stop_server(server)
    server = start_server(build_dir, client_seconds=0.02)
    try:
        batch = json.dumps({f"q{n}": {"query": f"Gromyk {n}"} for n in range(BATCH)})
        with httpx.Client(base_url=server.address) as client:
            statuses = [send(client, queries=batch).status_code for _ in range(4)]
            assert statuses[0] == 200 and statuses[-1] == 429
            assert client.get("/page/person/gromyko-andrei").status_code == 200, "pages have a budget of their own"
    finally:
        stop_server(server)


def test_a_damaged_index_is_no_release(release: Release, tmp_path: Path) -> None:
    copy = tmp_path / "release"
    copy.mkdir()
    (copy / "manifest.json").write_bytes((release.path / "manifest.json").read_bytes())
    for folder in ("store", "dumps"):
        (copy / folder).symlink_to(release.path / folder)
    whole = release.names.read_bytes()
    for damaged in (b"no database at all" * 100, whole[:5000], whole[:100] + b"\xff" * 8000 + whole[8100:]):
        (copy / "names.sqlite").write_bytes(damaged)
        with pytest.raises(ReleaseError), open_names(open_release(copy), 5.0) as names:
            Matcher(names, "").candidates(Query("Gromyko"))
