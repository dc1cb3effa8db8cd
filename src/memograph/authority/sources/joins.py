"""What authority files know already, asked by the importers of this folder whether they know the same thing.

Only what is surely the same is joined: by an identifier, by the territory or locale of the Historian's geography that
an entry names as its source, by a label that one entry alone has. Whatever else is one the index joins later.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from memograph.authority.entries import Entry, Known, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.joining import joined
from memograph.authority.keys import fold, role_key
from memograph.dates import bounds
from memograph.model import Kind, Ref

#: How an entry names the record of the Historian's geography (gsh) that it describes: kind and id.
GEOGRAPHY = "Office of the Historian, geography data (gsh), {} {}"

#: More people than anybody writes down by hand.
_MANY = 5_000
_Item = TypeVar("_Item")
_GEOGRAPHY = re.compile(re.escape(GEOGRAPHY).replace(r"\{\}", "(.+)"))


class Joins:
    """An index of what is known."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = tuple(known)

    def identified(self, scheme: str, value: str) -> str | None:
        """Slug of the person with an identifier; None where nobody or several have it."""
        return self._by_identifier.get((scheme, value))

    def person(self, slug: str) -> PersonEntry | None:
        """The person of a slug."""
        return self._people.get(slug)

    @property
    def has_people(self) -> bool:
        """Whether anybody is known who is not in the files of the corpus alone: a database of people is joined."""
        return len(self._people) > _MANY

    def people_called(self, form: str) -> tuple[PersonEntry, ...]:
        """People of whom this is the label or another form of the name, to the letter but for accents."""
        return tuple(self._by_form.get(fold(form), ()))

    def geography(self, kind: str, id_: str) -> PlaceEntry | None:
        """The place that says that it is a ``territory`` or ``locale`` of the Historian's geography."""
        return self._by_record.get((kind, id_))

    def places_named(self, name: str) -> tuple[PlaceEntry, ...]:
        """Places of this label or other name."""
        return tuple(self._by_place_name.get(fold(name), ()))

    def place(self, slug: str) -> PlaceEntry | None:
        """The place of a slug."""
        return self._places.get(slug)

    def body_called(self, name: str) -> Ref | None:
        """The organization that has this name, if one alone has it."""
        found = self._bodies.get(fold(name), set())
        return Ref(Kind.ORGANIZATION, min(found)) if len(found) == 1 else None

    def post_called(self, *names: str) -> PostEntry | None:
        """The post whose label, else whose title or role name is one of these names, if it is one post alone."""
        for table in (self._posts_by_label, self._posts_by_name):
            for name in names:
                found = table.get(role_key(name), {})
                if len(found) == 1:
                    return next(iter(found.values()))
        return None

    def holders(self, post: str, day: str) -> set[str]:
        """Slugs of those who may have held a post on an EDTF date."""
        first, last = bounds(day)
        return {t.holder for t in self._tenures.get(post, ()) if t.days[0] <= last and first <= t.days[1]}

    @cached_property
    def _by_identifier(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for person in self._people.values():
            for identifier in person.identifiers:
                if identifier.match != "closeMatch":
                    found[identifier.scheme, identifier.value].add(person.slug)
        return {key: min(slugs) for key, slugs in found.items() if len(slugs) == 1}

    @cached_property
    def _people(self) -> dict[str, PersonEntry]:
        """Each with all that is said of them, by the name that the last file has: several may say something of one."""
        found: dict[str, PersonEntry] = {}
        for item in self._known:
            if isinstance(item, PersonEntry):
                found[item.slug] = joined(item, found[item.slug]) if item.slug in found else item
        return found

    @cached_property
    def _places(self) -> dict[str, PlaceEntry]:
        """Of two entries of a slug the one that tells where or when the place was."""
        found: dict[str, PlaceEntry] = {}
        for item in self._known:
            if isinstance(item, PlaceEntry) and (item.slug not in found or _is_placed(item)):
                found[item.slug] = item
        return found

    @cached_property
    def _by_form(self) -> dict[str, list[PersonEntry]]:
        return _listed((fold(form), person) for person in self._people.values() for form in dict.fromkeys(person.forms))

    @cached_property
    def _by_place_name(self) -> dict[str, list[PlaceEntry]]:
        """Of every entry, since two of one slug may have different names; each with what is told of its place."""
        names = {(fold(form), p.slug) for p in self._known if isinstance(p, PlaceEntry) for form in p.forms}
        return _listed((name, self._places[slug]) for name, slug in sorted(names))

    @cached_property
    def _by_record(self) -> dict[tuple[str, str], PlaceEntry]:
        """Of two places that name a record the one that is made from that record, and so tells where or when it was."""
        found: dict[tuple[str, str], PlaceEntry] = {}
        for place in self._places.values():
            for record in records_of(place):
                if record not in found or _is_placed(place):
                    found[record] = place
        return found

    @cached_property
    def _bodies(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for item in self._known:
            if isinstance(item, Entry) and item.type.kind is Kind.ORGANIZATION:
                for form in item.forms:
                    found[fold(form)].add(item.slug)
        return found

    @cached_property
    def _posts_by_label(self) -> dict[str, dict[str, PostEntry]]:
        return _unique((role_key(post.label), post) for post in self._posts())

    @cached_property
    def _posts_by_name(self) -> dict[str, dict[str, PostEntry]]:
        names = ((name, post) for post in self._posts() for name in (*post.role_names, *post.titles))
        return _unique((role_key(name), post) for name, post in names)

    @cached_property
    def _tenures(self) -> dict[str, list[Tenure]]:
        found: dict[str, list[Tenure]] = defaultdict(list)
        for item in self._known:
            if isinstance(item, Tenure):
                found[item.post].append(item)
        return found

    def _posts(self) -> Iterator[PostEntry]:
        return (item for item in self._known if isinstance(item, PostEntry))


def records_of(place: PlaceEntry) -> Iterator[tuple[str, str]]:
    """Kind and id of the records of the Historian's geography that a place names as its source."""
    for source in place.sources:
        if found := _GEOGRAPHY.fullmatch(source):
            yield found[1], found[2]


def _is_placed(place: PlaceEntry) -> bool:
    return place.existed != (None, None) or place.within is not None


def _listed(pairs: Iterable[tuple[str, _Item]]) -> dict[str, list[_Item]]:
    found: dict[str, list[_Item]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _unique(pairs: Iterable[tuple[str, PostEntry]]) -> dict[str, dict[str, PostEntry]]:
    found: dict[str, dict[str, PostEntry]] = defaultdict(dict)
    for key, post in pairs:
        found[key][post.slug] = post
    return found
