"""The list of dumps where something is not as this memograph would have made it: an older release, a spoilt history."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask

from memograph.dumping import JSONLD_DUMP, MAPPINGS_RDF, MAPPINGS_TSV, TRIG_DUMP
from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
from memograph.release import Release, current_release
from tests.publish_sample import SITE


@pytest.fixture
def older(build_dir: Path, tmp_path: Path) -> Path:
    """A build folder as memograph left it before there were versions in addresses."""
    folder = tmp_path / "build"
    shutil.copytree(build_dir, folder, symlinks=True)
    (folder / "history.jsonl").unlink()
    release = current_release(folder)
    raw = json.loads((release.path / "manifest.json").read_text())
    del raw["previous"]
    (release.path / "manifest.json").write_text(json.dumps({**raw, "description": "0" * 64}))
    sums = release.dumps / "SHA256SUMS"
    lines = sums.read_text().splitlines(keepends=True)
    later = (TRIG_DUMP, JSONLD_DUMP, MAPPINGS_TSV, MAPPINGS_RDF)
    sums.write_text("".join(line for line in lines if line.split()[1] not in later))
    for name in later:
        (release.dumps / name).unlink()
    without_catalog(release)
    return folder


def without_catalog(release: Release) -> None:
    store, graph = ox.Store(str(release.store)), ox.NamedNode(SITE.catalog_graph)
    for quad in list(store.quads_for_pattern(None, None, None, graph)):
        store.remove(ox.Quad(*quad.triple))
    store.remove_graph(graph)
    store.flush()


@pytest.fixture
def app(older: Path) -> Iterator[Flask]:
    made = create_app(PublishSettings(older, "Older", query_seconds=5.0, query_memory_mib=256, workers=1))
    yield made
    releases_of(made).close()


def test_an_older_release_is_served_as_it_is(app: Flask, older: Path) -> None:
    client, version = app.test_client(), current_release(older).manifest.version
    page = client.get("/dumps/")
    assert page.status_code == 200
    assert f"Release {version}" in page.text
    assert TRIG_DUMP not in page.text
    assert "What changed since" not in page.text
    (release,) = client.get("/dumps/?format=json").get_json()["releases"]
    assert [file["name"] for file in release["files"]] == ["memograph.nq.gz", "memograph.ttl.gz"]
    assert (release["changes"], release["published"]) == (None, release["issued"])
    assert client.get("/dumps/latest/memograph.nq.gz", follow_redirects=True, buffered=True).status_code == 200
    assert client.get(f"/dumps/{version}/{TRIG_DUMP}").status_code == 404
    described = client.get("/.well-known/void?format=ttl").text
    assert "a void:Dataset" in described
    assert "dcat:Distribution" not in described
    assert client.get(f"/dumps/?release={version}").status_code == 200


def test_a_history_that_cannot_be_read_does_not_stop_the_site(app: Flask, older: Path) -> None:
    (older / "history.jsonl").write_text("{\n")
    client, version = app.test_client(), current_release(older).manifest.version
    assert f"Release {version}" in client.get("/dumps/").text
    assert client.get("/page/person/gromyko-andrei").status_code == 200
    assert client.get(f"/dumps/{version}/memograph.nq.gz", buffered=True).status_code == 200
