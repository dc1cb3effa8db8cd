"""TEI → Documents: the published excerpt, the flattening, and files that must be refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from memograph.errors import ReadError
from memograph.model import Document, ListedPerson, ListedTerm, Markup, NoteReference, PageBreak, Span, ZoneKind
from memograph.read import read
from tests.unit.read.reading_laws import assert_lawful

EXCERPT = "data/frus/frus1981-88v03-excerpt.xml"
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1"><text><body>{}</body></text></TEI>'


def _documents(path: Path) -> list[Document]:
    results = list(read(path))
    documents = [r for r in results if isinstance(r, Document)]
    assert len(documents) == len(results)
    return documents


def _one(tmp_path: Path, div: str) -> Document:
    file = tmp_path / "volume.xml"
    file.write_text(TEI.format(f'<div type="document" xml:id="d1">{div}</div>'), encoding="utf-8")
    (document,) = _documents(file)
    assert_lawful(document)
    return document


def test_the_excerpt_yields_its_ten_documents(shared: Path) -> None:
    documents = _documents(shared / EXCERPT)
    numbers = ("1", "2", "155", "156", "228", "229", "233", "234", "247", "248")
    assert [d.id for d in documents] == [f"frus1981-88v03d{n}" for n in numbers]
    for document in documents:
        assert_lawful(document)
        assert len(document.persons) == 183
        assert len(document.terms) == 198
        assert not re.search(r"[^\S\n]{2,}|\t", document.text.replace("\n  ", "\n"))
    persons = {person.key: person for person in documents[0].persons}
    assert persons["p_GA_1"] == ListedPerson("p_GA_1", "Gromyko, Andrei", "Soviet Foreign Minister")
    assert persons["p_CWP_1"].name == "Clark, William P., Jr."
    assert ListedTerm("t_ABM_1", "ABM", "anti-ballistic missile") in documents[0].terms


def test_markup_names_what_it_marks(shared: Path) -> None:
    names = {mark.target: mark.span.of(d.text) for d in _documents(shared / EXCERPT) for mark in d.markup}
    assert names["p_RRW_1"] in {"Reagan", "Ronald Reagan"}
    assert names["1982-12-04"] == "December 4, 1982"
    assert names["1982-11-15"] == "November 15, 1982, 4:40–5:10 p.m."
    surfaces = [m.span.of(d.text) for d in _documents(shared / EXCERPT) for m in d.markup if m.tag == "persName"]
    assert len(surfaces) > 200
    assert not [s for s in surfaces if not s[0].isupper()]


def test_memorandum_and_its_tei_say_the_same(shared: Path, repository: Path) -> None:
    document = next(d for d in _documents(shared / EXCERPT) if d.id == "frus1981-88v03d247")
    plain = (repository / "corpus/memoranda/frus1981-88v03d247.txt").read_text(encoding="utf-8")
    bare = re.sub(r"\[Page \d+\]|•|(?<=Reagan) 1|(?<=Geneva\.)2|(?<=principals\.)3", " ", plain)
    flat = document.text.replace("Washington, December 4, 1982", "").replace("SUBJECT", "")
    assert flat.split() == bare.split()


def test_the_layout_of_the_source_does_not_matter(shared: Path, tmp_path: Path) -> None:
    source = (shared / EXCERPT).read_text(encoding="utf-8")
    reflowed = tmp_path / "frus1981-88v03.xml"
    reflowed.write_text(re.sub(r"\s+", " ", source), encoding="utf-8")
    one, two = _documents(shared / EXCERPT), _documents(reflowed)
    assert [(d.text, d.zones, d.markup, d.pages) for d in one] == [(d.text, d.zones, d.markup, d.pages) for d in two]


def test_flattening_of_mixed_content(tmp_path: Path) -> None:
    document = _one(
        tmp_path,
        """<pb n="7"/><head>1. Letter From <persName corresp="#p_1"> Rusk</persName>
             <note n="1" type="source">Source: A <gloss target="#t_1">NSC</gloss> File.
               <p>Second part.</p></note></head>
           <opener><dateline><placeName>Rome</placeName>, <date from="1961-01-02" to="1961-01-05">early</date>
             </dateline></opener>
           <list type="participants"><head>PARTICIPANTS</head><item><list><head>U.S.</head>
             <item>Mr. Nitze</item></list></item></list>
           <p>An eco<pb n="8"/>nomic
              point:<list><item>one</item><item>two</item></list> and so on.<note n="2">Not <hi>found</hi>.</note> </p>
           <table><row><cell>Approve ___</cell><cell>Other ___</cell></row></table>
           <closer><signed><persName corresp="#p_1">Dean Rusk</persName><lb/>Secretary</signed></closer>
           <frus:attachment xmlns:frus="http://history.state.gov/frus/ns/1.0"><head>Tab A</head><p>More.</p>
             <closer><signed>X</signed></closer></frus:attachment>""",
    )
    assert document.text == (
        "1. Letter From Rusk\n\nRome, early\n\nPARTICIPANTS\n\nU.S.\n\nMr. Nitze\n\nAn economic"
        " point:\n\none\n\ntwo\n\n"
        "and so on.\n\nApprove ___ Other ___\n\nDean Rusk\n\nSecretary\n\nTab A\n\nMore.\n\nX\n\n"
        "  1. Source: A NSC File. Second part.\n  2. Not found."
    )
    assert [(z.kind, z.span.of(document.text)) for z in document.zones][:4] == [
        (ZoneKind.HEADING, "1. Letter From Rusk"),
        (ZoneKind.DATELINE, "Rome, early"),
        (ZoneKind.PARTICIPANTS, "Mr. Nitze"),
        (ZoneKind.BODY, "An economic point:"),
    ]
    kinds = [zone.kind for zone in document.zones]
    assert kinds[-5:] == [
        ZoneKind.ATTACHMENT,
        ZoneKind.BODY,
        ZoneKind.SIGNATURE,
        ZoneKind.SOURCE_NOTE,
        ZoneKind.NOTE,
    ]
    assert Markup("persName", Span(15, 19), "p_1") in document.markup
    assert "1961-01-02/1961-01-05" in {mark.target for mark in document.markup}
    at = document.text.index("economic") + 3
    assert document.pages == (PageBreak("7", Span(0, 0)), PageBreak("8", Span(at, at)))
    end = document.text.index("so on.") + 6
    assert document.note_references == (NoteReference("1", Span(19, 19)), NoteReference("2", Span(end, end)))


def test_a_document_that_cannot_be_used_leaves_the_others(tmp_path: Path) -> None:
    file = tmp_path / "volume.xml"
    divs = '<div type="document" xml:id="d1"><p>No head.</p></div>\n<div type="document"><head>2. Note</head></div>\n'
    file.write_text(TEI.format(divs + '<div type="document" n="3"><head>3. Note</head></div>'), encoding="utf-8")
    first, second, third = read(file)
    assert isinstance(first, ReadError)
    assert "d1 has no heading" in first.reason
    assert isinstance(second, ReadError)
    assert second.line == 2
    assert isinstance(third, Document)
    assert third.id == "frus1d3"


LAUGHS = '<!DOCTYPE TEI [\n<!ENTITY a "ha">\n' + "".join(
    f'<!ENTITY {name} "{("&" + before + ";") * 10}">\n' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("", "the file is empty", None),
        ("<TEI>\n<text>\n</TEI>", "the root is TEI, not TEI in the namespace", 1),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'>\n<text>\n</TEI>", "not well-formed XML", 3),
        ("<TEI xmlns='http://www.tei-c.org/ns/1.0'>\n&nbsp;</TEI>", "not well-formed XML|entities", 2),
        ("<TEI xmlns='a}b'/>", "the root is {a}b}TEI, not TEI", 1),
        ("<html/>", "the root is html, not TEI", 1),
        (TEI.format("<p/>"), "no documents in it", 1),
        ("<!DOCTYPE TEI [\n<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\n" + TEI.format("<p>&x;</p>"), "entities", 2),
        ("<!DOCTYPE TEI [\n<!ENTITY x 'unused'>]>\n" + TEI.format("<p/>"), "entities", 2),
        (LAUGHS + "]>\n" + TEI.format("<p>&i;</p>"), "entit(ies|y amplification)", None),
    ],
)
def test_files_that_are_refused(tmp_path: Path, content: str, reason: str, line: int | None) -> None:
    file = tmp_path / "bad.xml"
    file.write_text(content, encoding="utf-8")
    (error,) = read(file)
    assert isinstance(error, ReadError)
    assert re.search(reason, str(error))
    assert error.path == str(file)
    assert line is None or error.line == line


def test_no_entity_is_ever_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for readers", encoding="utf-8")
    file = tmp_path / "bad.xml"
    declaration = f"<!DOCTYPE TEI [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
    file.write_text(declaration + TEI.format('<div type="document" n="1"><head>1. &x;</head></div>'), encoding="utf-8")
    (error,) = read(file)
    assert isinstance(error, ReadError)
    assert "not for readers" not in str(error)
