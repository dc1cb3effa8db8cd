"""Imported knowledge → the index `store` reads: made once for the same inputs, kept beside the build, by content hash.

What two sources say of one thing is joined here (`joining`); a tenure goes with the people and posts that were joined.
Several processes may want one index at once: the first makes it, the others wait for its lock and then find it.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from memograph.authority.entries import Entry, EventEntry, PersonEntry, Tenure
from memograph.authority.imported import digest, read_imported
from memograph.authority.joining import Thing, contradict, joined, same_as
from memograph.authority.names import keys_of
from memograph.authority.store import APPLICATION, Store, adapter, open_store, tenures
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import Kind
from memograph.namespaces import Site
from memograph.personal_names import parse_name

#: Indexes that are kept, the newest: a project with two sets of imports goes from one to the other and back.
KEPT = 3

_log = logging.getLogger(__name__)
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE problem (message TEXT);
CREATE TABLE thing (id INTEGER PRIMARY KEY, kind TEXT, slug TEXT, body TEXT, forms TEXT);
CREATE TABLE slug (kind TEXT, slug TEXT, thing INTEGER, PRIMARY KEY (kind, slug)) WITHOUT ROWID;
CREATE TABLE identifier (scheme TEXT, value TEXT, thing INTEGER, PRIMARY KEY (scheme, value, thing)) WITHOUT ROWID;
CREATE TABLE sound (key TEXT, thing INTEGER, PRIMARY KEY (key, thing)) WITHOUT ROWID;
CREATE TABLE nickname (word TEXT, thing INTEGER, PRIMARY KEY (word, thing)) WITHOUT ROWID;
CREATE TABLE listing (volume TEXT, thing INTEGER, PRIMARY KEY (volume, thing)) WITHOUT ROWID;
CREATE TABLE journey (person TEXT, thing INTEGER, first TEXT, last TEXT, PRIMARY KEY (person, thing)) WITHOUT ROWID;
CREATE TABLE destination (kind TEXT, slug TEXT, PRIMARY KEY (kind, slug)) WITHOUT ROWID;
CREATE TABLE tenure (holder TEXT, post TEXT, first TEXT, last TEXT, body TEXT);
"""
_INDEXES = """
CREATE INDEX by_kind ON thing (kind, slug);
CREATE INDEX by_holder ON tenure (holder);
CREATE INDEX by_post ON tenure (post, first);
"""


def index_file(paths: Iterable[Path], site: Site, folder: Path) -> Path:
    """Where the index of what paths hold is kept, or would be."""
    return _file(folder, digest(paths, site))


def load_store(paths: Iterable[Path], site: Site, folder: Path | None) -> Store:
    """The index of what paths hold; made where `folder` has none of the same content, or one that is damaged.

    Args:
        folder: where indexes are kept; None, or one that cannot be written, for an index in memory.

    Raises:
        AuthorityError: a path is missing or cannot be read.
    """
    paths = tuple(paths)
    key = digest(paths, site)
    if folder is None:
        return _in_memory(paths, site, key)
    file = _file(folder, key)
    if found := open_store(file, key):
        return found
    try:
        with _alone(folder):
            if found := open_store(file, key):
                return found
            if file.exists():
                _log.warning("%s: not an index of these files, or damaged; it is made anew", file)
            _write(file, paths, site, key)
    except (OSError, sqlite3.OperationalError) as error:
        _log.warning("%s: the index cannot be kept there (%s); it is made in memory each time", folder, error)
        return _in_memory(paths, site, key)
    made = open_store(file, key, new=True)
    if made is None:
        raise AuthorityError(f"{file}: the index that was just made cannot be read; look after the disk")
    return made


def _file(folder: Path, key: str) -> Path:
    return folder / f"authority-{key}.sqlite"


def _in_memory(paths: tuple[Path, ...], site: Site, key: str) -> Store:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    _Index(connection, paths, site, key).make()
    return Store(connection, new=True)


