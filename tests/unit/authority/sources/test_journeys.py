"""Journeys and visits as events: who, where, when, why, who received whom; on the real lists and on made-up ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from memograph.authority.entries import EventEntry, PersonEntry, PlaceEntry
from memograph.authority.sources.journeys import in_words
from memograph.errors import AuthorityError
from memograph.model import Kind, Ref
from tests.unit.authority.sources.conftest import Imported, collect
from tests.unit.authority.test_historian import archive


def events(imported: Callable[[str], Imported], kind: str) -> dict[str, EventEntry]:
    return {entry.slug: entry for entry in imported(kind)[0] if isinstance(entry, EventEntry)}


def slugs(refs: tuple[Ref, ...]) -> list[str]:
    return [ref.slug for ref in refs]


def test_every_journey_is_there(imported: Callable[[str], Imported]) -> None:
    found, problems = imported("travels")
    assert Counter(type(entry).__name__ for entry in found) == {
        "EventEntry": 4_271,
        "PlaceEntry": 453,
        "PersonEntry": 2,
    }
    journeys = events(imported, "travels").values()
    assert len(journeys) == 4_271
    assert sum(len(journey.places) for journey in journeys) == 9_175
    assert all(len(j.travelers) == 1 and j.start and j.end and j.purpose and j.primary_source for j in journeys)
    assert problems == ()


def test_every_visit_is_there(imported: Callable[[str], Imported]) -> None:
    visits = events(imported, "visits").values()
    assert len(visits) == 3_264
    assert sum(bool(visit.travelers) for visit in visits) == 2_792
    assert sum(bool(visit.hosts) for visit in visits) == 379
    problems = imported("visits")[1]
    assert len(problems) == 3_264 - 2_792
    assert all("is not surely one person of those joined; no traveler" in problem for problem in problems)


@pytest.mark.parametrize(
    ("slug", "label", "places", "traveler"),
    [
        (
            "kennedy-john-f-austria-1961-hsg-trip-2778",
            "Journey of John F. Kennedy to Vienna, Austria, June 3–4, 1961",
            ["austria", "vienna"],
            "kennedy-john-f",
        ),
        (  # filed under Russia; Kiev is in Ukraine today
            "nixon-richard-m-russia-1972-hsg-trip-2853",
            "Journey of Richard M. Nixon to Moscow, Leningrad, Kiev, U.S.S.R., May 22–30, 1972",
            ["kiev", "leningrad", "moscow", "soviet-union"],
            "nixon-richard",
        ),
        (
            "clinton-william-j-russia-1995-hsg-trip-3060",
            "Journey of William J. Clinton to Moscow, Russia, May 9–11, 1995",
            ["moscow", "russia-hsg"],
            "clinton-william-j-hsg102672",
        ),
        (  # one of two Germanies, told by its name
            "rogers-william-pierce-germany-1972-hsg-trip-2032",
            "Journey of William Pierce Rogers to Bonn, Germany, Federal Republic of, May 6–7, 1972",
            ["bonn", "west-germany"],
            "rogers-william",
        ),
        (  # the President, not the ambassador of the same name whose officer's id this is
            "taft-william-howard-mexico-1909-hsg-trip-2634",
            "Journey of William Howard Taft to Ciudad Juarez, Mexico, October 16, 1909",
            ["ciudad-juarez-mexico-hsg", "mexico"],
            "taft-william-howard-hsg113302",
        ),
    ],
)
def test_journeys(imported: Callable[[str], Imported], slug: str, label: str, places: list[str], traveler: str) -> None:
    found = {journey.label: journey for journey in events(imported, "travels").values()}[label]
    assert found.slug.rpartition("-")[0] == slug.rpartition("-")[0]
    assert (slugs(found.places), slugs(found.travelers)) == (places, [traveler])


@pytest.mark.parametrize(
    ("label", "traveler", "host"),
    [
        ("Visit of Prime Minister Macmillan (United Kingdom), April 27–29, 1962", "macmillan-harold", []),
        (
            "Visit of Prime Minister Margaret Thatcher (United Kingdom), October 23, 1985",
            "thatcher-margaret",
            ["reagan-ronald"],
        ),
        ("Visit of King Saud (Saudi Arabia), February 13–14, 1962", "saud-saud-bin-abdulaziz-al-hsg111961", []),
    ],
)
def test_visits(imported: Callable[[str], Imported], label: str, traveler: str, host: list[str]) -> None:
    found = {visit.label: visit for visit in events(imported, "visits").values()}[label]
    assert (slugs(found.travelers), slugs(found.hosts)) == ([traveler], host)
    assert found.places == (Ref(Kind.PLACE, "united-states"),)
    assert found.primary_source is not None
    assert found.primary_source.startswith("https://history.state.gov/departmenthistory/visits/")


TRIP = (
    '\n<trip role="{role}" who="smith-ann"><id>{id}</id><role>{role}</role><name>Ann Smith</name>'
    "<start-date>{start}</start-date><end-date>{end}</end-date>"
    '<country id="atlantis">Atlantis</country><locale>{locale}</locale><remarks>Talks.</remarks></trip>'
)


ROLES = ("president", "secretary")


def trip(
    id_: str = "1", start: str = "1961-06-03", end: str = "1961-06-04", locale: str = "", role: str = "president"
) -> str:
    return TRIP.format(id=id_, start=start, end=end, locale=locale, role=role)


def travels(tmp_path: Path, *trips: str) -> Imported:
    files = {"travels/president-travels/smith-ann.xml": f"<trips>{''.join(trips)}</trips>"}
    return collect("travels", archive(tmp_path / "travels.tar.gz", files))


def test_places_and_people_that_nobody_knows_are_made(tmp_path: Path) -> None:
    found, problems = travels(tmp_path, trip(locale="Port (Old), Atlantis City, D.F. and Bay"))
    assert problems == ()
    assert [(e.slug, e.label) for e in found if isinstance(e, PlaceEntry)] == [
        ("atlantis-city-d-f-atlantis-hsg", "Atlantis City, D.F."),
        ("atlantis-hsg", "Atlantis"),
        ("bay-atlantis-hsg", "Bay"),
        ("port-atlantis-hsg", "Port (Old)"),
    ]
    assert [e.slug for e in found if isinstance(e, PersonEntry)] == ["smith-ann-hsg"]
    [journey] = [e for e in found if isinstance(e, EventEntry)]
    assert (journey.start, journey.end, journey.purpose) == ("1961-06-03", "1961-06-04", "Talks.")
    assert journey.primary_source == "https://history.state.gov/departmenthistory/travels/president/smith-ann"
    assert journey.sources == ("Office of the Historian, travels of the President and the Secretary of State, trip 1",)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (
            trip("2", end="1961-06-02"),
            "smith-ann.xml:3: trip 2: from 1961-06-03 to 1961-06-02 is no time; it is left out",
        ),
        (trip("2", end="9999-12-31"), "trip 2: from 1961-06-03 to 9999-12-31 is no time"),
        (trip("2", start=""), "trip 2: from ? to 1961-06-04 is no time"),
        (trip("x"), "trip: its id is x, not a number; it is left out"),
        (trip("2", role="tourist"), "trip 2: it does not say who went where; it is left out"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path: Path, bad: str, reason: str) -> None:
    found, problems = travels(tmp_path, trip(), bad)
    assert sum(isinstance(entry, EventEntry) for entry in found) == 1
    assert [reason in problem for problem in problems] == [True], problems


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(1961, 6, 3), date(1961, 6, 3), "June 3, 1961"),
        (date(1961, 6, 3), date(1961, 6, 4), "June 3–4, 1961"),
        (date(1961, 5, 31), date(1961, 6, 3), "May 31–June 3, 1961"),
        (date(1961, 12, 30), date(1962, 1, 2), "December 30, 1961–January 2, 1962"),
    ],
)
def test_days_in_words(start: date, end: date, words: str) -> None:
    assert in_words(start, end) == words


@pytest.mark.parametrize("kind", ["travels", "visits"])
def test_something_else_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(AuthorityError, match=rf"in it; name the Historian's {kind}\.tar\.gz"):
        collect(kind, archive(tmp_path / "a.tar.gz", {"README.md": "nothing"}))


def test_the_folder_gives_the_same_as_the_archive(tmp_path: Path) -> None:
    trips = {f"travels/{role}-travels/smith-{role}.xml": f"<trips>{trip('1', role=role)}</trips>" for role in ROLES}
    for name, text in trips.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    backwards = archive(tmp_path / "travels.tar.gz", dict(reversed(trips.items())))
    assert collect("travels", tmp_path / "travels") == collect("travels", backwards)
