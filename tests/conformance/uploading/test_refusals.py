"""Stores that refuse, that are none, that want credentials, or send on: a clear error, and nothing changed."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from memograph.cli import main
from memograph.errors import ConfigurationError, UploadError
from memograph.uploading.addresses import PASSWORD, TOKEN, USER, Named, checked, credentials, in_clear
from memograph.uploading.upload import Wish, upload
from tests.conformance.uploading.conftest import HURRY, Shelf, Watch, held, released, whole
from tests.oxigraph_server import OxigraphServer, oxigraph
from tests.publish_sample import SITE
from tests.store_proxy import Answered, Asked, Hook, proxy

SECRET = "correct horse"


def at(part: str, answered: Answered) -> Hook:
    """Answers whoever asks one of the three addresses, from when the first graph is written."""
    begun: list[Asked] = []

    def hook(asked: Asked) -> Answered | None:
        if asked.method == "PUT":
            begun.append(asked)
        return answered if begun and asked.target.startswith(part) else None

    return hook


REFUSALS = {
    "401 of graphs": (
        "/store",
        Answered(401, b"who are you?"),
        r"/store: it answers 401.*“who are you\?”; set MEMOGRAPH",
    ),
    "403 of updates": (
        "/update",
        Answered(403),
        "/update: it answers 403 Forbidden: nothing; set MEMOGRAPH",
    ),
    "404 of updates": ("/update", Answered(404, b"no such page"), "/update: it answers 404.*no such page.*--update"),
    "405 of graphs": ("/store", Answered(405), "/store: it answers 405.*--graph-store"),
    "500 of graphs": (
        "/store",
        Answered(500, b"<html>Oops</html>"),
        "/store: it answers 500.*“<html>Oops.*goes on",
    ),
    "sent on": (
        "/store",
        Answered(307, headers={"Location": "http://elsewhere.example/store"}),
        "sends on to http://elsewhere.example/store; name that address if you trust it",
    ),
    "a page for results": (
        "/query",
        Answered(200, b"<html>hello</html>", {"Content-Type": "text/html"}),
        "/query: it answers with text/html, not application/sparql-results.json: “<html>hello</html>”",
    ),
    "garbage for results": (
        "/query",
        Answered(200, b'{"head": [', {"Content-Type": "application/sparql-results+json"}),
        "/query: its answer is no SPARQL result",
    ),
    "long for results": (
        "/query",
        Answered(200, b" " * (17 * 2**20), {"Content-Type": "application/sparql-results+json"}),
        "longer than 16 MiB",
    ),
    "one triple too large": ("/store", Answered(413), "for a single triple.*raise the limit"),
    "always busy": ("/update", Answered(503), r"503.*\(tried 8 times\); run it again when the store is there"),
    "away for an hour": ("/store", Answered(503, headers={"Retry-After": "3600"}), "asks to wait for 3600 seconds"),
    "garbage for triples": (
        "/store?graph=http%3A%2F%2Fmemograph.test%2Fgraph%2Fdocument%2Fsmall-001",
        Answered(200, b"<a> <b> nothing", {"Content-Type": "application/n-triples"}),
        "what it gives as N-Triples cannot be read",
    ),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, filled_folder: Path) -> Iterator[OxigraphServer]:
    """A store with the first release, which no test of this module may change."""
    folder = tmp_path_factory.mktemp("kept") / "oxigraph"
    shutil.copytree(filled_folder, folder)
    with oxigraph(folder) as running:
        yield running


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_told_and_changes_nothing(kept: OxigraphServer, shelf: Shelf, name: str) -> None:
    part, answered, message = REFUSALS[name]
    kept.update(f"DROP SILENT GRAPH <{SITE.staging_graph}>")  # or the upload goes on after what the one before staged
    with proxy(kept.address, at(part, answered)) as before, pytest.raises(UploadError, match=message) as error:
        shelf.upload(before.address, 1)
    assert before.address in str(error.value)
    assert whole(kept, shelf.releases[0])


def test_there_is_no_store(kept: OxigraphServer, shelf: Shelf) -> None:
    page = Answered(200, b"<html>Welcome</html>", {"Content-Type": "text/html"})
    with proxy(kept.address, lambda asked: page) as before, pytest.raises(UploadError) as error:
        shelf.upload(before.address, 1)
    assert "no SPARQL endpoint with a graph store was found there" in str(error.value)
    assert "Oxigraph: " in str(error.value) and "QLever" in str(error.value)
    gone = before.address
    with pytest.raises(UploadError, match=r"cannot be reached .* \(tried 3 times\)"):
        shelf.upload(gone, 1)


def test_three_addresses_of_two_stores(kept: OxigraphServer, store: OxigraphServer, shelf: Shelf) -> None:
    named = Named(kept.address, update=f"{store.address}/update", graphs=f"{store.address}/store")
    with pytest.raises(UploadError, match="not three addresses of one store"):
        upload(shelf.folder, named, Wish(shelf.versions()[1]), Watch(), HURRY)
    assert whole(kept, shelf.releases[0])


def test_a_busy_store_is_asked_again_and_a_small_one_in_smaller_parts(store: OxigraphServer, shelf: Shelf) -> None:
    def hook(asked: Asked) -> Answered | None:
        if len(asked.body) > 20_000:
            return Answered(413)
        return Answered(429, headers={"Retry-After": "0"}) if asked.number % 5 == 0 else None

    watch = Watch()
    with proxy(store.address, hook) as before:
        shelf.upload(before.address, 0, watch)
        assert max(len(each.body) for each in before.asked) > 200_000
    assert held(store) == released(shelf.releases[0])
    assert len(watch.problems) > 10
    assert all("429" in each for each in watch.problems)


def run(*arguments: str, shelf: Shelf, folder: Path, **environment: str) -> tuple[int, str]:
    """The command with an environment; its exit status, and all that it said."""
    config = folder / "memograph.toml"
    config.write_text(f'[site]\nbase = "{SITE.base}"\n[paths]\nbuild = "{shelf.folder}"\n')
    clean = dict.fromkeys((USER, PASSWORD, TOKEN), None) | environment
    done = CliRunner().invoke(main, ["--config", str(config), "publish", *arguments], env=clean)
    return done.exit_code, done.output


def test_credentials_come_from_the_environment_and_are_never_shown(
    kept: OxigraphServer, shelf: Shelf, tmp_path: Path
) -> None:
    basic = "Basic " + base64.b64encode(f"clark:{SECRET}".encode()).decode()

    def guard(asked: Asked) -> Answered | None:
        return None if asked.headers.get("authorization") in (basic, f"Bearer {SECRET}") else Answered(401)

    with proxy(kept.address, guard) as before:
        asked = ("--to", before.address, "--dry-run", "--release", shelf.versions()[1])
        for environment in ({USER: "clark", PASSWORD: SECRET}, {TOKEN: SECRET}):
            code, output = run(*asked, shelf=shelf, folder=tmp_path, **environment)
            assert (code, SECRET in output) == (0, False), output
            assert "to send" in output and "nothing was sent" in output
        for environment in ({}, {USER: "clark", PASSWORD: "wrong one"}, {TOKEN: "wrong one"}):
            code, output = run(*asked, shelf=shelf, folder=tmp_path, **environment)
            assert code == 1
            assert "401" in output and "MEMOGRAPH_STORE_USER" in output and "wrong one" not in output
    code, output = run("--to", "http://clark:secret@127.0.0.1:1/", shelf=shelf, folder=tmp_path)
    assert (code, "secret" in output) == (2, False)
    assert f"set {USER} and {PASSWORD} instead" in output


def test_incomplete_credentials_and_addresses_that_are_none() -> None:
    for environment, missing in (({USER: "a"}, PASSWORD), ({PASSWORD: "b"}, USER), ({TOKEN: "t", USER: "a"}, TOKEN)):
        with pytest.raises(ConfigurationError, match=missing):
            credentials(environment)
    for address in ("ftp://example.org/", "example.org", "http:///store"):
        with pytest.raises(ConfigurationError, match="no address of a store"):
            checked(Named(address))
    assert in_clear(Named("http://store.example/"))
    assert not in_clear(Named("https://store.example/"))
    assert not in_clear(Named("http://127.0.0.1:7878"))


def test_no_room_on_this_machine(
    kept: OxigraphServer, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(UploadError, match=rf"{tmp_path}/gone.*No such file.*run it again"):
        shelf.upload(kept.address, 1)
