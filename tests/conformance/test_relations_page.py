"""docs/relations.md, performed: its files are written, its commands run, and the release holds what it promises."""

from __future__ import annotations

import csv
import io
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from memograph.publish.app import create_app, releases_of
from memograph.publish.settings import PublishSettings
from memograph.release import current_release

_BLOCK = re.compile(
    r"(?:^`(?P<file>[^`\n]+)`:\n\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
BASE = "http://localhost:8000/"


def steps(page: str) -> Iterator[tuple[str, str]]:
    """Files to write (name, text) and commands to run ("", command), in the order of the page's first part."""
    tutorial = page[page.index("## Adding") : page.index("## The format")]
    for block in _BLOCK.finditer(tutorial):
        if block["language"] == "console":
            yield from (("", line) for line in block["text"].splitlines())
        else:
            yield block["file"], block["text"]


@pytest.fixture(scope="module")
def client(performed: tuple[Path, dict[str, str]]) -> Iterator[FlaskClient]:
    """Asks the site that publishes the built release."""
    app = create_app(PublishSettings(performed[0] / "build"))
    yield app.test_client()
    releases_of(app).close()


@pytest.fixture(scope="module")
def performed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder in which the page was followed to its end, and what each command printed."""
    here = tmp_path_factory.mktemp("page")
    for name in ("ontology", "shapes"):
        shutil.copytree(repository / name, here / name)
    printed = {}
    for name, text in steps((repository / "docs/relations.md").read_text(encoding="utf-8")):
        if name:
            (here / name).write_text(text, encoding="utf-8")
        elif text.startswith("cd "):
            here /= text.removeprefix("cd ")
        else:
            words = shlex.split(text)
            command = [sys.executable, "-m", "memograph.cli", *words[1:]] if words[0] == "memograph" else words
            done = subprocess.run(command, cwd=here, check=False, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            printed[text] = done.stdout
    return here, printed


def test_the_page_has_all_its_steps(repository: Path) -> None:
    found = list(steps((repository / "docs/relations.md").read_text(encoding="utf-8")))
    assert [name for name, _ in found if name] == [
        "ontology/succeeded.ttl",
        "shapes/succeeded.ttl",
        "ontology/relations/succeeded.toml",
        "corpus/frus1961-63v05d999.txt",
        "succession.rq",
    ]
    assert [text.split()[0] for name, text in found if not name] == ["mkdir", "cp", "cd", *["memograph"] * 3]


def test_the_new_relation_is_listed_and_its_examples_hold(performed: tuple[Path, dict[str, str]]) -> None:
    _, printed = performed
    rows = [line.split("\t") for line in printed["memograph relations"].splitlines()]
    assert ["succeeded", "Person", "Person", "2", "5"] in rows


def test_the_statement_is_in_the_release(performed: tuple[Path, dict[str, str]]) -> None:
    _, printed = performed
    [row] = csv.DictReader(io.StringIO(printed["memograph query succession.rq"]))
    assert row["successor"] == f"{BASE}id/person/rusk-dean"
    assert row["predecessor"] == f"{BASE}id/person/herter-christian"
    assert row["words"] == "Rusk succeeded Herter"
    assert (row["method"], row["confidence"]) == ("succeeded.succeeded", "0.7")


def test_the_property_is_defined_and_the_statement_shown(
    performed: tuple[Path, dict[str, str]], client: FlaskClient
) -> None:
    definition = client.get("/ontology?format=html").get_data(as_text=True)
    assert 'id="succeeded"' in definition
    assert "took over a post from the other" in definition
    triples = set(ox.parse(client.get("/ontology?format=nt").data, format=ox.RdfFormat.N_TRIPLES))
    assert f"{BASE}ontology#succeeded" in {t.subject.value for t in triples if isinstance(t.subject, ox.NamedNode)}
    page = client.get("/id/person/rusk-dean?format=html", follow_redirects=True).get_data(as_text=True)
    assert "Rusk succeeded Herter" in re.sub(r"<[^>]+>", "", page)
    release = current_release(performed[0] / "build")
    assert release.manifest.counts.relations["succeeded"] == 1
