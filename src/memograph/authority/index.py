"""The authority index: what is known beforehand, looked up by name, surname, surface, office and demonym.

Made once per process from the files, then only read, by names, linking and the relations. The thousands of
people of the Historian's database are in `directory` alone, for linking.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from memograph.asked import for_all_documents, question
from memograph.authority.archive import Problem
from memograph.authority.directory import Directory
from memograph.authority.entries import Entry, Known, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.imported import kind_of
from memograph.authority.indexing import load_store
from memograph.authority.keys import fold, full_forms, initials_fit, name_keys, role_key, surnames, tokens
from memograph.authority.store import Store
from memograph.authority.turtle import in_folders, read_authority
from memograph.authority.withholding import blinded, is_of
from memograph.config import Config
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType
from memograph.namespaces import Site

__all__ = [
    "Authority",
    "Entry",
    "PersonEntry",
    "PlaceEntry",
    "PostEntry",
    "Tenure",
    "known_beforehand",
    "load_authority",
]

_log = logging.getLogger(__name__)
#: Imported records that are told of where a caller does not ask for all.
_SHOWN = 10
_Key = TypeVar("_Key")
_Item = TypeVar("_Item", PostEntry, PlaceEntry)


def known_beforehand(config: Config, besides: Iterable[Path] = ()) -> Authority:
    """The index of a configuration's ``[paths] authority`` and `besides`, with its ``directory``; AuthorityError."""
    paths = config.paths
    cache = paths.build / ".cache"
    return load_authority([*paths.authority, *besides], Site(config.site.base), None, paths.directory, cache)


def load_authority(
    paths: Iterable[Path],
    site: Site,
    problem: Problem | None = None,
    directory: Iterable[Path] = (),
    cache: Path | None = None,
) -> Authority:
    """Read authority files into an index: Turtle, folders of ``*.ttl``, and the Historian's people (`historian`).

    Args:
        site: its base resolves the files' relative IRIs.
        problem: told of each imported record that cannot be used; by default the first are logged as warnings when
            the index is made, with how many more there are.
        directory: imported knowledge that decides who a name means, and is not looked for in texts.
        cache: folder where the index of that is kept; None: it is made each time.

    Raises:
        AuthorityError: a file is missing or malformed, or two posts claim one role name.
    """
    turtle: list[Path] = []
    imported = list(directory)
    for path in paths:
        (imported if kind_of(path) else turtle).append(path)
    store = load_store(imported, site, cache) if imported else None
    if store is not None and (problem is not None or store.new):
        messages = store.problems()
        for message in messages if problem is not None else messages[:_SHOWN]:
            (problem or _log_problem)(AuthorityError(message))
        if problem is None and (more := len(messages) - _SHOWN) > 0:
            _log.warning("and %s more left out of paths.directory; memograph authority import --report lists all", more)
    return Authority(read_authority(turtle, site), store)


def turtle_files(paths: Iterable[Path]) -> list[Path]:
    """The Turtle files among authority paths, what of the authority a release publishes; AuthorityError as above."""
    return list(in_folders(path for path in paths if not kind_of(path)))


def _log_problem(error: AuthorityError) -> None:
    _log.warning("%s", error)


