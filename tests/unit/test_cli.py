"""The command line: what each verb says and how it exits. Runs the real commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from memograph.cli import main


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A folder with the corpus and a built release."""
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(repository / "corpus", folder / "corpus")
    (folder / "memograph.toml").write_text('[site]\nbase = "https://example.org/m/"\n', encoding="utf-8")
    result = memograph(folder, "build")
    assert result.exit_code == 0, result.output
    return folder


def memograph(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(project / "memograph.toml"), *arguments])


def test_build_says_what_it_made_and_does_not_build_twice(project: Path) -> None:
    again = memograph(project, "build")
    assert again.exit_code == 0
    assert "nothing has changed" in again.output
    forced = memograph(project, "build", "--force", "--explain")
    assert forced.exit_code == 0
    for document in ("frus1981-88v03d156", "frus1981-88v03d247", "frus1981-88v04d4"):
        assert f"{document}\tbuilt\teverything is built, as asked for\n" in forced.output
    for line in ("release", "documents  3", "entities", "relations", "SHACL      conforms", "time"):
        assert line in forced.output


def test_releases_are_listed(project: Path) -> None:
    listed = memograph(project, "releases")
    assert listed.exit_code == 0
    header, row = (line.split("\t") for line in listed.output.splitlines())
    assert header == ["release", "published", "quads", "documents", "changes"]
    assert (row[0].partition(" ")[2], row[3], row[4]) == ("(current)", "3", "")


def test_a_folder_without_releases_has_none_to_list(tmp_path: Path) -> None:
    (tmp_path / "memograph.toml").write_text("", encoding="utf-8")
    assert memograph(tmp_path, "releases").output.splitlines() == ["release\tpublished\tquads\tdocuments\tchanges"]


def test_query_runs_a_stored_query_and_an_own_one(project: Path, tmp_path: Path) -> None:
    stored = memograph(project, "query", "who-met-gromyko")
    assert stored.exit_code == 0
    assert "Al Haig" in stored.output
    own = tmp_path / "own.rq"
    own.write_text("PREFIX mg: <ontology#> ASK { <id/person/gromyko-andrei> mg:metWith ?a }", encoding="utf-8")
    assert json.loads(memograph(project, "query", str(own), "--format", "csv").output)["boolean"] is True
    own.write_text(
        "CONSTRUCT { ?s ?p ?o } WHERE { <id/person/haig-alexander> ?p ?o . ?s ?p ?o } LIMIT 3", encoding="utf-8"
    )
    assert "@prefix" in memograph(project, "query", str(own)).output


def test_query_errors_are_sentences(project: Path, tmp_path: Path) -> None:
    missing = memograph(project, "query", "who-met-nobody")
    assert missing.exit_code == 2
    assert "who-met-gromyko" in missing.stderr, "the stored queries are listed"
    broken = tmp_path / "broken.rq"
    broken.write_text("SELECT WHERE", encoding="utf-8")
    result = memograph(project, "query", str(broken))
    assert result.exit_code == 1
    assert "broken.rq" in result.stderr


def test_annotate_and_score(project: Path, tmp_path: Path, shared: Path) -> None:
    out = tmp_path / "annotations"
    texts = [str(shared / f"gold/dev/frus1981-88v03d{n}.txt") for n in (156, 247)]
    assert memograph(project, "annotate", *texts, "--out", str(out)).exit_code == 0
    gold = tmp_path / "gold"
    gold.mkdir()
    for file in (shared / "gold/dev").glob("frus1981-88v03d*"):
        shutil.copy(file, gold)
    table = memograph(project, "score", str(gold), str(out))
    assert table.exit_code == 0
    assert table.output.splitlines()[0].split("\t") == [
        "figure",
        "precision",
        "recall",
        "F1",
        "correct",
        "predicted",
        "gold",
    ]
    people = table.output.splitlines()[-1]
    assert people.startswith("people with an hsg id: precision ") and "(aim: 0.97 at 0.95, " in people
    assert "from probability" not in people, "given annotations tell no probabilities"
    assert "; from probability" in memograph(project, "score", str(gold)).output.splitlines()[-1]
    figures = json.loads(memograph(project, "score", str(gold), "--json").output)
    assert figures["relations classified"]["f1"] == 1.0
    rows = {line.split("\t")[0]: line.split("\t") for line in table.output.splitlines()[1:]}
    assert float(rows["mentions strict"][3]) == round(figures["mentions strict"]["f1"], 3), "annotated on the fly alike"


def test_annotate_reports_what_it_cannot_read(project: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    good = project / "corpus/memoranda/frus1981-88v04d4.txt"
    result = memograph(project, "annotate", str(bad), str(good), "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "bad.txt" in result.stderr
    assert (tmp_path / "out/frus1981-88v04d4.json").exists()


@pytest.mark.parametrize("format_name", ["table", "json", "turtle"])
def test_validate(project: Path, tmp_path: Path, format_name: str) -> None:
    good = memograph(project, "validate", str(project / "corpus/authority/posts.ttl"), "--format", format_name)
    assert good.exit_code == 0, good.output
    bad = tmp_path / "bad.ttl"
    bad.write_text("@prefix mg: <https://example.org/m/ontology#> . <https://example.org/m/id/person/x> a mg:Person .")
    result = memograph(project, "validate", str(bad), "--format", format_name)
    assert result.exit_code == 1
    assert "id/person/x" in result.output
    (tmp_path / "broken.ttl").write_text("<a> <b>")
    broken = memograph(project, "validate", str(tmp_path / "broken.ttl"), "--format", format_name)
    assert broken.exit_code == 1
    assert "broken.ttl:1" in broken.stderr


def test_usage_and_configuration_errors_exit_with_two(project: Path, tmp_path: Path) -> None:
    assert memograph(project, "annotate").exit_code == 2
    assert memograph(project, "build", "--corpse").exit_code == 2
    (tmp_path / "memograph.toml").write_text("[sight]\n")
    wrong = memograph(tmp_path, "build")
    assert wrong.exit_code == 2
    assert "unknown key sight" in wrong.stderr


def test_a_missing_model_is_named_with_the_command_that_installs_it(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project / "corpus", tmp_path / "corpus")
    (tmp_path / "memograph.toml").write_text('[extract]\nmodel = "en_core_web_huge"\n')
    result = memograph(tmp_path, "build")
    assert result.exit_code == 2
    assert "python -m spacy download en_core_web_huge" in result.stderr


def test_strict_fails_on_an_unreadable_file_also_where_nothing_has_changed(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/d1.txt").write_text("1. Memorandum\n\nMr. Rusk met Mr. Gromyko.\n", encoding="utf-8")
    (tmp_path / "corpus/empty.txt").write_bytes(b"")
    (tmp_path / "authority.ttl").write_text("# Nothing is known beforehand.\n", encoding="utf-8")
    (tmp_path / "memograph.toml").write_text('[paths]\nauthority = "authority.ttl"\n', encoding="utf-8")
    assert memograph(tmp_path, "build").exit_code == 0
    result = memograph(tmp_path, "build", "--strict")
    assert result.exit_code == 1
    assert "empty.txt" in result.stderr
