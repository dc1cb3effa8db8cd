"""The access log of a real server: one line of JSON a request, whatever strangers send; no query text in it."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from memograph.release import Release
from tests.publish_sample import Server, start_server, stop_server

FIELDS = {"time", "client", "method", "path", "status", "bytes", "seconds", "release", "referer", "agent"}


@dataclass(frozen=True)
class Logged:
    """A server and the file that it logs to."""

    server: Server
    file: Path

    def lines(self, path: str, number: int = 1) -> list[dict[str, Any]]:
        """The lines of requests with this path, once there are so many."""
        found: list[dict[str, Any]] = []
        until = time.monotonic() + 5
        while len(found) < number and time.monotonic() < until:
            time.sleep(0.02)
            found = [line for line in self.all() if line["path"] == path]
        assert len(found) == number, self.file.read_text()
        return found

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text(encoding="ascii").splitlines()]

    def raw(self, request: bytes) -> bytes:
        place = urlsplit(self.server.address)
        with socket.create_connection((place.hostname or "", place.port or 0), timeout=10) as sent:
            sent.sendall(request)
            return sent.recv(65536)


@pytest.fixture(scope="module")
def logged(build_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    file = tmp_path_factory.mktemp("log") / "access.log"
    running = start_server(build_dir, access_log=str(file), trusted_proxies=["127.0.0.1"], cache_mib=1)
    yield Logged(running, file)
    stop_server(running)


def test_a_line(logged: Logged, release: Release) -> None:
    headers = {"User-Agent": "a reader/1.0", "Referer": "https://example.org/list", "X-Forwarded-For": "192.0.2.5"}
    answer = httpx.get(f"{logged.server.address}page/person/gromyko-andrei?at=1-2", headers=headers)
    (line,) = logged.lines("/page/person/gromyko-andrei")
    assert line.keys() == FIELDS
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert (line["client"], line["method"], line["status"]) == ("192.0.2.5", "GET", 200)
    assert line["bytes"] == len(answer.content)
    assert 0 < line["seconds"] < 10
    assert line["release"] == release.manifest.version
    assert (line["referer"], line["agent"]) == ("https://example.org/list", "a reader/1.0")


def test_bytes(logged: Logged) -> None:
    for method in ("GET", "HEAD"):
        answer = httpx.request(method, f"{logged.server.address}dumps/SHA256SUMS")
    lines = logged.lines("/dumps/SHA256SUMS", 2)
    sizes = {line["method"]: line["bytes"] for line in lines}
    assert sizes == {"GET": int(answer.headers["Content-Length"]), "HEAD": 0}
    assert sizes["GET"] > 100


def test_what_the_cache_answers_is_logged_too(logged: Logged, release: Release) -> None:
    for _ in range(6):
        httpx.get(f"{logged.server.address}sparql", params={"query": "ASK { ?kept ?kept ?kept }"})
    lines = [line for line in logged.lines("/sparql", 6) if line["status"] == 200]
    assert {line["release"] for line in lines} == {release.manifest.version}
    assert len(lines) == 6


def test_no_text_of_queries(logged: Logged) -> None:
    address = f"{logged.server.address}sparql"
    secret = "SELECT * { ?secret ?p ?o } LIMIT 1"
    httpx.get(address, params={"query": secret}, headers={"Referer": f"{address}?query=SELECT+%3Fsecret"})
    httpx.post(address, data={"query": secret})
    httpx.post(address, content=secret, headers={"Content-Type": "application/sparql-query"})
    httpx.get(address, params={"query": "SELECT ?secret {"})
    logged.raw(b"GET /sparql?query=SELECT * { ?secret } HTTP/1.1\r\nHost: x\r\n\r\n")
    httpx.get(f"{logged.server.address}static/style.css")
    logged.lines("/static/style.css")
    assert "secret" not in logged.file.read_text()


def test_nothing_that_is_sent_makes_a_line_of_its_own(logged: Logged) -> None:
    forged = b'"}\\n{"client": "forged"} \xe2\x80\xa8 \xff'
    logged.raw(
        b"GET /page/person/%0A%22forged HTTP/1.1\r\nHost: x\r\nUser-Agent: "
        + forged
        + b"\r\nReferer: "
        + forged
        + b"\r\n\r\n"
    )
    (line,) = logged.lines("/page/person/%0A%22forged")
    assert line["status"] == 404
    assert line["agent"].startswith('"}\\n{"client": "forged"}')
    assert [each for each in logged.all() if each["client"] == "forged"] == []
    text = logged.file.read_text(encoding="ascii")
    assert "\x1b" not in text
    assert all(each.startswith('{"time": "') and each.endswith("}") for each in text.splitlines())


def test_long_fields_are_cut(logged: Logged) -> None:
    httpx.get(f"{logged.server.address}page/person/cut{'x' * 5000}", headers={"User-Agent": "y" * 5000})
    httpx.get(f"{logged.server.address}dumps/")
    logged.lines("/dumps/")
    (line,) = [each for each in logged.all() if each["path"].startswith("/page/person/cut")]
    assert (len(line["path"]), len(line["agent"])) == (1000, 1000)


def test_what_is_no_request_is_logged_without_its_text(logged: Logged) -> None:
    before = len([line for line in logged.all() if not line["path"]])
    assert logged.raw(b"no such thing\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert logged.raw(b"GET /" + b"z" * 70000).startswith(b"HTTP/1.1 414")
    lines = logged.lines("", before + 2)[before:]
    assert sorted(line["status"] for line in lines) == [400, 414]
    assert {line["client"] for line in lines} == {"127.0.0.1"}
    assert "no such thing" not in logged.file.read_text()


@pytest.mark.parametrize("sent", ["get", "form", "body"])
def test_queries_where_they_are_wanted(build_dir: Path, tmp_path: Path, sent: str, wanted: Logged) -> None:
    address, query = f"{wanted.server.address}sparql", f"ASK {{ ?{sent} ?p ?o }}"
    if sent == "get":
        httpx.get(address, params={"query": query})
    elif sent == "form":
        httpx.post(address, data={"query": query})
    else:
        httpx.post(address, content=query, headers={"Content-Type": "application/sparql-query"})
    until = time.monotonic() + 5
    while not (found := [line["query"] for line in wanted.all() if sent in line.get("query", "")]):
        assert time.monotonic() < until
        time.sleep(0.02)
    assert len(found) == 1


@pytest.fixture(scope="module")
def wanted(build_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    file = tmp_path_factory.mktemp("log") / "access.log"
    running = start_server(build_dir, access_log=str(file), log_queries=True)
    yield Logged(running, file)
    stop_server(running)
