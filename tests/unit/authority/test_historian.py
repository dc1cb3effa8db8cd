"""The Historian's people database: read from an archive or a folder, beside Turtle files, whatever a record lacks."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
from pathlib import Path
from random import Random

import pytest

from memograph.authority.historian import Record, read_people
from memograph.authority.imported import kind_of
from memograph.authority.index import Authority, load_authority
from memograph.errors import AuthorityError
from memograph.model import EntityType
from memograph.namespaces import Site
from memograph.personal_names import parse_name

SITE = Site("http://localhost:8000/")
VOLUMES = "https://history.state.gov/historicaldocuments"


def person(number: str, name: str, *, variants: str = "", years: tuple[str, str] = ("", ""), remarks: str = "") -> str:
    return (
        f"<person><id>{number}</id><names><preferred><name>{name}</name></preferred><alternates/>"
        f"<originals>{variants}</originals><titles-from-name><title><name>Dr.</name></title></titles-from-name></names>"
        f"<birth-year>{years[0]}</birth-year><death-year>{years[1]}</death-year><remarks>{remarks}</remarks></person>"
    )


def original(name: str, *volumes: str) -> str:
    urls = "".join(f"<source-url>{VOLUMES}/{volume}/persons#p_1</source-url>" for volume in volumes)
    return f"<original><name>{name}</name>{urls}</original>"


def remark(words: str, *volumes: str) -> str:
    return original("", *volumes).replace("original", "remark").replace("<name></name>", f"<p>{words}</p>")


BRINDLE = person(
    "200001",
    "Brindlemoor, Walter Quincy",
    variants=original("Brindlemoor, Walter Q.", "frus1961-63v05", "frus1961-63v14"),
    years=("1901", "1988"),
    remarks=remark("Secretary  of\n Lighthouses", "frus1961-63v05"),
)


def archive(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            data = content.encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


def read(path: Path) -> tuple[list[Record], list[str]]:
    problems: list[str] = []
    return list(read_people(path, lambda error: problems.append(str(error)))), problems


def test_a_record_gives_names_years_remarks_and_volumes(tmp_path: Path) -> None:
    (record,), problems = read(archive(tmp_path / "people.tar.gz", {"people/data/1/200001.xml": BRINDLE}))
    assert not problems
    assert (record.id, record.name, record.variants) == (
        "200001",
        "Brindlemoor, Walter Quincy",
        ("Brindlemoor, Walter Q.",),
    )
    assert (record.birth, record.death) == ("1901", "1988")
    assert record.volumes == {"frus1961-63v05", "frus1961-63v14"}
    assert [(r.words, r.volumes) for r in record.remarks] == [("Secretary of Lighthouses", ("frus1961-63v05",))]


def test_archive_and_folder_read_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "2"
    folder.mkdir(parents=True)
    (folder / "200001.xml").write_text(BRINDLE, encoding="utf-8")
    (folder / "collection.xml").write_text("<not-a-person/>", encoding="utf-8")
    tar = archive(tmp_path / "people.tar.gz", {"data/2/200001.xml": BRINDLE, "README.md": "# People"})
    assert kind_of(tmp_path / "data") == kind_of(tar) == "people"
    assert read(tmp_path / "data") == read(tar)


def test_a_folder_of_turtle_is_no_people_data(tmp_path: Path) -> None:
    (tmp_path / "people.ttl").write_text("", encoding="utf-8")
    assert kind_of(tmp_path) is None
    assert kind_of(tmp_path / "people.ttl") is None


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("<person><id>2000", r"200002\.xml:1:\d+: not XML"),
        ("", r"200002\.xml:1:\d+: not XML"),
        (person("", "Nobody, N."), r"200002\.xml:1: its id is absent"),
        (person("abc", "Nobody, N."), r"200002\.xml:1: its id is abc, not a number"),
        (person("200002", " "), r"200002\.xml:1: it has no name"),
        (person("200001", "Twice, T."), r"200002\.xml:1: record 200001 was read before"),
        (
            '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]><person><id>&x;</id></person>',
            "its id is &x;, not a number",
        ),
    ],
)
def test_a_bad_record_is_reported_and_the_rest_goes_on(tmp_path: Path, bad: str, reason: str) -> None:
    records, problems = read(archive(tmp_path / "p.tar.gz", {"1/200001.xml": BRINDLE, "1/200002.xml": bad}))
    assert [record.id for record in records] == ["200001"]
    assert len(problems) == 1
    assert re.search(reason, problems[0]), problems
    assert "p.tar.gz!1/200002.xml" in problems[0]


def test_what_is_no_archive_or_holds_nobody_is_an_error(tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"not an archive")
    with pytest.raises(AuthorityError, match="not a readable archive"):
        read(broken)
    with pytest.raises(AuthorityError, match="no person in it"):
        read(archive(tmp_path / "empty.tar.gz", {"README.md": "# nothing"}))
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(archive(tmp_path / "whole.tar.gz", {"1/200001.xml": BRINDLE}).read_bytes()[:-40])
    with pytest.raises(AuthorityError, match="not a readable archive"):
        read(cut)


def test_an_archive_that_was_cut_off_anywhere_is_an_error(tmp_path: Path) -> None:
    names = {f"1/2{number:05}.xml": person(f"2{number:05}", f"{Random(number).random()}, N.") for number in range(400)}
    whole = archive(tmp_path / "whole.tar.gz", names)
    assert len(read(whole)[0]) == 400
    packed, plain = whole.read_bytes(), gzip.decompress(whole.read_bytes())
    with tarfile.open(whole) as members:
        between = [member.offset for member in members][1::40]  # where one file has ended and the next not begun
    halves = [(packed[: len(packed) * part // 20], "cut.tar.gz") for part in range(1, 20)]
    for data, name in (*halves, *((plain[:end], "cut.tar") for end in between)):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(AuthorityError, match=rf"{name}: not a readable archive"):
            read(tmp_path / name)
    (tmp_path / "whole.tar").write_bytes(plain)
    assert read(tmp_path / "whole.tar") == read(whole)


def test_an_archive_whose_bytes_were_changed_is_an_error(tmp_path: Path) -> None:
    data = bytearray(archive(tmp_path / "p.tar.gz", {"1/200001.xml": BRINDLE}).read_bytes())
    data[-6] ^= 1  # in gzip's checksum
    (tmp_path / "p.tar.gz").write_bytes(data)
    with pytest.raises(AuthorityError, match="not a readable archive"):
        read(tmp_path / "p.tar.gz")


TURTLE = """
@prefix mg: <ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<id/person/brindlemoor-walter> a mg:Person ; rdfs:label "Walter Q. Brindlemoor" ; foaf:familyName "Brindlemoor" ;
    foaf:givenName "Walter Q." ; mg:identifiedBy <id/person/brindlemoor-walter#hsg> ;
    skos:exactMatch <https://github.com/HistoryAtState/people/blob/master/data/200000/2/0/0/0/200001.xml> .
