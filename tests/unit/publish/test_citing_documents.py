"""Citations of documents: the sentence that style guides ask for, and notations that programs read as meant."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from memograph.publish.pages.citing import Author, Volume, Work

WORK = Work(
    key="frus1981-88v04d4",
    title="Memorandum From the President’s Assistant (Clark) to Secretary of State Shultz",
    number="4",
    volume=Volume.of("frus1981-88v04"),
    authors=(Author("William P. Clark, Jr.", True),),
    dated="1983-02-01",
    place="Washington",
    archive=("Reagan Library", "NSC Files", "USSR & 100%"),
    original="https://history.state.gov/historicaldocuments/frus1981-88v04/d4",
    address="https://example.org/id/document/frus1981-88v04d4",
    site="Cables",
    subjects=("Arms control", "Summits"),
)
OWN = replace(WORK, volume=None, number="", original="", authors=(Author("Embassy in Moscow", False),))


def test_as_the_office_of_the_historian_recommends() -> None:
    assert WORK.recommended() == (
        "<cite>Foreign Relations of the United States</cite>, 1981–1988, Volume IV, Document 4, "
        "https://history.state.gov/historicaldocuments/frus1981-88v04/d4."
    )
    assert OWN.recommended() == ""


def test_in_chicago_style() -> None:
    assert WORK.chicago().striptags() == (
        "“Memorandum From the President’s Assistant (Clark) to Secretary of State Shultz,” Washington, "
        "February 1, 1983, Foreign Relations of the United States, 1981–1988, Volume IV, Document 4, "
        "https://history.state.gov/historicaldocuments/frus1981-88v04/d4."
    )
    assert (
        OWN.chicago()
        .striptags()
        .endswith(
            "Washington, February 1, 1983, USSR & 100%, NSC Files, Reagan Library, "
            "https://example.org/id/document/frus1981-88v04d4."
        )
    )


def test_what_is_only_cited_has_no_title() -> None:
    cited = replace(WORK, title="", authors=(), dated="", place="", archive=())
    assert cited.chicago() == cited.recommended() != ""
    assert "title = {{Document 4}}" in cited.bibtex()
    assert "\r\nTI  - Document 4\r\n" in cited.ris()
    assert cited.csl()["title"] == dict(cited.head())["citation_title"] == "Document 4"


def test_a_title_is_text_and_no_markup() -> None:
    assert "<b>" not in replace(WORK, title="A <b>title</b>", place="<i>").chicago().replace("<cite>", "")


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("frus1961-63v05", "1961–1963, Volume V"),
        ("frus1969-76v19p1", "1969–1976, Volume XIX, Part 1"),
        ("frus1969-76ve10", "1969–1976, Volume E–10"),
        ("frus1945v02", "1945, Volume II"),
        ("frus1945Berlinv01", None),
        ("frus1961-63v10-12mSupp", None),
        ("frus1961-63v00", None),
        ("memoranda", None),
    ],
)
def test_volumes(identifier: str, words: str | None) -> None:
    volume = Volume.of(identifier)
    assert (volume.words if volume else None) == words


@pytest.mark.parametrize(
    ("name", "family", "given", "suffix"),
    [
        ("William P. Clark, Jr.", "Clark", "William P.", "Jr."),
        ("Andrei A. Gromyko", "Gromyko", "Andrei A.", ""),
        ("Charles de Gaulle", "de Gaulle", "Charles", ""),
        ("Haig", "Haig", "", ""),
    ],
)
def test_names(name: str, family: str, given: str, suffix: str) -> None:
    author = Author(name, True)
    assert (author.family, author.given, author.suffix) == (family, given, suffix)
    assert (Author(name, False).family, Author(name, False).given) == (name, "")


def test_bibtex() -> None:
    entry = WORK.bibtex()
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))
    assert entry.startswith("@incollection{frus1981-88v04d4,\n")
    assert fields["author"] == "Clark, Jr., William P."
    assert fields["booktitle"] == "{Foreign Relations of the United States, 1981–1988, Volume IV}"
    assert (fields["date"], fields["year"], fields["number"]) == ("1983-02-01", "1983", "Document 4")
    own = OWN.bibtex()
    assert own.startswith("@misc{")
    assert "author = {{Embassy in Moscow}}" in own
    assert r"howpublished = {USSR \& 100\%, NSC Files, Reagan Library}" in own
    assert own.count("{") == own.count("}")


def test_ris() -> None:
    record = WORK.ris()
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in record.split("\r\n")[:-1])
    lines = record.split("\r\n")
    assert lines[0] == "TY  - GOVDOC"
    assert lines[-2].rstrip() == "ER  -"
    for line in ("AU  - Clark, William P., Jr.", "DA  - 1983/02/01/", "PY  - 1983", "VL  - IV", "KW  - Summits"):
        assert line in lines
    forged = replace(WORK, title="One\r\nER  - \r\nTY  - BOOK").ris()
    assert forged.count("\r\nTY  - ") == 0
    assert forged.count("\r\nER  - ") == 1


def test_csl() -> None:
    item = WORK.csl()
    assert item["author"] == [{"family": "Clark", "given": "William P.", "suffix": "Jr."}]
    assert item["issued"] == {"date-parts": [[1983, 2, 1]]}
    assert (item["type"], item["container-title"]) == (
        "chapter",
        "Foreign Relations of the United States, 1981–1988, Volume IV",
    )
    assert OWN.csl()["author"] == [{"literal": "Embassy in Moscow"}]
    assert OWN.csl()["type"] == "document"


@pytest.mark.parametrize(
    ("dated", "day", "year"),
    [
        ("1983-01-28/1983-02-02", "", "1983"),
        ("1961-02", "1961-02", "1961"),
        ("1961~", "", "1961"),
        ("", "", ""),
        ("no date", "", ""),
        ("../1961", "", ""),
    ],
)
def test_dates_that_are_no_day(dated: str, day: str, year: str) -> None:
    work = replace(WORK, dated=dated)
    assert (work.day, work.year) == (day, year)
    told = dict(work.head())
    assert told.get("citation_publication_date", "") == (day.replace("-", "/") or year)
    assert ("issued" in work.csl()) == bool(dated)
    assert ("\r\nDA  - " in work.ris()) == bool(day)


def test_what_zotero_reads() -> None:
    """Embedded Metadata translator: a title of a book makes a section of it, a comma inverts a name."""
    told = WORK.head()
    assert ("citation_author", "Clark, William P.") in told
    assert ("citation_book_title", WORK.book) in told
    assert ("citation_publication_date", "1983/02/01") in told
    names = [name for name, _ in OWN.head()]
    assert "citation_author" not in names
    assert ("z:itemType", "document") in OWN.head()