def _write(file: Path, paths: tuple[Path, ...], site: Site, key: str) -> None:
    """Make the file whole or not at all; older ones beyond `KEPT` go, and what a killed process left.

    The folder's lock is held, so nobody else is making one.
    """
    for left in file.parent.glob(".authority-*"):
        left.unlink()
    handle, name = tempfile.mkstemp(prefix=".authority-", suffix=".sqlite", dir=file.parent)
    os.close(handle)
    made = Path(name)
    try:
        connection = sqlite3.connect(made)
        try:
            _Index(connection, paths, site, key).make()
        finally:
            connection.close()
        made.chmod(0o644)
        made.replace(file)
    finally:
        made.unlink(missing_ok=True)
    indexes = sorted(file.parent.glob("authority-*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in indexes[KEPT:]:
        old.unlink(missing_ok=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system takes back from a process that dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class _Index:
    """Fills one empty database."""

    def __init__(self, connection: sqlite3.Connection, paths: tuple[Path, ...], site: Site, key: str) -> None:
        self._db, self._paths, self._site, self._key = connection, paths, site, key
        self._tenures: list[Tenure] = []

    def make(self) -> None:
        """Read everything; nobody has the database open yet, so it is written without a journal."""
        self._db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES}")
        self._db.execute(f"PRAGMA application_id = {APPLICATION}")
        for item in read_imported(self._paths, self._site, self._left_out):
            if isinstance(item.thing, Tenure):
                self._tenures.append(item.thing)
            else:
                self._add(item.thing, item.forms)
        for id_, body, forms in self._db.execute("SELECT id, body, forms FROM thing WHERE kind = 'person'").fetchall():
            self._look_up(id_, adapter(Kind.PERSON).validate_json(body), forms.splitlines())
        for tenure in self._tenures:
            self._hold(tenure)
        for id_, body in self._db.execute("SELECT id, body FROM thing WHERE kind = 'event'").fetchall():
            self._travel(id_, adapter(Kind.EVENT).validate_json(body))
        self._db.executescript(_INDEXES)
        self._db.execute("INSERT INTO meta VALUES ('inputs', ?)", (self._key,))
        self._db.commit()
        self._db.execute("ANALYZE")
        self._db.commit()

    def _left_out(self, error: AuthorityError) -> None:
        self._db.execute("INSERT INTO problem VALUES (?)", (str(error),))

    def _add(self, thing: Thing, forms: Iterable[str]) -> None:
        """Write a thing, or join it to the one that it is."""
        kind = thing.type.kind if isinstance(thing, Entry) else Kind.POST
        lines = list(dict.fromkeys(form.replace("\n", " ") for form in forms))
        if (found := self._same(kind, thing)) is None:
            values = (kind.value, thing.slug, _json(kind, thing), "\n".join(lines))
            id_ = self._db.execute("INSERT INTO thing (kind, slug, body, forms) VALUES (?, ?, ?, ?)", values).lastrowid
            assert id_ is not None, "SQLite numbers what it inserts"
            self._name(id_, kind, thing)
            return
        id_, known, known_forms = found
        first, second = (thing, known) if _is_lasting(thing) and not _is_lasting(known) else (known, thing)
        both = joined(first, second)
        lines = list(dict.fromkeys((*known_forms.splitlines(), *lines)))
        self._db.execute(
            "UPDATE thing SET slug = ?, body = ?, forms = ? WHERE id = ?",
            (both.slug, _json(kind, both), "\n".join(lines), id_),
        )
        self._name(id_, kind, thing)

    def _same(self, kind: Kind, thing: Thing) -> tuple[int, Thing, str] | None:
        """The thing that another is, by its slug or by a record that describes both."""
        by_slug = "SELECT thing FROM slug WHERE kind = ? AND slug = ?"
        by_record = "SELECT i.thing FROM identifier i JOIN thing t ON t.id = i.thing WHERE scheme = ? AND value = ?"
        questions: list[tuple[str, tuple[str, ...]]] = [(by_slug, (kind.value, thing.slug))]
        questions += [(f"{by_record} AND kind = ?", (i.scheme, i.value, kind.value)) for i in same_as(thing)]
        for question, values in questions:
            for (id_,) in self._db.execute(question, values).fetchall():
                body, forms = self._db.execute("SELECT body, forms FROM thing WHERE id = ?", (id_,)).fetchone()
                known: Thing = adapter(kind).validate_json(body)
                if question is by_slug or not contradict(known, thing):
                    return id_, known, forms
        return None

    def _name(self, id_: int, kind: Kind, thing: Thing) -> None:
        """Note the slug and the records by which a thing can be found."""
        self._db.execute("INSERT OR IGNORE INTO slug VALUES (?, ?, ?)", (kind.value, thing.slug, id_))
        records = [(identifier.scheme, identifier.value, id_) for identifier in same_as(thing)]
        self._db.executemany("INSERT OR IGNORE INTO identifier VALUES (?, ?, ?)", records)

    def _look_up(self, id_: int, person: PersonEntry, forms: Iterable[str]) -> None:
        """Note the sounds, nicknames and volumes by which a person is looked up."""
        names = [parse_name(form) for form in forms]
        sounds = {key for name in names for key in keys_of(name)}
        nicknames = {word for name in names for word in name.nicknames}
        self._db.executemany("INSERT INTO sound VALUES (?, ?)", [(key, id_) for key in sounds])
        self._db.executemany("INSERT INTO nickname VALUES (?, ?)", [(word, id_) for word in nicknames])
        self._db.executemany("INSERT INTO listing VALUES (?, ?)", [(volume, id_) for volume in set(person.volumes)])

    def _hold(self, tenure: Tenure) -> None:
        """Write a tenure; its holder and post may be curated and so be known here by their slug alone."""
        holder, post = (
            self._slug(Kind.PERSON, tenure.holder),
            self._slug(Kind.POST, tenure.post),
        )
        held = Tenure(holder, post, tenure.start, tenure.end, tenure.source)
        first, last = (day.isoformat() for day in held.days)
        values = (holder, post, first, last, str(tenures().dump_json(held, exclude_defaults=True), "utf-8"))
        self._db.execute("INSERT INTO tenure VALUES (?, ?, ?, ?, ?)", values)

    def _travel(self, id_: int, event: EventEntry) -> None:
        """Note whose journey it is, when and whereto; what has no day cannot be looked up by one."""
        if event.start is None:
            return
        first, last = bounds(event.start)[0], bounds(event.end or event.start)[1]
        people = {self._slug(Kind.PERSON, ref.slug) for ref in (*event.travelers, *event.hosts)}
        rows = [(person, id_, first.isoformat(), last.isoformat()) for person in sorted(people)]
        self._db.executemany("INSERT INTO journey VALUES (?, ?, ?, ?)", rows)
        places = [(ref.kind.value, self._slug(ref.kind, ref.slug)) for ref in event.places]
        self._db.executemany("INSERT OR IGNORE INTO destination VALUES (?, ?)", places)

    def _slug(self, kind: Kind, slug: str) -> str:
        """The slug of what a thing of this slug was joined to, its own where it stands alone."""
        query = "SELECT t.slug FROM slug s JOIN thing t ON t.id = s.thing WHERE s.kind = ? AND s.slug = ?"
        found = self._db.execute(query, (kind.value, slug)).fetchone()
        return str(found[0]) if found else slug


def _json(kind: Kind, thing: Thing) -> str:
    return str(adapter(kind).dump_json(thing, exclude_defaults=True), "utf-8")


def _is_lasting(thing: Thing) -> bool:
    """Whether a slug ends with the number of its record, as those of the Historian's people do."""
    return any(thing.slug.endswith(f"-{i.scheme}{i.value}") for i in same_as(thing))
