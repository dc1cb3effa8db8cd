"""Store and its sorted quads → the file. Called by assembling.py while a release is made.

The same release has the same rows in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from memograph.dates import bounds
from memograph.namespaces import Site
from memograph.pageindex.derived import fill_derived
from memograph.pageindex.identities import fill_identities
from memograph.pageindex.occurrences import fill_occurrences
from memograph.pageindex.scanning import scan
from memograph.pageindex.tables import FORMAT, INDEXES, TABLES
from memograph.pageindex.terms import fill_terms
from memograph.pageindex.things import fill_things

#: KiB of pages that SQLite keeps in memory of either file while it fills the tables.
_CACHE_KIB = 16 * 1024

#: Years outside of which a bound of a date says that there is none (dates.bounds).
_NO_YEARS = (1, 9999)


def write_pages(store: ox.Store, lines: Iterable[bytes], site: Site, path: Path) -> None:
    """Write what the pages of the things in `store` list to a new file; needs room for a second one beside it.

    Args:
        lines: the quads in the store as sorted N-Quads, read once.
    """
    scratch = path.with_name(f"{path.name}.found")
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _prepare(connection, scratch)
            scan(connection, store, lines, site)
            fill_things(connection)
            fill_occurrences(connection)
            fill_derived(connection)
            fill_terms(connection, store, site)
            fill_identities(connection)
            connection.executescript(f"{INDEXES} ANALYZE; PRAGMA user_version = {FORMAT};")
    finally:
        scratch.unlink(missing_ok=True)


def _prepare(connection: sqlite3.Connection, scratch: Path) -> None:
    """Empty tables, and the database ``found`` for what is read and worked out on the way."""
    connection.execute("ATTACH DATABASE ? AS found", (str(scratch),))
    for name in ("main", "found"):
        connection.executescript(
            f"PRAGMA {name}.journal_mode = OFF; PRAGMA {name}.synchronous = OFF; "
            f"PRAGMA {name}.cache_size = -{_CACHE_KIB}; PRAGMA {name}.locking_mode = EXCLUSIVE;"
        )
    connection.executescript(TABLES)
    connection.create_function("local_name", 1, _local_name, deterministic=True)
    connection.create_function("first_day", 1, _first_day, deterministic=True)
    connection.create_function("last_day", 1, _last_day, deterministic=True)


def _local_name(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def _first_day(edtf: str) -> str:
    return _bound(edtf, 0)


def _last_day(edtf: str) -> str:
    return _bound(edtf, 1)


def _bound(edtf: str, which: int) -> str:
    """One end of an EDTF date as an ISO day; empty where it has none or is no date."""
    try:
        day = bounds(edtf)[which]
    except ValueError:
        return ""
    return "" if day.year in _NO_YEARS else day.isoformat()
