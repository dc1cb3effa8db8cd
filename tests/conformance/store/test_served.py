"""A real server on a store elsewhere: the same pages, data and answers as on the release's own store, and what it says
when that store fails. Its release directory has no store of its own."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from memograph.release import Release, current_release, publish_current
from tests.conformance.store.conftest import put, query_url
from tests.conformance.store.misbehaving import JSON_TYPE, Misbehaving, holding, says, silent, whole
from tests.editions import EDITION, edition
from tests.oxigraph_server import OxigraphServer, oxigraph
from tests.page_types import PAGES, STATUS
from tests.publish_sample import SITE, start_server, stop_server

THING = "page/person/gromyko-andrei"


@pytest.fixture(scope="session")
def without_store(build_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build folder of the sample, without the store in it."""
    folder = tmp_path_factory.mktemp("no-store") / "build"
    shutil.copytree(build_dir, folder, symlinks=True, ignore=shutil.ignore_patterns("store"))
    assert not list(folder.glob("releases/*/store"))
    return folder


@pytest.fixture(scope="module")
def remote(without_store: Path, endpoint: OxigraphServer) -> Iterator[httpx.Client]:
    """A client of a server that reads the store elsewhere."""
    running = start_server(without_store, store_url=query_url(endpoint))
    with httpx.Client(base_url=running.address, timeout=60) as session:
        yield session
    stop_server(running)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_to_the_byte(client: httpx.Client, remote: httpx.Client, path: str) -> None:
    own, elsewhere = client.get(path), remote.get(path)
    assert (own.status_code, elsewhere.status_code) == (STATUS[path], STATUS[path])
    assert elsewhere.content == own.content
    assert elsewhere.headers.get("ETag") == own.headers.get("ETag")


DATA = (
    "id/person/gromyko-andrei",
    "data/person/gromyko-andrei.ttl",
    "data/document/frus1981-88v04d4.jsonld",
    "ontology",
    ".well-known/void",
    "sparql?query=SELECT%20*%20%7B%3Fs%20a%20%3Ft%7D%20ORDER%20BY%20%3Fs%20%3Ft",
    "sparql?query=DESCRIBE%20%3Cid%2Fperson%2Fgromyko-andrei%3E",
    "sparql?query=ASK%20%7B",
    "cite?query=ASK%20%7B%7D",
    "terms",
    "fragments?predicate=http%3A%2F%2Fwww.w3.org%2F2000%2F01%2Frdf-schema%23label&format=json",
    "sitemap-site-1.xml",
    "data/person/nobody.ttl",
    "id/person/nobody",
)


@pytest.mark.parametrize("path", DATA)
def test_data_and_answers(client: httpx.Client, remote: httpx.Client, path: str) -> None:
    own, elsewhere = client.get(path), remote.get(path)
    assert elsewhere.status_code == own.status_code
    assert sorted(elsewhere.content.splitlines()) == sorted(own.content.splitlines())
    assert elsewhere.headers.get("Location") == own.headers.get("Location")


def test_ready(remote: httpx.Client, release: Release) -> None:
    assert remote.get("readyz").json()["release"] == release.manifest.version
    assert remote.get("readyz").json()["triples"] > 1000


#: Addresses that need the store, and those that do not.
NEED = (
    THING,
    "id/person/gromyko-andrei",
    "data/person/gromyko-andrei.ttl",
    "page/person/nobody",
    "sparql?query=ASK%7B%7D",
)
NEED_NOT = (
    "",
    "page/person",
    "search?q=gromyko",
    "dumps/",
    "dumps/latest",
    "dumps/latest/memograph.ttl.gz",
    "healthz",
    "about",
    "timeline",
)


def failing(client: httpx.Client, status: int, what: str, words: str) -> None:
    for path in NEED:
        problem = client.get(path, headers={"Accept": "application/json;q=0.5, text/turtle"})
        assert problem.status_code == status, f"{path}: {problem.text}"
        assert problem.json()["type"] == f"urn:memograph:problem:{what}", path
        assert problem.headers["Retry-After"] == "5"
        page = client.get(path, headers={"Accept": "text/html"})
        if path != "id/person/gromyko-andrei" and not path.startswith("data/"):
            assert page.status_code == status, f"{path}: {page.text}"
            assert ("The triple store that this site" if path.startswith("sparql") else words) in page.text, path
    for path in NEED_NOT:
        assert client.get(path, follow_redirects=True).status_code == 200, path
    assert "cannot be counted at the moment" in client.get("dumps/", headers={"Accept": "text/html"}).text
    ready = client.get("readyz")
    assert ready.status_code == 503
    assert ready.json()["type"] == f"urn:memograph:problem:{what}"


