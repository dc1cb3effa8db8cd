"""Principal officers and chiefs of mission: who held what post when, on the real lists and on made-up ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from memograph.authority.entries import Entry, Known, PersonEntry, PostEntry, Tenure
from memograph.authority.index import Authority
from memograph.authority.turtle import read_authority
from memograph.authority.writer import write_turtle
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from tests.unit.authority.sources.conftest import SITE, Imported, collect
from tests.unit.authority.test_historian import archive


@pytest.fixture(scope="module")
def pocom(imported: Callable[[str], Imported]) -> tuple[Known, ...]:
    return imported("pocom")[0]


@pytest.fixture(scope="module")
def tenures(pocom: tuple[Known, ...]) -> list[Tenure]:
    return [item for item in pocom if isinstance(item, Tenure)]


@pytest.fixture(scope="module")
def curated(repository: Path) -> list[Known]:
    return list(read_authority([repository / "corpus" / "authority"], SITE))


@pytest.fixture(scope="module")
def authority(pocom: tuple[Known, ...]) -> Authority:
    """The officers alone, as `[paths] authority` would have them."""
    return Authority(pocom)


def test_every_time_in_office_is_there(pocom: tuple[Known, ...], tenures: list[Tenure]) -> None:
    counts = Counter(item.type.value if isinstance(item, Entry) else type(item).__name__ for item in pocom)
    assert counts == {"Tenure": 6_836, "Person": 4_261, "PostEntry": 757, "Organization": 359}
    ends = Counter("between" if "/" in (t.end or "") else "known" if t.end else "open" for t in tenures)
    assert ends == {"known": 6_462, "between": 110, "open": 264}
    assert sum(t.start is None for t in tenures) == 28
    assert all(
        t.source.startswith("Office of the Historian, Principal Officers and Chiefs of Mission, ") for t in tenures
    )


def test_what_is_no_time_in_office_is_told(imported: Callable[[str], Imported]) -> None:
    problems = imported("pocom")[1]
    reasons = ("did not take office", "no date at all", "before it starts", "no person", "kept under", "latter is kept")
    assert [sum(reason in problem for problem in problems) for reason in reasons] == [418, 7, 1, 1, 339, 14]
    assert len(problems) == 780
    assert all(".xml:" in problem for problem in problems)


def test_officers_are_the_people_of_the_database(pocom: tuple[Known, ...]) -> None:
    people = [item for item in pocom if isinstance(item, PersonEntry)]
    assert sum(person.slug.endswith("-pocom") for person in people) == 339
    assert len({person.slug for person in people}) == 4_261
    [rusk] = [person for person in people if person.slug == "rusk-dean"]
    assert [(i.scheme, i.value) for i in rusk.identifiers] == [("pocom", "rusk-david-dean")]
    [barnes] = [person for person in people if "person barnes-douglas-malcolm" in person.sources[0]]
    assert barnes.slug == "barnes-douglas-m-hsg100892", "the database knows him by an earlier id"


def test_the_five_files_are_one_graph(imported: Callable[[str], Imported], tmp_path: Path) -> None:
    found = {kind: imported(kind)[0] for kind in ("people", "gsh", "pocom", "travels", "visits")}
    officers = {item.slug for item in found["pocom"] if isinstance(item, PersonEntry)}
    # of the people those whom another file describes, too: reading all takes seconds
    found["people"] = tuple(p for p in found["people"] if isinstance(p, PersonEntry) and p.slug in officers)
    for kind, items in found.items():
        with (tmp_path / f"{kind}.ttl").open("w", encoding="utf-8") as file:
            write_turtle(items, file)
    together = list(read_authority([tmp_path], SITE))
    assert len(found["people"]) == 3_922
    assert sum(isinstance(entry, PersonEntry) for entry in together) == len(officers) + 2
    assert sum(isinstance(entry, Tenure) for entry in together) == 6_836


def test_what_the_corpus_took_from_these_lists_is_the_same(tenures: list[Tenure], curated: list[Known]) -> None:
    read = {(t.holder, t.post, t.start, t.end) for t in tenures}
    ours = [t for t in curated if isinstance(t, Tenure) and "Principal Officers" in t.source]
    assert len(ours) == 165
    assert [(t.holder, t.post) for t in ours if (t.holder, t.post, t.start, t.end) not in read] == [
        ("clark-william-p", "deputy-secretary-of-state"),  # the database has two records of him, this is the other's
        ("strauss-robert", "ambassador-to-the-soviet-union"),  # of 1991, in which there was Russia, too
    ]


@pytest.mark.parametrize(
    ("post", "day", "holder"),
    [
        ("secretary-of-state", "1963-04-01", "rusk-dean"),
        ("secretary-of-state", "1982-07-01", "haig-alexander"),
        ("secretary-of-state", "1805-01-01", "madison-james-hsg108321"),
        ("ambassador-to-the-soviet-union", "1962-10-20", "kohler-foy"),
        ("ambassador-to-france", "1962-06-01", "gavin-james-maurice-hsg104772"),
        ("under-secretary-of-state", "1962-06-01", "ball-george"),
        ("counselor-of-the-department-of-state", "1961-06-01", "mcghee-george"),
        ("representative-to-the-united-nations", "1962-10-25", "stevenson-adlai"),
        ("assistant-secretary-of-state-for-european-affairs", "1963-01-01", "tyler-william"),
        ("director-of-the-united-states-information-agency", "1962-01-01", "murrow-edward"),
    ],
)
def test_an_office_on_a_day_is_a_lookup(authority: Authority, post: str, day: str, holder: str) -> None:
    assert [person.slug for person in authority.holders(post, day)] == [holder]


def test_posts_are_in_their_bodies(pocom: tuple[Known, ...]) -> None:
    posts = {item.slug: item for item in pocom if isinstance(item, PostEntry)}
    bodies = {
        item.slug: item.label for item in pocom if isinstance(item, Entry) and item.type is EntityType.ORGANIZATION
    }
    assert posts["chief-of-protocol"].body == Ref(Kind.ORGANIZATION, "state-department")
    france = posts["ambassador-to-france"].body
    assert france is not None and bodies[france.slug] == "Embassy of the United States in France"
    mutual = posts["director-of-the-mutual-security-agency"].body
    assert mutual is not None and bodies[mutual.slug] == "Mutual Security Agency"
    assert "ambassador-to-the-republic-of-the-congo" not in posts


PERSON = (
    "<person><id>{id}</id><persName><surname>{surname}</surname><forename>{given}</forename><altname>{alt}</altname>"
    "</persName><birth>1900</birth><death>{death}</death></person>"
)
POSITION = (
    "<principal-position><id>keeper</id><names><singular>Keeper of Lighthouses</singular></names><principals>{}"
    "</principals></principal-position>"
)
PRINCIPAL = (
    "\n<principal><id>keep-{who}</id><person-id>{who}</person-id><role-title-id>{role}</role-title-id>"
    "<appointed><date>{appointed}</date></appointed><started><date>{started}</date></started>"
    "<ended><date>{ended}</date></ended></principal>"
)


def principal(who: str, appointed: str = "", started: str = "", ended: str = "", role: str = "keeper") -> str:
    return PRINCIPAL.format(who=who, appointed=appointed, started=started, ended=ended, role=role)


def held(tmp_path: Path, *principals: str) -> tuple[list[tuple[str, str | None, str | None]], tuple[str, ...]]:
    files = {"pocom/positions-principals/keeper.xml": POSITION.format("".join(principals))}
    for who, death in (("ann-a", "1950"), ("bob-b", ""), ("cy-c", "")):
        given, surname = who.split("-")
        files[f"pocom/people/{who[0]}/{who}.xml"] = PERSON.format(
            id=who, surname=surname, given=given.title(), alt="", death=death
        )
    entries, problems = collect("pocom", archive(tmp_path / "pocom.tar.gz", files))
    return [(t.holder, t.start, t.end) for t in entries if isinstance(t, Tenure)], problems


def test_the_first_day_is_the_one_on_which_it_was_taken_up(tmp_path: Path) -> None:
    found, problems = held(tmp_path, principal("bob-b", "1930-01-01", "1930-02", "1931"), principal("ann-a", "1929"))
    assert found == [("ann-a-pocom", "1929", "1929/1930-02"), ("bob-b-pocom", "1930-02", "1931")]
    assert problems == ()


@pytest.mark.parametrize(
    ("principals", "ends"),
    [
        ([principal("ann-a", "1930")], ["1930/1950"]),  # nobody holds a post after death
        ([principal("bob-b", "1930")], [None]),  # may still be going on
        ([principal("bob-b", "1930"), principal("bob-b", "1940")], ["1930/1940", None]),
        # more than one at a time: the next does not say that the one before has left
        (
            [
                principal("bob-b", "1930", ended="1945"),
                principal("bob-b", "1935", ended="1950"),
                principal("bob-b", "1960"),
                principal("bob-b", "1970"),
            ],
            ["1945", "1950", None, None],
        ),
    ],
)
def test_an_end_that_is_not_written(tmp_path: Path, principals: list[str], ends: list[str | None]) -> None:
    assert [end for _, _, end in held(tmp_path, *principals)[0]] == ends


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (
            principal("bob-b", "1930", "1940", "1935"),
            "it ends (1935) before it starts (1940); the start is read as 1930",
        ),
        (principal("bob-b", "", "1940", "1935"), "the start is read as unknown"),
        (principal("bob-b", "9999", "1930"), "keeper.xml:3: keep-bob-b: appointed is 9999, not a date"),
        (principal("bob-b", "", "1930-02-31", "1931"), "started is 1930-02-31, not a date; it is read as unknown"),
        (principal("bob-b"), "keeper.xml:3: keep-bob-b: no date at all; not a time in office"),
        (principal("dan-d", "1930"), "keeper.xml:3: keep-dan-d: no person dan-d; it is left out"),
        (principal("bob-b", "1930", role="other"), "keep-bob-b: no role other; it is left out"),
    ],
)
def test_what_makes_no_sense_is_told(tmp_path: Path, bad: str, reason: str) -> None:
    found, problems = held(tmp_path, principal("ann-a", "1920", ended="1921"), bad)
    assert found[0] == ("ann-a-pocom", "1920", "1921")
    assert [reason in problem for problem in problems] == [True], problems


def test_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"no officer in it; name the Historian's pocom\.tar\.gz"):
        collect("pocom", archive(tmp_path / "a.tar.gz", {"README.md": "nothing"}))
