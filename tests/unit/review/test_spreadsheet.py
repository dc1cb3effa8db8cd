"""`memograph review --csv` and `apply`: through a spreadsheet and back, with the mistakes that people make in one."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from memograph.cli import main
from memograph.curation.decision import COLUMNS, About, Action, Decision
from memograph.curation.files import read_decisions, write_csv
from memograph.model import Kind, Literal, Ref
from memograph.reconciliation.proposals import READING as PROPOSED
from memograph.review.spreadsheet import READING
from tests.publish_sample import SITE
from tests.review_sample import D1, D2, D3, FIRST, SECOND

Row = dict[str, str]


def memograph(project: Path, *arguments: str) -> Result:
    command = ["--config", str(project / "memograph.toml"), "review", *arguments]
    return CliRunner().invoke(main, command, env={"MEMOGRAPH_AUTHOR": "Ada Lovelace"})


def sheet(project: Path, *arguments: str) -> list[Row]:
    result = memograph(project, "--csv", str(project / "sheet.csv"), *arguments)
    assert result.exit_code == 0, result.output
    with (project / "sheet.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def put(project: Path, rows: Sequence[Row], columns: Sequence[str] = (*COLUMNS, *READING), delimiter: str = ",") -> str:
    file = project / "filled.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, delimiter=delimiter, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return str(file)


def decisions(project: Path) -> tuple[Decision, ...]:
    return read_decisions([project / "corpus/curation"], SITE)


def files(project: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (project / "corpus/curation").glob("*")}


def test_the_spreadsheet_has_the_columns_of_a_decision_and_what_one_reads(project: Path) -> None:
    rows = sheet(project)
    assert tuple(rows[0]) == (*COLUMNS, *READING)
    assert len(rows) == 21
    assert not any(row["action"] or row["author"] or row["date"] for row in rows)
    raw = (project / "sheet.csv").read_bytes()
    assert raw.startswith("\ufeff".encode())
    assert raw.count(b"\r\n") >= len(rows) + 1
    webb = next(row for row in rows if row["candidates"].startswith("person/webb") and row["document"] == D1)
    assert webb["sentence"] == "Mr. ▸Webb◂ of the Planning Group disagreed."
    assert webb["candidates"] == "person/webb-james (James E. Webb, 0.41); person/dole (Dora Dole, 0.02)"
    assert (webb["about"], webb["exact"], webb["subject"]) == ("entity", "", f"person/webb-{D1}")
    assert webb["page"].endswith(f"?at={FIRST.index('Webb')}-{FIRST.index('Webb') + 4}#at")
    link = next(row for row in rows if row["about"] == "link")
    assert SECOND[int(link["start"]) : int(link["end"])] == link["exact"] == "Roosevelt"


def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(project: Path) -> None:
    row = {"about": "mention", "document": D1, "exact": "=2+3", "prefix": "", "suffix": "” was the code"}
    start = str(FIRST.index("=2+3"))
    put(project, [])
    file = project / "sheet.csv"
    made = Decision("x", Action.REJECT, About.MENTION, "=A1", "2026-01-01", note="@note")
    write_csv(file, [made])
    assert "'=A1" in file.read_text(encoding="utf-8-sig")
    filled = put(
        project, [row | {"action": "reject", "exact": "'=2+3", "start": start, "author": "'=A1", "note": "'-no name"}]
    )
    result = memograph(project, "apply", filled)
    assert result.exit_code == 0, result.output
    (decision,) = decisions(project)
    assert decision.anchor is not None
    assert (decision.anchor.exact, decision.author, decision.note) == ("=2+3", "=A1", "-no name")
    cells = next(iter(files(project).values())).decode("utf-8-sig").splitlines()[1]
    assert "'=2+3" in cells
    assert "'=A1" in cells
    assert not [cell for cell in next(csv.reader([cells])) if cell[:1] in "=+-@" and cell]


def test_filled_rows_become_decisions_and_the_same_file_again_changes_nothing(project: Path) -> None:
    rows = sheet(project)
    for row in rows:
        if (row["predicate"], row["object"]) in (("metWith", "person/ende"), ("sentBy", "person/brown")):
            row["action"] = "reject"
        elif row["about"] == "entity" and row["subject"] == f"person/webb-{D2}":
            row |= {"action": "merge", "into": "person/webb-james", "author": "Grace Hopper", "date": "2026-02-03"}
        elif row["about"] == "link":
            row |= {"action": "add", "subject": "person/roosevelt-eleanor"}
    filled = put(project, rows)
    result = memograph(project, "apply", filled)
    assert result.exit_code == 0, result.output
    folder = project / "corpus/curation"
    assert result.output == (
        f"4 decided → {folder / 'ada-lovelace.csv'}, {folder / 'grace-hopper.csv'}; 0 known before, 17 left open\n"
    )
    made = {(d.action, d.about, d.subject, d.author) for d in decisions(project)}
    assert (Action.MERGE, About.ENTITY, Ref(Kind.PERSON, f"webb-{D2}"), "Grace Hopper") in made
    assert (Action.ADD, About.LINK, Ref(Kind.PERSON, "roosevelt-eleanor"), "Ada Lovelace") in made
    assert {d.date for d in decisions(project) if d.author == "Grace Hopper"} == {"2026-02-03"}
    before = files(project)
    again = memograph(project, "apply", filled, "--author", "Somebody Else")
    assert (again.exit_code, again.output) == (0, "0 decided; 4 known before, 17 left open\n")
    assert files(project) == before
    assert len(sheet(project)) == 21 - 4, "what is decided is not asked again"


def test_every_row_can_be_decided_as_it_is(project: Path) -> None:
    rows = sheet(project)
    for row in rows:
        row["action"] = "accept"
        if row["subject"] == "organization/planning-group":
            row |= {"action": "merge", "into": "organization/policy-planning-group"}
    result = memograph(project, "apply", put(project, rows), "--strict")
    assert result.exit_code == 0, result.output
    assert result.output.startswith("21 decided")
    assert sheet_is_empty(project)


def sheet_is_empty(project: Path) -> bool:
    return memograph(project, "--csv", str(project / "sheet.csv")).output.startswith("0 items in 0 rows")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_are_read_and_a_file_by_hand_keeps_its_form(project: Path, delimiter: str) -> None:
    folder = project / "corpus/curation"
    folder.mkdir(parents=True)
    own = "date;author;action;about;document;subject;predicate;object;exact;prefix;suffix;start;end\n"
    (folder / "ada-lovelace.csv").write_bytes(own.encode())
    rows = [row | {"action": "accept"} for row in sheet(project, "--kind", "two-places-one-day")]
    result = memograph(project, "apply", put(project, rows, delimiter=delimiter))
    assert result.exit_code == 0, result.output
    text = (folder / "ada-lovelace.csv").read_text(encoding="utf-8")
    assert text.startswith(own)
    assert text.count(";Ada Lovelace;accept;statement;") == 2
    assert len(decisions(project)) == 2


def moved(row: Row) -> None:
    row["start"], row["end"] = "1", "5"


Spoil = Callable[[Row], object]
MISTAKES: list[tuple[str, Spoil, str]] = [
    ("other words", lambda row: row.update(exact="Carl Cole went to Rome"), "are not in frus1961-63v99d1; at "),
    ("no such document", lambda row: row.update(document="frus1961-63v99d9"), "no document “frus1961-63v99d9”"),
    ("no such action", lambda row: row.update(action="acept"), "not one of accept, reject, add"),
    ("no such relation", lambda row: row.update(predicate="travelledTo"), "the ontology has no relation “travelledTo”"),
    ("half a subject", lambda row: row.update(subject="persn/cole"), "write kind/slug"),
    ("no day", lambda row: row.update(date="yesterday"), "write the day as YYYY-MM-DD"),
    ("contradictory", lambda row: row.update(action="reject"), "contradict each other; leave one of them"),
]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(("spoil", "message"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_wrong_row_is_told_with_its_line_and_the_good_ones_go_in(
    project: Path, spoil: Spoil, message: str, strict: bool
) -> None:
    paris, rome = sheet(project, "--kind", "two-places-one-day")
    assert (paris["object"], rome["object"]) == ("place/paris", "place/rome")
    wrong = paris | {"action": "accept"}
    spoil(wrong)
    good = [paris | {"action": "accept"}] if wrong["action"] == "reject" else [rome | {"action": "accept"}]
    filled = put(project, [*good, {}, wrong])
    line = 1 + Path(put(project, [*good, {}])).read_text(encoding="utf-8").count("\n")
    put(project, [*good, {}, wrong])
    result = memograph(project, "apply", filled, *(["--strict"] if strict else []))
    assert result.exit_code == 1
    assert f"filled.csv:{line}" in result.stderr
    assert message in result.stderr
    assert len(decisions(project)) == (0 if strict else 1)
    assert result.stdout.endswith("0 known before, 0 left open, 1 wrong\n")


def test_what_contradicts_an_earlier_decision_stays_out(project: Path) -> None:
    paris, rome = sheet(project, "--kind", "two-places-one-day")
    assert memograph(project, "apply", put(project, [paris | {"action": "accept"}])).exit_code == 0
    before = files(project)
    result = memograph(project, "apply", put(project, [paris | {"action": "reject"}, rome]))
    assert result.exit_code == 1
    assert "ada-lovelace.csv:2" in result.stderr
    assert "filled.csv:2" in result.stderr
    assert files(project) == before


def test_an_unknown_column_is_refused_with_its_name(project: Path) -> None:
    filled = put(project, [], (*COLUMNS, "verdict"))
    result = memograph(project, "apply", filled)
    assert result.exit_code == 1
    assert "filled.csv:1: unknown column “verdict”" in result.stderr
    assert not (project / "corpus/curation").exists()


def test_words_that_shifted_are_found_again(project: Path) -> None:
    row = {"about": "mention", "document": D3, "exact": "Lands End", "prefix": "The Planning Group met. "}
    shifted = row | {"action": "reject", "start": "3", "end": "12"}
    result = memograph(project, "apply", put(project, [shifted]))
    assert result.exit_code == 0, result.output
    assert [d.anchor.document for d in decisions(project) if d.anchor] == [D3]


def test_proposals_of_a_reconciliation_service_are_taken(project: Path) -> None:
    assert READING == PROPOSED, "both sorts of spreadsheet have the same columns"
    row = {
        "action": "accept",
        "about": "match",
        "subject": "person/cole",
        "object": "http://www.wikidata.org/entity/Q1",
        "match": "closeMatch",
        "claim": "Carl Cole is Cole, Q1 of Wikidata",
        "candidates": "1 of 2",
        "worth": "71",
    }
    result = memograph(project, "apply", put(project, [row, row | {"action": "", "candidates": "2 of 2"}]))
    assert result.exit_code == 0, result.output
    (made,) = decisions(project)
    assert (made.about, made.match, made.object) == (
        About.MATCH,
        "closeMatch",
        Literal("http://www.wikidata.org/entity/Q1"),
    )


def test_decisions_that_are_kept_in_one_file_are_no_place_for_new_ones(project: Path) -> None:
    (project / "decided.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    with (project / "memograph.toml").open("a", encoding="utf-8") as settings:
        settings.write('[paths]\ncuration = "decided.csv"\n')
    (row,) = sheet(project, "--kind", "unsure-name")
    result = memograph(project, "apply", put(project, [row | {"action": "withdraw", "note": "no name"}]))
    assert result.exit_code == 1
    assert "decided.csv: a file, so nothing can be added there; name a folder in [paths] curation" in result.stderr


def test_of_two_authors_both_are_written_or_none(project: Path) -> None:
    folder = project / "corpus/curation"
    folder.mkdir(parents=True)
    (folder / "grace-hopper.csv").write_bytes(b"action,about,author,date\n")
    paris, rome = (row | {"action": "accept"} for row in sheet(project, "--kind", "two-places-one-day"))
    before = files(project)
    result = memograph(project, "apply", put(project, [paris, rome | {"author": "Grace Hopper"}]))
    assert result.exit_code == 1
    assert "grace-hopper.csv: no column document, end, exact, object, predicate" in result.stderr
    assert files(project) == before


def test_a_pipe_gets_a_listing(project: Path) -> None:
    listed = memograph(project, "--list", "--kind", "unsure-statement")
    assert listed.exit_code == 0
    assert "Carl Cole  metWith  Dora Dole" in listed.output
    assert "▸Cole saw Dole again◂." in listed.output
    assert "\x1b" not in listed.output
    assert memograph(project, "--kind", "unsure-statement").output == listed.output
    wrong = memograph(project, "--kind", "unsure")
    assert wrong.exit_code == 2
    assert "unsure-statement" in wrong.stderr
    assert "Nothing to look at" in memograph(project, "--document", "none").output
