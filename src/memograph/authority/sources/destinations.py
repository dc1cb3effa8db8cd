"""Where somebody went: the countries and towns that lists of journeys and visits name. For `travels` and `visits`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from memograph.authority.entries import PlaceEntry
from memograph.authority.sources.gsh import locale_slug, territory_slug
from memograph.authority.sources.joins import Joins, records_of
from memograph.authority.sources.territories import is_there, territory_at
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import slug_of

_SPLIT = re.compile(r"[;,]\s+|\s+and\s+")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_REMARK = re.compile(r"\s*\([^()]*\)")


class Destinations:
    """Finds the place that a list names, or makes one.

    Args:
        source: who names it, for `PlaceEntry.sources` of the places made.
    """

    def __init__(self, joins: Joins, source: str) -> None:
        self._joins, self._source = joins, source
        self.made: dict[str, PlaceEntry] = {}

    def country(self, id_: str, written: str, day: str) -> Ref:
        """A country by the id of its territory and its name as written, on an EDTF date.

        What documents call so ("China") where one place of the joined files is called so; else the territory.
        """
        names = tuple(_names(written))
        territory = territory_at(self._joins, id_, day, names)
        if territory is None:
            return self._called(day, *names) or self._make(territory_slug(id_ or slug_of(written)), written, None)
        return self._called(day, territory.label, *names) or Ref(Kind.PLACE, territory.slug)

    def towns(self, id_: str, written: str, day: str, country: Ref) -> Iterator[Ref]:
        """The towns, islands and so on that are written, in a country."""
        territories = self._territories(id_, day) | {country.slug}
        for name in _towns(written):
            plain = _REMARK.sub("", name)
            slug = self._town(plain, territories)
            yield Ref(Kind.PLACE, slug) if slug else self._make(locale_slug(plain, id_), name, country)

    def _town(self, name: str, territories: set[str]) -> str | None:
        """Slug of the place of a name in one of the territories, else of the only one anywhere."""
        named = [place for place in self._joins.places_named(name) if place.within]
        found = {place.slug for place in named if place.within and place.within.slug in territories}
        if len(found) > 1:  # Peking is another name of Beijing, where both are places of their own
            found = {slug for slug in found if not slug.endswith("-hsg")}
        elif not found and len(named) == 1 and named[0].label == name:
            found = {named[0].slug}
        return found.pop() if len(found) == 1 else None

    def _territories(self, id_: str, day: str) -> set[str]:
        """Slugs of the territories in which a town of a country may be filed: that of today and those of the time."""
        today, then = self._joins.geography("territory", id_), territory_at(self._joins, id_, day)
        found = {place.slug for place in (today, then) if place is not None}
        return found | {ref.slug for ref in (then.succeeded if then is not None else ())}

    def _called(self, day: str, *names: str) -> Ref | None:
        """What documents call so: the one place of such a label, else of such another name, that was there then.

        Places of the geography alone are not what documents call so; they are single territories of a time.
        """
        for name in names:
            named = [p for p in self._joins.places_named(name) if not p.slug.endswith("-hsg") and not _is_town(p)]
            there = [p for p in named if is_there(p, day)]
            found = [p for p in there if p.label == name] or there
            if len(found) == 1:
                return Ref(Kind.PLACE, found[0].slug)
        return None

    def _make(self, slug: str, name: str, within: Ref | None) -> Ref:
        if self._joins.place(slug) is None:
            place = PlaceEntry(EntityType.PLACE, slug, name, sources=(self._source,), within=within)
            self.made.setdefault(slug, place)
        return Ref(Kind.PLACE, slug)


def _is_town(place: PlaceEntry) -> bool:
    kinds = {kind for kind, _ in records_of(place)}
    return kinds == {"locale"}


def _names(written: str) -> Iterator[str]:
    """A name of a country as written, without a remark, and turned round: ``Germany, Federal Republic of``."""
    plain = _REMARK.sub("", written)
    first, comma, rest = plain.partition(", ")
    if comma:
        yield f"{rest} {first}"
    yield from dict.fromkeys((plain, written))


def _towns(written: str) -> Iterator[str]:
    """The places of a list; initials belong to what is before them: ``Mexico, D.F.``."""
    names: list[str] = []
    for part in filter(None, (part.strip() for part in _SPLIT.split(written))):
        if names and _INITIALS.fullmatch(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    yield from dict.fromkeys(names)
