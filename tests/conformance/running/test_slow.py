"""Clients that are slow or pretend to be, on a real server: they hold up nobody else. Bounded in number and time."""

from __future__ import annotations

import contextlib
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.publish_sample import Server, children, start_server, stop_server

HALF_OPEN = 120

#: Seconds for a dozen answers (0.2 on an idle machine): gunicorn's own loop would take minutes, or have no thread left.
BOUND = 25.0

BEGINNINGS = {
    "nothing": b"",
    "half-a-line": b"GET /page/person/gromyko-",
    "half-a-head": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half-a-body": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nASK",
    "half-a-chunk": b"POST /sparql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nASK",
    "one-and-a-half": b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HT",
    "empty-lines": b"\r\n\r\n",
}


@pytest.fixture(scope="module")
def patient(build_dir: Path) -> Iterator[Server]:
    running = start_server(build_dir, result_mib=16)
    seconds_for_pages(running)  # until both web processes have begun
    yield running
    stop_server(running)


@pytest.fixture
def alone(build_dir: Path) -> Iterator[Server]:
    """A server with one web process."""
    running = start_server(build_dir, processes=1)
    seconds_for_pages(running)
    yield running
    stop_server(running)


@pytest.fixture(scope="module", autouse=True)
def late(patient: Server) -> Iterator[socket.socket]:
    """Sends the beginning of a request before all tests of this module; the last one looks what became of it."""
    with connect(patient, b"GET / HTTP/1.1\r\n") as opened:
        yield opened


def connect(server: Server, message: bytes = b"", receive_buffer: int = 0) -> socket.socket:
    place = urlsplit(server.address)
    made = socket.socket()
    made.settimeout(40)
    if receive_buffer:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    made.connect((place.hostname, place.port))
    made.sendall(message)
    return made


def seconds_for_pages(server: Server) -> float:
    started = time.monotonic()
    with httpx.Client(base_url=server.address, verify=False, timeout=20, headers={"Connection": "close"}) as client:
        for _ in range(6):
            assert client.get("page/person/gromyko-andrei").status_code == 200
            assert client.get("sparql", params={"query": "ASK {}"}).status_code == 200
    return time.monotonic() - started


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_half_open_connections(patient: Server, beginning: str) -> None:
    with contextlib.ExitStack() as opened:
        for _ in range(HALF_OPEN):
            opened.enter_context(connect(patient, BEGINNINGS[beginning]))
        assert seconds_for_pages(patient) < BOUND


def test_clients_that_do_not_hang_up(patient: Server) -> None:
    """gunicorn's own loop would wait two seconds for each of them."""
    with contextlib.ExitStack() as opened:
        for _ in range(60):
            opened.enter_context(connect(patient, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        assert seconds_for_pages(patient) < BOUND


def test_results_that_nobody_reads(patient: Server) -> None:
    """More of them than there are query workers for strangers, which are free as soon as a result is complete."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 12000"
    head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    with contextlib.ExitStack() as opened:
        unread = [opened.enter_context(connect(patient, head, receive_buffer=4096)) for _ in range(6)]
        begun = [each.recv(12) for each in unread]
        assert begun.count(b"HTTP/1.1 200") >= 4, begun
        assert seconds_for_pages(patient) < BOUND


@pytest.mark.parametrize("coding", ["Content-Length: 1048576", "Transfer-Encoding: chunked"])
def test_unfinished_bodies_have_a_bound_in_memory(alone: Server, coding: str) -> None:
    """150 MB of them; the web process holds 64 MiB at most, and cuts off the largest."""
    body = b"100000\r\n" + b"x" * 1_000_000
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\n{coding}\r\n\r\n".encode()
    with contextlib.ExitStack() as opened:
        for _ in range(150):
            with contextlib.suppress(ConnectionError):
                opened.enter_context(connect(alone, head + body))
        assert seconds_for_pages(alone) < BOUND
        resident = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in children(alone.process.pid)]
        assert max(resident) * resource.getpagesize() < 150 * 2**20


def test_who_sends_slowly_is_answered(patient: Server) -> None:
    request = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\nASK {}"
    )
    with connect(patient) as slow:
        for place in range(0, len(request), 8):
            slow.sendall(request[place : place + 8])
            time.sleep(0.02)
        assert slow.recv(12) == b"HTTP/1.1 200"


def test_who_reads_slowly_gets_all(patient: Server) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    head = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    with connect(patient, head, receive_buffer=65536) as slow:
        received = b""
        while part := slow.recv(262144):
            received += part
            time.sleep(0.01)
    head_, _, body = received.partition(b"\r\n\r\n")
    (length,) = [int(line.split(b": ")[1]) for line in head_.split(b"\r\n") if line.startswith(b"Content-Length: ")]
    assert len(body) == length > 2_000_000


def test_several_requests_at_once_on_one_connection(patient: Server) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with connect(patient, one + b"\r\n" + one + last) as pipelined:
        received = b""
        while part := pipelined.recv(65536):
            received += part
    assert received.count(b"HTTP/1.1 200 OK") == 3
    assert b'"status":"ready"' in received


def test_a_body_that_is_announced(patient: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nExpect: 100-continue\r\n"
    with connect(patient, head + b"Content-Length: 6\r\nConnection: close\r\n\r\n") as polite:
        assert polite.recv(1024).startswith(b"HTTP/1.1 100 Continue\r\n")
        polite.sendall(b"ASK {}")
        received = b""
        while part := polite.recv(65536):
            received += part
    assert b"HTTP/1.1 200 OK" in received


@pytest.mark.parametrize(
    ("message", "status"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"414"),
        (b"GET /" + b"a" * 100_000, b"414"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n", b"431"),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000, b"431"),
        (b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(200)) + b"\r\n", b"431"),
        (b"nonsense\r\n\r\n", b"400"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"400"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n", b"400"),
    ],
)
def test_what_is_no_request(patient: Server, message: bytes, status: bytes) -> None:
    with connect(patient, message) as sent:
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while part := sent.recv(65536):
                received += part
    assert received.startswith(b"HTTP/1.1 " + status)
    assert b"Content-Type: application/problem+json" in received
    assert b"Access-Control-Allow-Origin: *" in received


def test_who_is_too_late_is_told(late: socket.socket) -> None:
    assert late.recv(1024).startswith(b"HTTP/1.1 408 Request Timeout\r\n")
