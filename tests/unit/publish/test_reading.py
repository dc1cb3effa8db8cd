"""The reading index as pages open it: what it finds, and what happens where it is missing, old or damaged."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from memograph.errors import QueryDeadline, ReleaseError, ReleaseOutdated
from memograph.publish.reading import claims, identities, lists, mentions, neighbours
from memograph.publish.reading.index import Index, Page, open_index
from memograph.release import Release, open_release
from tests.publish_sample import SITE, build_dir, release

__all__ = ["build_dir", "release"]  # fixtures


@pytest.fixture
def index(release: Release) -> Iterator[Index]:
    opened = open_index(release, 10)
    yield opened
    opened.close()


@pytest.fixture
def copied(release: Release, tmp_path: Path) -> Release:
    """The sample release where its files may be harmed."""
    shutil.copytree(release.path, tmp_path / "release")
    return open_release(tmp_path / "release")


def test_a_thing_is_found_with_its_numbers(index: Index) -> None:
    found = index.find(SITE.thing("person", "gromyko-andrei"))
    assert found is not None
    assert (found.thing.kind, found.thing.iri) == ("person", SITE.thing("person", "gromyko-andrei"))
    assert found.documents >= 1
    assert found.statements >= 2
    assert index.find(SITE.thing("person", "nobody")) is None
    assert index.find("http://elsewhere.test/id/person/gromyko-andrei") is None


def test_a_document_that_is_only_cited_is_told_apart(index: Index) -> None:
    kinds = {slug: index.find(SITE.thing("document", slug)) for slug in ("frus1981-88v04d1", "frus1981-88v04d4")}
    assert [each and each.thing.kind for each in kinds.values()] == ["cited", "document"]


def test_relations_know_how_right_they_are(index: Index) -> None:
    met = index.relations()["metWith"]
    assert (met.precision, met.recall, met.statements) == (0.812, 0.5, 3)


def test_a_release_without_the_index_or_with_another_says_so(copied: Release) -> None:
    connection = sqlite3.connect(copied.pages)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(ReleaseOutdated, match="memograph build"):
        open_index(copied, 10)
    copied.pages.unlink()
    with pytest.raises(ReleaseOutdated, match="memograph build"):
        open_index(copied, 10)


def test_a_damaged_index_is_no_outdated_one(copied: Release) -> None:
    copied.pages.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises(ReleaseError, match=r"pages\.sqlite") as caught:
        open_index(copied, 10)
    assert not isinstance(caught.value, ReleaseOutdated)


def test_a_deadline_ends_a_look_up(release: Release) -> None:
    index = open_index(release, 0)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n"
    with pytest.raises(QueryDeadline):
        index.rows(endless)
    index.close()


def number_of(index: Index, kind: str, slug: str) -> int:
    found = index.find(SITE.thing(kind, slug))
    assert found is not None
    return found.thing.number


def test_statements_of_a_thing_have_all_that_a_page_shows(index: Index) -> None:
    gromyko = number_of(index, "person", "gromyko-andrei")
    page = claims.of_thing(index, gromyko, "metWith")
    assert (page.total, page.number, page.last) == (3, 1, 1)
    met = next(each for each in page.items if each.object and each.object.iri.endswith("haig-alexander"))
    assert met.iri.startswith(SITE.base + "id/statement/")
    assert met.document is not None
    assert met.document.iri == SITE.thing("document", "frus1981-88v04d4")
    assert (met.confidence, met.modality, met.method) == (0.72, "report", "metWith.met-with")
    assert (met.when, met.day) == ("1982-01/1983-01", "1982-01-01")
    assert [each.iri for each in met.speakers] == [SITE.thing("person", "clark-william")]
    assert [each.excerpt.exact for each in met.quotations] == ["Al Haig and you have had with Gromyko"]
    assert met.quotations[0].excerpt.before, "the sentence begins before"
    assert claims.of_thing(index, gromyko, number=2).items == ()
    assert claims.of_thing(index, gromyko, "cites") == Page((), 1, 0)


def test_the_first_statements_of_each_relation_are_those_of_its_list(index: Index) -> None:
    document = number_of(index, "document", "frus1981-88v04d4")
    first = claims.first_of_thing(index, document, 1)
    assert set(first) == {(each.relation, each.role) for each in claims.counted(index, document)}
    for (relation, role), statements in first.items():
        assert statements == claims.of_thing(index, document, relation, role=role).items[:1]
    assert claims.first_of_thing(index, number_of(index, "place", "united-states"), 3) == {}


def test_the_ends_of_a_statement_are_told_apart(index: Index) -> None:
    """Where a relation holds both ways, either end is as good as the other."""
    reagan, geneva = number_of(index, "person", "reagan-ronald"), number_of(index, "place", "geneva")
    assert {(each.relation, each.role) for each in claims.counted(index, reagan)} == {
        ("traveledTo", "subject"),
        ("sentTo", "object"),
    }
    assert claims.of_thing(index, geneva, "heldIn", role="object").total == 1
    assert claims.of_thing(index, geneva, "heldIn", role="subject").total == 0
    met = {
        slug: claims.counted(index, number_of(index, "person", slug)) for slug in ("gromyko-andrei", "haig-alexander")
    }
    assert {each.role for found in met.values() for each in found if each.relation == "metWith"} == {"either"}


def test_what_somebody_asserts_is_found(index: Index) -> None:
    page = claims.said_by(index, number_of(index, "person", "clark-william"))
    assert (page.total, [each.modality for each in page.items]) == (1, ["report"])
    assert claims.said_by(index, number_of(index, "person", "clark-william"), number=2).items == ()


def test_who_else_was_considered_is_told_for_all_documents_and_for_the_least_sure(index: Index) -> None:
    haig = identities.of_person(index, number_of(index, "person", "haig-alexander"), 5)
    assert haig.documents == 1
    assert [(each.name, each.known, each.documents, each.confidence) for each in haig.considered] == [
        ("Alexander M. Haig, Jr.", True, 1, 0.97),
        ("Sir Douglas Haig", False, 1, 0.02),
    ]
    assert [each.name for each in haig.least_sure[0].candidates] == [each.name for each in haig.considered]
    assert haig.least_sure[0].document.iri == SITE.thing("document", "frus1981-88v04d4")
    robert = identities.of_person(index, number_of(index, "person", "hostile-robert"), 5)
    assert [each.reason for each in robert.least_sure] == ["nobody of this <name>"]
    assert identities.of_person(index, number_of(index, "place", "geneva"), 5) == identities.Identity(0, (), ())


def test_statements_of_a_document_come_in_the_order_of_the_text(index: Index) -> None:
    document = number_of(index, "document", "frus1981-88v04d4")
    found = claims.in_document(index, document)
    starts = [each.quotations[0].start if each.quotations else 0 for each in found]
    assert starts == sorted(starts)
    assert len(found) == lists.document(index, document).statements  # type: ignore[union-attr]
    assert claims.numbered(index, (found[2].number, found[0].number)) == (found[0], found[2])


def test_statements_of_the_release_are_paged(index: Index) -> None:
    everything = claims.of_release(index)
    assert everything.total == sum(each.statements for each in index.relations().values())
    dated = claims.of_release(index, "dated")
    assert dated.total == len(dated.items) == index.relations()["dated"].statements
    assert {each.object for each in dated.items} == {None}
    assert claims.of_release(index, "no such relation") == Page((), 1, 0)


def test_mentions_in_their_sentences_and_in_the_text(index: Index) -> None:
    clark, document = number_of(index, "person", "clark-william"), number_of(index, "document", "frus1981-88v04d4")
    page = mentions.of_thing(index, clark)
    assert page.total == len(page.items) >= 2
    assert [each.excerpt.exact for each in page.items] == ["Clark"] * page.total
    marked = mentions.in_document(index, document)
    assert [each.start for each in marked] == sorted(each.start for each in marked)
    assert {each.thing.name for each in marked if each.role} == {"Ronald Reagan"}
    assert sum(year.mentions for year in mentions.by_year(index, clark)) == page.total


def test_lists_by_name_and_by_use(index: Index) -> None:
    people = lists.Some("person")
    by_name = lists.of_kind(index, people)
    names = [entry.thing.name for entry in by_name.items]
    assert names.index("Andrei A. Gromyko") < names.index("George P. Shultz"), "people by surname"
    uses = [entry.uses for entry in lists.of_kind(index, people, lists.Order.USE).items]
    assert uses == sorted(uses, reverse=True)
    letters = lists.initials(index, people)
    assert [each.letter for each in letters] == sorted(each.letter for each in letters)
    assert sum(each.things for each in letters) == by_name.total
    for each in letters:
        some = lists.of_kind(index, lists.Some("person", letter=each.letter))
        assert some.total == len(some.items) == each.things
        assert {entry.thing.number for entry in some.items} <= {entry.thing.number for entry in by_name.items}
    spoken, unspoken = (lists.of_kind(index, lists.Some("place", spoken)) for spoken in (True, False))
    assert all(entry.uses for entry in spoken.items) and not any(entry.uses for entry in unspoken.items)
    assert spoken.total + unspoken.total == lists.of_kind(index, lists.Some("place")).total
    assert lists.of_kind(index, lists.Some("no such kind")) == Page((), 1, 0)


def test_things_by_their_first_mention(index: Index) -> None:
    found = lists.of_kind(index, lists.Some("person", spoken=True), lists.Order.DATE).items
    first = {entry.thing.number: mentions.of_thing(index, entry.thing.number).items for entry in found}
    days = [first[entry.thing.number][0].document.number for entry in found if first[entry.thing.number]]
    positions = [lists.document(index, number).position for number in days]  # type: ignore[union-attr]
    assert positions == sorted(positions)
    dates = lists.first_mentioned(index, list(first))
    assert dates == {number: each[0].dated for number, each in first.items() if each and each[0].dated}


def test_statements_by_how_sure_they_are(index: Index) -> None:
    steps = (0.95, 0.85, 0.7, 0.5)
    for relation in ("", "metWith"):
        numbers = claims.by_confidence(index, steps, relation)
        for place, number in enumerate(numbers):
            sure = ((*steps, 0.0)[place], (2.0, *steps)[place])
            found = claims.of_release(index, relation, sure)
            assert found.total == number
            assert all(sure[0] <= (each.confidence or 0) < sure[1] for each in found.items)
            assert claims.by_relation(index, sure).get("metWith", 0) == claims.of_release(index, "metWith", sure).total
    assert sum(claims.by_confidence(index, steps)) == claims.of_release(index).total


def test_documents_by_date_and_what_is_around_one(index: Index) -> None:
    found = index.documents("ORDER BY d.position")
    days = [each.day for each in found if each.day]
    assert days == sorted(days)
    assert [each.position for each in found] == list(range(1, len(found) + 1))
    assert sum(lists.months(index).values()) == len(found)
    assert list(lists.months(index)) == sorted({each.day[:7] for each in found})
    around = lists.around(index, found[1])
    assert (around.earlier, around.later) == (found[0], found[2])
    assert lists.around(index, found[0]).earlier is None
    assert lists.document(index, 0) is None


def test_neighbours_and_what_joins_them(index: Index) -> None:
    gromyko = number_of(index, "person", "gromyko-andrei")
    found = neighbours.of_thing(index, gromyko, 24)
    assert [each.weight for each in found] == sorted((each.weight for each in found), reverse=True)
    haig = next(each for each in found if each.thing.iri.endswith("haig-alexander"))
    assert (haig.weight, haig.documents, haig.relations) == (1, 1, ("metWith",))
    edges = neighbours.among(index, [gromyko, *(each.thing.number for each in found)])
    pair = tuple(sorted((gromyko, haig.thing.number)))
    assert [(edge.weight, edge.documents) for edge in edges if (edge.a, edge.b) == pair] == [(1, 1)]
