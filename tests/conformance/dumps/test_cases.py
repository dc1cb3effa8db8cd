"""Dumps, the list of releases, what changed, the description: the table beside this file, and what it cannot say."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from memograph.dumping import DUMP_FORMATS, NQUADS_DUMP
from memograph.namespaces import DCAT, SPDX, VOID
from tests.conformance.cases import Case, check, read_cases
from tests.conformance.dumps.conftest import Site
from tests.publish_sample import SITE

CASES = read_cases(__file__)


def test_all_cases_are_read() -> None:
    assert len(CASES) == 58


@pytest.mark.parametrize("name", CASES)
def test_case(site: Site, name: str) -> None:
    check(site.client, filled(CASES[name], site.versions))


def filled(case: Case, versions: dict[str, str]) -> Case:
    """The case with versions for their names."""

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            for name, version in versions.items():
                value = value.replace(f"{{{name}}}", version)
            return value
        if isinstance(value, list):
            return [fill(each) for each in value]
        return {key: fill(each) for key, each in value.items()} if isinstance(value, dict) else value

    return {key: fill(value) for key, value in case.items()}


@pytest.fixture(scope="module")
def listed(site: Site) -> dict[str, Any]:
    found: dict[str, Any] = site.client.get("dumps/", params={"format": "json"}).json()
    return found


def fetch(site: Site, address: str) -> httpx.Response:
    """An absolute address of the site, from the server that the test started."""
    assert address.startswith(SITE.base)
    return site.client.get(address.removeprefix(SITE.base))


def test_every_file_of_every_release_is_what_the_list_says(site: Site, listed: dict[str, Any]) -> None:
    assert [each["version"] for each in listed["releases"]] == [
        site.versions[n] for n in ("current", "before", "first")
    ]
    assert [each["current"] for each in listed["releases"]] == [True, False, False]
    assert [each["version"] for each in listed["removed"]] == [site.versions["gone"]]
    for release in listed["releases"]:
        sums = dict(reversed(line.split()) for line in fetch(site, release["checksums"]).text.splitlines())
        assert [file["name"] for file in release["files"]] == list(sums) == [each.name for each in DUMP_FORMATS]
        for file in release["files"]:
            answer = fetch(site, file["url"])
            digest = hashlib.sha256(answer.content).hexdigest()
            assert (len(answer.content), digest) == (file["bytes"], file["sha256"])
            assert answer.headers["ETag"] == f'"sha256-{digest}"'
            assert sums[file["name"]] == digest
            assert site.client.get(answer.url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_version_is_the_hash_of_the_unpacked_quads(site: Site, listed: dict[str, Any]) -> None:
    for release in listed["releases"]:
        whole = gzip.decompress(fetch(site, f"{release['url']}/{NQUADS_DUMP}").content)
        assert hashlib.sha256(whole).hexdigest().startswith(release["version"])
        assert len(whole.splitlines()) == release["quads"]


def test_the_list_counts_what_the_release_holds(site: Site, listed: dict[str, Any]) -> None:
    newest = listed["releases"][0]
    assert newest["documents"] == 4
    assert newest["entities"] == site.current.manifest.counts.entities
    assert newest["issued"] == "2025-04-01T12:00:00Z"
    assert newest["published"] > "2026", "when it became current, by the clock"


def test_the_changes_are_between_the_two(site: Site, listed: dict[str, Any]) -> None:
    newest, before, first = listed["releases"]
    assert newest["changes"]["since"] == before["version"]
    assert before["changes"]["since"] == first["version"]
    assert first["changes"]["since"] == site.versions["gone"], "it is not kept, and what changed since then is"
    counts = newest["changes"]["counts"]
    assert counts["person"] == {"added": 1, "changed": 1, "merged": 1, "withdrawn": 1}
    assert counts["document"] == {"added": 1}
    lines = gzip.decompress(fetch(site, newest["changes"]["all"]).content).splitlines()
    found = [json.loads(line) for line in lines]
    assert len(found) == sum(number for numbers in counts.values() for number in numbers.values())
    persons = {each["iri"].rpartition("/")[2]: each for each in found if each["kind"] == "person"}
    assert {slug: each["what"] for slug, each in persons.items()} == {
        "doppel": "merged",
        "shulz": "withdrawn",
        "newcomer": "added",
        "gromyko-andrei": "changed",
    }
    assert persons["doppel"]["into"] == SITE.thing("person", "gromyko-andrei")
    assert persons["shulz"]["reason"] == "A misprint of “Shultz” & nobody."
    assert fetch(site, newest["changes"]["first"]).json()["counts"] == counts


def described(site: Site) -> set[ox.Triple]:
    turtle = site.client.get(".well-known/void", headers={"Accept": "text/turtle"}).content
    return {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}


def objects(triples: set[ox.Triple], subject: object, predicate: str) -> list[str]:
    found = [t.object for t in triples if t.subject == subject and t.predicate.value == predicate]
    return sorted(each.value for each in found if not isinstance(each, ox.Triple))


def test_the_catalogue_says_of_each_file_what_it_is(site: Site, listed: dict[str, Any]) -> None:
    triples = described(site)
    release = ox.NamedNode(SITE.release(site.versions["current"]))
    parts = [ox.NamedNode(iri) for iri in objects(triples, release, DCAT + "distribution")]
    said = set()
    for part in parts:
        (checksum,) = objects(triples, part, SPDX + "checksum")
        said.add(
            (
                *objects(triples, part, DCAT + "downloadURL"),
                *objects(triples, part, DCAT + "byteSize"),
                *objects(triples, ox.NamedNode(checksum), SPDX + "checksumValue"),
                *(iri.partition("media-types/")[2] for iri in objects(triples, part, DCAT + "mediaType")),
            )
        )
    assert said == {
        (file["url"], str(file["bytes"]), file["sha256"], file["mediaType"]) for file in listed["releases"][0]["files"]
    }
    assert len(said) == 6
    packed = {iri for part in parts for iri in objects(triples, part, DCAT + "downloadURL") if iri.endswith(".gz")}
    said_packed = {t.subject for t in triples if t.predicate.value == DCAT + "compressFormat"}
    assert packed == {iri for part in said_packed for iri in objects(triples, part, DCAT + "downloadURL")}
    assert len(packed) == 4


def test_the_description_counts_what_the_dump_holds(site: Site) -> None:
    triples, dataset = described(site), ox.NamedNode(SITE.dataset)
    path = site.current.dumps / NQUADS_DUMP
    quads = ox.parse(gzip.decompress(path.read_bytes()), format=ox.RdfFormat.N_QUADS)
    rest = {quad.triple for quad in quads if quad.graph_name != ox.NamedNode(SITE.release_graph)}
    assert objects(triples, dataset, VOID + "triples") == [str(len(rest))]
    assert objects(triples, dataset, VOID + "properties") == [str(len({t.predicate for t in rest}))]
    assert objects(triples, dataset, VOID + "distinctObjects") == [str(len({t.object for t in rest}))]
    for t in {t for t in triples if t.predicate.value == VOID + "property"}:
        uses = len([each for each in rest if each.predicate == t.object])
        assert objects(triples, t.subject, VOID + "triples") == [str(uses)]
    linksets = [t.subject for t in triples if t.object == ox.NamedNode(VOID + "Linkset")]
    assert len(linksets) == 2
    for linkset in linksets:
        (predicate,) = objects(triples, linkset, VOID + "linkPredicate")
        (target,) = objects(triples, linkset, VOID + "objectsTarget")
        (space,) = objects(triples, ox.NamedNode(target), VOID + "uriSpace")
        linked = [t for t in rest if t.predicate.value == predicate and str(t.object).startswith(f"<{space}")]
        assert objects(triples, linkset, VOID + "triples") == [str(len(linked))]


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_a_download_passes_sha256sum(site: Site, tmp_path: Path) -> None:
    with httpx.Client(base_url=site.client.base_url, follow_redirects=True, timeout=20) as client:
        for name in ("SHA256SUMS", *(each.name for each in DUMP_FORMATS)):
            (tmp_path / name).write_bytes(client.get(f"dumps/latest/{name}").content)
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.count(": OK\n") == 6


def test_two_halves_make_the_file(site: Site) -> None:
    address = f"dumps/{site.versions['current']}/memograph.trig.gz"
    whole = site.client.get(address)
    middle, tag = len(whole.content) // 2, whole.headers["ETag"]
    parts = [
        site.client.get(address, headers={"Range": f"bytes={span}", "If-Range": tag})
        for span in (f"0-{middle - 1}", f"{middle}-")
    ]
    assert [part.status_code for part in parts] == [206, 206]
    assert b"".join(part.content for part in parts) == whole.content
