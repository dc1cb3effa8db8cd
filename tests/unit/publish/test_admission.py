"""What is noted of each request, in-process: a proxy that the settings forgot, what the cache gives for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def client(settings: PublishSettings) -> Iterator[FlaskClient]:
    app = create_app(replace(settings, query_seconds=2.0, client_seconds=1.0))
    releases_of(app).start()
    releases_of(app).current.store.canary()  # the start of a worker is no query's time
    yield app.test_client()
    releases_of(app).close()


def test_a_proxy_that_the_settings_forgot_is_told_of_once(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/healthz")
    assert "trusted_proxies" not in caplog.text
    for _ in range(3):
        client.get("/healthz", headers={"X-Forwarded-For": "192.0.2.1"})
    assert caplog.text.count("serve.trusted_proxies") == 1


def test_what_the_cache_has_is_given_to_who_has_spent_all(client: FlaskClient) -> None:
    peer = {"REMOTE_ADDR": "192.0.2.9"}

    def ask(query: str) -> int:
        return client.get("/sparql", query_string={"query": query}, environ_base=peer).status_code

    assert ask("ASK {}") == 200
    assert ask(SLOW) == 503
    assert [ask("ASK { ?another ?p ?o }"), ask("ASK {}")] == [429, 200]


def test_drawing_is_refused_to_who_has_spent_all(client: FlaskClient) -> None:
    peer, other = {"REMOTE_ADDR": "192.0.2.10"}, {"REMOTE_ADDR": "192.0.2.11"}
    assert client.get("/network.png", environ_base=other).status_code == 200
    assert client.get("/sparql", query_string={"query": SLOW}, environ_base=peer).status_code == 503
    new = ("/network", "/map", "/timeline.svg", "/search?q=gromyko")
    assert [client.get(path, environ_base=peer).status_code for path in new] == [429] * 4
    known = ("/network.png", "/page/person")  # kept in memory; a page of the site
    assert [client.get(path, environ_base=peer).status_code for path in known] == [200, 200]


def test_drawing_is_charged(client: FlaskClient) -> None:
    peer = {"REMOTE_ADDR": "192.0.2.12"}
    asked = (f"/network.png?from={year}" for year in range(1700, 1983))
    assert any(client.get(path, environ_base=peer).status_code == 429 for path in asked)
