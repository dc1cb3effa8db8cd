"""Lists of persons and terms of a published volume, and TEI's own lists of things, become entries."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from memograph.authority.entries import Entry, EventEntry, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.sources.tei import read
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from tests.unit.authority.imported import by_slug, imported, survives_turtle

OPEN = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="{id}"><teiHeader/><text><body>\n'
CLOSE = "\n</body></text></TEI>"
THINGS = """\
<listPlace>
<place xml:id="bombay" type="harbour" sameAs="http://www.wikidata.org/entity/Q1156">
 <placeName>Bombay</placeName><placeName>Bombaim</placeName>
 <location><geo>18.975 72.8258</geo></location>
 <place xml:id="mazagaon"><placeName>Mazagaon</placeName></place>
 <trait/>
</place>
<place xml:id="nowhere"><placeName>Nowhere</placeName><location><geo>north</geo></location></place>
</listPlace>
<listOrg><org xml:id="eic"><orgName>East India Company</orgName><idno type="VIAF">123</idno></org></listOrg>
<listPerson><person xml:id="p1">
 <persName><forename>Mountstuart</forename> <surname>Elphinstone</surname></persName>
 <persName>The Hon. Mr. Elphinstone</persName>
 <birth when="1779-10-06"/><death><date notBefore="1859" notAfter="1860"/></death>
 <affiliation ref="#eic"/><affiliation ref="#else"/>
 <occupation from="1819-11-01" to="1827-11-01">Governor of Bombay</occupation>
 <note>Wrote a history of India.</note>
</person><person><persName>Nobody</persName></person></listPerson>
<listEvent><event xml:id="e1" from="1819" to="1820">
 <label>Famine</label><desc>In <placeName ref="#bombay">Bombay</placeName></desc>
</event></listEvent>
"""


def written(folder: Path, inner: str, id_: str = "frus1999v01") -> Path:
    path = folder / "list.xml"
    path.write_text(OPEN.format(id=id_) + inner + CLOSE, encoding="utf-8")
    return path


def test_the_lists_of_a_published_volume(shared: Path, tmp_path: Path) -> None:
    known, problems = imported("tei", shared / "data/frus/frus1981-88v03-excerpt.xml")
    counts = Counter(item.type.value for item in known if isinstance(item, Entry))
    assert counts == {"Person": 183, "Organization": 85, "Place": 7, "Agreement": 6, "Event": 2}
    assert len(problems) == 106, "abbreviations of what is no thing, and initials"
    found = by_slug(known)
    andropov = found["andropov-yuri-frus1981-88v03"]
    assert isinstance(andropov, PersonEntry)
    assert (andropov.label, andropov.family_name, andropov.given_name) == ("Yuri Andropov", "Andropov", "Yuri")
    [remark] = andropov.remarks
    assert remark.words.startswith("Chairman of the Committee for State Security (KGB) until May 1982")
    assert remark.volumes == andropov.volumes == ("frus1981-88v03",)
    assert andropov.sources == ("frus1981-88v03, list of persons, p_AY_1: “Andropov, Yuri”",)
    assert found["allen-lew-jr-frus1981-88v03"].label == "Lew Allen, Jr."
    assert found["national-security-council"].aliases == ("NSC",)  # type: ignore[union-attr]
    assert found["union-of-soviet-socialist-republics"].type is EntityType.PLACE  # type: ignore[union-attr]
    assert ":73: AD: “Anatoly Dobrynin” is initials of somebody; it is left out" in problems
    assert ":89: ASAP: “as soon as possible” is not the name of a body or treaty; it is left out" in problems
    assert survives_turtle(known, tmp_path)


def test_two_of_one_name_in_a_volume_stay_two(tmp_path: Path) -> None:
    item = '<item><persName xml:id="{key}">Smith, John</persName>, {who}</item>'
    items = "".join(item.format(key=key, who=who) for key, who in (("p_1", "a judge"), ("p_2", "a general")))
    unnamed = "\n<item><persName>Doe, Jane</persName></item>"
    known, problems = imported("tei", written(tmp_path, f'<list type="names">{items}{unnamed}</list>'))
    assert sorted(by_slug(known)) == ["smith-john-frus1999v01", "smith-john-frus1999v01-p-2"]
    assert problems == [
        ":3: a name in the list without an xml:id; give it one, so that it is the same one next time; it is left out"
    ]


def test_a_list_of_another_book_has_people_without_remarks(tmp_path: Path) -> None:
    item = '<item><persName xml:id="p_1">Smith, John</persName>, a judge</item>'
    [person], problems = imported("tei", written(tmp_path, f"<list>{item}</list>", "gazetteer"))
    assert isinstance(person, PersonEntry)
    assert (person.slug, person.remarks, person.volumes) == ("smith-john-gazetteer", (), ())
    assert problems[0].startswith(": what the list says of 1 persons: not read, because gazetteer is no volume")


def test_lists_of_things(tmp_path: Path) -> None:
    known, problems = imported("tei", written(tmp_path, THINGS, "gazetteer"))
    found = by_slug(known)
    bombay, mazagaon, famine = found["bombay"], found["mazagaon"], found["famine-e1"]
    assert isinstance(bombay, PlaceEntry)
    assert (bombay.aliases, bombay.latitude, bombay.longitude) == (("Bombaim",), "18.975", "72.8258")
    assert bombay.types == ("harbour",)
    assert [(i.scheme, i.value) for i in bombay.identifiers] == [("wikidata", "Q1156")]
    assert isinstance(mazagaon, PlaceEntry)
    assert mazagaon.within == Ref(Kind.PLACE, "bombay")
    assert isinstance(famine, EventEntry)
    assert (famine.start, famine.end, famine.places) == ("1819", "1820", (Ref(Kind.PLACE, "bombay"),))
    person = next(item for item in known if isinstance(item, PersonEntry))
    assert (person.label, person.birth, person.death) == ("Mountstuart Elphinstone", "1779-10-06", "1859/1860")
    assert person.affiliations == (Ref(Kind.ORGANIZATION, "east-india-company-eic"),)
    assert person.remarks == (), "a remark names a volume that says it"
    [tenure] = [item for item in known if isinstance(item, Tenure)]
    assert (tenure.holder, tenure.start, tenure.end) == (person.slug, "1819-11-01", "1827-11-01")
    assert [item.label for item in known if isinstance(item, PostEntry)] == ["Governor of Bombay"]
    assert problems == [
        ":9: geo “north” is not a latitude and a longitude; it is left out",
        ":19: a person without an xml:id; give it one, so that it is the same one next time; it is left out",
        ": affiliation that refers to nothing in this file: not read at line 16",
        ": element note of a person: not read at line 18",
        ": element trait of a place: not read at line 7",
    ]
    assert survives_turtle(known, tmp_path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ("<TEI>", "list.xml:1: not well-formed XML"),
        ("<html/>", "the root is html, not TEI"),
        ('<!DOCTYPE TEI [<!ENTITY a "b">]><TEI xmlns="http://www.tei-c.org/ns/1.0">&a;</TEI>', "entities"),
        (OPEN.format(id="x") + CLOSE, "no list in it"),
    ],
)
def test_a_file_without_lists_says_why(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "list.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthorityError) as raised:
        list(read(path, pytest.fail))
    assert reason in str(raised.value)
