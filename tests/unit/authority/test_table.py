"""A spreadsheet becomes entries; every cell that cannot be used is told of with its line, and the rest goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.authority.entries import EventEntry, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.sources.table import columns, read
from memograph.authority.sources.table_row import COLUMNS
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import IDENTIFIER_SCHEMES
from tests.unit.authority.imported import by_slug, imported, survives_turtle

TABLE = """\
type,label,slug,aliases,hidden,types,source,wikidata,close_match,latitude,longitude,within,existed_from,existed_until
Place,Bombay,,Mumbai|Bombaim,Bombey,harbour,Hamilton's Gazetteer,Q1156,gn:1275339,18.9750,72.8258,Bombay Presidency,,
place,Bombay Presidency,,,,,,http://www.wikidata.org/wiki/Q1066881,,,,,1668,1947-08-15
Organization,East India Company,eic,"the Company
in London",,,,,,,,,,
"""
PEOPLE = """\
\ufefftype;label;slug;birth;death;affiliation;family_name;given_name;post;from;to;post_in;role_names;#my notes
Person;Mountstuart Elphinstone;;1779-10-06;1859;organization/eic;Elphinstone;Mountstuart;Governor of Bombay;1819-11-01;\
1827-11-01;place/bombay;the Governor;see Colebrooke
Person;;elphinstone-mountstuart;;;;;;Resident at Poona;1811;1818;;;
Person;John Malcolm;;1769;;;;;post/governor-of-bombay;1827;1830;;;
Post;Governor-General;;;;;;;;;;;the Governor-General;
"""


def written(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(folder: Path, *rows: str) -> list[str]:
    """What is told of rows under a header of everything that the tests need."""
    header = "type,label,slug,latitude,longitude,birth,death,within,wikidata,close_match,post,from,to,affiliation"
    return imported("table", written(folder, "\n".join((header, *rows)) + "\n"))[1]


def test_a_gazetteer_becomes_places(tmp_path: Path) -> None:
    known, problems = imported("table", written(tmp_path, TABLE))
    assert problems == []
    found = by_slug(known)
    bombay = found["bombay"]
    assert isinstance(bombay, PlaceEntry)
    assert (bombay.label, bombay.aliases, bombay.hidden) == ("Bombay", ("Bombaim", "Mumbai"), ("Bombey",))
    assert (bombay.types, bombay.sources) == (("harbour",), ("Hamilton's Gazetteer",))
    assert (bombay.latitude, bombay.longitude) == ("18.9750", "72.8258")
    assert bombay.within == Ref(Kind.PLACE, "bombay-presidency")
    assert [(i.scheme, i.value, i.match) for i in bombay.identifiers] == [
        ("geonames", "1275339", "closeMatch"),
        ("wikidata", "Q1156", "exactMatch"),
    ]
    presidency = found["bombay-presidency"]
    assert isinstance(presidency, PlaceEntry)
    assert presidency.existed == ("1668", "1947-08-15")
    assert presidency.identifiers[0].value == "Q1066881"
    assert presidency.sources == ("own.csv: “Bombay Presidency”",), "every entry says where it is from"
    company = found["eic"]
    assert company.label == "East India Company"
    assert company.type is EntityType.ORGANIZATION  # type: ignore[union-attr]


def test_people_with_offices_at_a_time(tmp_path: Path) -> None:
    known, problems = imported("table", written(tmp_path, PEOPLE))
    assert problems == []
    person, *_ = known
    assert isinstance(person, PersonEntry)
    assert (person.slug, person.family_name) == ("elphinstone-mountstuart", "Elphinstone")
    assert person.affiliations == (Ref(Kind.ORGANIZATION, "eic"),)
    tenures = [(t.holder, t.post, t.start, t.end) for t in known if isinstance(t, Tenure)]
    assert tenures == [
        ("elphinstone-mountstuart", "governor-of-bombay", "1819-11-01", "1827-11-01"),
        ("elphinstone-mountstuart", "resident-at-poona", "1811", "1818"),
        ("malcolm-john", "governor-of-bombay", "1827", "1830"),
    ]
    posts = {p.slug: p for p in known if isinstance(p, PostEntry)}
    assert sorted(posts) == ["governor-general", "governor-of-bombay", "resident-at-poona"], "each once"
    assert posts["governor-of-bombay"].body == Ref(Kind.PLACE, "bombay")
    assert posts["governor-of-bombay"].role_names == ("the Governor",)


def test_events_have_dates_and_places(tmp_path: Path) -> None:
    table = "type\tlabel\tstart\tend\tplace\tdescription\nEvent\tDurbar\t1877-01-01\t1877-01-05\tDelhi\tProclamation\n"
    [event], problems = imported("table", written(tmp_path, table))
    assert problems == []
    assert isinstance(event, EventEntry)
    assert (event.start, event.end, event.purpose) == ("1877-01-01", "1877-01-05", "Proclamation")
    assert event.places == (Ref(Kind.PLACE, "delhi"),)


def test_the_way_through_turtle_keeps_everything(tmp_path: Path) -> None:
    known = imported("table", written(tmp_path, TABLE))[0] + imported("table", written(tmp_path, PEOPLE, "b.csv"))[0]
    assert len(known) == 11
    assert survives_turtle(known, tmp_path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Persn,A,,,,,,,,,,,,", "type is Persn, not one of Person, Place"),
        ("Place,,,,,,,,,,,,,", "label is empty"),
        ("Place,A,Ä B,,,,,,,,,,,", "slug Ä B is not small letters and digits joined by hyphens; a-b is"),
        ("Place,A,,91,0,,,,,,,,,", "latitude 91 is not between -90 and 90"),
        ("Place,A,,51.5,,,,,,,,,,", "longitude '' is not a decimal number"),
        ('Place,A,,"51,5",7,,,,,,,,,', "latitude '51,5' is not a decimal number"),
        ("Place,A,,,,1779,,,,,,,,", "a Place has no birth"),
        ("Person,A,,,,1859,1779,,,,,,,", "death (1779) is before birth (1859)"),
        ("Person,A,,,,6.10.1779,,,,,,,,", "birth: '6.10.1779' is not an EDTF date"),
        ("Place,A,,,,,,person/x,,,,,,", "within: person/x is not place/…"),
        ("Place,A,,,,,,B|C,,,,,,", "within: it lies in 2 places"),
        ("Person,A,,,,,,,,,,,,company", "affiliation: company is not place/… or organization/…"),
        ("Place,A,,,,,,,http://viaf.org/viaf/1,,,,,", "is not the address of a record of wikidata"),
        ("Place,A,,,,,,,Q 1,,,,,", "'Q 1' is not an identifier of wikidata"),
        ("Place,A", "2 cells, not the 14 of the first line"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    [problem] = told(tmp_path, "Place,First,,,,,,,,,,,,", row)
    assert problem.startswith(":3: ")
    assert reason in problem
    assert problem.endswith("this row is left out")


def test_a_slug_stands_for_one_thing(tmp_path: Path) -> None:
    [problem] = told(tmp_path, "Place,Kiel,,,,,,,,,,,,", "Place,Kiel,,54.3,10.1,,,,,,,,,")
    assert problem.startswith(":3: kiel is defined in line 2; tell them apart by the column slug")


def test_a_record_is_of_one_thing(tmp_path: Path) -> None:
    [problem] = told(
        tmp_path, "Place,Kiel,,,,,,,Q1707,,,,,", "Place,Kiel Bay,,,,,,,Q1707,,,,,", "Place,Bay,,,,,,,,wd:Q1707,,,,"
    )
    assert problem.startswith(
        ":3: http://www.wikidata.org/entity/Q1707 is that of line 2, and a record is of one thing"
    )
    assert problem.endswith("or name it in close_match; this row is left out")
    problems = told(tmp_path, "Place,Kiel,,95,10,,,,Q1707,,,,,", "Place,Kiel Bay,,,,,,,Q1707,,,,,")
    assert [each.split(":")[1] for each in problems] == ["2"], "what was left out has no record"


def test_an_address_of_no_known_authority_is_left_out_but_the_row_stays(tmp_path: Path) -> None:
    path = written(tmp_path, "type,label,close_match\nPlace,Kiel,https://example.org/kiel|wd:Q1707\n")
    [kiel], problems = imported("table", path)
    assert [i.value for i in kiel.identifiers] == ["Q1707"]  # type: ignore[union-attr]
    assert problems[0].startswith(":2: close_match: https://example.org/kiel is of none of wikidata")


def test_a_row_over_several_lines_is_told_by_its_first(tmp_path: Path) -> None:
    path = written(tmp_path, 'type,label\nPlace,"a\nb"\n\nPlac,x\nPlace,"never closed\n')
    known, problems = imported("table", path)
    assert [item.label for item in known] == ["a b"]  # type: ignore[union-attr]
    assert problems[0].startswith(":5: type is Plac")
    assert problems[1].startswith(":6: not CSV (unexpected end of data)")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("type,labl\n", ":1: there is no column labl; did you mean label?"),
        ("type,label,Birth\n", ":1: there is no column Birth; did you mean birth?"),
        ("type,label,zzz\n", ":1: there is no column zzz; known are type, slug"),
        ("type,label,label\n", ":1: column label is there twice"),
        ("label\nx\n", ":1: column type is missing"),
        ("", "empty; the first line names the columns"),
    ],
)
def test_a_table_that_cannot_be_read_says_why(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(AuthorityError) as raised:
        list(read(written(tmp_path, text), pytest.fail))
    assert reason in str(raised.value)


def test_a_table_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.csv"
    path.write_bytes("type,label\nPlace,A\nPlace,Königsberg\n".encode("latin-1"))
    with pytest.raises(AuthorityError, match=r"latin.csv:3: not UTF-8; save the table as “CSV UTF-8”"):
        list(read(path, pytest.fail))
    with pytest.raises(AuthorityError, match="No such file"):
        list(read(tmp_path / "absent.csv", pytest.fail))


def test_the_manual_has_every_column(repository: Path) -> None:
    manual = (repository / "docs/authorities.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in manual.splitlines() if line.startswith("| `")]
    listed = [name.strip("` ") for row in rows for name in row.split(",")]
    assert set(COLUMNS) <= set(listed), set(COLUMNS) - set(listed)
    assert columns() == (*COLUMNS, *IDENTIFIER_SCHEMES)
