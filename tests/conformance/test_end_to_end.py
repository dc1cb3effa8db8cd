"""From a fresh folder to the web: the README's tour, with the real command, a real server, curl and rdflib's client."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.conftest import REPOSITORY
from tests.rebased_sample import free_port

START_SECONDS = 120


@dataclass(frozen=True)
class Site:
    """A running server, and the folder it was started in."""

    base: str
    folder: Path
    process: subprocess.Popen[str]


def start(folder: Path, port: int) -> subprocess.Popen[str]:
    """Start ``memograph serve`` as a user does and wait until it says that it serves."""
    command = [sys.executable, "-m", "memograph.cli", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    timer = threading.Timer(START_SECONDS, process.kill)
    timer.start()
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if line.startswith("serving "):
            timer.cancel()
            return process
    timer.cancel()
    pytest.fail(f"the server did not start: {''.join(seen)}")


def stop(process: subprocess.Popen[str]) -> int:
    process.send_signal(signal.SIGTERM)
    code = process.wait(timeout=30)
    if process.stdout is not None:
        process.stdout.close()
    return code


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, port = tmp_path_factory.mktemp("site"), free_port()
    base = f"http://127.0.0.1:{port}/"
    (folder / "memograph.toml").write_text(
        f'[site]\nbase = "{base}"\n[paths]\ncorpus = "{REPOSITORY / "corpus"}"\n', encoding="utf-8"
    )
    process = start(folder, port)
    yield Site(base, folder, process)
    stop(process)


def curl(*arguments: str) -> str:
    done = subprocess.run(["curl", "--silent", "--show-error", "--fail", *arguments], check=True, capture_output=True)
    return done.stdout.decode("utf-8")


QUESTION = """
PREFIX mg: <{base}ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?name ?words WHERE {{
  ?statement rdf:predicate mg:metWith ; rdf:subject|rdf:object <{base}id/person/gromyko-andrei> ;
             rdf:subject|rdf:object ?person ; mg:evidence/oa:hasSelector/oa:exact ?words .
  ?person rdfs:label ?name .
  FILTER (?person != <{base}id/person/gromyko-andrei>)
}} ORDER BY ?name
"""


def test_gromyko_dereferences_as_turtle(site: Site) -> None:
    iri = f"{site.base}id/person/gromyko-andrei"
    turtle = curl("--location", "--header", "Accept: text/turtle", iri)
    graph = Graph().parse(data=turtle, format="turtle")
    assert graph.value(URIRef(iri), URIRef("http://www.w3.org/2000/01/rdf-schema#label"))
    met = {str(o) for o in graph.objects(URIRef(iri), URIRef(f"{site.base}ontology#metWith"))}
    assert met == {f"{site.base}id/person/haig-alexander", f"{site.base}id/person/shultz-george"}


def test_sparql_says_who_met_him_and_with_what_evidence(site: Site) -> None:
    query = QUESTION.format(base=site.base)
    answer = json.loads(
        curl(
            "--data-urlencode",
            f"query={query}",
            "--header",
            "Accept: application/sparql-results+json",
            f"{site.base}sparql",
        )
    )
    rows = [(r["name"]["value"], r["words"]["value"]) for r in answer["results"]["bindings"]]
    words = "meetings which Al Haig and you have had with Gromyko"
    assert rows == [("Alexander M. Haig, Jr.", words), ("George P. Shultz", words)]


def test_the_dump_downloads_and_matches_its_checksum(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "memograph.nq.gz"
    curl("--location", "--output", str(target), f"{site.base}dumps/latest/memograph.nq.gz")
    sums = dict(
        reversed(line.split()) for line in curl("--location", f"{site.base}dumps/latest/SHA256SUMS").splitlines()
    )
    assert hashlib.sha256(target.read_bytes()).hexdigest() == sums["memograph.nq.gz"]
    lines = gzip.decompress(target.read_bytes()).splitlines()
    assert lines == sorted(set(lines))
    assert not any(b" _:" in line or line.startswith(b"_:") for line in lines), "no blank nodes"


def test_rdflib_is_a_client_of_the_endpoint(site: Site) -> None:
    graph = Graph(SPARQLStore(f"{site.base}sparql"))
    rows = [(str(name), str(words)) for name, words in graph.query(QUESTION.format(base=site.base))]  # type: ignore[misc]
    assert [name for name, _ in rows] == ["Alexander M. Haig, Jr.", "George P. Shultz"]


def test_rdflib_follows_a_thing_to_its_data(site: Site) -> None:
    graph = Graph().parse(f"{site.base}id/document/frus1981-88v04d4")
    document = URIRef(f"{site.base}id/document/frus1981-88v04d4")
    sender = graph.value(document, URIRef(f"{site.base}ontology#sentBy"))
    assert sender == URIRef(f"{site.base}id/person/clark-william-p")


def test_every_kind_of_page_answers(site: Site) -> None:
    things = [
        "person/gromyko-andrei",
        "organization/nsc",
        "place/geneva",
        "event/inf-talks",
        "post/secretary-of-state",
        "topic/arms-control",
        "document/frus1981-88v03d247",
        "statement/frus1981-88v04d4-haig-alexander-metwith-gromyko-andrei",
    ]
    for thing in things:
        page = curl("--location", "--header", "Accept: text/html", f"{site.base}id/{thing}")
        assert page.startswith("<!doctype html>"), thing
    document = curl("--location", "--header", "Accept: text/html", f"{site.base}id/document/frus1981-88v04d4")
    assert "The record of" in document
    assert "Al Haig" in document


def test_the_second_start_builds_nothing(site: Site) -> None:
    before = sorted((site.folder / "build").rglob("manifest.json"))
    stamps = [file.stat().st_mtime_ns for file in before]
    process = start(site.folder, free_port())
    assert stop(process) in (0, -signal.SIGTERM)
    assert [file.stat().st_mtime_ns for file in before] == stamps


def test_the_server_loads_neither_the_nlp_nor_shacl(site: Site) -> None:
    curl(f"{site.base}page/person/gromyko-andrei")
    family = [site.process.pid, *_descendants(site.process.pid)]
    assert len(family) >= 3, "a master, web processes, query workers"
    for pid in family:
        maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
        assert "/spacy/" not in maps, pid
        assert "/thinc/" not in maps, pid


def _descendants(pid: int) -> list[int]:
    children = [
        int(line)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for line in (task / "children").read_text(encoding="utf-8").split()
    ]
    return children + [grandchild for child in children for grandchild in _descendants(child)]


def test_a_release_that_is_missing_is_a_sentence_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "memograph.toml").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "memograph.cli", "serve", "--no-build", "--port", str(free_port())]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env={**os.environ}, check=False)
    assert done.returncode == 1
    assert "memograph build" in done.stderr
    assert "Traceback" not in done.stderr


def shell_examples(page: str) -> list[tuple[str, str]]:
    """Commands after ``$`` in a page's code blocks, with the output printed below each."""
    examples: list[tuple[str, str]] = []
    for block in re.findall(r"^```\n(\$ .*?)^```$", page, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines, command = part.splitlines(), ""
            while lines:
                command += lines.pop(0) + "\n"
                if command.count("'") % 2 == 0:
                    break
            examples.append((command, "\n".join(lines).strip()))
    return examples


def test_the_readme_prints_what_its_commands_print(site: Site, tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8").replace("http://localhost:8000/", site.base)
    examples = shell_examples(readme)
    assert len(examples) == 7
    for command, printed in examples:
        done = subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True, capture_output=True, text=True)
        assert done.stdout.strip() == printed, command
