"""Reconciliation follows releases: the current one, one that is named, a new one while the server runs, an old one."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from memograph.namespaces import RDF, RDFS
from memograph.release import Release, assemble, publish_current
from tests.conformance.reconcile import schemas
from tests.publish_sample import FACTS, SITE, known, shards, start_server, stop_server


def somebody(name: str) -> bytes:
    iri, graph = SITE.thing("person", "new"), SITE.authority_graph
    lines = (f"<{RDF}type> <{SITE.term('Person')}>", f'<{RDFS}label> "{name}"@en')
    return "".join(sorted(f"<{iri}> {line} <{graph}> .\n" for line in lines)).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "build"


@pytest.fixture
def first(folder: Path) -> Release:
    made = assemble(shards(), [*known(), somebody("Maria Oldname")], SITE, folder, FACTS)
    publish_current(folder, made, "2025-03-01T12:00:00Z")
    return made


@pytest.fixture
def client(folder: Path, first: Release) -> Iterator[httpx.Client]:
    server = start_server(folder)
    with httpx.Client(base_url=server.address, timeout=20) as client:
        yield client
    stop_server(server)


def found(client: httpx.Client, name: str, **more: str) -> str:
    """Id of the match for a name, empty if there is none."""
    answer = client.post("/reconcile", params=more, data={"queries": json.dumps({"q": {"query": name}})})
    result = answer.json()["q"]["result"]
    return str(result[0]["id"]) if result and result[0]["match"] else ""


def test_a_new_release_while_the_server_runs(client: httpx.Client, folder: Path, first: Release) -> None:
    assert (found(client, "Maria Oldname"), found(client, "Maria Newname")) == ("person/new", "")
    second = assemble(shards(), [*known(), somebody("Maria Newname")], SITE, folder, FACTS)
    publish_current(folder, second)
    until = time.monotonic() + 30
    while found(client, "Maria Newname") != "person/new":
        assert time.monotonic() < until, "the server did not follow"
        time.sleep(0.1)
    assert found(client, "Maria Oldname") == ""
    old = first.manifest.version
    assert found(client, "Maria Oldname", release=old) == "person/new"
    assert found(client, "Maria Newname", release=old) == ""
    manifest = client.get("/reconcile", params={"release": old}).json()
    schemas.validate(manifest, schemas.MANIFEST)
    addresses = (
        manifest["view"]["url"],
        manifest["preview"]["url"],
        *(each[name] for each in manifest["suggest"].values() for name in ("service_path", "flyout_service_path")),
        manifest["extend"]["propose_properties"]["service_path"],
    )
    assert all(each.endswith(f"?release={old}") for each in addresses)
    suggested = client.get(manifest["suggest"]["entity"]["service_path"], params={"release": old, "prefix": "maria"})
    assert suggested.json()["result"][0]["name"] == "Maria Oldname"
    preview = client.get(manifest["preview"]["url"].replace(SITE.base, "/").replace("{{id}}", "person%2Fnew"))
    assert "Maria Oldname" in preview.text and "Newname" not in preview.text


def test_a_release_of_an_earlier_memograph(client: httpx.Client, folder: Path, first: Release) -> None:
    """It says so, the rest of the site goes on, and the same build again makes the index."""
    first.names.unlink()
    for address in ("/reconcile", "/reconcile/suggest/entity?prefix=a", "/reconcile/properties?type=Person"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
        assert "memograph build" in answer.json()["detail"]
    for address in ("/page/person/gromyko-andrei", "/reconcile/preview/person%2Fgromyko-andrei", "/reconcile/features"):
        assert client.get(address).status_code == 200
    assemble(shards(), [*known(), somebody("Maria Oldname")], SITE, folder, FACTS)
    assert found(client, "Maria Oldname") == "person/new"


def test_the_same_release_has_the_same_index(folder: Path, first: Release, tmp_path: Path) -> None:
    again = assemble(shards(), [*known(), somebody("Maria Oldname")], SITE, tmp_path / "other", FACTS)
    assert again.names.read_bytes() == first.names.read_bytes()
