"""The Historian's geography as places: territories through time, locales with coordinates, dates that make no sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from memograph.authority.entries import PlaceEntry
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from tests.unit.authority.sources.conftest import Imported, collect
from tests.unit.authority.test_historian import archive


@pytest.fixture(scope="module")
def places(imported: Callable[[str], Imported]) -> dict[str, PlaceEntry]:
    return {entry.slug: entry for entry in imported("gsh")[0] if isinstance(entry, PlaceEntry)}


def is_locale(place: PlaceEntry) -> bool:
    return any("(gsh), locale " in source for source in place.sources)


def test_every_territory_and_locale_is_there(places: dict[str, PlaceEntry]) -> None:
    territories = [place for place in places.values() if not is_locale(place)]
    assert (len(places), len(territories)) == (1_724, 577)
    types = Counter(type_.partition("#")[2] for place in territories for type_ in place.types)
    assert types == {"independent-state": 327, "dependency-or-area-of-special-sovereignty": 233}
    assert sum(place.existed[0] is not None for place in territories) == 551
    assert sum(place.existed[1] is not None for place in territories) == 303
    assert sum(len(place.preceded) for place in territories) == 585
    assert sum(len(place.succeeded) for place in territories) == 608


def test_every_locale_has_coordinates_and_a_territory(places: dict[str, PlaceEntry]) -> None:
    locales = [place for place in places.values() if is_locale(place)]
    assert all(place.latitude and place.longitude for place in locales)
    assert all(place.within is not None and place.within.slug in places for place in locales)


def test_what_is_referred_to_is_there(places: dict[str, PlaceEntry]) -> None:
    assert {ref.slug for place in places.values() for ref in (*place.preceded, *place.succeeded)} <= set(places)


def test_two_dates_cannot_be_used_and_are_told_of(imported: Callable[[str], Imported]) -> None:
    malta, rhodesia = imported("gsh")[1]
    assert malta.endswith("malta.xml:7: valid-since is -0800, not a year of our era; this date is left out")
    assert "rhodesia-1964.xml:2: it ends (1964) before it begins (1986); both dates are left out" in rhodesia


def test_the_same_thing_bears_the_slug_of_the_corpus(places: dict[str, PlaceEntry]) -> None:
    assert sum(not place.slug.endswith("-hsg") for place in places.values() if not is_locale(place)) == 85
    assert sum(not place.slug.endswith("-hsg") for place in places.values() if is_locale(place)) == 139
    assert places["soviet-union"].existed == ("1917", "1991")
    assert places["russia-hsg"].preceded == (Ref(Kind.PLACE, "soviet-union"),)
    assert places["leningrad"].label == "St. Petersburg" and "Leningrad" in places["leningrad"].aliases
    assert places["london"].within == Ref(Kind.PLACE, "united-kingdom-hsg")
    assert places["peking"].label == "Peiping" and places["kiev"].label == "Kyiv"
    assert {"germany-hsg", "germany-1933-hsg"} <= set(places), "none of them is what documents call Germany"
    assert {"ethiopia-hsg", "yugoslavia-1946-hsg"} <= set(places), "they are phases of what documents call so"


TERRITORY = (
    "<territory><id>{id}</id><short-form-name>{name}</short-form-name><long-form-name/>"
    "<valid-since>{since}</valid-since><valid-until>{until}</valid-until>"
    "<predecessors><predecessor>{before}</predecessor></predecessors></territory>"
)
LOCALE = (
    "<locale><id>port</id><name>Port</name><current-territory>{within}</current-territory>"
    "<latitude>{latitude}</latitude><longitude>0</longitude>"
    "<predecessors>Old Port(1921), Harbour</predecessors></locale>"
)


def territory(id_: str, name: str, since: str = "1900", until: str = "9999", before: str = "") -> str:
    return TERRITORY.format(id=id_, name=name, since=since, until=until, before=before)


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        (territory("b", "B", since="soon"), "b.xml:1: valid-since is soon, not a year of our era"),
        (territory("b", "B", until="1800"), "b.xml:1: it ends (1800) before it begins (1900)"),
        (territory("b", "B", before="c"), "b.xml:1: predecessor c is not there"),
        (territory("a", "A again"), "b.xml:1: territory a was read before"),
        (territory("", "B"), "b.xml:1: it is no territory or locale with id and name"),
        ("<region><id>b</id></region>", "b.xml:1: it is no territory or locale"),
        (LOCALE.format(within="a", latitude="91"), "b.xml:1: latitude is 91, not decimal degrees"),
        (LOCALE.format(within="c", latitude="1"), "b.xml:1: its territory c is not there"),
        ("<territory><id>b", "b.xml:1:17: not XML"),
        ("<territory>" + "x" * (4 << 20), "b.xml: 4,194,315 bytes, more than 4,194,304; this file is left out"),
    ],
)
def test_what_cannot_be_used_is_told_and_the_rest_goes_on(tmp_path: Path, record: str, problem: str) -> None:
    files = {"gsh/data/territories/a.xml": territory("a", "A"), "gsh/data/territories/b.xml": record}
    places, problems = collect("gsh", archive(tmp_path / "gsh.tar.gz", files))
    assert PlaceEntry(
        EntityType.PLACE,
        "a-hsg",
        "A",
        sources=("Office of the Historian, geography data (gsh), territory a",),
        existed=("1900", None),
    ) == next(iter(places))
    assert len(problems) == 1
    assert problem in problems[0]


def test_former_names_are_other_names(tmp_path: Path) -> None:
    files = {"territories/a.xml": territory("a", "A"), "locales/p.xml": LOCALE.format(within="a", latitude="-1.5")}
    port = collect("gsh", archive(tmp_path / "gsh.tar.gz", files))[0][1]
    assert isinstance(port, PlaceEntry)
    assert (port.slug, port.aliases, port.latitude) == ("port-a-hsg", ("Harbour", "Old Port"), "-1.5")


def test_the_unpacked_folder_reads_the_same(tmp_path: Path) -> None:
    (tmp_path / "gsh" / "data" / "territories").mkdir(parents=True)
    (tmp_path / "gsh" / "data" / "territories" / "a.xml").write_text(territory("a", "A"), encoding="utf-8")
    packed = archive(tmp_path / "gsh.tar.gz", {"gsh/data/territories/a.xml": territory("a", "A")})
    for folder in ("gsh", "gsh/data", "gsh/data/territories"):
        assert collect("gsh", tmp_path / folder) == collect("gsh", packed)


def test_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"no territory in it; name the Historian's gsh\.tar\.gz"):
        collect("gsh", archive(tmp_path / "a.tar.gz", {"README.md": "nothing"}))
