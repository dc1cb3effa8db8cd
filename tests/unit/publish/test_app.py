"""The application in-process: what it imports, how many queries a page takes, where it may live."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from memograph.errors import ReleaseError
from memograph.namespaces import Site
from memograph.publish.app import create_app, releases_of
from memograph.publish.engine.exchange import Answer, Task
from memograph.publish.engine.pool import Pool
from memograph.publish.settings import PublishSettings
from memograph.release import assemble, publish_current
from tests.publish_sample import FACTS, known, shards

SERVE_ONE_REQUEST = """
import sys
from pathlib import Path
from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
import memograph.publish.serving.server

app = create_app(PublishSettings(Path(sys.argv[1])))
assert app.test_client().get("/page/person/gromyko-andrei").status_code == 200
releases_of(app).close()
print(*sorted(name for name in sys.modules if "." not in name))
"""

WORKER_MODULES = "import sys, memograph.publish.engine.worker; print(*sorted(n for n in sys.modules if '.' not in n))"


def modules(code: str, *arguments: str) -> set[str]:
    command = [sys.executable, "-c", code, *arguments]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.split())


def test_the_web_process_loads_no_nlp_and_no_shacl(build_dir: Path) -> None:
    loaded = modules(SERVE_ONE_REQUEST, str(build_dir))
    assert {"flask", "gunicorn", "pyoxigraph", "memograph"} <= loaded
    assert not loaded & {"spacy", "thinc", "pyshacl", "rdflib", "edtf", "numpy", "lxml", "dask"}


def test_a_worker_loads_no_web_framework() -> None:
    loaded = modules(WORKER_MODULES)
    assert {"pyoxigraph", "memograph"} <= loaded
    assert not loaded & {"flask", "werkzeug", "jinja2", "gunicorn", "rdflib", "spacy", "pyshacl"}


@pytest.fixture(scope="module")
def app(settings: PublishSettings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    releases_of(made).close()


QUERIES = {
    "/": 0,
    "/page/document": 0,
    "/page/person": 0,
    "/page/topic": 0,
    "/page/statement": 0,
    "/page/person/gromyko-andrei": 5,  # a historian decided something about him
    "/page/place/geneva": 3,
    "/page/post/secretary-of-state": 4,
    "/page/document/frus1981-88v04d4": 2,
    "/page/document/frus1981-88v03d156": 2,
    "/page/document/frus1981-88v04d1": 2,
    "/page/statement/frus1981-88v04d4-gromyko-andrei-metwith-haig-alexander": 3,
    "/ontology?format=html": 1,
    "/dumps/": 1,
    "/about": 0,
    "/validation?format=html": 0,
    "/extraction": 1,
    "/healthz": 0,
    "/data/person/gromyko-andrei.ttl": 7,
    "/id/person/gromyko-andrei": 1,
    "/.well-known/void?format=ttl": 1,
}


@pytest.mark.parametrize(("path", "number"), QUERIES.items())
def test_queries_a_page(app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, number: int) -> None:
    run: list[Task] = []
    original = Pool.run

    def counted(pool: Pool, task: Task) -> Answer:
        run.append(task)
        return original(pool, task)

    monkeypatch.setattr(Pool, "run", counted)
    assert app.test_client().get(path).status_code in (200, 303)
    assert len(run) == number


def test_no_release_no_application(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="memograph build"):
        create_app(PublishSettings(tmp_path))


def test_an_unexpected_error_is_a_500_that_tells_nothing(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Answer:
        raise ZeroDivisionError("a secret path")

    monkeypatch.setattr(Pool, "run", broken)
    response = app.test_client().get("/page/person/gromyko-andrei", headers={"Accept": "application/json"})
    assert (response.status_code, response.json["status"]) == (500, 500)  # type: ignore[index]
    assert "secret" not in response.text
    assert "a secret path" in caplog.text


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site whose base IRI has a path."""
    directory = tmp_path_factory.mktemp("below")
    site = Site("https://archive.test/memo/")
    moved = [
        b"".join(sorted(chunk.replace(b"http://memograph.test/", site.base.encode()).splitlines(keepends=True)))
        for chunk in (*shards(), *known())
    ]
    publish_current(directory, assemble(moved, [], site, directory, replace(FACTS, title="Below")))
    made = create_app(PublishSettings(directory, "Below", workers=1))
    yield made
    releases_of(made).close()


@pytest.mark.parametrize("prefix", ["", "/memo"])
def test_a_site_below_a_path(below: Flask, prefix: str) -> None:
    """A proxy may strip the path or pass it on; links are the same, and never made from the Host header."""
    client = below.test_client()
    response = client.get(f"{prefix}/id/person/gromyko-andrei", headers={"Host": "evil.test", "Accept": "text/turtle"})
    assert response.status_code == 303
    assert response.headers["Location"] == "/memo/data/person/gromyko-andrei.ttl"
    page = client.get(f"{prefix}/page/person/gromyko-andrei", headers={"Host": "evil.test"}).text
    assert 'href="/memo/page/person/haig-alexander"' in page
    assert 'href="/memo/static/style.css"' in page
    assert "evil.test" not in page
    with client.get(f"{prefix}/static/style.css") as style:
        assert style.status_code == 200
