"""Who a name means among the 16,312 people of the Office of the Historian, with their real namesakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.authority.asking import holdings, posts_called
from memograph.authority.index import Authority, load_authority
from memograph.authority.turtle import read_authority
from memograph.extract.header.document import parse_header
from memograph.extract.language import legible
from memograph.extract.linking.people import People
from memograph.extract.names.finder import Name
from memograph.extract.scoring import trained
from memograph.model import Document, EntityType, Linking, Span
from memograph.namespaces import Site
from memograph.personal_names import parse_name
from memograph.read import read

SITE = Site("http://localhost:8000/")
KENNEDY, REAGAN = ("frus1961-63v05", "February 26, 1961"), ("frus1981-88v03", "March 25, 1982")


@pytest.fixture(scope="module")
def database(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """The people of the database with the offices of pocom, and no Turtle file that would know them better."""
    archives = [shared / f"data/hsg/{kind}.tar.gz" for kind in ("people", "pocom")]
    return load_authority([], SITE, None, archives, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def curated(database: Authority, repository: Path) -> Authority:
    """The same beside the authority file of the corpus."""
    return Authority(read_authority([repository / "corpus/authority"], SITE), database.store)


Found = tuple[str, str | None, Linking | None]


def linked(authority: Authority, folder: Path, name: str, when: tuple[str, str]) -> Found:
    """Slug and number of who is named in a memorandum of a volume and day, and how that was decided."""
    volume, day = when
    file = folder / f"{volume}d999.txt"
    file.write_text(
        f"37. Memorandum for the Record\n\nWashington, {day}.\n\nSUBJECT\n\nTrade\n\nWe saw {name} there.\n",
        encoding="utf-8",
    )
    (document,) = read(file)
    assert isinstance(document, Document)
    start = document.text.index(name)
    span, text = Span(start, start + len(name)), legible(document)
    people = People(authority, trained("linking"))
    found = people.of(document, text, parse_header(document), [Name(span, EntityType.PERSON, "model")])
    slug = found.who(span).slug
    return slug, authority.directory.number(slug), next((li for li in found.linkings if li.entity == slug), None)


@pytest.mark.parametrize(
    ("form", "number"),
    [
        ("Khrushchev", "107127"),
        ("Chruschtschow", "107127"),
        ("Nikita Chruschtschow", "107127"),
        ("Khruschev", "107127"),
        ("Gromyko", "105222"),
        ("Gromiko", "105222"),
        ("Andrej Gromyko", "105222"),
        ("Anatoliy Dobrynin", "103539"),
        ("Anatoly Dobrynin", "103539"),
        ("Anatolij F. Dobrynin", "103539"),
        ("A.F. Dobrynin", "103539"),
        ("Akalosvky", "100178"),
        ("Tschou En-lai", "115035"),
        ("Dobri", None),
    ],
)
def test_however_a_name_is_transliterated_it_means_the_same_person(
    database: Authority, tmp_path: Path, form: str, number: str | None
) -> None:
    slug, found, _ = linked(database, tmp_path, form, KENNEDY)
    assert found == number, slug


def test_a_surname_that_is_one_letter_away_means_only_who_is_listed_or_has_the_given_name(database: Authority) -> None:
    like = {p.entry.slug for p in database.directory.resembling(parse_name("Akalosvky"))}
    assert any("akalovsky" in slug for slug in like)
    assert database.directory.resembling(parse_name("Rask")) == (), "of short names every second is another"
    plural = {name.surname[-1] for p in database.directory.resembling(parse_name("Salingers")) for name in p.names}
    assert "salinger" not in plural


def test_clark_in_1982_is_william_p_clark_of_thirty_of_the_surname(curated: Authority, tmp_path: Path) -> None:
    clarks = curated.directory.bearers(parse_name("Clark"))
    assert len(clarks) >= 30
    slug, number, linking = linked(curated, tmp_path, "Clark", REAGAN)
    assert (slug, number) == ("clark-william-p", "115318"), "not the second record, 102617"
    assert linking is not None and linking.candidates[0].parts, "what speaks for him stands in the graph"


def test_clark_in_1982_by_the_database_alone_is_the_record_of_the_volumes_list(
    database: Authority, tmp_path: Path
) -> None:
    _, number, _ = linked(database, tmp_path, "William Clark", REAGAN)
    assert number == "115318"


def test_who_cannot_be_told_stays_local_with_a_reason(curated: Authority, tmp_path: Path) -> None:
    slug, number, linking = linked(curated, tmp_path, "Smith", ("frus1977-80v30", "May 2, 1978"))
    assert (slug, number) == ("smith-frus1977-80v30d999", None)
    assert linking is not None and linking.candidates
    assert linking.reason is not None and linking.reason.startswith("no candidate is likely enough: the best is ")


def test_an_office_on_a_day_is_a_lookup_of_imported_appointments(database: Authority) -> None:
    (post,) = posts_called(database, "Secretary of State")
    by_day = {day: [h.person for h in holdings(database, post, day)] for day in ("1963-04-01", "1950-06-25")}
    (rusk,), (acheson,) = by_day.values()
    assert [database.directory.number(person.slug) for person in (rusk, acheson)] == ["111738", "100070"]
    assert database.in_office(rusk, "1963-04-01") and not database.in_office(rusk, "1970-04-01")


def test_appointments_go_to_the_curated_and_are_not_told_twice(curated: Authority) -> None:
    posts = [tenure.post for tenure in curated.tenures_of("kohler-foy")]
    assert "career-ambassador-of-the-department-of-state" in posts, "of pocom alone"
    sources = [tenure.source for tenure in curated.tenures_of("kohler-foy")]
    assert len(set(sources)) == len(sources), "one appointment under two names of the post"
