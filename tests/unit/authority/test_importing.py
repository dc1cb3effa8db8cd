"""`memograph authority import`: what it writes, what it says; nothing half-written stays. Runs the real command."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from memograph.authority.sources import SOURCES
from memograph.authority.turtle import read_authority
from memograph.cli import main
from memograph.namespaces import Site
from tests.unit.authority.test_historian import BRINDLE, archive, person

SITE = Site("http://localhost:8000/")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    return archive(tmp_path / "people.tar.gz", {"1/200001.xml": BRINDLE, "1/200002.xml": person("x", "Nobody, N.")})


def run(tmp_path: Path, *arguments: str, config: str = '[paths]\nauthority = "nowhere"\n') -> Result:
    (tmp_path / "memograph.toml").write_text(config, encoding="utf-8")
    return CliRunner().invoke(main, ["--config", str(tmp_path / "memograph.toml"), "authority", "import", *arguments])


def test_standard_output_is_the_file_and_the_rest_is_told_elsewhere(tmp_path: Path, people: Path) -> None:
    done = run(tmp_path, "people", str(people))
    assert done.exit_code == 0
    assert done.stdout.startswith("# People of the Office of the Historian's people database\n#\n# Made by: memograph")
    assert "<id/person/brindlemoor-walter-quincy-hsg200001> a mg:Person ;" in done.stdout
    assert "200002.xml:1: its id is x, not a number; this record is left out" in done.stderr
    assert done.stderr.endswith("written: Person 1; left out or corrected: 1\n")


@pytest.mark.parametrize("name", ["people.ttl", "new/folder/people.ttl.gz"])
def test_a_file_is_written_whole_and_the_same_each_time(tmp_path: Path, people: Path, name: str) -> None:
    out = tmp_path / name
    assert run(tmp_path, "people", str(people), "--out", str(out)).exit_code == 0
    first = out.read_bytes()
    assert run(tmp_path, "people", str(people), "--out", str(out)).exit_code == 0
    assert out.read_bytes() == first
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == []
    text = (gzip.decompress(first) if name.endswith("gz") else first).decode()
    assert text == run(tmp_path, "people", str(people)).stdout
    assert [entry.label for entry in read_authority([out], SITE)] == ["Walter Quincy Brindlemoor"]  # type: ignore[union-attr]


def test_the_report_has_all_that_was_left_out(tmp_path: Path) -> None:
    bad = {f"1/{number}.xml": person("x", "Nobody, N.") for number in range(200002, 200022)}
    data = archive(tmp_path / "people.tar.gz", {"1/200001.xml": BRINDLE, **bad})
    done = run(
        tmp_path, "people", str(data), "--out", str(tmp_path / "p.ttl"), "--report", str(tmp_path / "r" / "r.json")
    )
    assert f"and 10 more, in {tmp_path / 'r' / 'r.json'}" in done.stderr
    report = json.loads((tmp_path / "r" / "r.json").read_text(encoding="utf-8"))
    assert (report["kind"], report["written"], len(report["left_out"])) == ("people", {"Person": 1}, 20)


def test_what_holds_nothing_leaves_the_old_file(tmp_path: Path, people: Path) -> None:
    out = tmp_path / "people.ttl"
    out.write_text("what was there", encoding="utf-8")
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(people.read_bytes()[:-40])
    done = run(tmp_path, "people", str(broken), "--out", str(out))
    assert done.exit_code == 1
    assert "broken.tar.gz: not a readable archive" in done.stderr
    assert out.read_text(encoding="utf-8") == "what was there"
    assert list(tmp_path.glob(".people*")) == []


def test_slugs_of_files_that_are_joined_are_used(tmp_path: Path, people: Path) -> None:
    (tmp_path / "mine.ttl").write_text(
        run(tmp_path, "people", str(people)).stdout.replace("brindlemoor-walter-quincy-hsg200001", "brindlemoor"),
        encoding="utf-8",
    )
    done = run(tmp_path, "people", str(people), "--join", str(tmp_path / "mine.ttl"))
    assert "<id/person/brindlemoor> a mg:Person ;" in done.stdout
    assert "hsg200001>" not in done.stdout


def test_the_folder_of_imports_may_be_empty_and_the_old_file_in_it_is_not_joined(tmp_path: Path, people: Path) -> None:
    (tmp_path / "directory").mkdir()
    out = tmp_path / "directory" / "people.ttl"
    config = '[paths]\nauthority = "nowhere"\ndirectory = "directory"\n'
    for _ in range(2):
        done = run(tmp_path, "people", str(people), "--out", str(out), config=config)
        assert done.exit_code == 0, done.stderr
        assert "<id/person/brindlemoor-walter-quincy-hsg200001> a mg:Person ;" in out.read_text(encoding="utf-8")
        out.write_text(out.read_text(encoding="utf-8").replace("brindlemoor-", "bramblemoor-"), encoding="utf-8")


def test_a_slug_is_kept_though_an_import_says_something_else_of_the_same_person(tmp_path: Path, people: Path) -> None:
    mine = run(tmp_path, "people", str(people)).stdout.replace("brindlemoor-walter-quincy-hsg200001", "brindlemoor")
    (tmp_path / "mine.ttl").write_text(mine, encoding="utf-8")
    (tmp_path / "directory").mkdir()
    said = "@prefix mg: <ontology#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    for number, label in enumerate(
        ("W. Q. Brindlemoor", "Walter Brindlemoor")
    ):  # two imports name one person differently
        text = f'{said}<id/person/brindlemoor> a mg:Person ; rdfs:label "{label}" .\n'
        (tmp_path / "directory" / f"{number}.ttl").write_text(text, encoding="utf-8")
    config = '[paths]\nauthority = "mine.ttl"\ndirectory = "directory"\n'
    done = run(tmp_path, "people", str(people), config=config)
    assert done.exit_code == 0, done.stderr
    assert "<id/person/brindlemoor> a mg:Person ;" in done.stdout
    assert "hsg200001>" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody", "people.tar.gz"), "Invalid value for 'KIND': 'nobody' is not one of 'people', 'pocom'"),
        (("people", "nowhere.tar.gz"), "'nowhere.tar.gz' does not exist"),
    ],
)
def test_wrong_use(tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    done = run(tmp_path, *arguments)
    assert done.exit_code == 2
    assert words in done.stderr


def test_where_nothing_can_be_used_no_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "cities.txt").write_text("no\ttabs\tenough\n", encoding="utf-8")
    done = run(tmp_path, "geonames", str(tmp_path / "cities.txt"), "--out", str(tmp_path / "g.ttl"))
    assert done.exit_code == 1
    assert "nothing in it can be used as geonames; " in done.stderr and "cities.txt:1: 3 columns" in done.stderr
    assert not (tmp_path / "g.ttl").exists()


def test_the_help_names_every_kind(tmp_path: Path) -> None:
    told = run(tmp_path, "--help").stdout
    assert [kind for kind in SOURCES if kind not in told] == []


def test_a_folder_that_cannot_be_written(tmp_path: Path, people: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run(tmp_path, "people", str(people), "--out", str(tmp_path / "file" / "people.ttl"))
    assert done.exit_code == 1
    assert "name a file in a folder that can be written" in done.stderr
