"""Answers given again: as the application gave them, without a query, for as long as the release is the current one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from memograph.publish.app import create_app, releases_of
from memograph.publish.engine.exchange import Answer, Task
from memograph.publish.engine.pool import Pool
from memograph.publish.settings import PublishSettings
from memograph.release import assemble, publish_current
from tests.publish_sample import FACTS, SITE, known, shards

QUERY = "SELECT ?label WHERE { <id/person/gromyko-andrei> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
Asked = dict[str, str]


@pytest.fixture(scope="module")
def app(settings: PublishSettings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    releases_of(made).close()


@pytest.fixture
def asked(request: pytest.FixtureRequest) -> Asked:
    """A query that no other test asks."""
    return {"query": f"{QUERY} # {request.node.name.encode().hex()}", "format": "json"}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """The queries that came as far as a worker."""
    run: list[Task] = []
    original = Pool.run

    def counted(pool: Pool, task: Task) -> Answer:
        run.append(task)
        return original(pool, task)

    monkeypatch.setattr(Pool, "run", counted)
    return run


def ask(app: Flask, asked: Asked, method: str = "GET", **more: object) -> TestResponse:
    return app.test_client().open("/sparql", method=method, query_string=asked, **more)  # type: ignore[arg-type]


def lasting(response: TestResponse) -> list[tuple[str, str]]:
    return sorted((name, value) for name, value in response.headers if name != "Date")


def test_the_second_answer_is_the_first_again(app: Flask, asked: Asked, ran: list[Task]) -> None:
    first, second = ask(app, asked), ask(app, asked)
    assert (first.status_code, len(ran)) == (200, 1)
    assert (second.status, second.data, lasting(second)) == (first.status, first.data, lasting(first))


def test_head_has_the_same_headers_and_no_body(app: Flask, asked: Asked, ran: list[Task]) -> None:
    head, first, again = ask(app, asked, "HEAD"), ask(app, asked), ask(app, asked, "HEAD")
    assert (head.data, again.data, len(ran)) == (b"", b"", 1)
    assert lasting(head) == lasting(first) == lasting(again)


@pytest.mark.parametrize("warm", [1, 2])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("form", ["{}", "W/{}", "*", '"0000", {}'])
def test_a_304_runs_no_query(app: Flask, asked: Asked, ran: list[Task], form: str, method: str, warm: int) -> None:
    first = [ask(app, asked) for _ in range(warm)].pop()
    response = ask(app, asked, method, headers={"If-None-Match": form.format(first.headers["ETag"])})
    assert (response.status_code, response.data, len(ran)) == (304, b"", 1)
    for name in ("ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"):
        assert response.headers[name] == first.headers[name]
    assert "Content-Type" not in response.headers


def test_the_304_is_the_same_with_and_without_the_shortcut(app: Flask, asked: Asked) -> None:
    tag = ask(app, asked, "HEAD").headers["ETag"]
    slow = ask(app, asked, headers={"If-None-Match": tag})
    ask(app, asked)
    assert lasting(ask(app, asked, headers={"If-None-Match": tag})) == lasting(slow)


def test_another_tag_gets_the_whole_answer(app: Flask, asked: Asked, ran: list[Task]) -> None:
    first = ask(app, asked)
    again = ask(app, asked, headers={"If-None-Match": '"0000"'})
    assert (again.status_code, again.data, len(ran)) == (200, first.data, 1)
    assert ask(app, asked, headers={"If-Match": '"0000"'}).status_code == 412


def test_get_and_post_share_a_result_and_a_page_has_its_own(app: Flask, asked: Asked, ran: list[Task]) -> None:
    client = app.test_client()
    bodies = {
        client.get("/sparql", query_string=asked).data,
        client.post("/sparql", data=asked).data,
        client.post("/sparql?format=json", data=asked["query"], content_type="application/sparql-query").data,
        client.get("/sparql", query_string={"query": asked["query"]}, headers={"Accept": "*/*"}).data,
    }
    page = client.get("/sparql", query_string={**asked, "format": "html"})
    assert (len(bodies), page.status_code) == (1, 200)
    assert [task.formats["SELECT"] for task in ran] == ["json", "page"], "a page needs the first rows only"


def test_accept_decides_between_answers(app: Flask, asked: Asked) -> None:
    client = app.test_client()
    types = ["application/sparql-results+json", "text/csv", "application/sparql-results+xml", "text/csv"]
    for wanted in types * 2:
        response = client.get("/sparql", query_string={"query": asked["query"]}, headers={"Accept": wanted})
        assert response.mimetype == wanted


def test_errors_and_results_of_the_moment_are_given_once(app: Flask, ran: list[Task]) -> None:
    client = app.test_client()
    for query in ("ASK {", "SELECT (NOW() AS ?now) {}"):
        for _ in range(2):
            client.get("/sparql", query_string={"query": query})
    assert len(ran) == 4


def test_a_new_release_answers_for_itself(tmp_path: Path, asked: Asked) -> None:
    folder = tmp_path
    publish_current(folder, assemble(shards(), known(), SITE, folder, FACTS))
    app = create_app(PublishSettings(folder, "Sample", workers=1))
    try:
        before, old = ask(app, asked), releases_of(app).current.version
        named = [chunk.replace(b"Gromyko", b"Gromyko the Second") for chunk in known()]
        publish_current(folder, assemble(shards(), named, SITE, folder, replace(FACTS, issued="2025-04-01T12:00:00Z")))
        while releases_of(app).current.version == old:
            ask(app, asked)
        after = ask(app, asked)
        assert after.data != before.data
        assert ask(app, asked, headers={"If-None-Match": before.headers["ETag"]}).data == after.data
        kept = app.test_client().get("/sparql", query_string={**asked, "release": old})
        assert kept.data == before.data
        assert "immutable" in kept.headers["Cache-Control"]
    finally:
        releases_of(app).close()


def test_a_site_may_keep_nothing(settings: PublishSettings, asked: Asked, ran: list[Task]) -> None:
    app = create_app(replace(settings, cache_mib=0))
    try:
        assert ask(app, asked).data == ask(app, asked).data
        assert len(ran) == 2
    finally:
        releases_of(app).close()
