"""`memograph review export --gold`: decisions on the real corpus become gold that others read and score by."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from memograph.cli import main
from memograph.errors import ReadError
from memograph.score import score
from memograph.training.lessons import read_lessons

WHOLE, PARTLY = "frus1981-88v04d4", "frus1981-88v03d156"


@dataclass(frozen=True)
class Project:
    """A folder whose release is that of the repository's corpus, with decisions on two of its documents."""

    folder: Path

    def memograph(self, *arguments: str) -> Result:
        command = ["--config", str(self.folder / "memograph.toml"), *arguments]
        return CliRunner().invoke(main, command, env={"MEMOGRAPH_AUTHOR": "Ada Lovelace"})

    def rows(self, *arguments: str) -> list[dict[str, str]]:
        sheet = self.folder / "sheet.csv"
        result = self.memograph("review", "--csv", str(sheet), *arguments)
        assert result.exit_code == 0, result.output
        with sheet.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def apply(self, rows: list[dict[str, str]]) -> None:
        filled = self.folder / "filled.csv"
        with filled.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        result = self.memograph("review", "apply", str(filled))
        assert result.exit_code == 0, result.output

    @property
    def gold(self) -> Path:
        return self.folder / "gold"

    def decided(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.gold / "decided.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def project(built: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = Project(tmp_path_factory.mktemp("exported"))
    corpus, authority = repository / "corpus/memoranda", repository / "corpus/authority"
    paths = {"corpus": corpus, "authority": authority, "build": built}
    settings = "".join(f"{name} = {json.dumps(str(path))}\n" for name, path in paths.items())
    (made.folder / "memograph.toml").write_text(f"[paths]\n{settings}curation = 'decided'\n", encoding="utf-8")
    made.apply([row | {"action": "accept"} for row in made.rows("--document", WHOLE, "--whole")])
    rows = made.rows("--document", PARTLY, "--whole")
    sent = next(row for row in rows if row["predicate"] == "sentBy")
    undecided = next(row for row in rows if row["predicate"] == "attended")
    name = next(row for row in rows if row["about"] == "link" and row["exact"] == "Gromyko")
    other = name | {"action": "add", "subject": "person/dobrynin-anatoly"}
    place = next(row for row in rows if row["about"] == "link" and row["subject"].startswith("place/"))
    nothing = place | {"action": "reject", "about": "mention", "subject": ""}
    made.apply([sent | {"action": "reject"}, undecided | {"action": "accept"}, other, nothing])
    result = made.memograph("review", "export", "--gold", str(made.gold))
    assert result.exit_code == 0, result.output
    told = result.stdout.splitlines()
    assert told[1].startswith(f"{WHOLE}  ")
    assert told[1].endswith(" decided, wholly reviewed")
    assert told[0].startswith(f"{PARTLY}  4 decided, ")
    assert told[0].endswith(" still open")
    return made


def test_decisions_are_in_the_gold_and_told_as_certain(project: Project) -> None:
    gold = json.loads((project.gold / f"{PARTLY}.json").read_text(encoding="utf-8"))
    relations = {row[1] for row in gold["relations"]}
    assert "sentBy" not in relations, "rejected"
    assert "attended" in relations, "left undecided by the build, and accepted"
    assert any(entity["id"] == "dobrynin-anatoly" for entity in gold["entities"])
    rows = [row for row in project.decided() if row["document"] == PARTLY]
    head = rows.pop(0)
    assert (head["item"], head["wholly_reviewed"]) == ("document", False)
    assert head["open"] > 10
    verdicts = {(row["item"], row["decision"]) for row in rows}
    assert verdicts == {("relation", "reject"), ("relation", "accept"), ("mention", "add"), ("mention", "reject")}
    text = (project.gold / f"{PARTLY}.txt").read_bytes().decode("utf-8")
    for row in rows:
        assert row["item"] != "relation" or row["relation"][3] in text
        assert row["item"] != "mention" or text[row["start"] : row["end"]].strip()
    nothing = next(row for row in rows if (row["item"], row["decision"]) == ("mention", "reject"))
    assert (nothing["start"], nothing["end"]) not in {(m["start"], m["end"]) for m in gold["mentions"]}


def test_only_what_is_wholly_reviewed_on_request(project: Project, tmp_path: Path) -> None:
    result = project.memograph("review", "export", "--gold", str(tmp_path), "--only-reviewed")
    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in tmp_path.iterdir()) == ["decided.jsonl", f"{WHOLE}.json", f"{WHOLE}.txt"]
    assert "left out" in result.stdout.splitlines()[0]


def test_the_gold_is_read_by_the_guidelines_own_program_and_by_memograph(project: Project, shared: Path) -> None:
    command = [sys.executable, str(shared / "gold/score.py"), str(project.gold), str(project.gold), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert theirs["mentions strict"]["f1"] == theirs["relations"]["f1"] == 1.0
    assert theirs["relations"]["gold"] > 15
    ours = score(project.gold, project.gold)
    assert {name: figure.gold for name, figure in ours.items() if not name.startswith("decided")} == {
        name: figure["gold"] for name, figure in theirs.items()
    }
    assert ours["decided relations"].f1 == ours["decided mentions"].f1 == 1.0


def test_extraction_is_measured_by_what_was_decided(project: Project) -> None:
    result = project.memograph("score", str(project.gold), "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    relations, mentions = figures["decided relations"], figures["decided mentions"]
    # extraction finds the sender that was rejected, and all that was accepted
    assert (relations["tp"], relations["predicted"], relations["gold"]) == (11, 12, 11)
    # it means Gromyko and not Dobrynin, and names the place that is none
    assert mentions["predicted"] == mentions["tp"] + 1
    assert mentions["gold"] == mentions["tp"] + 1


def test_training_learns_from_wholly_reviewed_documents_only(project: Project, tmp_path: Path) -> None:
    assert [lesson.gold.id for lesson in read_lessons([project.gold])] == [WHOLE]
    for file in project.gold.glob(f"{PARTLY}.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "decided.jsonl").write_bytes((project.gold / "decided.jsonl").read_bytes())
    with pytest.raises(ReadError, match="of 1 documents none is wholly reviewed"):
        read_lessons([tmp_path])
    (tmp_path / "decided.jsonl").write_text('{"item": "document"}\n', encoding="utf-8")
    with pytest.raises(ReadError, match=r"decided\.jsonl:1: not what `memograph review export` wrote"):
        read_lessons([tmp_path])


def test_a_document_that_is_gone_is_told_and_the_others_are_written(project: Project, tmp_path: Path) -> None:
    settings = (project.folder / "memograph.toml").read_text(encoding="utf-8")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    kept = next(Path(json.loads(line.partition(" = ")[2])) for line in settings.splitlines() if line[:6] == "corpus")
    (corpus / f"{WHOLE}.txt").write_bytes((kept / f"{WHOLE}.txt").read_bytes())
    other = Project(tmp_path)
    moved = settings.replace(json.dumps(str(kept)), '"corpus"').replace(
        "'decided'", repr(str(project.folder / "decided"))
    )
    (tmp_path / "memograph.toml").write_text(moved, encoding="utf-8")
    result = other.memograph("review", "export", "--gold", str(other.gold))
    assert result.exit_code == 1
    assert f"no document {PARTLY}, about which there are decisions" in result.stderr
    assert (other.gold / f"{WHOLE}.json").is_file()
