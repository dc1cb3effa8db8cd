"""Security headers on every answer of every address: results, errors, redirects, 304s, files, preflights."""

from __future__ import annotations

import httpx
import pytest

from memograph.release import Release
from tests.conformance.described import DOCUMENT, example
from tests.conformance.headers import assert_headers


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_every_address(client: httpx.Client, path: str) -> None:
    """As a browser, as a program, as one who accepts nothing here, with what it has already, and with wrong methods."""
    here = example(path)
    answers = [
        client.get(here, headers={"Accept": "text/html"}),
        client.get(here, headers={"Accept": "application/json"}),
        client.get(here, headers={"Accept": "image/png"}),
        client.get(here + "?release=never-was"),
        client.get(here + "?format=none"),
        client.get(here + "/nothing/there"),
        client.head(here),
        client.options(here, headers={"Origin": "https://other.test", "Access-Control-Request-Method": "GET"}),
        *(client.request(method, here) for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE")),
    ]
    if tag := answers[0].headers.get("ETag"):
        again = client.get(here, headers={"Accept": "text/html", "If-None-Match": tag})
        assert again.status_code == 304
        answers.append(again)
    for answer in answers:
        shown = answer.request.method in ("GET", "HEAD") and answer.status_code in (200, 304)
        assert_headers(answer.headers, framed=shown and path.startswith("/reconcile/preview/"))
        assert answer.status_code != 500
        assert "set-cookie" not in answer.headers
        if answer.status_code in (301, 302, 303, 307, 308):
            assert answer.headers["Location"].startswith("/"), "a path, so that no Host can lead away"


OTHERS = {
    "a range": ("GET", "/dumps/{version}/memograph.nq.gz", {"Range": "bytes=0-9"}, None, 206),
    "a range beyond": ("GET", "/dumps/{version}/memograph.nq.gz", {"Range": "bytes=999999999-"}, None, 416),
    "a syntax error": ("GET", "/sparql?query=SELECT", {}, None, 400),
    "a syntax error as a page": ("GET", "/sparql?query=SELECT", {"Accept": "text/html"}, None, 400),
    "an update": ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
    "a remote call": ("GET", "/sparql?query=SELECT*%7BSERVICE%20%3Curn:x%3E%7B%7D%7D", {}, None, 403),
    "another type": ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
    "a long body": ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, b" " * (2**20 + 1), 413),
    "a long address": ("GET", "/" + "a" * 8200, {}, None, 414),
    "a long header": ("GET", "/", {"X-Long": "a" * 70_000}, None, 431),
    "a slow query": (
        "GET",
        "/sparql?query=SELECT%20(COUNT(*)%20AS%20%3Fn)%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7D",
        {},
        None,
        503,
    ),
}


MISSING = [
    *("/nothing", "/page/person/nobody", "/page/wizard", "/id/person/nobody", "/data/person/nobody.ttl"),
    *("/sparql?query=X", "/dumps/nothing", "/static/nothing.css", "/ontology?format=none", "/sitemap-person-9.xml"),
    *("/?release=never-was", "/fragments?page=999"),
]


@pytest.mark.parametrize("target", MISSING)
def test_head_of_an_error_is_the_error_without_its_body(client: httpx.Client, target: str) -> None:
    for accept in ("text/html", "*/*"):
        answer, head = (client.request(method, target, headers={"Accept": accept}) for method in ("GET", "HEAD"))
        assert head.status_code == answer.status_code >= 400
        assert head.content == b""
        one, other = ({k: v for k, v in each.headers.items() if k != "date"} for each in (answer, head))
        assert one == other


@pytest.mark.parametrize("name", OTHERS)
def test_other_answers(client: httpx.Client, hurried: httpx.Client, release: Release, name: str) -> None:
    method, target, headers, body, status = OTHERS[name]
    target = target.replace("{version}", release.manifest.version)
    asked = hurried if status == 503 else client
    answer = asked.request(method, target, headers={"Accept": "*/*", **headers}, content=body)
    assert answer.status_code == status
    assert_headers(answer.headers)
