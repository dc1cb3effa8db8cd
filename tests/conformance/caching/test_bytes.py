"""The same request again and again on one connection: the same bytes each time, whoever gives the answer."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlsplit

import pytest

from memograph.release import Release
from tests.publish_sample import Server

ROWS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT %d # %s"


class Client:
    """A connection that is kept open, read to the byte."""

    def __init__(self, server: Server, buffer: int | None = None) -> None:
        address = urlsplit(server.address)
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(20)
        self.socket.connect((address.hostname, address.port))
        self.rest = b""

    def send(self, target: str, *headers: str, method: str = "GET") -> None:
        lines = (f"{method} {target} HTTP/1.1", "Host: memograph.test", *headers, "", "")
        self.socket.sendall("\r\n".join(lines).encode())

    def receive(self) -> tuple[bytes, bytes]:
        """Head and body of the next answer, the head without its date."""
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        size = int(length[1]) if length else 0
        while len(self.rest) < size:
            self.rest += self.more()
        body, self.rest = self.rest[:size], self.rest[size:]
        return re.sub(rb"\r\nDate: [^\r]+ GMT(?=\r\n|$)", b"", head), body

    def more(self) -> bytes:
        part = self.socket.recv(2**16)
        assert part, "the connection was closed"
        return part

    def ask(self, target: str, *headers: str) -> tuple[bytes, bytes]:
        self.send(target, *headers)
        return self.receive()


Connect = Callable[..., Client]


@pytest.fixture
def connect(server: Server) -> Iterator[Connect]:
    """Opens connections, and closes them after the test."""
    opened: list[Client] = []

    def open_one(buffer: int | None = None) -> Client:
        opened.append(Client(server, buffer))
        return opened[-1]

    yield open_one
    for client in opened:
        client.socket.close()


def target(name: str, rows: int = 3) -> str:
    return f"/sparql?query={quote(ROWS % (rows, name))}&format=json"


def test_the_same_bytes_each_time(connect: Connect) -> None:
    client = connect()
    first = client.ask(target("bytes"))
    assert first[0].startswith(b"HTTP/1.1 200 OK\r\n")
    for _ in range(8):
        assert client.ask(target("bytes")) == first
    assert all(connect().ask(target("bytes")) == first for _ in range(8)), "another connection, or process"


def test_each_answer_has_its_own_date(connect: Connect) -> None:
    client, dates = connect(), set()
    for _ in range(2):
        for _ in range(4):
            client.send(target("date"))
            while b"\r\n\r\n" not in client.rest:
                client.rest += client.more()
            dates.add(re.findall(rb"\r\nDate: ([^\r]+) GMT\r\n", client.rest)[0])
            client.receive()
        time.sleep(1.1)
    assert len(dates) >= 2


def test_other_requests_come_between(connect: Connect) -> None:
    client = connect()
    first = client.ask(target("between"))
    for _ in range(5):
        assert client.ask("/healthz")[0].startswith(b"HTTP/1.1 200")
        assert client.ask(target("between")) == first
        assert client.ask(target("between"), "Accept: text/csv")[1] == first[1]
        tag = re.search(rb'\r\nETag: ("[0-9a-f]+")', first[0])
        assert tag is not None
        head, body = client.ask(target("between"), f"If-None-Match: {tag[1].decode()}")
        assert (head.partition(b"\r\n")[0], body) == (b"HTTP/1.1 304 NOT MODIFIED", b"")
        assert tag[0] in head


def test_requests_in_one_packet_are_answered_in_order(connect: Connect) -> None:
    client = connect()
    one, other = (client.ask(target(name, rows)) for name, rows in (("one", 1), ("two", 2)))
    for _ in range(4):
        for name, rows in (("one", 1), ("two", 2), ("one", 1)):
            client.send(target(name, rows))
        assert [client.receive() for _ in range(3)] == [one, other, one]


def test_a_request_in_two_packets_is_answered(connect: Connect) -> None:
    client = connect()
    first = client.ask(target("halves"))
    for _ in range(3):
        assert client.ask(target("halves")) == first
    whole = f"GET {target('halves')} HTTP/1.1\r\nHost: memograph.test\r\n\r\n".encode()
    client.socket.sendall(whole[:40])
    time.sleep(0.1)
    client.socket.sendall(whole[40:])
    assert client.receive() == first


@pytest.mark.parametrize("header", ["Connection: close", "Connection: CLOSE"])
def test_who_wants_to_end_the_connection_may(connect: Connect, header: str) -> None:
    first = connect().ask(target("close"))
    for _ in range(6):
        client = connect()
        head, body = client.ask(target("close"), header)
        assert body == first[1]
        assert b"\r\nConnection: close" in head
        assert client.socket.recv(1) == b""


def test_a_client_that_reads_slowly_gets_all(connect: Connect) -> None:
    """More than a socket takes at once, for many requests whose answers nobody reads yet."""
    patient = connect()
    first = patient.ask(target("slow", 250))
    assert 2**15 < len(first[1]) < 2**16
    clients = [connect(buffer=4096) for _ in range(3)]
    for client in clients:
        for _ in range(4):
            assert client.ask(target("slow", 250)) == first
        client.send(target("slow", 250))
    time.sleep(0.5)
    assert [client.receive() for client in clients] == [first] * 3
    assert [client.ask(target("slow", 250)) for client in clients] == [first] * 3


def test_a_named_release_is_answered_as_such_each_time(connect: Connect, release: Release) -> None:
    client = connect()
    first = client.ask(f"{target('named')}&release={release.manifest.version}")
    assert b"immutable" in first[0]
    for _ in range(4):
        assert client.ask(f"{target('named')}&release={release.manifest.version}") == first
