"""Journeys and meetings that documents state, held against registers: borne out, not found, or nothing to be said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from memograph.authority.entries import EventEntry, PlaceEntry
from memograph.authority.index import Authority, load_authority
from memograph.authority.writer import write_turtle
from memograph.corroboration import Registers, contemporary, corroborate
from memograph.model import (
    AnnotatedDocument,
    Document,
    DocumentStatements,
    Entity,
    EntityType,
    Header,
    Kind,
    Ref,
    Source,
    Span,
    Statement,
)
from memograph.namespaces import Site

SITE = Site("http://localhost:8000/")
KENNEDY, RUSK, MACMILLAN = (Ref(Kind.PERSON, s) for s in ("kennedy-john-f", "rusk-dean", "macmillan-harold"))
PEOPLE = (KENNEDY, RUSK, MACMILLAN, Ref(Kind.PERSON, "khrushchev-nikita"), Ref(Kind.PERSON, "home-alec"))
VIENNA, AUSTRIA, PARIS, LONDON = (Ref(Kind.PLACE, s) for s in ("vienna", "austria", "paris", "london"))
TRAVELS = "Office of the Historian, travels of the Secretary of State"


def event(
    slug: str, start: str, end: str | None, place: Ref, *people: Ref, hosts: tuple[Ref, ...] = (), purpose: str = ""
) -> EventEntry:
    return EventEntry(
        EntityType.EVENT,
        slug,
        slug.replace("-", " "),
        sources=(f"{TRAVELS}, trip {len(slug)}",),
        start=start,
        end=end,
        places=(place,),
        travelers=people,
        hosts=hosts,
        purpose=purpose or None,
    )


REGISTER = (
    PlaceEntry(EntityType.PLACE, "vienna", "Vienna", within=AUSTRIA),
    event("vienna-1961", "1961-06-03", "1961-06-04", VIENNA, KENNEDY, purpose="Met with Premier Khrushchev."),
    event("bermuda-1961", "1961-12-21", "1961-12-22", Ref(Kind.PLACE, "bermuda"), KENNEDY, MACMILLAN),
    event("visit-1961", "1961-04-04", "1961-04-09", Ref(Kind.PLACE, "washington"), MACMILLAN, hosts=(KENNEDY,)),
    event("geneva-1962", "1962-03-11", "1962-03-27", Ref(Kind.PLACE, "geneva"), RUSK, purpose="Met with Lord Home."),
    *(event(f"rusk-{y}", f"{y}-05-08", f"{y}-05-10", PARIS, RUSK) for y in (1961, 1962, 1963, 1964)),
    event("rusk-february", "1962-02-10", "1962-02-11", PARIS, RUSK),
    event("Journey-of-John-F-Kennedy", "1962-11-16", "1962-11-17", Ref(Kind.PLACE, "caracas"), KENNEDY),
    event("rusk-london", "1962-12-01", "1962-12-02", LONDON, RUSK),
)


@pytest.fixture(scope="module")
def authority(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Authority:
    file = tmp_path_factory.mktemp("register") / "register.ttl"
    with file.open("w", encoding="utf-8") as output:
        write_turtle(REGISTER, output)
    return load_authority([repository / "corpus/authority"], SITE, directory=[file])


def checked(authority: Authority, *said: Statement, period: str | None = "1962-06-01") -> tuple[Statement, ...]:
    """Statements of a document of June 1, 1962, after the check."""
    return corroborate(document(period, *said), Registers(authority)).statements


def document(period: str | None, *said: Statement) -> DocumentStatements:
    """What a document states in which five people are known, and those that its statements are about."""
    read = Document("d1", "Text.", Source("d1.txt", "text/plain", "0"))
    people = tuple(
        Entity(ref.slug, EntityType.PERSON, ref.slug, known=True)
        for ref in dict.fromkeys((*PEOPLE, *(s.object for s in said if isinstance(s.object, Ref))))
        if ref.kind is Kind.PERSON
    )
    header = Header(None, "memorandum", Span(0, 4), period=period)
    annotated = AnnotatedDocument(read, header, people, (), (), "model")
    return DocumentStatements(annotated, said, (), ())


def stated(one: Ref, predicate: str, other: Ref, when: str | None = None, modality: str = "fact") -> Statement:
    return Statement("s", one, predicate, other, (), "rule", 0.9, modality=modality, when=when)  # type: ignore[arg-type]


def borne_out(statement: Statement) -> list[str]:
    return [ref.slug for ref in statement.corroborated_by]


@pytest.mark.parametrize(
    ("statement", "events"),
    [
        (stated(KENNEDY, "traveledTo", VIENNA, "1961-06"), ["vienna-1961"]),
        (stated(KENNEDY, "traveledTo", AUSTRIA, "1961-06-03"), ["vienna-1961"]),
        (stated(KENNEDY, "traveledTo", VIENNA, "1961-06-06"), ["vienna-1961"]),  # two days are forgiven
        (stated(KENNEDY, "traveledTo", VIENNA, "1961-06-08"), []),
        (stated(KENNEDY, "traveledTo", PARIS, "1961-06-03"), []),
        (stated(KENNEDY, "traveledTo", VIENNA), ["vienna-1961"]),  # within a year before the document
        (stated(KENNEDY, "traveledTo", VIENNA, modality="plan"), []),  # what is planned lies ahead
        (stated(RUSK, "traveledTo", LONDON, modality="plan"), ["rusk-london"]),
        (stated(KENNEDY, "metWith", MACMILLAN, "1961-04"), ["visit-1961"]),
        (stated(MACMILLAN, "metWith", KENNEDY, "1961-12"), ["bermuda-1961"]),
        (stated(KENNEDY, "metWith", Ref(Kind.PERSON, "khrushchev-nikita"), "1961-06-03"), ["vienna-1961"]),
        (stated(Ref(Kind.PERSON, "khrushchev-nikita"), "metWith", KENNEDY), ["vienna-1961"]),
        (stated(KENNEDY, "metWith", MACMILLAN), ["bermuda-1961"]),
        (stated(RUSK, "traveledTo", PARIS), []),  # in February, or in May? nobody can tell
        # the register's "Journey of John F. Kennedy" does not name his brother
        (stated(KENNEDY, "metWith", Ref(Kind.PERSON, "kennedy-robert-f"), "1962-11-16"), []),
        (stated(KENNEDY, "wroteTo", MACMILLAN, "1961-04"), []),
        (stated(RUSK, "metWith", KENNEDY, "1962-05-08"), []),
    ],
)
def test_a_statement_is_borne_out_by_who_where_and_when(
    authority: Authority, statement: Statement, events: list[str]
) -> None:
    (found,) = checked(authority, statement)
    assert borne_out(found) == events
    assert found.checked_against == ((TRAVELS,) if events else ())


def test_a_journey_that_the_register_should_have_is_told_as_looked_for(authority: Authority) -> None:
    (found,) = checked(authority, stated(RUSK, "traveledTo", VIENNA, "1963-01-15"))
    assert not found.corroborated_by and found.checked_against == (TRAVELS,)


@pytest.mark.parametrize(
    "statement",
    [
        stated(RUSK, "traveledTo", VIENNA),  # no time is stated
        stated(RUSK, "traveledTo", VIENNA, "1963-01-15", "plan"),  # a plan may fall through
        stated(RUSK, "traveledTo", VIENNA, "1959-01-15"),  # before the register has anything of him
        stated(RUSK, "traveledTo", Ref(Kind.PLACE, "chicago"), "1963-01-15"),  # nobody's journey abroad leads there
        stated(KENNEDY, "traveledTo", PARIS, "1961-06-30"),  # two journeys are no register of a person
        stated(RUSK, "metWith", MACMILLAN, "1963-01-15"),  # people meet without a journey
    ],
)
def test_silence_of_a_register_that_cannot_tell_says_nothing(authority: Authority, statement: Statement) -> None:
    (found,) = checked(authority, statement)
    assert found == statement


def test_a_document_without_a_date_is_checked_only_where_the_text_gives_a_time(authority: Authority) -> None:
    undated, dated = checked(
        authority,
        stated(KENNEDY, "traveledTo", VIENNA),
        stated(KENNEDY, "traveledTo", VIENNA, "1961-06"),
        period=None,
    )
    assert (borne_out(undated), borne_out(dated)) == ([], ["vienna-1961"])


@pytest.mark.parametrize(
    ("period", "events"),
    [
        ("1962-05-20", ["rusk-1962"]),
        ("1961-05-05/1961-12-01", ["bermuda-1961", "rusk-1961", "vienna-1961", "visit-1961"]),
        ("1962-08", []),
        ("1961/1963", []),  # a volume's years are not the date of a document
        (None, []),
    ],
)
def test_journeys_of_the_people_of_a_document_are_told_with_it(
    authority: Authority, period: str | None, events: list[str]
) -> None:
    assert [ref.slug for ref in contemporary(document(period), Registers(authority))] == events


def test_without_registers_nothing_changes(repository: Path) -> None:
    curated = load_authority([repository / "corpus/authority"], SITE)
    statement = stated(KENNEDY, "traveledTo", VIENNA, "1961-06")
    assert checked(curated, statement) == (statement,)


# ── after decisions ───────────────────────────────────────────────────────────────────────────────────────────────────

ANOTHER = Ref(Kind.PERSON, "kennedy-j")
HERE = Ref(Kind.PLACE, "wien")
THERE = Ref(Kind.EVENT, "vienna-1961")


def decided(registers: Registers, *said: Statement) -> DocumentStatements:
    """Statements of a document that names somebody whom no register knows, after the check."""
    stated = document("1961-06-10", *said)
    local = Entity(ANOTHER.slug, EntityType.PERSON, "Kennedy")
    annotated = replace(stated.annotated, entities=(*stated.annotated.entities, local))
    return corroborate(replace(stated, annotated=annotated), registers)


@pytest.mark.parametrize(
    "statement",
    [
        stated(ANOTHER, "traveledTo", HERE, "1961-06-03"),
        stated(ANOTHER, "traveledTo", AUSTRIA, "1961-06-03"),
        stated(Ref(Kind.PERSON, "khrushchev-nikita"), "metWith", ANOTHER, "1961-06-03"),
    ],
)
def test_the_journeys_of_somebody_who_was_merged_are_the_survivor_s(authority: Authority, statement: Statement) -> None:
    merges = {KENNEDY: ANOTHER, VIENNA: HERE}
    (found,) = decided(Registers(authority, merges), statement).statements
    assert borne_out(found) == ["vienna-1961"]
    (alone,) = decided(Registers(authority), statement).statements
    assert borne_out(alone) == []


def test_a_meeting_is_borne_out_by_the_surname_of_who_was_merged(authority: Authority) -> None:
    merges = {Ref(Kind.PERSON, "khrushchev-nikita"): Ref(Kind.PERSON, "premier")}
    stated_ = stated(KENNEDY, "metWith", Ref(Kind.PERSON, "premier"), "1961-06-03")
    annotated = document("1961-06-10", stated_)
    premier = Entity("premier", EntityType.PERSON, "the Premier")
    annotated = replace(annotated, annotated=replace(annotated.annotated, entities=(premier,)))
    (found,) = corroborate(annotated, Registers(authority, merges)).statements
    assert borne_out(found) == ["vienna-1961"]


def test_a_journey_is_told_as_decided_or_not_at_all(authority: Authority) -> None:
    said = stated(KENNEDY, "traveledTo", VIENNA, "1961-06-03")
    renamed = decided(Registers(authority, names={THERE: "Vienna Summit"}), said)
    assert [journey.label for journey in renamed.journeys] == ["Vienna Summit"]
    merged = decided(Registers(authority, {THERE: Ref(Kind.EVENT, "bermuda-1961")}), said)
    assert [(journey.slug, journey.label) for journey in merged.journeys] == [("bermuda-1961", "bermuda 1961")]
    assert borne_out(merged.statements[0]) == ["bermuda-1961"]
    gone = decided(Registers(authority, withdrawn={THERE}), said)
    assert (gone.journeys, borne_out(gone.statements[0])) == ((), [])


def test_the_journeys_of_the_time_are_also_those_of_who_was_merged(authority: Authority) -> None:
    merges = {RUSK: ANOTHER}
    there = document("1962-05-20")
    local = Entity(ANOTHER.slug, EntityType.PERSON, "Rusk")
    there = replace(there, annotated=replace(there.annotated, entities=(local,)))
    assert [ref.slug for ref in contemporary(there, Registers(authority, merges))] == ["rusk-1962"]
    assert contemporary(there, Registers(authority)) == ()
