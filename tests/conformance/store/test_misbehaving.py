"""A store that is down, slow, or answers garbage: the right error, soon, within limits, and the next query works."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from memograph.errors import (
    QueryDeadline,
    QueryError,
    QuerySyntaxError,
    QueryTooLarge,
    ReleaseError,
    StoreElsewhere,
    StoreError,
    StoreGarbled,
    StoreTimeout,
    StoreUnreachable,
)
from memograph.publish.engine.exchange import Task
from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store
from memograph.release import Release
from tests.conformance.store.misbehaving import (
    TRIPLES_TYPE,
    Behaviour,
    Misbehaving,
    breaks_off,
    chunk,
    drips,
    endless,
    head,
    holding,
    packed,
    results,
    row,
    says,
    silent,
    whole,
)
from tests.publish_sample import SITE, Listener, children

#: Seconds that a query may take here: only some run into it.
HURRIED = 1.5

FORMATS = {"SELECT": "csv", "ASK": "json", "CONSTRUCT": "nt", "DESCRIBE": "nt"}
ROWS = results(row(x="http://a.test/"), row(x="http://b.test/"))
TRIPLE = b"<http://a.test/> <http://b.test/> <http://c.test/> .\n"
HTML = b"<!doctype html><title>Welcome to nginx!</title>"


@pytest.fixture(scope="module")
def made(release: Release, settings: PublishSettings) -> Iterator[tuple[Misbehaving, Store]]:
    """A store elsewhere that is said to hold the sample release, and what asks it: one worker for all tests."""
    server = Misbehaving(silent)
    with closing(Store(release, replace(settings, store_url=server.url, query_seconds=HURRIED, workers=1))) as store:
        yield server, store
    server.close()


@pytest.fixture
def misbehaving(made: tuple[Misbehaving, Store], release: Release) -> Callable[[Behaviour], Store]:
    """Has it behave so to all but the question which release it holds."""
    held = release.site.release(release.manifest.version)

    def behave(behaviour: Behaviour) -> Store:
        made[0].behaviour = holding(held, behaviour)
        return made[1]

    return behave


def ask(store: Store, query: str, stranger: bool = True) -> str:
    task = Task(query, SITE.base, FORMATS, stranger=stranger)
    answer = store.answer(task)
    return answer.body.decode()


SELECT, ASK, CONSTRUCT = "SELECT ?x { ?x ?y ?z }", "ASK {}", "CONSTRUCT WHERE { ?a ?b ?c }"
GARBLED: list[tuple[str, str, Behaviour]] = [
    ("a page", SELECT, says(whole(HTML, kind="text/html"))),
    ("a page that says it is JSON", SELECT, says(whole(HTML))),
    ("no type", SELECT, says(whole(ROWS, kind=""))),
    ("nothing", SELECT, says(whole(b""))),
    ("JSON that ends early", SELECT, says(whole(ROWS[:-3]))),
    ("JSON and more", SELECT, says(whole(ROWS + b"x"))),
    ("JSON of something else", SELECT, says(whole(b'{"error": "no"}'))),
    ("fewer bytes than it says", SELECT, breaks_off(head(Content_Length=len(ROWS) + 10) + ROWS)),
    ("chunks that break off", SELECT, breaks_off(head(Transfer_Encoding="chunked") + chunk(ROWS[:50]))),
    ("no chunks at all", SELECT, says(head(Transfer_Encoding="chunked") + b"zzz\r\n")),
    ("a truth value for rows", SELECT, says(whole(b'{"head": {}, "boolean": true}'))),
    ("rows for a truth value", ASK, says(whole(ROWS))),
    ("half a truth value", ASK, says(whole(b'{"boolean":true'))),
    (
        "triples that break off behind a line",
        CONSTRUCT,
        breaks_off(head(kind=TRIPLES_TYPE, Content_Length=999) + TRIPLE),
    ),
    ("triples without an end", CONSTRUCT, breaks_off(head(kind=TRIPLES_TYPE) + TRIPLE)),
    ("triples that are none", CONSTRUCT, says(whole(TRIPLE + b"<a", kind=TRIPLES_TYPE))),
    ("no HTTP", SELECT, breaks_off(b"SSH-2.0-OpenSSH_9.2\r\n")),
    ("nothing, and hangs up", SELECT, breaks_off(b"HTTP/1.1 2")),
    ("a bomb", SELECT, packed),
    ("less than all", SELECT, says(whole(ROWS, X_SPARQL_MaxRows=2))),
    ("a part", SELECT, says(whole(ROWS, "206 Partial Content"))),
    *((status, SELECT, says(whole(b"no", status, "text/plain"))) for status in ("500 No", "404 Not Found", "401 Who")),
    ("a header without end", SELECT, says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 2**17)),
]


@pytest.mark.parametrize(("query", "behaviour"), [each[1:] for each in GARBLED], ids=[each[0] for each in GARBLED])
def test_garbage(misbehaving: Callable[[Behaviour], Store], query: str, behaviour: Behaviour) -> None:
    store = misbehaving(behaviour)
    for stranger in (True, False):
        with pytest.raises(StoreGarbled) as caught:
            ask(store, query, stranger)
        assert "http://127.0.0.1:" in caught.value.reason, "for the log"
        assert "127.0.0.1" not in str(caught.value), "not for the client"


def test_redirects_are_not_followed(misbehaving: Callable[[Behaviour], Store], listener: Listener) -> None:
    for status in ("301 Moved", "302 Found", "307 Temporary", "308 Permanent"):
        store = misbehaving(says(whole(b"", status, Location=listener.url)))
        with pytest.raises(StoreGarbled, match="no answer"):
            ask(store, SELECT)
    assert not listener.connected()


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("503 Later", StoreUnreachable),
        ("429 Too Many", StoreUnreachable),
        ("504 Late", StoreTimeout),
        ("408 Late", StoreTimeout),
    ],
)
def test_what_the_store_says_of_itself(
    misbehaving: Callable[[Behaviour], Store], status: str, error: type[StoreError]
) -> None:
    with pytest.raises(error):
        ask(misbehaving(says(whole(b"", status))), SELECT)


def test_a_query_that_the_store_refuses_is_a_mistake_of_who_asks(misbehaving: Callable[[Behaviour], Store]) -> None:
    store = misbehaving(says(whole(b"Unknown function\n<x>", "400 Bad Request", "text/plain;charset=utf-8")))
    with pytest.raises(QuerySyntaxError, match=r"Unknown function <x>$"):
        ask(store, SELECT)
    with pytest.raises(StoreGarbled):
        ask(store, SELECT, stranger=False)


def test_nobody_is_there(release: Release, settings: PublishSettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with closing(Store(release, replace(settings, store_url=f"http://127.0.0.1:{port}/"))) as store:
        for stranger in (True, False):
            with pytest.raises(StoreUnreachable, match="Try again"):
                ask(store, ASK, stranger)
    nowhere = replace(settings, store_url="http://no.such.host.test/")
    with closing(Store(release, nowhere)) as store, pytest.raises(StoreUnreachable):
        ask(store, ASK)


SLOW: list[tuple[str, Behaviour]] = [
    ("silent", silent),
    ("drips its head", drips(whole(ROWS))),
    ("drips its body", drips(ROWS, head(Content_Length=len(ROWS)))),
]


@pytest.mark.parametrize("behaviour", [each for _, each in SLOW], ids=[name for name, _ in SLOW])
def test_slow(misbehaving: Callable[[Behaviour], Store], behaviour: Behaviour) -> None:
    """A query of ours is never as slow as this by itself; a stranger's may be."""
    store = misbehaving(behaviour)
    for stranger, error in ((True, QueryDeadline), (False, StoreTimeout)):
        started = time.monotonic()
        with pytest.raises(error):
            ask(store, SELECT, stranger)
        assert time.monotonic() - started < 8 * HURRIED


