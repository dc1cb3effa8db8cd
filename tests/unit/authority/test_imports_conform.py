"""What importers write passes the shapes that an authority file has to pass, and a failed import leaves no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from memograph.authority.writer import write_turtle
from memograph.cli import main
from memograph.namespaces import Site
from memograph.rdf import read_rdf
from memograph.validation import Shapes, load_shapes, validate
from tests.unit.authority import test_linked_places as places
from tests.unit.authority import test_table as table
from tests.unit.authority import test_tei_lists as tei
from tests.unit.authority.imported import imported

SITE = Site("http://localhost:8000/")


@pytest.fixture(scope="module")
def shapes(repository: Path) -> Shapes:
    return load_shapes(repository / "shapes", SITE)


def wrong(kind: str, path: Path | None, folder: Path, shapes: Shapes) -> list[str]:
    """What the shapes say of an import."""
    known, _ = imported(kind, path)
    file = folder / "written.ttl"
    with file.open("w", encoding="utf-8") as output:
        write_turtle(known, output)
    return [f"{each.focus} {each.message}" for each in validate(read_rdf(file, SITE.base), shapes).results]


def test_tables(tmp_path: Path, shapes: Shapes) -> None:
    assert wrong("table", table.written(tmp_path, table.TABLE), tmp_path, shapes) == []


def test_linked_places(tmp_path: Path, shapes: Shapes) -> None:
    surat = places.feature(
        "Surat",
        when=places.during("1608"),
        links=[{"type": "exactMatch", "identifier": "wd:Q4629"}, {"type": "closeMatch", "identifier": "wd:Q1"}],
        geometry={"type": "Point", "coordinates": [72.83, 21.17]},
    )
    assert wrong("linked-places", places.written(tmp_path, surat), tmp_path, shapes) == []


def test_tei(tmp_path: Path, shapes: Shapes) -> None:
    path = tei.written(tmp_path, tei.THINGS, "gazetteer")
    assert wrong("tei", path, tmp_path, shapes) == []


def test_a_volume(tmp_path: Path, shapes: Shapes, shared: Path) -> None:
    assert wrong("tei", shared / "data/frus/frus1981-88v03-excerpt.xml", tmp_path, shapes) == []


def test_former_countries(tmp_path: Path, shapes: Shapes) -> None:
    assert wrong("former-countries", None, tmp_path, shapes) == []


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("table", "type,label,latitud\nPlace,A,1\n", "own.csv:1: there is no column latitud; did you mean latitude?"),
        ("linked-places", "{}", "no place in it"),
        ("tei", "<TEI", "not well-formed XML"),
        ("turtle", "<a> <b>", "“csv” is not the suffix of an RDF format"),
    ],
)
def test_a_failed_import_says_why_and_leaves_no_file(tmp_path: Path, kind: str, text: str, reason: str) -> None:
    path = table.written(tmp_path, text)
    out = tmp_path / "out.ttl"
    out.write_text("what was there before", encoding="utf-8")
    run = CliRunner().invoke(main, ["authority", "import", kind, str(path), "--out", str(out)])
    assert run.exit_code == 1
    assert reason in run.stderr
    assert out.read_text(encoding="utf-8") == "what was there before"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["out.ttl", "own.csv"]


def test_what_can_be_read_is_written_and_the_rest_counted(tmp_path: Path) -> None:
    path = table.written(tmp_path, "type,label\nPlace,Surat\nPlac,Poona\n")
    out = tmp_path / "out.ttl"
    run = CliRunner().invoke(main, ["authority", "import", "table", str(path), "--out", str(out)])
    assert run.exit_code == 0
    assert f"{path}:3: type is Plac" in run.stderr
    assert "written: Place 1; left out or corrected: 1" in run.stderr
    assert "<id/place/surat>" in out.read_text(encoding="utf-8")
