"""Files of decisions: what is read, what is refused with file and line, and that what was written is read back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.curation.checking import decision_of, row_of
from memograph.curation.decision import COLUMNS, About, Action, Anchor, Decision, Origin
from memograph.curation.files import read_decisions, write_csv
from memograph.curation.identity import decision_slug
from memograph.curation.table import escaped, unescaped
from memograph.errors import CurationError
from memograph.model import EntityType, Kind, Literal, Ref
from memograph.namespaces import EDTF, Site

SITE = Site("http://localhost:8000/")
WHO = {"author": "J. Doe", "date": "2026-11-22"}
MEETING = {
    "action": "reject",
    "about": "statement",
    "document": "frus1981-88v04d4",
    "subject": "person/haig-alexander",
    "predicate": "metWith",
    "object": "person/gromyko-andrei",
    **WHO,
}


def _csv(path: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, columns)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(output.getvalue().encode())
    return path


def _problems(*paths: Path) -> list[str]:
    with pytest.raises(CurationError) as error:
        read_decisions(paths, SITE)
    return str(error.value).splitlines()


def test_a_row_becomes_a_decision(tmp_path: Path) -> None:
    path = _csv(tmp_path / "clark.csv", MEETING)
    [decision] = read_decisions([path], SITE)
    assert (decision.action, decision.about) == (Action.REJECT, About.STATEMENT)
    assert decision.subject == Ref(Kind.PERSON, "haig-alexander")
    assert decision.object == Ref(Kind.PERSON, "gromyko-andrei")
    assert decision.anchor == Anchor("frus1981-88v04d4")
    assert str(decision.origin) == f"{path}:2"
    assert decision.slug.startswith("reject-statement-metwith-gromyko-andrei-haig-alexander-")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"subject": ""}, "“subject” is empty; a decision to reject a statement needs it"),
        (
            {"subject": "persons/haig"},
            "“subject” is 'persons/haig': write kind/slug, such as person/gromyko-andrei; d",
        ),
        ({"subject": "haig alexander"}, "“subject” is 'haig alexander': write kind/slug"),
        (
            {"object": "http://www.wikidata.org/entity/Q1"},
            "“object” is 'http://www.wikidata.org/entity/Q1': an addres",
        ),
        ({"date": "22.11.2026"}, "“date” is '22.11.2026': write the day as YYYY-MM-DD"),
        ({"date": "2026-02-30"}, "“date” is '2026-02-30': there is no such day"),
        ({"author": ""}, "“author” is empty"),
        (
            {"action": "rejct"},
            "“action” is 'rejct': not one of accept, reject, add, merge, split, rename, withdraw; d",
        ),
        ({"action": "merge"}, "nobody can merge a statement; of a statement one can: accept, add, reject"),
        ({"into": "person/haig"}, "“into” means nothing to reject a statement; leave it empty"),
        ({"start": "ten"}, "“start” is 'ten': write a number of code points"),
        ({"start": "10", "end": "4"}, "“end” (4) is before “start” (10)"),
        ({"predicate": "dated", "object": "28 January"}, "“object” is '28 January': '28 January' is not an EDTF date"),
        ({"document": "frus 1981"}, "“document” is 'frus 1981': not the id of a document"),
        ({"when": "someday"}, "“when” is 'someday'"),
        ({"action": "add"}, "a statement that is added needs its quotation (“exact”), or a “note”"),
        (
            {"action": "add", "note": "a diary"},
            "only a fact about the document itself can be added without a quotation",
        ),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, change: dict[str, str], complaint: str) -> None:
    path = _csv(tmp_path / "clark.csv", MEETING, {**MEETING, **change})
    problems = _problems(path)
    assert problems[0].startswith(f"{path}:3: ")
    assert complaint in problems[0]


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        (
            {"action": "merge", "about": "entity", "subject": "person/a", "into": "place/b"},
            "a person cannot become a place",
        ),
        ({"action": "merge", "about": "entity", "subject": "person/a", "into": "person/a"}, "cannot become itself"),
        ({"action": "rename", "about": "entity", "subject": "topic/a", "label": "A"}, "nobody can rename a topic"),
        ({"action": "withdraw", "about": "entity", "subject": "person/a"}, "“note” is empty"),
        ({"action": "add", "about": "match", "subject": "person/a", "object": "Q1"}, "write the address of a record"),
        (
            {"action": "add", "about": "mention", "document": "d1", "exact": "Clark", "subject": "post/clerk"},
            "a mention names a person, organization, place, event or agreement, not a post",
        ),
        (
            {
                "action": "add",
                "about": "mention",
                "document": "d1",
                "exact": "x",
                "subject": "person/a",
                "type": "Place",
            },
            "“type” is Place, and the subject is a person",
        ),
    ],
)
def test_parts_that_do_not_go_together(tmp_path: Path, row: dict[str, str], complaint: str) -> None:
    problems = _problems(_csv(tmp_path / "x.csv", {**WHO, **row}))
    assert any(complaint in problem for problem in problems)


def test_every_mistake_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    one = _csv(tmp_path / "a.csv", {**MEETING, "date": "soon", "author": ""}, {**MEETING, "subject": "x"})
    two = tmp_path / "b.ttl"
    two.write_text("<id/decision/a> a <ontology#Decision> ; <ontology#action> <x .", encoding="utf-8")
    problems = _problems(tmp_path)
    assert [problem.split(": ")[0] for problem in problems] == [f"{one}:2", f"{one}:2", f"{one}:3", f"{two}:1"]


def test_an_unknown_column_is_told_with_the_nearest_known_one(tmp_path: Path) -> None:
    path = _csv(tmp_path / "x.csv", {"subjekt": "a"}, columns=("action", "subjekt", "zzz"))
    assert _problems(path)[:2] == [
        f"{path}:1: unknown column “subjekt”; did you mean “subject”?",
        f"{path}:1: unknown column “zzz”",
    ]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ("action,about\nreject,Charg\xe9".encode("latin-1"), ":2: not UTF-8 at byte 25; save it as “CSV UTF-8”"),
        ("action,about".encode("utf-16"), ": UTF-16; save it as “CSV UTF-8”"),
        (b"", ": no first row with the columns action, about"),
        (b'action,about\n"reject,x', ":2: not CSV"),
        (b"action,action\n", ":1: two columns “action”; leave one"),
        (b"action,about\nreject,statement,7\n", ":2: 3 cells under 2 columns; put what has commas in quotes"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, data: bytes, complaint: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    assert f"{path}{complaint}" in _problems(path)[0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_spreadsheet_programs_write_is_read(tmp_path: Path, separator: str, mark: str) -> None:
    path = tmp_path / "x.csv"
    rows = [list(MEETING), list(MEETING.values()), ["" for _ in MEETING]]
    path.write_text(mark + "\r\n".join(separator.join(row) for row in rows), encoding="utf-8", newline="")
    assert len(read_decisions([path], SITE)) == 1


def test_a_folder_that_is_not_there_holds_no_decisions(tmp_path: Path) -> None:
    assert read_decisions([tmp_path / "absent"], SITE) == ()


def test_lines_are_counted_through_quotations_of_several_lines(tmp_path: Path) -> None:
    long = {**MEETING, "exact": "two\nlines"}
    path = _csv(tmp_path / "x.csv", long, {**MEETING, "subject": "wrong"})
    assert _problems(path)[0].startswith(f"{path}:4: ")


def test_the_same_decision_twice_counts_once_and_two_of_one_name_are_an_error(tmp_path: Path) -> None:
    _csv(tmp_path / "a.csv", MEETING, MEETING)
    assert len(read_decisions([tmp_path], SITE)) == 1
    turtle = """@prefix mg: <ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<id/decision/one> a mg:Decision ; mg:action "rename" ; mg:about "entity" ; mg:aboutSubject <id/person/a> ;
    mg:newLabel "%s" ; dcterms:creator "J. Doe" ; dcterms:created "2026-11-22" .
