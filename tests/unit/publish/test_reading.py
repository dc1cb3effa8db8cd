"""The reading index as pages open it: what it finds, and what happens where it is missing, old or damaged."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from memograph.errors import QueryDeadline, ReleaseError, ReleaseOutdated
from memograph.publish.reading.index import Index, open_index
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
