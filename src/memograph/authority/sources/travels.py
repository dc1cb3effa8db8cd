"""Journeys of the Presidents and Secretaries of State → events with traveler, places, days and purpose.

``travels.tar.gz`` or its unpacked folder (https://github.com/HistoryAtState/travels): ``president-travels/*.xml``,
``secretary-travels/*.xml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml import etree

from memograph.authority.archive import Member, Problem, words, xml_members
from memograph.authority.entries import EventEntry, Known, PersonEntry
from memograph.authority.sources.destinations import Destinations
from memograph.authority.sources.joins import Joins
from memograph.authority.sources.journeys import in_words, records
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import slug_of

_MEMBERS = r"(?:president|secretary)-travels/[^/]+[.]xml"
_PAGE = "https://history.state.gov/departmenthistory/travels/{}/{}"
_SOURCE = "Office of the Historian, travels of the President and the Secretary of State, {}"
#: The post that makes somebody the traveler of a name, by the role that a list of journeys states.
_POSTS = {"president": "President of the United States", "secretary": "Secretary of State"}


def read(path: Path, problem: Problem, known: Sequence[Known] = ()) -> Iterator[Known]:
    """Places and travelers whom `known` has not, sorted by slug, then journeys by their number.

    Raises:
        AuthorityError: the archive cannot be read, or holds no journey.
    """
    reading = _Reading(Joins(known), problem)
    members = sorted(xml_members(path, _MEMBERS, problem), key=lambda member: member.inner)
    events = [event for member in members for event in reading.events(member)]
    if not events:
        raise AuthorityError(f"{path}: no journey in it; name the Historian's travels.tar.gz or its unpacked folder")
    places = reading.destinations.made
    yield from (places[slug] for slug in sorted(places))
    yield from (reading.people[slug] for slug in sorted(reading.people))
    yield from (event for _, event in sorted(events, key=lambda pair: pair[0]))


class _Reading:
    """Reads files, and remembers who and what was new in them."""

    def __init__(self, joins: Joins, problem: Problem) -> None:
        self._joins, self._problem = joins, problem
        self.destinations = Destinations(joins, _SOURCE.format("countries and places"))
        self.people: dict[str, PersonEntry] = {}

    def events(self, member: Member) -> Iterator[tuple[int, EventEntry]]:
        """The journeys of a file, each with its number."""
        for trip, id_, start, end in records(member, "trip", self._problem):
            who, name, role = trip.get("who", ""), words(trip.find("name")), words(trip.find("role"))
            country = trip.find("country")
            if not who or not name or role not in _POSTS or country is None or not words(country):
                self._problem(member.error(f"trip {id_}: it does not say who went where; it is left out", trip))
                continue
            where = ", ".join(filter(None, (words(trip.find("locale")), words(country))))
            day = start.isoformat()
            event = EventEntry(
                EntityType.EVENT,
                slug_of(f"{who}-{country.get('id') or words(country)}-{start.year}") + f"-hsg-trip-{id_}",
                f"Journey of {name} to {where}, {in_words(start, end)}",
                sources=(_SOURCE.format(f"trip {id_}"),),
                start=day,
                end=end.isoformat(),
                places=self._places(trip, country, day),
                travelers=(self._traveler(who, name, role, day),),
                purpose=words(trip.find("remarks")) or None,
                primary_source=_PAGE.format(role, who),
            )
            yield int(id_), event

    def _places(self, trip: etree._Element, country: etree._Element, day: str) -> tuple[Ref, ...]:
        id_ = country.get("id") or slug_of(words(country))
        state = self.destinations.country(id_, words(country), day)
        towns = self.destinations.towns(id_, words(trip.find("locale")), day, state)
        return tuple(sorted({state, *towns}, key=lambda ref: ref.slug))

    def _traveler(self, who: str, name: str, role: str, day: str) -> Ref:
        """The Secretary of an id; else who is called so, of several who held the post, and was of age."""
        slug = self._joins.identified("pocom", who) if role == "secretary" else None
        if slug is None:
            named = {p.slug for p in self._joins.people_called(name) if _is_of_age(p, day)}
            post = self._joins.post_called(_POSTS[role])
            held = named & self._joins.holders(post.slug, day) if post is not None and len(named) > 1 else named
            slug = held.pop() if len(held) == 1 else f"{slug_of(who)}-{'pocom' if role == 'secretary' else 'hsg'}"
        if self._joins.person(slug) is None:
            source = (_SOURCE.format(f"{role} {who}"),)
            self.people.setdefault(slug, PersonEntry(EntityType.PERSON, slug, name, sources=source))
        return Ref(Kind.PERSON, slug)


def _is_of_age(person: PersonEntry, day: str) -> bool:
    """Whether somebody may have lived for a President's 35 years (Constitution, article II) on a day."""
    born = bounds(person.birth)[0].year if person.birth else 0
    return born + 35 <= int(day[:4]) and (person.death is None or day <= bounds(person.death)[1].isoformat())