"""
    for name in "AB":
        (tmp_path / f"{name}.ttl").write_text(turtle % name, encoding="utf-8")
    assert _problems(tmp_path) == [f"{tmp_path}/B.ttl:2: one is another decision at {tmp_path}/A.ttl:2; rename one"]


TURTLE = """@prefix mg: <ontology#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<id/decision/not-haig> a mg:Decision ;
    mg:action "reject" ; mg:about "statement" ;
    oa:hasTarget [ oa:hasSource <id/document/frus1981-88v04d4> ; oa:hasSelector
        [ a oa:TextQuoteSelector ; oa:exact "Al Haig" ; oa:prefix "which " ; oa:suffix " and" ],
        [ a oa:TextPositionSelector ; oa:start 2107 ; oa:end 2114 ] ] ;
    mg:aboutSubject <id/person/haig-alexander> ; mg:aboutRelation mg:metWith ;
    mg:aboutObject <id/person/gromyko-andrei> ;
    dcterms:creator "J. Doe" ; dcterms:created "2026-11-22" ; rdfs:comment "He reported on a meeting." .
"""


def test_turtle_says_the_same_as_a_spreadsheet(tmp_path: Path) -> None:
    ttl = tmp_path / "a.ttl"
    ttl.write_text(TURTLE, encoding="utf-8")
    words = {"exact": "Al Haig", "prefix": "which ", "suffix": " and", "start": "2107", "end": "2114"}
    _csv(tmp_path / "a.csv", {**MEETING, **words, "note": "He reported on a meeting."})
    [decision] = read_decisions([ttl], SITE)
    [same] = read_decisions([tmp_path / "a.csv"], SITE)
    assert (decision.slug, decision.origin) == ("not-haig", Origin(str(ttl), 4))
    assert row_of(decision) == row_of(same)
    assert decision_slug(decision) == same.slug


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("mg:into", "mg:into", None),
        ("mg:aboutRelation", "mg:aboutRelatio", ":4: mg:aboutRelatio is not said of a decision; did you"),
        ("<id/decision/not-haig> a", "<not-haig> a", ":4: <http://localhost:8000/not-haig>: call it <id/decision/"),
        ("<id/decision/not-haig> a", "[] a", ": a decision without an IRI: call it <id/decision/a-name>"),
        ('"J. Doe"', '"J. Doe", "A. N. Other"', ":4: “author” is given 2 times; leave one"),
        ("a mg:Decision ;", "", ": no mg:Decision in it"),
        ('mg:action "reject"', 'mg:action "reject', ":5: not valid Turtle"),
    ],
)
def test_what_is_wrong_in_turtle(tmp_path: Path, old: str, new: str, complaint: str | None) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE.replace(old, new), encoding="utf-8")
    if complaint is None:
        assert len(read_decisions([path], SITE)) == 1
    else:
        assert f"{path}{complaint}" in _problems(path)[0]


def test_a_post_may_be_written_by_its_title() -> None:
    row = {**MEETING, "predicate": "holdsPost", "object": "Deputy Under Secretary"}
    decision = decision_of(row, Origin(), SITE)
    assert (decision.object, decision.label) == (Ref(Kind.POST, "deputy-under-secretary"), "Deputy Under Secretary")


def test_the_note_and_the_place_in_a_file_make_no_other_decision() -> None:
    one = decision_of(MEETING, Origin("a", 1), SITE)
    assert decision_of({**MEETING, "note": "because"}, Origin("b", 2), SITE).slug == one.slug
    assert decision_of({**MEETING, "date": "2026-11-23"}, Origin("a", 1), SITE).slug != one.slug
    assert decision_of({**MEETING, "exact": "met"}, Origin("a", 1), SITE).slug != one.slug


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1, max_size=30)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=20)
THINGS = st.builds(Ref, st.sampled_from([Kind.PERSON, Kind.PLACE]), st.from_regex(r"[a-z0-9-]+", fullmatch=True))
QUOTED = st.builds(Anchor, st.just("d1"), WORDS, WORDS, WORDS, st.just(3), st.integers(3, 90))
DECISIONS = st.one_of(
    st.builds(
        Decision,
        slug=st.just(""),
        action=st.sampled_from([Action.ACCEPT, Action.REJECT, Action.ADD]),
        about=st.just(About.STATEMENT),
        author=LINE,
        date=st.dates().map(str),
        note=LINE,
        anchor=QUOTED,
        subject=THINGS,
        predicate=st.sampled_from(["metWith", "subject", "classified"]),
        object=st.one_of(THINGS, LINE.filter(lambda w: "/" not in w).map(Literal)),
        when=st.sampled_from([None, "1961", "1961-06/1961-07"]),
    ),
    st.builds(
        Decision,
        slug=st.just(""),
        action=st.just(Action.ADD),
        about=st.just(About.MENTION),
        author=LINE,
        date=st.dates().map(str),
        anchor=QUOTED,
        subject=st.builds(Ref, st.just(Kind.PERSON), st.just("rusk-dean")),
        label=LINE,
        type=st.just(EntityType.PERSON),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(DECISIONS, max_size=5))
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, decisions: list[Decision]) -> None:
    path = tmp_path_factory.mktemp("csv") / "decisions.csv"
    write_csv(path, decisions)
    read = read_decisions([path], SITE)
    rows = {tuple(row_of(each).items()) for each in decisions}
    assert {tuple(row_of(each).items()) for each in read} == rows
    assert {each.slug for each in read} == {decision_slug(each) for each in decisions}


@given(st.text(st.sampled_from("'=+-@ab\t"), max_size=6))
def test_no_cell_is_a_formula(cell: str) -> None:
    assert unescaped(escaped(cell)) == cell
    assert escaped(cell)[:1] not in tuple("=+-@\t")


def test_a_date_is_an_edtf_literal() -> None:
    row = {**MEETING, "subject": "document/frus1981-88v04d4", "predicate": "dated", "object": "1983-01-28"}
    assert decision_of(row, Origin(), SITE).object == Literal("1983-01-28", EDTF)
