"""Who bears a name: everyone of the Turtle files and of what was imported, joined, looked up by surname.

Serves linking. It stands apart from the index's surfaces and surnames on purpose: of 16,000 people nearly every
capitalised word is somebody's surname, so what was imported decides who a name means, not what is a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from weakref import WeakValueDictionary

from rapidfuzz import process
from rapidfuzz.distance import OSA

from memograph.asked import for_all_documents, question
from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.joining import Thing, addition, contradict, joined, same_as
from memograph.authority.known_person import KnownPerson
from memograph.authority.names import keys_for, keys_of
from memograph.authority.sources.people import SCHEME
from memograph.authority.store import Row, Store
from memograph.model import Kind, Ref
from memograph.personal_names import PersonalName

#: Letters of a surname, as it sounds, in which one may be wrong: of shorter ones every second is another name.
LONG = 6

__all__ = ["SCHEME", "Directory", "KnownPerson"]


class Directory:
    """People by the sound of their surname, by slug, and by volume; and what was imported of anything else.

    Args:
        curated: what the Turtle files say of everything; of what both know, they win.
        store: the index of what was imported.
    """

    def __init__(self, curated: Iterable[Known], store: Store | None = None) -> None:
        self._store = store
        self._curated = {_ref(item): item for item in curated if not isinstance(item, Tenure)}
        self._rows: dict[Ref, tuple[Row, ...]] = {}
        self._curated_name: dict[int, Ref] = {}
        if store is not None:
            for ref, item in self._curated.items():
                self._join(ref, item, store)
        people = [i for i in self._curated.values() if isinstance(i, PersonEntry)]
        self._people = {p.slug: KnownPerson(p, self._rows.get(_ref(p), ())) for p in people}
        self._by_surname: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_nickname: dict[str, list[KnownPerson]] = defaultdict(list)
        self._by_volume: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in self._people.values():
            for key in dict.fromkeys(key for name in person.names for key in keys_of(name)):
                self._by_surname[key].append(person)
            for nickname in {word for name in person.names for word in name.nicknames}:
                self._by_nickname[nickname].append(person)
            for volume in person.volumes:
                self._by_volume[volume].append(person)
        self._made: WeakValueDictionary[int, KnownPerson] = WeakValueDictionary()
        self._tenures = lru_cache(maxsize=1 << 13)(self._tenures_of)
        self._near = lru_cache(maxsize=1 << 10)(self._resembling)
        self._posts = lru_cache(maxsize=1 << 11)(self._post)
        self._initialled = lru_cache(maxsize=1 << 8)(self._with_initials)
        self._listed = lru_cache(maxsize=8)(self._list_of)

    def __iter__(self) -> Iterator[KnownPerson]:
        """Everyone, those of the Turtle files first."""
        for_all_documents()
        yield from self._people.values()
        if self._store is not None:
            for id_ in self._store.everyone():
                if id_ not in self._curated_name:
                    yield from self._persons((self._store.row(id_),))

    @property
    def has_records(self) -> bool:
        """Whether lists of persons are known: without them nobody's absence from one says anything."""
        return self._has_records()

    @question
    def _has_records(self) -> bool:
        return self._store is not None and bool(self._store.volumes)

    @question
    def person(self, slug: str) -> KnownPerson | None:
        """The person of a slug; None where nobody has it."""
        if (found := self._people.get(slug)) is not None or self._store is None:
            return found
        row = self._store.at(Ref(Kind.PERSON, slug))
        return next(self._persons((row,)), None) if row is not None and row.slug == slug else None

    @question
    def number(self, slug: str) -> str | None:
        """The number in the Historian's database of the person of a slug; None where it has none."""
        person = self.person(slug)
        return next((i.value for i in same_as(person.entry) if i.scheme == SCHEME), None) if person else None

    @question
    def bearers(self, name: PersonalName) -> tuple[KnownPerson, ...]:
        """Everyone whose surname sounds like that of a name, in a stable order; given names are not compared."""
        keys = tuple(dict.fromkeys(keys_for(name)))
        found = dict.fromkeys(person for key in keys for person in self._by_surname.get(key, ()))
        if self._store is not None:
            found.update(dict.fromkeys(self._persons(self._store.sounding(keys))))
        return tuple(found)

    @question
    def resembling(self, name: PersonalName) -> tuple[KnownPerson, ...]:
        """Everyone whose long surname sounds like that of a name but for one letter, which is not the first."""
        return self._near(name)

    def _resembling(self, name: PersonalName) -> tuple[KnownPerson, ...]:
        found: dict[KnownPerson, None] = {}
        for wanted in dict.fromkeys(keys_for(name)):
            for key in self._like(wanted) if len(wanted) >= LONG else ():
                found.update(dict.fromkeys(self._by_surname.get(key, ())))
                if self._store is not None:
                    found.update(dict.fromkeys(self._persons(self._store.sounding((key,)))))
        return tuple(found)

    @question
    def nicknamed(self, word: str) -> tuple[KnownPerson, ...]:
        """Everyone of whom a form states a folded nickname: ``tommy`` of "Thompson, Llewellyn E. (“Tommy”), Jr."."""
        rows = self._store.nicknamed(word) if self._store is not None else ()
        return (*self._by_nickname.get(word, ()), *self._persons(rows))

    @property
    def volumes(self) -> tuple[str, ...]:
        """Ids of the volumes whose lists of persons are known, sorted."""
        return self._volumes()

    @question
    def _volumes(self) -> tuple[str, ...]:
        return self._store.volumes if self._store is not None else ()

    @question
    def has_list(self, volume: str) -> bool:
        """Whether the list of persons of a volume is known."""
        return bool(self.listed(volume))

    @question
    def initialled(self, volume: str, letters: str) -> tuple[KnownPerson, ...]:
        """Everyone in a volume's list of persons who has these initials, folded: ``ceb``."""
        return self._initialled(volume, letters)

    def _with_initials(self, volume: str, letters: str) -> tuple[KnownPerson, ...]:
        return tuple(person for person in self.listed(volume) if person.has_initials(letters))

    @question
    def listed(self, volume: str) -> tuple[KnownPerson, ...]:
        """Everyone in a volume's list of persons."""
        return self._listed(volume)

    def _list_of(self, volume: str) -> tuple[KnownPerson, ...]:
        rows = self._store.listed(volume) if self._store is not None else ()
        return (*self._by_volume.get(volume, ()), *self._persons(rows))

    # ── what else was imported ────────────────────────────────────────────────────────────────────────────────────────

    @question
    def canonical(self, ref: Ref) -> Ref:
        """The name of the thing that one of this name is: of the Turtle entry, else of what it was joined to."""
        if ref in self._curated or self._store is None or (row := self._store.at(ref)) is None:
            return ref
        return self._curated_name.get(row.id, Ref(row.kind, row.slug))

    @question
    def knows(self, ref: Ref) -> bool:
        """Whether anything of a thing was imported."""
        return ref in self._rows or (self._store is not None and self._store.at(ref) is not None)

    @question
    def imported(self, ref: Ref) -> Thing | None:
        """What was imported of a thing; of one that the Turtle files describe only what they do not say."""
        curated = self._curated.get(ref)
        row = self._store.at(ref) if self._store is not None and curated is None else None
        things = [each.thing() for each in (self._rows.get(ref, ()) if row is None else (row,))]
        for other in things[1:]:
            things[0] = joined(things[0], other)
        if not things:
            return None
        return things[0] if curated is None else addition(curated, things[0])

    @question
    def journeys(self, person: str, first: date = date.min, last: date = date.max) -> tuple[EventEntry, ...]:
        """Imported journeys and visits of the person of a slug that fall between two days, the earliest first."""
        if self._store is None:
            return ()
        slugs = self._slugs(Ref(Kind.PERSON, person))
        rows = (row for slug in slugs for row in self._store.journeys(slug, first.isoformat(), last.isoformat()))
        found = {row.id: row.thing() for row in rows}
        return tuple(self._with_known_names(event) for event in found.values() if isinstance(event, EventEntry))

    @question
    def is_destination(self, places: tuple[Ref, ...]) -> bool:
        """Whether some imported journey leads to one of these places."""
        return self._store is not None and any(
            self._store.is_destination(Ref(place.kind, slug)) for place in places for slug in self._slugs(place)
        )

    @question
    def around(self, place: Ref) -> Ref | None:
        """The place that a place lies in; None where nobody says."""
        for entry in (self._curated.get(place), self.imported(place)):
            if isinstance(entry, PlaceEntry) and entry.within is not None:
                return self.canonical(entry.within)
        return None

    def _with_known_names(self, event: EventEntry) -> EventEntry:
        """An event whose people and places have the names that the Turtle files give them."""
        travelers, hosts, places = (
            tuple(map(self.canonical, refs)) for refs in (event.travelers, event.hosts, event.places)
        )
        return replace(event, slug=self.canonical(_ref(event)).slug, travelers=travelers, hosts=hosts, places=places)

    @question
    def post(self, slug: str) -> PostEntry | None:
        """The imported post of a slug; None where there is none."""
        return self._posts(slug)

    def _post(self, slug: str) -> PostEntry | None:
        found = self.imported(Ref(Kind.POST, slug))
        return found if isinstance(found, PostEntry) else None

    @question
    def holders(self, post: str, first: str, last: str) -> tuple[Tenure, ...]:
        """Imported tenures of a post between two days (ISO 8601), the earliest first."""
        if self._store is None:
            return ()
        slugs = self._slugs(Ref(Kind.POST, post))
        return tuple(self._renamed(each) for slug in slugs for each in self._store.held(slug, first, last))

    @question
    def tenures_of(self, person: str) -> tuple[Tenure, ...]:
        """Imported tenures of the person of a slug, the earliest first."""
        return self._tenures(person)

    def posts(self) -> Iterator[PostEntry]:
        """Imported posts that the Turtle files do not describe, sorted by slug."""
        for_all_documents()
        for row in self._store.posts() if self._store is not None else ():
            if row.id not in self._curated_name and isinstance(post := row.thing(), PostEntry):
                yield post

    def _like(self, wanted: str) -> list[str]:
        """Sounds of surnames that one letter added, dropped, changed or swapped with the next makes of another.

        Not an "s" at the end: Roberts is not Robert, and the Salingers are not Salinger.
        """
        kept = self._store.surnames(wanted[0]) if self._store is not None else ()
        here = (key for key in self._by_surname if key.startswith(wanted[0]))
        long = [key for key in (*kept, *here) if abs(len(key) - len(wanted)) <= 1]
        near = process.extract(wanted, long, scorer=OSA.distance, score_cutoff=1, limit=None)
        return sorted({key for key, _, _ in near if f"{key}s" != wanted != key.removesuffix("s")})

    def _tenures_of(self, person: str) -> tuple[Tenure, ...]:
        if self._store is None or not self._store.has_tenures:
            return ()
        found = (t for slug in self._slugs(Ref(Kind.PERSON, person)) for t in self._store.held_by(slug))
        return tuple(sorted(set(map(self._renamed, found)), key=lambda t: (t.days, t.post)))

    def _slugs(self, ref: Ref) -> dict[str, None]:
        """The slugs under which the store may know a thing."""
        return dict.fromkeys((ref.slug, *(row.slug for row in self._rows.get(ref, ()))))

    def _renamed(self, tenure: Tenure) -> Tenure:
        """A tenure of the things of the Turtle files that its holder and its post are."""
        holder = self.canonical(Ref(Kind.PERSON, tenure.holder)).slug
        return replace(tenure, holder=holder, post=self.canonical(Ref(Kind.POST, tenure.post)).slug)

    def _join(self, ref: Ref, item: Thing, store: Store) -> None:
        """Find what was imported of a thing of the Turtle files."""
        found = {row.id: row for row in (store.at(ref),) if row is not None}
        for identifier in same_as(item):
            for row in store.identified(ref.kind, identifier.scheme, identifier.value):
                if not contradict(item, row.thing()):
                    found[row.id] = row
        rows = tuple(row for id_, row in found.items() if id_ not in self._curated_name)
        if rows:
            self._rows[ref] = rows
            self._curated_name.update((row.id, ref) for row in rows)

    def _persons(self, rows: Iterable[Row]) -> Iterator[KnownPerson]:
        """Who only the store knows, of its rows; the same object for the same person as long as somebody holds it."""
        for row in rows:
            if row.id not in self._curated_name:
                if (person := self._made.get(row.id)) is None:
                    person = self._made[row.id] = KnownPerson(None, (row,))
                yield person


def _ref(thing: Thing) -> Ref:
    return Ref(thing.type.kind if isinstance(thing, Entry) else Kind.POST, thing.slug)
