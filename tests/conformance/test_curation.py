"""Decisions from file to web, with the real command and a real server: site, dump, SPARQL and release notes agree.

Three memoranda are built; then one statement is rejected, two entries of the authority file are merged, and a paragraph
is put before the text of a memorandum, so that every offset that a decision noted is wrong.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from memograph.curation.decision import COLUMNS
from tests.conformance.test_end_to_end import free_port, start, stop
from tests.conftest import REPOSITORY

DOCUMENT = "frus1981-88v04d4"
REJECTED = f"statement/{DOCUMENT}-shultz-george-metwith-gromyko-andrei"
MERGED = f"statement/{DOCUMENT}-haig-alexander-metwith-gromyko-andrei"
SURVIVING = f"statement/{DOCUMENT}-saceur-metwith-gromyko-andrei"
ADDED = f"statement/{DOCUMENT}-reagan-ronald-metwith-clark-william-p"
WHO = {"author": "J. Doe", "date": "2026-11-22"}

#: The same man under another name, as a second authority file might have him.
SECOND = """@prefix mg: <ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<id/person/saceur> a mg:Person ; rdfs:label "Supreme Allied Commander of 1974"@en ;
    skos:prefLabel "Supreme Allied Commander of 1974"@en .
"""


@dataclass(frozen=True)
class Site:
    """A folder of a project, the versions of its two releases, and the address it is served at."""

    folder: Path
    before: str
    after: str
    base: str

    def get(self, path: str, **more: object) -> httpx.Response:
        return httpx.get(self.base + path, timeout=60, **more)  # type: ignore[arg-type]


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "memograph.cli", "build", *options]
    return subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)


def version(folder: Path) -> str:
    return (folder / "build/current").resolve().name


def decide(folder: Path, *rows: dict[str, str]) -> None:
    path = folder / "corpus/curation/decisions.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as output:
        writer = csv.DictWriter(output, COLUMNS)
        writer.writeheader()
        writer.writerows({**WHO, **row} for row in rows)


def quoted(text: str, words: str) -> dict[str, str]:
    start = text.index(words)
    around = {"prefix": text[max(0, start - 40) : start], "suffix": text[start + len(words) :][:40]}
    return {"document": DOCUMENT, "exact": words, "start": str(start), "end": str(start + len(words)), **around}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("curated"), free_port()
    shutil.copytree(REPOSITORY / "corpus", folder / "corpus")
    (folder / "corpus/authority/second.ttl").write_text(SECOND, encoding="utf-8")
    base = f"http://127.0.0.1:{port}/"
    (folder / "memograph.toml").write_text(f'[site]\nbase = "{base}"\n', encoding="utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stderr
    before = version(folder)
    memorandum = folder / f"corpus/memoranda/{DOCUMENT}.txt"
    text = memorandum.read_text(encoding="utf-8")
    met = {"about": "statement", "predicate": "metWith", "object": "person/gromyko-andrei"}
    decide(
        folder,
        {**met, "action": "reject", "document": DOCUMENT, "subject": "person/shultz-george", "note": "He was to meet."},
        {"action": "merge", "about": "entity", "subject": "person/haig-alexander", "into": "person/saceur"},
        {
            **{"action": "add", "about": "statement", "predicate": "metWith", "subject": "person/reagan-ronald"},
            **{"object": "person/clark-william-p", "note": "They spoke of it."},
            **quoted(text, "record of meetings which Al Haig and you"),
        },
        {"action": "reject", "about": "mention", **quoted(text, "NSC")},
        {"action": "reject", "about": "mention", "document": DOCUMENT, "exact": "words that nobody wrote"},
    )
    first, _, rest = text.partition("\n\n")
    memorandum.write_text(f"{first}\n\nThis paragraph was put in by an editor, much later.\n\n{rest}", encoding="utf-8")
    done = build(folder)
    assert done.returncode == 0, done.stderr
    assert (
        "decisions.csv:6: “Rejected: mention “words that nobody wrote” (frus1981-88v04d4)” does not fit" in done.stderr
    )
    process = start(folder, port)
    yield Site(folder, before, version(folder), base)
    stop(process)


def test_the_pages_of_what_was_rejected_are_gone_and_say_why(site: Site) -> None:
    for path in (f"id/{REJECTED}", f"page/{REJECTED}"):
        answer = site.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 410
        assert "Rejected by J. Doe, 2026-11-22: He was to meet." in answer.text
        [decision] = re.findall(r'href="(/page/decision/[^"]+)">the decision</a>', answer.text)
        assert "He was to meet." in site.get(decision).text
        problem = site.get(path, follow_redirects=True).json()
        assert [urlsplit(each).path for each in problem["decisions"]] == [decision.replace("/page/", "/id/")]


def test_what_was_merged_leads_to_what_it_was_merged_into(site: Site) -> None:
    for old, new in ((MERGED, SURVIVING), ("person/haig-alexander", "person/saceur")):
        answer = site.get(f"id/{old}", headers={"Accept": "text/html"})
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(new), answer.headers["Location"]
    page = site.get("page/person/saceur").text
    assert "Alexander M. Haig, Jr." in page  # his name became another name of the survivor
    assert "by <bdi>J. Doe</bdi>, November 22, 2026" in page


def test_the_page_of_what_was_added_says_who_added_it(site: Site) -> None:
    page = site.get(f"page/{ADDED}").text
    assert "by <bdi>J. Doe</bdi>, November 22, 2026: They spoke of it." in page
    assert "record of meetings which Al Haig and you" in page
    assert "<dt>Confidence</dt>" not in page


def test_sparql_and_the_dump_agree_with_the_pages(site: Site) -> None:
    query = f"""
        PREFIX mg: <{site.base}ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?old ?new ?why WHERE {{
            ?old owl:deprecated true ; mg:decidedBy ?decision
            OPTIONAL {{ ?old dcterms:isReplacedBy ?new }} OPTIONAL {{ ?old skos:changeNote ?why }} }}"""
    rows = site.get("sparql", params={"query": query}, headers={"Accept": "application/sparql-results+json"}).json()
    found = {
        row["old"]["value"].removeprefix(f"{site.base}id/"): row.get("new", row.get("why"))["value"]
        for row in rows["results"]["bindings"]
    }
    assert found == {
        REJECTED: "Rejected by J. Doe, 2026-11-22: He was to meet.",
        MERGED: f"{site.base}id/{SURVIVING}",
        "person/haig-alexander": f"{site.base}id/person/saceur",
    }
    dump = gzip.decompress(site.get("dumps/latest/memograph.nq.gz", follow_redirects=True).content).decode()
    deprecated = [line for line in dump.splitlines() if "owl#deprecated" in line and "/id/" in line.split(" ")[0]]
    assert {line.split(" ")[0] for line in deprecated} >= {f"<{site.base}id/{each}>" for each in found}
    met = f"<{site.base}ontology#metWith>"
    shultz = f"<{site.base}id/person/shultz-george>"
    assert not [line for line in dump.splitlines() if met in line and shultz in line and "rdf-syntax" not in line]
    assert f"{shultz[: -len('shultz-george>')]}haig-alexander> {met}" not in dump


def test_the_release_notes_agree(site: Site) -> None:
    changes = json.loads((site.folder / f"build/current/changes/{site.before}.json").read_text(encoding="utf-8"))
    told = {
        each["iri"].removeprefix(f"{site.base}id/"): (each["what"], each["into"], each["reason"])
        for each in changes["first"]
    }
    assert told["person/haig-alexander"] == ("merged", f"{site.base}id/person/saceur", "")
    assert told[MERGED] == ("merged", f"{site.base}id/{SURVIVING}", "")
    assert told[REJECTED] == ("withdrawn", "", "Rejected by J. Doe, 2026-11-22: He was to meet.")
    assert told[ADDED][0] == told[SURVIVING][0] == "added"
    assert not [iri for iri, (what, _, _) in told.items() if what == "removed"]
    page = site.get(f"dumps/{site.after}", headers={"Accept": "text/html"}).text
    assert "He was to meet." in page


def test_what_does_not_fit_is_reported_with_file_and_line(site: Site) -> None:
    report = json.loads((site.folder / "build/current/reports/curation.json").read_text(encoding="utf-8"))
    assert (report["decisions"], report["applied"]) == (5, 4)
    [row] = report["unfit"]
    assert (Path(row["file"]).name, row["line"]) == ("decisions.csv", 6)
    assert "not in the document" in row["reason"]


def test_a_decision_whose_words_were_shifted_still_holds(site: Site) -> None:
    """“NSC” was rejected where it stood before a paragraph was put before it."""
    text = (site.folder / f"corpus/memoranda/{DOCUMENT}.txt").read_text(encoding="utf-8")
    start = text.index("NSC")
    dump = gzip.decompress((site.folder / "build/current/dumps/memograph.nq.gz").read_bytes()).decode()
    assert f"{DOCUMENT}#mention-{start}-{start + 3}>" not in dump
    assert "an editor, much later" in dump


def test_nothing_that_was_published_is_missing_from_the_registry(site: Site) -> None:
    lines = (site.folder / "build/registry.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith(site.after)
    registered = {line.split("\t")[0] for line in lines[1:]}
    assert [line.split("\t")[0] for line in lines[1:]] == sorted(registered)
    for release in (site.before, site.after):
        dump = gzip.decompress((site.folder / f"build/releases/{release}/dumps/memograph.nq.gz").read_bytes()).decode()
        subjects = {line.split(" ")[0] for line in dump.splitlines()}
        things = {
            f"<{iri[1 + len(site.base) :]}" for iri in subjects if iri.startswith(f"<{site.base}id/") and "#" not in iri
        }
        assert things - registered == set()
