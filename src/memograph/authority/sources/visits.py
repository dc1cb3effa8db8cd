"""Visits of foreign leaders to the United States → events with visitor, host, days and purpose.

``visits.tar.gz`` or its unpacked folder (https://github.com/HistoryAtState/visits): ``data/*.xml``. A visitor is
written "Prime Minister Macmillan"; who that is, the people database tells, which names these visits as its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from memograph.authority.archive import Member, Problem, words, xml_members
from memograph.authority.entries import EventEntry, Known, PersonEntry
from memograph.authority.sources.destinations import Destinations
from memograph.authority.sources.joins import Joins
from memograph.authority.sources.journeys import in_words, records
from memograph.authority.sources.territories import territory_name
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import slug_of

_MEMBERS = r"\d{4}[.]xml"
_PAGE = "https://history.state.gov/departmenthistory/visits/{}"
_SOURCE = "Office of the Historian, visits by foreign leaders, {}"
_PRESIDENT = re.compile(r"\bPresident (?P<name>[A-Z]\w+)")


def read(path: Path, problem: Problem, known: Sequence[Known] = ()) -> Iterator[Known]:
    """Places that `known` has not, sorted by slug, then visits by their number.

    Args:
        problem: told of visits that cannot be read and of visitors who are not surely one of the people of `known`:
            their visit has no traveler; or once, where `known` has not the people.

    Raises:
        AuthorityError: the archive cannot be read, or holds no visit.
    """
    reading = _Reading(joins := Joins(known), problem)
    if not joins.has_people:
        told = (
            "no people database is joined, so that no visit says who came; import people first, or name it with --join"
        )
        problem(AuthorityError(f"{path}: {told}"))
    members = sorted(xml_members(path, _MEMBERS, problem), key=lambda member: member.inner)
    events = [event for member in members for event in reading.events(member)]
    if not events:
        raise AuthorityError(f"{path}: no visit in it; name the Historian's visits.tar.gz or its unpacked folder")
    places = reading.destinations.made
    yield from (places[slug] for slug in sorted(places))
    yield from (event for _, event in sorted(events, key=lambda pair: pair[0]))


class _Reading:
    """Reads files, and remembers what places were new in them."""

    def __init__(self, joins: Joins, problem: Problem) -> None:
        self._joins, self._problem = joins, problem
        self.destinations = Destinations(joins, _SOURCE.format("the country visited"))

    def events(self, member: Member) -> Iterator[tuple[int, EventEntry]]:
        """The visits of a file, each with its number."""
        for visit, id_, start, end in records(member, "visit", self._problem):
            visitor, country = words(visit.find("visitor")), visit.find("from")
            if not visitor or country is None or not words(country):
                self._problem(member.error(f"visit {id_}: it does not say who came; it is left out", visit))
                continue
            state, day, purpose = words(country), start.isoformat(), words(visit.find("description"))
            from_ = country.get("id") or slug_of(state)
            traveler = self._visitor(visitor, {state, territory_name(self._joins, from_, day)}, day)
            if traveler is None and self._joins.has_people:
                told = f"visit {id_}: “{visitor}” of {state} is not surely one person of those joined; no traveler"
                self._problem(member.error(told, visit))
            event = EventEntry(
                EntityType.EVENT,
                slug_of(f"{visitor}-{from_}-{start.year}") + f"-hsg-visit-{id_}",
                f"Visit of {visitor} ({state}), {in_words(start, end)}",
                sources=(_SOURCE.format(f"visit {id_}"),),
                start=day,
                end=end.isoformat(),
                places=(self.destinations.country("united-states", "United States", day),),
                travelers=(Ref(Kind.PERSON, traveler),) if traveler else (),
                hosts=self._hosts(purpose, day),
                purpose=purpose or None,
                primary_source=_PAGE.format(from_),
            )
            yield int(id_), event

    def _visitor(self, visitor: str, states: set[str], day: str) -> str | None:
        """The one who is called so, of whose remarks one has the state, and who lived then."""
        first, last = bounds(day)
        found = {
            person.slug
            for person in self._joins.people_called(visitor)
            if any(state in remark.words for remark in person.remarks for state in states)
            and (person.birth is None or bounds(person.birth)[0] <= last)
            and (person.death is None or first <= bounds(person.death)[1])
        }
        return found.pop() if len(found) == 1 else None

    def _hosts(self, purpose: str, day: str) -> tuple[Ref, ...]:
        """The President of the day, where the description names him."""
        named = {found["name"] for found in _PRESIDENT.finditer(purpose)}
        post = self._joins.post_called("President of the United States")
        holders = self._joins.holders(post.slug, day) if named and post is not None else set[str]()
        people: list[PersonEntry] = [p for slug in sorted(holders) if (p := self._joins.person(slug)) is not None]
        return tuple(Ref(Kind.PERSON, p.slug) for p in people if p.family_name in named)
