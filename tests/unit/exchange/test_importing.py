"""`memograph import` on the command line: what it writes, what it says, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memograph.curation.decision import Anchor
from memograph.curation.files import read_decisions
from memograph.exchange.corrections import placed
from memograph.exchange.naming import record_address
from memograph.model import Span
from tests.unit.exchange.conftest import Exported

NAME = "frus1981-88v04d4"


@pytest.fixture
def corrected(corpus: Exported, tmp_path: Path) -> Path:
    """An export in which one mention was removed."""
    corpus.to("web-annotation", tmp_path / "export", NAME)
    path = tmp_path / "export" / f"{NAME}.jsonld"
    data = json.loads(path.read_text(encoding="utf-8"))
    del data["first"]["items"][0]
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_decisions_are_written_where_curation_reads_them(corpus: Exported, tmp_path: Path, corrected: Path) -> None:
    done = corpus.run(tmp_path, "import", str(corrected), "--author", "Jane Doe")
    assert done.exit_code == 0, done.output
    file = tmp_path / "corpus" / "curation" / f"{NAME}.csv"
    version = corpus.source.release.manifest.version
    assert done.stdout == f"1 documents compared with release {version}; 1 decisions: {file}\n"
    (decision,) = read_decisions([file.parent], corpus.source.site)
    assert (decision.author, decision.action, decision.about) == ("Jane Doe", "reject", "mention")
    assert decision.anchor is not None
    text = corpus.source.document(NAME).text
    assert text[decision.anchor.start : decision.anchor.end] == decision.anchor.exact


def test_a_file_that_is_there_is_left_alone(corpus: Exported, tmp_path: Path, corrected: Path) -> None:
    out = tmp_path / "mine.csv"
    out.write_text("mine", encoding="utf-8")
    done = corpus.run(tmp_path, "import", str(corrected), "--author", "Jane Doe", "--out", str(out))
    assert done.exit_code == 2
    assert "is there already" in done.stderr
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made(corpus: Exported, tmp_path: Path, corrected: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = tmp_path / "file" / "decisions.csv"
    done = corpus.run(tmp_path, "import", str(corrected), "--author", "Jane Doe", "--out", str(out))
    assert done.exit_code == 1
    assert "decisions.csv: File exists; name a file in a folder that can be written" in done.stderr


def test_nothing_to_decide_writes_nothing(corpus: Exported, tmp_path: Path) -> None:
    corpus.to("web-annotation", tmp_path / "export", NAME)
    done = corpus.run(tmp_path, "import", str(tmp_path / "export" / f"{NAME}.jsonld"))
    assert done.exit_code == 0
    assert done.stdout.endswith("nothing to decide\n")
    assert not (tmp_path / "corpus").exists()


def test_what_cannot_be_used_is_told_and_the_rest_goes_on(corpus: Exported, tmp_path: Path, corrected: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("[\n{]", encoding="utf-8")
    out = tmp_path / "out.csv"
    done = corpus.run(tmp_path, "import", str(broken), str(corrected), "--author", "Jane Doe", "--out", str(out))
    assert done.exit_code == 1
    assert f"{broken}:2: not JSON" in done.stderr
    assert len(read_decisions([out], corpus.source.site)) == 1


def test_the_day_is_today_where_the_file_has_none(corpus: Exported, tmp_path: Path, corrected: Path) -> None:
    from datetime import date

    corpus.run(tmp_path, "import", str(corrected), "--author", "Jane Doe", "--out", str(tmp_path / "out.csv"))
    (decision,) = read_decisions([tmp_path / "out.csv"], corpus.source.site)
    assert decision.date == date.today().isoformat()


def test_a_release_that_is_not_kept(corpus: Exported, tmp_path: Path, corrected: Path) -> None:
    done = corpus.run(tmp_path, "import", str(corrected), "--release", "000000000000")
    assert done.exit_code == 1
    assert "No release “000000000000” is kept" in done.stderr


@pytest.mark.parametrize(
    ("copied", "address"),
    [
        ("https://www.wikidata.org/wiki/Q184267", "http://www.wikidata.org/entity/Q184267"),
        ("http://www.wikidata.org/entity/Q184267", "http://www.wikidata.org/entity/Q184267"),
        ("https://viaf.org/en/viaf/46776864", "http://viaf.org/viaf/46776864"),
        ("https://www.geonames.org/2660646/geneve.html", "https://sws.geonames.org/2660646/"),
        ("https://id.loc.gov/authorities/names/n50032803.html", "http://id.loc.gov/authorities/names/n50032803"),
        ("https://example.org/Q1", "https://example.org/Q1"),
    ],
)
def test_pages_that_browsers_show_are_records(copied: str, address: str) -> None:
    assert record_address(copied) == address


@pytest.mark.parametrize(
    ("anchor", "span"),
    [
        (Anchor("d", "b", start=2, end=3), Span(2, 3)),
        (Anchor("d", "b", start=3, end=4), Span(2, 3)),  # UTF-16
        (Anchor("d", start=1, end=2), Span(1, 2)),
        (Anchor("d", start=1, end=99), None),
        (Anchor("d", start=2, end=2), None),
        (Anchor("d", "nothing"), None),
        (Anchor("d", "b", start=0, end=1), Span(2, 3)),
    ],
)
def test_selectors_are_placed(anchor: Anchor, span: Span | None) -> None:
    assert placed("a😀b c", anchor) == span
