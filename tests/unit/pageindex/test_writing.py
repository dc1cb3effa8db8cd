"""The reading index of a release: the same rows for the same release, and nothing left beside it."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.dumping import NQUADS_DUMP
from memograph.pageindex.writing import write_pages
from memograph.release import Release
from tests.publish_sample import SITE, build_dir, release

__all__ = ["build_dir", "release"]  # fixtures


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2").fetchall() for name in sorted(names)}


def test_the_same_release_has_the_same_rows(release: Release, tmp_path: Path) -> None:
    with gzip.open(release.dumps / NQUADS_DUMP) as lines:
        write_pages(ox.Store.read_only(str(release.store)), lines, SITE, tmp_path / "again.sqlite")
    assert [path.name for path in tmp_path.iterdir()] == ["again.sqlite"], "what was scratch is gone"
    found = rows(release.pages)
    assert found == rows(tmp_path / "again.sqlite")
    assert all(found[name] for name in ("thing", "document", "mention", "statement", "evidence", "located", "facet"))


@pytest.mark.parametrize(
    ("word", "found"), [("gromyko", True), ("Gromy*", True), ("köln", False), ("arms reduction", True)]
)
def test_texts_are_found_by_words(release: Release, word: str, found: bool) -> None:
    with closing(sqlite3.connect(release.pages)) as connection:
        sql = "SELECT COUNT(*) FROM document_text WHERE document_text MATCH ?"
        assert bool(connection.execute(sql, (word,)).fetchone()[0]) is found
