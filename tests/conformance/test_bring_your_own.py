"""docs/bring-your-own.md, performed: from an empty folder to a served site, with a corpus that is not FRUS."""

from __future__ import annotations

import csv
import gzip
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDFS, SKOS

from memograph.release import current_release
from tests.conformance.test_end_to_end import curl, free_port, start, stop

_BLOCK = re.compile(
    r"(?:^`(?P<file>[^`\n]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass
class Performed:
    """The folder in which the page was followed, the site that it serves, and what each command printed."""

    base: str
    folder: Path
    printed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def steps(page: str) -> Iterator[tuple[str, str]]:
    """Files to write (name, text) and commands to run ("", command), in the order of the page."""
    for block in _BLOCK.finditer(page):
        if block["language"] == "console":
            yield from (("", line) for line in block["text"].splitlines())
        else:
            yield block["file"], block["text"]


def page_text(repository: Path) -> str:
    return (repository / "docs/bring-your-own.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def performed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Performed]:
    port = free_port()
    done = Performed(f"http://127.0.0.1:{port}/", tmp_path_factory.mktemp("own"))
    serving: list[subprocess.Popen[str]] = []
    page = page_text(repository).replace("http://localhost:8000/", done.base)
    try:
        for name, text in steps(page):
            if name:
                (done.folder / name).write_text(text, encoding="utf-8")
            elif text.startswith("cd "):
                done.folder /= text.removeprefix("cd ")
            elif text.startswith("memograph serve"):
                serving.append(start(done.folder, port))
            else:
                _run(text, done)
        yield done
    finally:
        for process in serving:
            stop(process)


def _run(text: str, done: Performed) -> None:
    words = shlex.split(text)
    command = [sys.executable, "-m", "memograph.cli", *words[1:]] if words[0] == "memograph" else words
    run = subprocess.run(command, cwd=done.folder, check=False, capture_output=True, text=True)
    assert run.returncode == 0, f"{text}: {run.stderr}"
    key = text.replace(done.base, "http://localhost:8000/")
    done.printed[key], done.errors[key] = run.stdout, run.stderr


def test_an_empty_folder_is_served_after_ten_commands(repository: Path) -> None:
    found = list(steps(page_text(repository)))
    commands = [text for name, text in found if not name]
    assert [" ".join(text.split()[:2]) for text in commands[:10]] == [
        "memograph init",
        "cd bombay",
        "memograph authority",
        "memograph validate",
        "memograph relations",
        "memograph build",
        "memograph releases",
        "memograph query",
        "memograph serve",
        "curl -s",
    ]
    assert len(commands) == 13
    assert len([name for name, _ in found if name]) == 8


def test_nothing_is_left_out_of_the_gazetteer(performed: Performed) -> None:
    said = performed.errors["memograph authority import table gazetteer.csv --out authority/gazetteer.ttl"]
    assert "Organization 1, Person 4, Place 4, Post 1, Tenure 1; left out or corrected: 0" in said
    places = performed.errors["memograph authority import linked-places places.jsonld --out authority/places.ttl"]
    assert "places.jsonld: properties.ccodes: not read at line 5" in places
    assert "written: Place 1" in places


def test_the_own_relation_is_found_where_it_is_stated_and_only_there(performed: Performed) -> None:
    rows = list(csv.DictReader(io.StringIO(performed.printed["memograph query harbours.rq"])))
    assert [(row["who"], row["where"]) for row in rows] == [("William Chaplin", "Bombay"), ("James Hall", "Surat")]
    assert rows[1]["words"] == "Captain Hall sailed to Surat on Tuesday"
    examples = [line.split("\t") for line in performed.printed["memograph relations"].splitlines()]
    assert ["sailedTo", "Person", "Place", "1", "2"] in examples


def test_the_site_has_the_places_of_the_gazetteer_with_their_types(performed: Performed) -> None:
    turtle = curl("--location", "--header", "Accept: text/turtle", f"{performed.base}id/place/surat")
    assert performed.printed["curl -s http://localhost:8000/id/place/surat -L -H 'Accept: text/turtle'"]
    graph = Graph().parse(data=turtle, format="turtle")
    surat, harbour = URIRef(f"{performed.base}id/place/surat"), URIRef(f"{performed.base}ontology#harbour")
    assert (surat, RDF.type, URIRef(f"{performed.base}ontology#Place")) in graph
    assert (surat, DCTERMS.type, harbour) in graph
    assert (surat, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q4629")) in graph
    ontology = Graph().parse(f"{performed.base}ontology?format=ttl", format="turtle")
    assert (harbour, SKOS.broader, URIRef(f"{performed.base}ontology#Place")) in ontology
    assert (harbour, RDFS.label, Literal("Harbour", "en")) in ontology


def test_the_pages_show_type_and_relation(performed: Performed) -> None:
    page = curl("--location", "--header", "Accept: text/html", f"{performed.base}id/place/mazagaon")
    assert '<a href="/ontology#dockyard">Dockyard</a>' in page
    page = curl("--location", "--header", "Accept: text/html", f"{performed.base}id/person/hall-james")
    assert "sailed to" in page
    ontology = curl("--header", "Accept: text/html", f"{performed.base}ontology?format=html")
    assert 'id="dockyard"' in ontology
    assert 'id="sailedTo"' in ontology


def test_gazetteers_in_other_formats_are_in_the_second_release(performed: Performed) -> None:
    release = current_release(performed.folder / "build")
    counts = release.manifest.counts
    assert counts.documents == 2
    assert counts.relations["sailedTo"] == 2
    rows = performed.printed["memograph releases"]
    assert "(current)" in rows
    assert release.manifest.version not in rows, "that was the first"
    dump = gzip.decompress((release.path / "dumps/memograph.nq.gz").read_bytes()).decode()
    assert f'<{performed.base}id/person/nayak-ramchandra> <{FOAF.familyName}> "Nayak"' in dump
    own, known = (f"<{performed.base}id/person/nayak-ramchandra{end}>" for end in ("-bombay-1821-001", ""))
    assert f"{own} <{DCTERMS.isReplacedBy}> {known}" in dump, "who only the letter knew is the one of the gazetteer"
    bassein = f"<{performed.base}id/place/bassein>"
    assert f"{bassein} <{DCTERMS.type}> <http://vocab.getty.edu/aat/300008347>" in dump
    assert f"{bassein} <{SKOS.closeMatch}> <http://www.wikidata.org/entity/Q3636089>" in dump


def test_nobody_of_the_cold_war_is_in_it(performed: Performed) -> None:
    for name in ("reagan-ronald", "gromyko-andrei"):
        with pytest.raises(subprocess.CalledProcessError):
            curl("--location", f"{performed.base}id/person/{name}")
