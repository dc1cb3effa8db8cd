"""Volumes and series that the documents of a release are from."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.publish.reading.index import Index


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume by its identifier (empty for documents of none), and what the release has of it.

    Args:
        first, last: ISO days of the first and the last of its documents; empty where none is dated.
    """

    identifier: str
    documents: int
    statements: int
    first: str
    last: str


def volumes(index: Index) -> tuple[Volume, ...]:
    """All volumes, by identifier; one look-up."""
    sql = (
        "SELECT volume, COUNT(*), SUM(statements), IFNULL(MIN(NULLIF(day, '')), ''), MAX(last) "
        "FROM document GROUP BY volume ORDER BY volume"
    )
    return tuple(Volume(*row) for row in index.rows(sql))