<id/person/brindlemoor-walter#hsg> a mg:Identifier ; mg:scheme "hsg" ; skos:notation "200001" ; dcterms:source "test" .
"""


@pytest.fixture
def both(tmp_path: Path) -> Authority:
    (tmp_path / "people.ttl").write_text(TURTLE, encoding="utf-8")
    files = {"1/200001.xml": BRINDLE, "1/200003.xml": person("200003", "Ostrander, Ada (“Dot”), II")}
    return load_authority([tmp_path / "people.ttl", archive(tmp_path / "p.tar.gz", files)], SITE)


def test_a_record_joins_the_turtle_entry_of_its_number(both: Authority) -> None:
    (found,) = both.directory.bearers(parse_name("Brindlemoor"))
    assert found.curated and found.imported is not None
    assert found.entry.slug == "brindlemoor-walter", "the Turtle file's statement wins"
    assert both.directory.listed("frus1961-63v14") == (found,)


def test_a_person_of_the_database_alone_is_an_entry_with_identifier(both: Authority) -> None:
    (found,) = both.directory.bearers(parse_name("Dot Ostrander"))
    entry = both.entry(EntityType.PERSON, found.entry.slug)
    assert (entry.slug, entry.label) == ("ostrander-ada-ii-hsg200003", "Ada Ostrander, II")
    assert [(i.scheme, i.value) for i in entry.identifiers] == [("hsg", "200003")]


def test_the_database_makes_no_names(both: Authority) -> None:
    assert "Ostrander" not in {surface for surface, _, _ in both.surfaces()}
    assert both.people_by_surname("Ostrander") == ()
    assert {entry.slug for entry in both.entries} == {"brindlemoor-walter"}


def test_without_withholds_the_turtle_entry_and_keeps_the_record(both: Authority) -> None:
    withheld = both.without({(EntityType.PERSON, "brindlemoor-walter")})
    (found,) = withheld.directory.bearers(parse_name("Walter Brindlemoor"))
    assert not found.curated and found.entry.slug == "brindlemoor-walter-quincy-hsg200001"
    assert both.without_records().directory.bearers(parse_name("Ostrander")) == ()
