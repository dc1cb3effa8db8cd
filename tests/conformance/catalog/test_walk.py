"""The site as a crawler, a scanner or a broken client meets it: whatever they send, the answer is ours and no 500."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from tests.conformance.headers import assert_headers
from tests.publish_sample import Server


@dataclass(frozen=True)
class Raw:
    """An answer as it came over the wire; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def exchange(server: Server, request: bytes) -> bytes:
    """All bytes that the server sends for these."""
    parts = urlsplit(server.address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=20) as connection:
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
    return received


def send_raw(server: Server, method: bytes, target: bytes, *more: bytes) -> Raw:
    """Send a request that no client library would; `more` are header lines."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: evil.test", b"Connection: close", *more, b"", b""]
    return parse(exchange(server, b"\r\n".join(lines)))


def parse(message: bytes) -> Raw:
    head, _, body = message.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return Raw(int(first.split(" ")[1]), {name.lower(): value for name, value in headers.items()}, body)


GARBAGE = {
    b"/page//person": 404,
    b"//page/person": 200,
    b"/page/person//gromyko-andrei": 404,
    b"/id//person/gromyko-andrei": 404,
    b"/page/person/%00": 404,
    b"/id/person/a%00b": 404,
    b"/data/person/%0a%0dSet-Cookie:%20a=b.ttl": 404,
    b"/static/%00": 404,
    b"/static/../app.py": 404,
    b"/static/..%2fapp.py": 404,
    b"/static/..%5capp.py": 404,
    b"/static/": 404,
    b"/dumps/..%2f..%2fmanifest.json": 404,
    b"/dumps/latest/..%2f..%2fmanifest.json": 404,
    b"/dumps/%00": 404,
    b"/page/person/..": 404,
    b"/page/person/%2e%2e/%2e%2e": 404,
    b"/page/person/%FF": 404,
    b"/page/person/%ED%A0%80": 404,
    b"/page/person/%": 404,
    b"/page/person/%zz": 404,
    b"/page/person/" + b"%F0%9F%98%80" * 500: 404,
    b"/page/person/" + b"a/" * 2000: 404,
    b"/page/person?%FF=%FE&%00=1&=&&&;;": 200,
    b"/?" + b"&".join(b"a%d=1" % n for n in range(900)): 200,
    b"/page/document/frus1981-88v04d4?at=9-99999999999999999999": 200,
    b"/page/document/frus1981-88v04d4?at=1-2&at=%00": 200,
    b"/sparql?format=%00": 400,
    b"/sparql?query=%00": 400,
    b"/sparql?query=ASK%7B%7D&" + b"&".join(b"a=%d" % n for n in range(1001)): 400,
    b"/ontology?format=": 400,
    b"/ontology?format=ttl&format=%FF": 200,
    b"http://evil.test/page/person": 200,
    b"/a" * 4200: 414,
    b"/\xff\xfe": 400,
    b"*": 400,
    b"/wp-login.php": 404,
    b"/.git/config": 404,
    b"/.env": 404,
}


@pytest.mark.parametrize(("target", "status"), GARBAGE.items(), ids=[each[:40].decode("latin1") for each in GARBAGE])
def test_strange_addresses(server: Server, target: bytes, status: int) -> None:
    answer = send_raw(server, b"GET", target)
    assert answer.status == status
    assert_headers(answer.headers)
    assert "location" not in answer.headers
    assert b"evil.test" not in answer.body


REFUSED = {
    "no HTTP": (b"GARBAGE\r\n\r\n", 400),
    "HTTP/0.9": (b"GET /\r\n\r\n", 400),
    "HTTP/3.0": (b"GET / HTTP/3.0\r\nHost: a\r\n\r\n", 400),
    "header without colon": (b"GET / HTTP/1.1\r\nHost: a\r\nBad Header\r\n\r\n", 400),
    "length that is no number": (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n", 400),
    "two ways to end a body": (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "unknown coding": (b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
    "long header": (b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n", 431),
    "many headers": (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-Many: a\r\n" * 200 + b"\r\n", 431),
    "long line": (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
    "an expectation": (b"GET / HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\n\r\n", 417),
    "two lengths": (b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "a folded header": (b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400),
    "markup": (b"GET /<script> HTTP/9.<script>\r\n\r\n", 400),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_request(server: Server, name: str) -> None:
    """Answered before the application is asked, in the same shape and with the same headers."""
    request, status = REFUSED[name]
    answer = parse(exchange(server, request))
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert answer.headers["connection"] == "close"
    assert b"<script" not in answer.body
    assert_headers(answer.headers)


def test_a_body_that_breaks_off_is_the_clients_mistake(server: Server) -> None:
    """Chunks that are none; what follows on the connection is not taken for a request."""
    request = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nzz\r\nGET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    )
    received = exchange(server, request)
    assert parse(received).status == 400
    assert received.count(b"HTTP/1.1 ") == 1