def test_down_and_up_again(build_dir: Path, without_store: Path, release: Release, tmp_path: Path) -> None:
    """Nobody restarts anything but the store."""
    with oxigraph(tmp_path / "elsewhere") as store:
        put(build_dir, release, store)
        running = start_server(without_store, store_url=query_url(store), cache_mib=0)
        try:
            with httpx.Client(base_url=running.address, timeout=60) as client:
                assert client.get(THING).status_code == 200
                store.kill()
                failing(client, 503, "store-unreachable", "Nothing is lost.")
                store.start()
                assert client.get(THING).status_code == client.get("readyz").status_code == 200
        finally:
            stop_server(running)


def test_garbage(without_store: Path, release: Release, capfd: pytest.CaptureFixture[str]) -> None:
    held = release.site.release(release.manifest.version)
    server = Misbehaving(holding(held, says(whole(b"<html>Welcome</html>", kind="text/html"))))
    running = start_server(without_store, store_url=server.url, processes=1)
    try:
        with httpx.Client(base_url=running.address, timeout=60) as client:
            failing(client, 502, "store-garbled", "nothing rather than something wrong")
    finally:
        stop_server(running)
        server.close()
    assert f"The store fails: {server.url}: it answers with text/html" in capfd.readouterr().err


def test_slow(without_store: Path) -> None:
    """What is ours to ask is 504; whoever asks something hard of a store runs into the deadline, as ever."""
    server = Misbehaving(silent)
    running = start_server(without_store, store_url=server.url, processes=1, query_seconds=1.0)
    try:
        with httpx.Client(base_url=running.address, timeout=60, headers={"Accept": "text/html"}) as client:
            page = client.get(THING)
            assert (page.status_code, page.headers["Retry-After"]) == (504, "5")
            assert "did not answer in time. Nothing is lost." in page.text
            assert client.get("page/person/nobody").status_code == 504
            assert client.get("sparql?query=ASK%7B%7D").status_code == 503
            assert client.get("readyz").json()["status"] == 503
            assert client.get("page/person").status_code == 200
    finally:
        stop_server(running)
        server.close()


def test_a_store_that_was_emptied_knows_nothing_of_anything(without_store: Path) -> None:
    """It answers well, with nothing; a page must not say that there is no such person."""
    nothing = b'{"head": {"vars": []}, "results": {"bindings": []}}'

    def empty(text: str) -> Iterator[bytes]:
        yield whole(b"", kind="application/n-triples") if "CONSTRUCT" in text else whole(nothing, kind=JSON_TYPE)

    server = Misbehaving(empty)
    running = start_server(without_store, store_url=server.url, processes=1)
    try:
        with httpx.Client(base_url=running.address, timeout=60) as client:
            for path in (THING, "page/person/nobody"):
                assert client.get(path).json()["type"].endswith("store-elsewhere"), path
    finally:
        stop_server(running)
        server.close()


def test_the_release_that_the_store_holds_is_the_current_one(tmp_path: Path) -> None:
    """Built is not uploaded: ``current`` is ahead of the store for as long as the upload takes."""
    old, new = edition(tmp_path, 0), edition(tmp_path, 1)
    publish_current(tmp_path, old)
    publish_current(tmp_path, new)
    site = tmp_path / "site"  # the machine of the site has the new release without its store
    shutil.copytree(tmp_path / "releases", site / "releases", symlinks=True)
    for name in ("history.jsonl", "current"):
        shutil.copy2(tmp_path / name, site / name, follow_symlinks=False)
    shutil.rmtree(site / "releases" / new.manifest.version / "store")
    with oxigraph(tmp_path / "elsewhere") as store:
        put(tmp_path, old, store)
        running = start_server(site, store_url=query_url(store), processes=1)
        try:
            with httpx.Client(base_url=running.address, timeout=60) as client:
                follows(client, old, new, lambda: put(tmp_path, new, store))
        finally:
            stop_server(running)
    assert current_release(site, stored=False).manifest.version == new.manifest.version


def follows(client: httpx.Client, old: Release, new: Release, switch: Callable[[], None]) -> None:
    wait_for(client, old)
    assert "edition-0" in client.get("sparql", params={"query": EDITION}).text
    assert "edition-0" in client.get(THING).text
    only_files = client.get("sparql", params={"query": EDITION, "release": new.manifest.version})
    assert only_files.status_code == 404
    assert f"{SITE.base}dumps/{new.manifest.version}" in only_files.json()["detail"]
    switch()
    wait_for(client, new)
    assert "edition-1" in client.get(THING).text
    kept = client.get("sparql", params={"query": EDITION, "release": old.manifest.version})
    assert "edition-0" in kept.text, "from its own store"


def wait_for(client: httpx.Client, release: Release) -> None:
    until = time.monotonic() + 60
    while (answer := client.get("readyz")).status_code != 200 or answer.json()["release"] != release.manifest.version:
        assert answer.status_code in (200, 503), answer.text
        assert time.monotonic() < until, answer.text
        time.sleep(0.1)
