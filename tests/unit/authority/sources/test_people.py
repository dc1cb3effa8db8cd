"""The Historian's people as entries: everyone of the real database, and what a record may lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from memograph.authority.entries import PersonEntry
from memograph.authority.sources.people import in_order
from tests.unit.authority.sources.conftest import Imported, collect
from tests.unit.authority.test_historian import BRINDLE, archive, person


@pytest.fixture(scope="module")
def people(imported: Callable[[str], Imported]) -> list[PersonEntry]:
    return [entry for entry in imported("people")[0] if isinstance(entry, PersonEntry)]


def test_everyone_is_there(people: list[PersonEntry]) -> None:
    assert len(people) == len({person.slug for person in people}) == 16_312
    assert sum(person.birth is not None for person in people) == 3_900
    assert sum(person.death is not None for person in people) == 2_096
    assert sum(len(person.aliases) for person in people) == 10_031
    assert sum(len(person.remarks) for person in people) == 41_147
    assert sum(bool(person.volumes) for person in people) == 12_836
    assert len({volume for person in people for volume in person.volumes}) == 229


def test_who_they_are_elsewhere(people: list[PersonEntry]) -> None:
    schemes = Counter(identifier.scheme for person in people for identifier in person.identifiers)
    assert schemes == {"hsg": 16_312, "pocom": 3_927, "viaf": 685}
    assert max(Counter((i.scheme, i.value) for person in people for i in person.identifiers).values()) == 1


def test_what_is_left_out_is_told(imported: Callable[[str], Imported]) -> None:
    problems = imported("people")[1]
    assert len(problems) == 20
    assert all("have the viaf identifier" in problem and problem.endswith("; it is left out") for problem in problems)


def test_every_fact_has_its_source(people: list[PersonEntry]) -> None:
    assert all(person.sources and all(i.source for i in person.identifiers) for person in people)


def test_somebody_whom_the_corpus_has_bears_the_slug_from_there(people: list[PersonEntry]) -> None:
    assert sum(not person.slug.rpartition("-")[2].startswith("hsg") for person in people) == 415
    [rusk] = [person for person in people if person.slug == "rusk-dean"]
    assert (rusk.label, rusk.birth, rusk.death, len(rusk.remarks)) == ("David Dean Rusk", "1909", "1994", 23)
    remark = next(remark for remark in rusk.remarks if remark.words == "Secretary of State from January 21, 1961")
    assert len(remark.volumes) == 8 and "frus1961-63v24" in remark.volumes
    assert ("pocom", "rusk-david-dean") in {(i.scheme, i.value) for i in rusk.identifiers}


def test_a_record_without_anything_but_a_name(tmp_path: Path) -> None:
    files = {"1/200001.xml": BRINDLE, "1/200002.xml": person("200002", "Sorensen, Theodore C. (“Ted”)")}
    (first, second), problems = collect("people", archive(tmp_path / "p.tar.gz", files))
    assert not problems
    assert isinstance(first, PersonEntry) and isinstance(second, PersonEntry)
    assert (first.slug, first.label) == ("brindlemoor-walter-quincy-hsg200001", "Walter Quincy Brindlemoor")
    assert first.volumes == ("frus1961-63v05", "frus1961-63v14")
    assert (second.label, second.family_name, second.given_name) == ("Theodore C. Sorensen", "Sorensen", "Theodore C.")
    assert second.remarks == ()


def test_years_and_nicknames_are_no_part_of_a_name() -> None:
    assert in_order("King, Rufus, 1755-1827") == "Rufus King"
    assert in_order("Lodge, Henry Cabot, II") == "Henry Cabot Lodge, II"
    assert in_order("Sorensen, Theodore C. (“Ted”)") == "Theodore C. Sorensen"
    assert in_order("Bhumibol Adulyadej") == "Bhumibol Adulyadej"
