"""Our client against services that run: csv-reconcile, which nobody here wrote, over a table of records; our own."""

from __future__ import annotations

import csv
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from memograph.cli import main
from memograph.reconciliation.reconciling import default_file
from tests.conftest import REPOSITORY
from tests.rebased_sample import free_port

#: Records as an authority file may export them: identifier, name in its own order, years.
TABLE = """id\tname\tborn\tdied
Q184267\tGromyko, Andrei Andreevich\t1909\t1989
Q9960\tReagan, Ronald\t1911\t2004
Q313411\tShultz, George Pratt\t1920\t2021
Q311719\tHaig, Alexander Meigs\t1924\t2010
Q57312\tDobrynin, Anatoly Fyodorovich\t1919\t2010
Q15180\tSoviet Union\t\t
Q1000001\tGromeko, Andrej\t1871\t1945
"""
CONFIG = """
MANIFEST = {
    "name": "Records",
    "identifierSpace": "http://www.wikidata.org/entity/",
    "schemaSpace": "http://example.org/records",
    "view": {"url": "https://www.wikidata.org/wiki/{{id}}"},
}
THRESHOLD = 40.0
"""
AUTHORITY = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix lc: <http://id.loc.gov/datatypes/> .
@prefix mg: <ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<id/person/gromyko> a mg:Person ; rdfs:label "Andrei A. Gromyko"@en ; dcterms:source "x" ;
    schema:birthDate "1909"^^lc:edtf .
<id/person/shultz> a mg:Person ; rdfs:label "George P. Shultz"@en ; dcterms:source "x" .
<id/person/haig> a mg:Person ; rdfs:label "Alexander M. Haig, Jr."@en ; dcterms:source "x" .
<id/person/nobody> a mg:Person ; rdfs:label "Zbigniew Qwxyz"@en ; dcterms:source "x" .
<id/person/reagan> a mg:Person ; rdfs:label "Ronald Reagan"@en ; dcterms:source "x" ;
    skos:exactMatch <http://www.wikidata.org/entity/Q9960> ; mg:identifiedBy <id/person/reagan#wikidata> .
<id/person/reagan#wikidata> a mg:Identifier ; mg:scheme "wikidata" ; skos:notation "Q9960" ; dcterms:source "x" .
<id/place/soviet-union> a mg:Place ; rdfs:label "Soviet Union"@en ; dcterms:source "x" .
"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of csv-reconcile over the table."""
    python = REPOSITORY / "tests" / "clients" / ".venv-csv-reconcile" / "bin" / "python"
    if not python.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("csv-reconcile is not installed, and CI=true: .ci/run must run `make clients`")
        pytest.skip("csv-reconcile is not installed: make clients")
    folder, port = tmp_path_factory.mktemp("records"), free_port()
    (folder / "table.tsv").write_text(TABLE, encoding="utf-8")
    (folder / "config.py").write_text(CONFIG, encoding="utf-8")
    script = REPOSITORY / "tests" / "clients" / "csv_reconcile_server.py"
    command = [python, script, folder / "instance", folder / "table.tsv", folder / "config.py", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    address = f"http://localhost:{port}/reconcile"
    _wait(address, server, folder / "log")
    yield address
    server.kill()
    server.wait()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(address, timeout=5)
            return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"csv-reconcile does not start: {log.read_text()}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "authority").mkdir(parents=True)
    (tmp_path / "corpus" / "authority" / "a.ttl").write_text(AUTHORITY, encoding="utf-8")
    (tmp_path / "memograph.toml").write_text('[site]\nbase = "http://localhost:8000/"\n', encoding="utf-8")
    return tmp_path


def memograph(project: Path, *arguments: str) -> Result:
    options = ["--config", str(project / "memograph.toml"), "authority", "reconcile", "--rate", "100"]
    return CliRunner().invoke(main, [*options, *arguments])


def rows(project: Path, service: str) -> list[dict[str, str]]:
    with default_file(project, service).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def best(found: list[dict[str, str]]) -> dict[str, str]:
    """The first candidate of each subject."""
    return {row["subject"]: row["object"].rpartition("/entity/")[2] for row in reversed(found)}


def test_csv_reconcile_finds_our_people_in_its_records(records: str, project: Path) -> None:
    result = memograph(project, "--service", records)
    assert result.exit_code == 0, result.output
    assert "Records: 5 of 5 answered" in result.output, "who has a Wikidata identifier is not asked about"
    found = rows(project, records)
    assert best(found) == {
        "person/gromyko": "Q184267",
        "person/haig": "Q311719",
        "person/shultz": "Q313411",
        "place/soviet-union": "Q15180",
    }
    assert all(row["action"] == "" for row in found)
    assert [row["object"].rpartition("/")[2] for row in found if row["subject"] == "person/gromyko"] == [
        "Q184267",
        "Q1000001",
    ]


def test_csv_reconcile_tells_what_it_knows_of_its_records(records: str, project: Path) -> None:
    properties = httpx.get(records.replace("/reconcile", "/properties"), params={"type": ""}).json()["properties"]
    born = next(each["id"] for each in properties if each["name"] == "born")
    result = memograph(project, "--service", records, "--type", "Person", "--show", born)
    assert result.exit_code == 0, result.output
    said = {row["object"].rpartition("/")[2]: row["sentence"] for row in rows(project, records)}
    assert said["Q184267"] == f"{born}: 1909"
    assert said["Q1000001"] == f"{born}: 1871", "what tells the two Gromykos apart"


def test_what_csv_reconcile_cannot_do_costs_only_that(records: str, project: Path) -> None:
    """It answers 500 to a property that it has not; the proposals are written all the same."""
    result = memograph(project, "--service", records, "--type", "Place", "--show", "nothing")
    assert "it answers 500 INTERNAL SERVER ERROR (asked 4 times)" in result.output
    assert best(rows(project, records)) == {"place/soviet-union": "Q15180"}


def test_our_own_service_finds_them_too(site: str, project: Path) -> None:
    """Manifest, suggest (the type and the property by name), a query with a property, extend."""
    options = ("--type", "Person", "--as", "Person", "--property", "born=birthYear", "--show", "wikidata")
    result = memograph(project, "--service", f"{site}reconcile", *options)
    assert result.exit_code == 0, result.output
    found = rows(project, f"{site}reconcile")
    first = {row["subject"]: row for row in reversed(found)}
    gromyko = first["person/gromyko"]
    assert gromyko["object"] == f"{site}id/person/gromyko-andrei"
    assert gromyko["page"] == f"{site}id/person/gromyko-andrei"
    assert gromyko["sentence"].endswith("wikidata: Q184267")
    assert "asked with birthYear 1909" in gromyko["reason"]
    assert first["person/haig"]["object"] == f"{site}id/person/haig-alexander"
    assert first["person/shultz"]["object"] == f"{site}id/person/shultz-george"