class Authority:
    """An index of entries; immutable once made, the same entries give the same answers in the same order.

    Raises:
        AuthorityError: two posts share a role name, two states a demonym: neither could be looked up.
    """

    def __init__(self, known: Iterable[Known], store: Store | None = None) -> None:
        self._known = items = tuple(known)
        self.store = store
        entries = [item for item in items if isinstance(item, Entry)]
        self._entries = {(entry.type, entry.slug): entry for entry in entries}
        self._people = {entry.slug: entry for entry in entries if isinstance(entry, PersonEntry)}
        self._posts = {item.slug: item for item in items if isinstance(item, PostEntry)}
        self._tenures = tuple(sorted((t for t in items if isinstance(t, Tenure)), key=lambda t: (t.days, t.holder)))
        holders = {t.holder for t in self._tenures}
        self._by_holder = {h: tuple(t for t in self._tenures if t.holder == h) for h in sorted(holders)}
        self._by_surname = _grouped((fold(form), p) for p in self._people.values() for form in surnames(p))
        self._by_name = _grouped((key, p) for p in self._people.values() for key in name_keys(p))
        self._by_role = _unique((role_key(r), post) for post in self._posts.values() for r in post.role_names)
        places = [entry for entry in entries if isinstance(entry, PlaceEntry)]
        self._by_demonym = _unique((fold(d), place) for place in places for d in place.demonyms)
        self.directory = Directory(items, store)

    def without(self, withheld: Collection[tuple[EntityType, str]]) -> Authority:
        """The same index as if these entries, by type and slug, had never been written, nor the tenures of the people.

        Posts stay, since they are written down from lists of offices; a body or state that is gone is forgotten where
        something refers to it. For measuring on documents that the file must not know of (training.crossvalidation).
        """
        gone = {(type_.kind, slug) for type_, slug in withheld}
        kept = (blinded(item, gone) for item in self._known if not is_of(item, withheld))
        return Authority(kept, self.store)

    def without_records(self) -> Authority:
        """The same index as if nothing had been imported."""
        return Authority(self._known)

    @property
    def posts(self) -> tuple[PostEntry, ...]:
        """All posts, sorted by slug."""
        for_all_documents()
        return tuple(self._posts[slug] for slug in sorted(self._posts))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entities, sorted by type and slug."""
        for_all_documents()
        return tuple(self._entries[key] for key in sorted(self._entries))

    @property
    def places(self) -> tuple[PlaceEntry, ...]:
        """All places, sorted by slug."""
        return tuple(entry for entry in self.entries if isinstance(entry, PlaceEntry))

    @property
    def tenures(self) -> tuple[Tenure, ...]:
        """All tenures, the earliest first."""
        for_all_documents()
        return self._tenures

    @question
    def tenures_of(self, person: str) -> tuple[Tenure, ...]:
        """Tenures of the person of a slug, those of the Turtle files, then imported ones that these do not have."""
        return (*self._by_holder.get(person, ()), *self.imported_tenures_of(person))

    @question
    def imported_tenures_of(self, person: str) -> tuple[Tenure, ...]:
        """Imported tenures of the person of a slug, of posts and times of which the Turtle files tell nothing.

        Nor do those come again that rest on a record which a Turtle file has read, under whatever name of the post.
        """
        curated = self._by_holder.get(person, ())
        read = {tenure.source for tenure in curated}
        found = (t for t in self.directory.tenures_of(person) if t.source not in read or not t.source)
        return tuple(t for t in found if not any(t.overlaps(known) for known in curated))

    @question
    def post(self, slug: str) -> PostEntry:
        """The post of a slug, also of one that was imported; KeyError when there is none."""
        if slug not in self._posts and (found := self.directory.post(slug)) is not None:
            return found
        return self._posts[slug]

    @question
    def entry(self, type_: EntityType, slug: str) -> Entry:
        """The entry of a type and slug, also of a person of the database alone; KeyError when there is none."""
        if type_ is EntityType.PERSON and slug not in self._people and (found := self.directory.person(slug)):
            return found.entry
        return self._entries[type_, slug]

    def surfaces(self) -> Iterator[tuple[str, EntityType, str]]:
        """Forms to look for in text with type and slug of their entry; of a person no form that is a bare surname."""
        for entry in self.entries:
            if isinstance(entry, PersonEntry):
                alone = {fold(form) for form in surnames(entry)}
                forms = [form for form in full_forms(entry) if fold(form) not in alone]
            else:
                forms = list(entry.forms)
            yield from ((form, entry.type, entry.slug) for form in forms)

    @question
    def people_by_surname(self, surname: str) -> tuple[PersonEntry, ...]:
        """Persons of a surname or of a known variant of it; case counts, diacritics do not."""
        return self._by_surname.get(fold(surname), ())

    @question
    def people_named(self, name: str) -> tuple[PersonEntry, ...]:
        """Persons whose full name or alias this is, in either order ("Clark, William P.").

        A middle name or a suffix may be missing, given names may be initials; case and diacritics do not count.
        """
        words = tokens(name)
        if len(words) < 2 or words in self._by_name:
            return self._by_name.get(words, ()) if len(words) > 1 else ()
        shorter = (words[0], *(word for word in words[1:-1] if len(word) > 1), words[-1])
        return tuple(p for p in self._by_name.get(shorter, ()) if initials_fit(words, p))

    @question
    def holders(self, post: str, period: str) -> tuple[PersonEntry, ...]:
        """Who held a post in an EDTF period, the earliest first.

        Of a single day the one who surely held it then, if there is one: the day of a handover is the successor's.

        Raises:
            ValueError: `period` is not EDTF.
        """
        first, last = bounds(period)
        found = [t for t in self._tenures if t.post == post and t.days[0] <= last and first <= t.days[1]]
        if first == last:
            found = [t for t in found if t.certain_days[0] <= first < t.certain_days[1]] or found
        return tuple(dict.fromkeys(self._people[tenure.holder] for tenure in found))

    @question
    def held(self, post: str, period: str) -> tuple[Tenure, ...]:
        """Tenures of the post of a slug in an EDTF period, the earliest first: of the Turtle files, then imported ones.

        Imported ones of somebody of whom the Turtle files tell the same are left out. ValueError when it is not EDTF.
        """
        first, last = bounds(period)
        curated = [t for t in self._tenures if t.post == post and t.days[0] <= last and first <= t.days[1]]
        imported = self.directory.holders(post, first.isoformat(), last.isoformat())
        return (*curated, *(t for t in imported if t in self.imported_tenures_of(t.holder)))

    def in_office(self, person: PersonEntry, period: str) -> bool:
        """Whether a person may have held any post of the file in an EDTF period; ValueError when it is not EDTF."""
        first, last = bounds(period)
        return any(t.days[0] <= last and first <= t.days[1] for t in self.tenures_of(person.slug))

    @question
    def tenures_in(self, post: str) -> tuple[Tenure, ...]:
        """Tenures of the post of a slug that the Turtle files tell of, the earliest first."""
        return tuple(tenure for tenure in self._tenures if tenure.post == post)

    @question
    def post_of_role(self, phrase: str) -> PostEntry | None:
        """The post whose holder a phrase refers to; case, a leading article and full stops in "U.S." do not count."""
        return self._by_role.get(role_key(phrase))

    @question
    def post_of_title(self, title: str, holder: str) -> PostEntry | None:
        """The post that a title means beside the name of a person of the file: "President" beside Reagan's.

        A post that only one thing is called ("Secretary of State") needs no tenure; a title of several does.
        """
        held = {tenure.post for tenure in self._tenures if tenure.holder == holder}
        key = role_key(title)
        titled = [p for p in self.posts if key in map(role_key, (p.label, *p.titles, *p.role_names))]
        mine = [post for post in titled if post.slug in held]
        chosen = mine or [post for post in titled if key == role_key(post.label)]
        return chosen[0] if len(chosen) == 1 else None

    @question
    def state_of_demonym(self, word: str) -> PlaceEntry | None:
        """The state that a demonym names ("Soviet" → Soviet Union); case counts."""
        return self._by_demonym.get(fold(word))

    def alive(self, person: PersonEntry, period: str) -> bool:
        """Whether a person may have lived in an EDTF period; ValueError when it is not EDTF."""
        first, last = bounds(period)
        born_in_time = person.birth is None or bounds(person.birth)[0] <= last
        return born_in_time and (person.death is None or first <= bounds(person.death)[1])


def _grouped(pairs: Iterable[tuple[_Key, PersonEntry]]) -> dict[_Key, tuple[PersonEntry, ...]]:
    groups: dict[_Key, dict[str, PersonEntry]] = defaultdict(dict)
    for key, person in pairs:
        groups[key][person.slug] = person
    return {key: tuple(group[slug] for slug in sorted(group)) for key, group in groups.items()}


def _unique(pairs: Iterable[tuple[str, _Item]]) -> dict[str, _Item]:
    """A dictionary in which no two items want one key."""
    items: dict[str, _Item] = {}
    for key, item in pairs:
        if (other := items.setdefault(key, item)).slug != item.slug:
            raise AuthorityError(f"“{key}” stands for both {other.slug} and {item.slug}; leave it to one of them")
    return items
