"""Whatever stands in a path, a query string or a header, the answer is one of ours, and never a 500.

In-process, below the server's own checks, so that bytes arrive that gunicorn would have refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder, run_wsgi_app

from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
from tests.conformance.described import DOCUMENT
from tests.conformance.headers import assert_headers

#: Pieces of paths that routes know, and what could trip whoever takes them apart.
PIECES = [
    *sorted({piece for path in DOCUMENT["paths"] for piece in path.split("/") if piece and "{" not in piece}),
    *"person gromyko-andrei gromyko-andrei.ttl document frus1981-88v04d4 statement memograph.nq.gz .ttl x.nt".split(),
    *"sitemap-person-0.xml sitemap-person-1.xml -1 1e9 {{7*7}} <script> .. . \\ * % %2F # ? ;a=b".split(),
    *("", "\0", "\n", "\r\nX: y", "\x7f", "é", "\u202e", "😀", "a" * 300),
]

#: Parameters of all operations, so that every one of them gets every kind of value.
NAMES = sorted(
    {"query", "update", "release", "format", "page", "at", ""}
    | {
        parameter["name"]
        for item in DOCUMENT["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict)
        for parameter in operation.get("parameters", ())
        if "name" in parameter and parameter["in"] == "query"
    }
)

#: Headers that something here reads, or that a library below us does.
HEADERS = (
    "Accept Accept-Datetime Accept-Encoding Accept-Language Authorization Content-Type Cookie Expect Forwarded Host "
    "If-Match If-Modified-Since If-None-Match If-Range If-Unmodified-Since Origin Range Referer X-Forwarded-For "
    "X-Forwarded-Host X-Forwarded-Proto X-Forwarded-Prefix X-HTTP-Method-Override"
).split()

_text = st.text(max_size=20)
#: Values that are nearly right for one header or parameter, and wrong for most.
VALUES = [
    *(
        "*/*",
        "text/html",
        "text/turtle;q=0.5, */*;q=nan",
        "ASK {}",
        "DESCRIBE <id/person/gromyko-andrei>",
        "html",
        "ttl",
    ),
    *("bytes=0-0,-1", "bytes=5-2", '"*"', 'W/"a"', "*", "0", "-1", "9" * 30, "1-2", "true", "TG9yZW0"),
    *("Thu, 31 Feb 2026 25:61:00 GMT", "Sat, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 99999 23:59:59 GMT"),
    *("evil.test:99999", "for=_hidden;host=evil.test", "application/x-www-form-urlencoded", "application/sparql-query"),
]

_value = st.one_of(_text, st.integers().map(str), st.sampled_from(VALUES))
_path = st.lists(st.one_of(st.sampled_from(PIECES), _text), max_size=5).map(lambda pieces: "/" + "/".join(pieces))
_query = st.lists(st.tuples(st.sampled_from(NAMES), _value), max_size=4)
_printable = _value.map(lambda text: "".join(filter(str.isprintable, text)))
_header = st.dictionaries(st.sampled_from(HEADERS), _printable, max_size=4)


@pytest.fixture(scope="module")
def app(build_dir: Path) -> Iterator[Flask]:
    made = create_app(PublishSettings(build_dir, "Sample", query_seconds=2.0, workers=1))
    yield made
    releases_of(made).close()


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "brew"]),
    path=_path,
    query=_query,
    raw=st.binary(max_size=12),
    headers=_header,
)
def test_no_request_is_a_server_error(
    app: Flask, method: str, path: str, query: list[tuple[str, str]], raw: bytes, headers: dict[str, str]
) -> None:
    environ = EnvironBuilder(method=method, query_string=dict(query)).get_environ()
    environ["PATH_INFO"] = path.encode("utf-8", "surrogatepass").decode("latin1")
    environ["QUERY_STRING"] += "&" + raw.decode("latin1")
    for name, value in headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.encode().decode("latin1")
    body, status, answered = run_wsgi_app(app, environ, buffered=True)
    code = int(status.partition(" ")[0])
    assert code < 500 or code == 503
    assert_headers(answered)
    assert answered.get("Location", "/").startswith("/") and not answered.get("Location", "/").startswith("//")
    if method == "HEAD":
        assert b"".join(body) == b""
    if code >= 400 and method != "HEAD":
        assert answered["Content-Type"] in ("application/problem+json", "text/html; charset=utf-8")
