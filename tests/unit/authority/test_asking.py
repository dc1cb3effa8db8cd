"""authority who, authority show: questions to Turtle files and imports, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from memograph.authority.entries import PostEntry, Tenure
from memograph.cli import main
from tests.unit.authority.test_indexing import KEEPER, OFFICE, OSTRANDER, person, record, turtle

AFTER = (
    person("quillfeather-noel", "Noel Quillfeather", record("viaf", "78")),
    KEEPER,
    Tenure("quillfeather-noel", "keeper-of-the-seals", "1963-04-01", None, "list of posts, 13"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("curated", "imported"):
        (tmp_path / name).mkdir()
    warden = PostEntry("warden", "Warden of the Marches", role_names=("the Warden",))
    known = [person("brindlemoor-walter", "Walter Brindlemoor"), warden, Tenure("brindlemoor-walter", "warden", "1960")]
    turtle(tmp_path / "curated/people.ttl", known)
    turtle(tmp_path / "imported/offices.ttl", [*OFFICE, *(item for item in AFTER if item is not KEEPER)])
    turtle(tmp_path / "imported/people.ttl", [OSTRANDER])
    (tmp_path / "memograph.toml").write_text('[paths]\nauthority = "curated"\ndirectory = "imported"\n', "utf-8")
    return tmp_path


def ask(project: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(project / "memograph.toml"), "authority", *arguments])


def rows(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return [line.split("\t") for line in result.stdout.splitlines()[1:]]


def test_who_held_an_imported_post_on_a_day(project: Path) -> None:
    assert rows(ask(project, "who", "keeper of the seals", "1962-10-22")) == [
        [
            "Ada Ostrander",
            "ostrander-ada-hsg200003",
            "Keeper of the Seals",
            "1961-01",
            "1963-04-01",
            "list of posts, 12",
        ]
    ]


def test_on_the_day_of_a_handover_it_is_said_who_is_not_certain(project: Path) -> None:
    names = [row[0] for row in rows(ask(project, "who", "Keeper of the Seals", "1963-04-01"))]
    assert names == ["Ada Ostrander (or somebody else that day)", "Noel Quillfeather"]


def test_a_curated_post_is_asked_for_by_its_role_name(project: Path) -> None:
    ((name, slug, post, *_),) = rows(ask(project, "who", "the Warden", "1999"))
    assert (name, slug, post) == ("Walter Brindlemoor", "brindlemoor-walter", "Warden of the Marches")


def test_nobody_then_and_no_such_post_are_sentences(project: Path) -> None:
    nobody = ask(project, "who", "Keeper of the Seals", "1950")
    assert nobody.exit_code == 1 and "nobody is known to have been Keeper of the Seals then" in nobody.stderr
    unknown = ask(project, "who", "Keeper of Seals", "1962")
    assert unknown.exit_code == 1
    assert "no post is called “Keeper of Seals” among 2; like it are: Keeper of the Seals" in unknown.stderr
    wrong = ask(project, "who", "Keeper of the Seals", "someday")
    assert wrong.exit_code == 2 and "someday" in wrong.stderr


def test_show_says_who_may_be_meant_and_why(project: Path) -> None:
    shown = ask(project, "show", "Ostrander, A.")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.splitlines() == [
        "Ada Ostrander (ostrander-ada-hsg200003), 1901–",
        "  Keeper of the Seals, 1961-01 to 1963-04-01 (list of posts, 12)",
        "  hsg 200003",
        "  viaf 77",
        "  “Keeper of the Seals”",
        "  volumes whose lists of persons have them: 1",
    ]
    assert ask(project, "show", "ostrander-ada-hsg200003").stdout == shown.stdout
    nobody = ask(project, "show", "Zebulon Nobody")
    assert nobody.exit_code == 1 and "nobody called “Zebulon Nobody” is known" in nobody.stderr
