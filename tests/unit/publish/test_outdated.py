"""A release that an earlier memograph made, without the reading index: its pages say what to do, the rest answers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from memograph.publish.app import create_app, releases_of
from memograph.publish.http.context import reading
from memograph.publish.settings import PublishSettings
from memograph.release import current_release
from tests.publish_sample import PATIENT


@pytest.fixture(scope="module")
def outdated(build_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("outdated") / "build"
    shutil.copytree(build_dir, folder, symlinks=True)
    current_release(folder).pages.unlink()
    app: Flask = create_app(PublishSettings(folder, "Sample", query_seconds=PATIENT, workers=1))
    app.add_url_rule("/names-of-kinds", view_func=lambda: {"kinds": reading().rows("SELECT DISTINCT kind FROM thing")})
    yield app.test_client()
    releases_of(app).close()


def test_what_needs_the_index_says_what_to_do(outdated: FlaskClient) -> None:
    answer = outdated.get("/names-of-kinds", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["type"] == "urn:memograph:problem:release-outdated"
    assert "memograph build" in answer.json["detail"]
    assert "Retry-After" not in answer.headers, "it does not come by itself"


def test_the_page_that_says_so_is_a_page(outdated: FlaskClient) -> None:
    answer = outdated.get("/names-of-kinds", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "memograph build" in answer.text
    assert "</html>" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/data/person/gromyko-andrei.ttl",
        "/id/person/gromyko-andrei",
        "/sparql?query=ASK+%7B+%3Fs+%3Fp+%3Fo+%7D",
        "/dumps/",
        "/.well-known/void?format=ttl",
        "/reconcile",
        "/healthz",
    ],
)
def test_all_else_is_as_before(outdated: FlaskClient, path: str) -> None:
    assert outdated.get(path).status_code in (200, 303)