ENDLESS_ROWS = endless(ROWS[:-2], b', {"x": {"type": "literal", "value": "' + b"z" * 500 + b'"}}')
ENDLESS_SPACES = endless(b"", b" ")
ENDLESS_STRING = endless(b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"value": "', b"z")


@pytest.mark.parametrize("behaviour", [ENDLESS_ROWS, ENDLESS_STRING, ENDLESS_SPACES], ids=["rows", "string", "spaces"])
def test_endless(misbehaving: Callable[[Behaviour], Store], behaviour: Behaviour) -> None:
    """Ended by the limits of a result, of memory or of time, whichever comes first."""
    store = misbehaving(behaviour)
    with pytest.raises((QueryTooLarge, QueryDeadline, StoreGarbled)):
        ask(store, SELECT)
    with pytest.raises((StoreGarbled, StoreTimeout)):
        ask(store, SELECT, stranger=False)


def test_another_release(
    misbehaving: Callable[[Behaviour], Store], release: Release, settings: PublishSettings
) -> None:
    """Answers are taken only from a store that says afterwards that it holds the release that is served."""
    for said, held in (([row(release=SITE.release("0" * 12))], "0" * 12), ([], "")):
        server = Misbehaving(says(whole(results(*said, names=("release",)))))
        with closing(server), closing(Store(release, replace(settings, store_url=server.url))) as store:
            with pytest.raises(StoreElsewhere) as caught:
                ask(store, SELECT)
            assert caught.value.held == held
            with pytest.raises(StoreElsewhere):
                store.canary()


def test_good_again_after_all_that(misbehaving: Callable[[Behaviour], Store]) -> None:
    """The same worker, or the next one, is none the worse; what the store closed meanwhile is opened anew."""
    good = says(whole(ROWS))
    turns = iter([says(whole(HTML, kind="text/html")), breaks_off(whole(ROWS)), silent, good, good])
    store = misbehaving(lambda text: next(turns)(text))
    outcomes: list[object] = []
    for _ in range(5):
        try:
            outcomes.append(ask(store, SELECT).split())
        except QueryError as error:
            outcomes.append(type(error))
    rows = ["x", "http://a.test/", "http://b.test/"]
    assert outcomes == [StoreGarbled, rows, QueryDeadline, rows, rows]


def test_one_connection_is_enough(misbehaving: Callable[[Behaviour], Store], made: tuple[Misbehaving, Store]) -> None:
    """Read to its end, an answer leaves the connection to the next question, in chunks or with a length."""

    def good(text: str) -> Iterator[bytes]:
        if "CONSTRUCT" in text:
            yield head(kind=TRIPLES_TYPE, Transfer_Encoding="chunked") + chunk(TRIPLE) + chunk(b"")
        else:
            yield whole(b'{"head": {}, "boolean": true}' if "ASK" in text else ROWS)

    store, server = misbehaving(good), made[0]
    ask(store, ASK)
    before, asked = server.connections, len(server.asked)
    for query in (SELECT, ASK, CONSTRUCT, "DESCRIBE ?x { ?x ?y ?z }", SELECT):
        ask(store, query)
    assert server.connections == before
    assert len(server.asked) >= asked + 10, "each answer is confirmed"


@pytest.mark.parametrize(
    ("line", "sent"),
    [
        ("reader:s:cr\u00e9t\n", "Basic cmVhZGVyOnM6Y3LDqXQ="),
        ("Bearer abc\n", "Bearer abc"),
    ],
)
@pytest.mark.parametrize("place", ["file", "environment"])
def test_credentials_are_sent_and_not_told(
    release: Release,
    settings: PublishSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    sent: str,
    place: str,
) -> None:
    if place == "environment":
        user, _, password = line.strip().partition(":")
        monkeypatch.setenv("MEMOGRAPH_STORE_USER", user)
        monkeypatch.setenv("MEMOGRAPH_STORE_PASSWORD", password)
        if line.startswith("Bearer "):
            monkeypatch.setenv("MEMOGRAPH_STORE_TOKEN", line.split()[1])
    (tmp_path / "credentials").write_text(line, encoding="utf-8")
    file = str(tmp_path / "credentials") if place == "file" else ""
    server = Misbehaving(says(whole(b"who?", "401 Who")))
    settings = replace(settings, store_url=server.url, store_credentials=file)
    with closing(server), closing(Store(release, settings)) as store:
        with pytest.raises(StoreGarbled) as caught:
            ask(store, ASK)
        assert f"\r\nAuthorization: {sent}\r\n" in server.heads[0] + "\r\n"
        assert sent.split()[1] not in caught.value.reason
        commands = b"".join(Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children(os.getpid()))
        assert server.url.encode() in commands
        assert line.strip().encode() not in commands


def test_credentials_that_are_not_there(release: Release, settings: PublishSettings) -> None:
    settings = replace(settings, store_url="http://127.0.0.1:9/", store_credentials="/nowhere/credentials")
    with closing(Store(release, settings)) as store, pytest.raises(ReleaseError, match="/nowhere/credentials"):
        ask(store, ASK)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_certificates_are_checked(
    release: Release, settings: PublishSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A confined worker can no longer read the file of authorities, so it has done so before."""
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    named = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate]
    subprocess.run(["openssl", *request.split(), *named], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    held = release.site.release(release.manifest.version)
    server = Misbehaving(holding(held, says(whole(ROWS))), context)
    outcomes: list[object] = []
    with closing(server):
        for host, trusted in (("localhost", ""), ("localhost", certificate), ("127.0.0.1", certificate)):
            if trusted:
                monkeypatch.setenv("SSL_CERT_FILE", trusted)
            url = f"https://{host}:{server.port}/"
            with closing(Store(release, replace(settings, store_url=url, workers=1))) as store:
                try:
                    outcomes.append(ask(store, SELECT).split())
                except StoreUnreachable as error:
                    outcomes.append("certificate verify failed" in error.reason)
    assert outcomes == [True, ["x", "http://a.test/", "http://b.test/"], True]
