"""What each shard in the cache was made from: an SQLite file, ``documents.sqlite``, beside the shards.

A row is a shard of a document, of which several are kept: whoever undoes a change finds the shard of before. Rows are
committed one by one (write-ahead log), so that a build that is killed has lost none that it told of.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

#: The form of the tables; a file of another form is put aside and made anew.
FORM = 1

_TABLES = """
CREATE TABLE IF NOT EXISTS build (id INTEGER PRIMARY KEY, begun TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS environment (id INTEGER PRIMARY KEY, parts TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS shard (
    document TEXT NOT NULL, blob TEXT NOT NULL, data TEXT NOT NULL, beside TEXT NOT NULL, name TEXT NOT NULL,
    file TEXT NOT NULL, environment INTEGER NOT NULL, authority TEXT NOT NULL, decisions TEXT NOT NULL,
    bytes INTEGER NOT NULL, used INTEGER NOT NULL, PRIMARY KEY (document, blob)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_use ON shard (used);
"""


@dataclass(frozen=True, slots=True)
class Made:
    """What one shard was made from, as digests (hex).

    Args:
        blob: name of its bytes; empty for a document that could not be processed.
        data, beside: of the document's text, and of what stands beside it.
        name: the document's file, relative to the corpus; `file` the digest of all of that file.
        environment: part → digest of what all documents share.
        authority, decisions: digests of all that was known and decided when it was last found to be right.
    """

    document: str
    blob: str
    data: str
    beside: str
    name: str
    file: str
    environment: Mapping[str, str]
    authority: str
    decisions: str
    bytes: int


class Ledger:
    """Remembers what shards were made from. One build writes at a time (`retention.alone`).

    Args:
        file: made where it is absent; one that is damaged, or of another form, is replaced by an empty one.

    Raises:
        sqlite3.OperationalError: it cannot be written.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        #: Why there may be no row of a document that was built before; None where its absence says that it is new.
        self.lost: str | None = None if file.exists() else "there is no cache yet"
        self._database = self._opened(file)
        self._environments: dict[int, dict[str, str]] = {}
        begun = datetime.now(UTC).isoformat(timespec="seconds")
        self._build = self._database.execute("INSERT INTO build (begun) VALUES (?)", (begun,)).lastrowid or 0
        self._database.commit()

    def of(self, document: str) -> Iterator[Made]:
        """The shards of a document, that which was used last first."""
        query = "SELECT * FROM shard WHERE document = ? ORDER BY used DESC, blob"
        for row in self._database.execute(query, (document,)).fetchall():
            yield self._made(row)

    def write(self, made: Made) -> None:
        """Remember a shard, or that it was found to be right with what is known and decided now."""
        environment = json.dumps(dict(made.environment), sort_keys=True)
        self._database.execute("INSERT OR IGNORE INTO environment (parts) VALUES (?)", (environment,))
        [number] = self._database.execute("SELECT id FROM environment WHERE parts = ?", (environment,)).fetchone()
        values = (made.document, made.blob, made.data, made.beside, made.name, made.file, number)
        values_ = (*values, made.authority, made.decisions, made.bytes, self._build)
        self._database.execute(f"INSERT OR REPLACE INTO shard VALUES ({', '.join('?' * 11)})", values_)
        self._database.commit()

    def use(self, made: Made) -> None:
        """Remember that a shard is used by this build; written down with the next row, or at the end."""
        query = "UPDATE shard SET used = ? WHERE document = ? AND blob = ?"
        self._database.execute(query, (self._build, made.document, made.blob))

    def forget(self, builds: int, most: int) -> frozenset[str]:
        """Forget shards that the last `builds` did not use, and older ones beyond `most` bytes; the blobs that stay.

        What this build uses stays, however much that is.
        """
        self._database.execute("DELETE FROM shard WHERE used <= ?", (self._build - builds,))
        sizes = self._database.execute("SELECT used, sum(bytes) FROM shard GROUP BY used ORDER BY used DESC")
        reached = 0
        for used, size in sizes.fetchall():
            reached += size
            if reached > most and used != self._build:
                self._database.execute("DELETE FROM shard WHERE used <= ?", (used,))
                break
        self._database.execute("DELETE FROM environment WHERE id NOT IN (SELECT environment FROM shard)")
        self._database.commit()
        return frozenset(blob for (blob,) in self._database.execute("SELECT blob FROM shard WHERE blob != ''"))

    def close(self) -> None:
        """Write down what is used, and close the file."""
        self._database.commit()
        self._database.close()

    def _opened(self, file: Path) -> sqlite3.Connection:
        try:
            return self._connected(file)
        except sqlite3.OperationalError:  # no room, or no right to write: the file may be as good as ever
            raise
        except sqlite3.DatabaseError:
            self.lost = "the cache was damaged, or of another version"
            for each in file.parent.glob(f"{file.name}*"):  # with its log: another file's must not be played into it
                each.unlink()
            return self._connected(file)

    def _connected(self, file: Path) -> sqlite3.Connection:
        database = sqlite3.connect(file, timeout=60)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            [form] = database.execute("PRAGMA user_version").fetchone()
            [tables] = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if tables and (form != FORM or database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok"):
                raise sqlite3.DatabaseError("not a ledger of this form")
            database.executescript(f"{_TABLES} PRAGMA user_version = {FORM}")
            database.execute("SELECT document, blob, bytes, used FROM shard LIMIT 1").fetchone()
        except sqlite3.DatabaseError:
            database.close()
            raise
        return database

    def _made(self, row: tuple[Any, ...]) -> Made:
        document, blob, data, beside, name, file, environment, authority, decisions, size, _ = row
        if environment not in self._environments:
            query = "SELECT parts FROM environment WHERE id = ?"
            [parts] = self._database.execute(query, (environment,)).fetchone()
            self._environments[environment] = json.loads(parts)
        parts_ = self._environments[environment]
        return Made(document, blob, data, beside, name, file, parts_, authority, decisions, size)
