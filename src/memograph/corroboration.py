"""Statements of journeys and meetings, checked against the journeys and visits known beforehand. After extract.state.

The Office of the Historian keeps registers of the journeys of Presidents and Secretaries of State and of the visits of
foreign leaders, day by day. A `traveledTo` or `metWith` that one of them bears out says so (`mg:corroboratedBy`), and
one that a register should hold and does not is left for a person to look at (`mg:checkedAgainst` alone).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from memograph.authority.entries import EventEntry
from memograph.authority.index import Authority
from memograph.dates import bounds
from memograph.model import DocumentStatements, Journey, Kind, Ref, Statement

#: Days by which a text and a register may differ on when somebody travelled: time zones, a night in the air.
TOLERANCE = timedelta(days=2)
#: How far from a document's date a journey may lie that the document gives no time for.
REACH = timedelta(days=365)
#: How near to a document's date a journey is of its time, whether or not it is spoken of.
NEAR = timedelta(days=30)
#: Journeys that a register must hold of a person before that of one more says nothing about it.
FREQUENT = 5

_NUMBER = re.compile(r", [a-z]+ \d+$")
_RELATIONS = frozenset({"traveledTo", "metWith"})
#: What a text plans may not have come about, and what somebody believes need not be so.
_CERTAIN = frozenset({"fact", "report"})


@dataclass(frozen=True, slots=True)
class _Days:
    """First and last day in which something took place; `stated` whether the text itself says when."""

    first: date
    last: date
    stated: bool


def corroborate(statements: DocumentStatements, authority: Authority) -> DocumentStatements:
    """The same statements, those of journeys and meetings with what the registers say of them.

    A document without any date is not checked: its surnames and places would fit some journey of a lifetime.
    """
    period = statements.annotated.header.period
    surnames = _surnames(statements, authority)
    found: dict[str, Journey] = {}
    sure = tuple(_checked(each, period, surnames, authority, found) for each in statements.statements)
    journeys = tuple(found[slug] for slug in sorted(found))
    review = tuple(_checked(each, period, surnames, authority, {}) for each in statements.review)
    return replace(statements, statements=sure, review=review, journeys=journeys)


def contemporary(statements: DocumentStatements, authority: Authority) -> tuple[Ref, ...]:
    """Journeys and visits, near a document's date, of the people that it names: what a release tells of besides.

    None where the date is not known to the year.
    """
    period = statements.annotated.header.period
    first, last = bounds(period) if period is not None else (date.min, date.max)
    if last - first > REACH:
        return ()
    people = (e.id for e in statements.annotated.entities if e.known and e.type.kind is Kind.PERSON)
    found = (j for slug in people for j in authority.directory.journeys(slug, first - NEAR, last + NEAR))
    return tuple(sorted({Ref(Kind.EVENT, journey.slug) for journey in found}, key=lambda ref: ref.slug))


def _surnames(statements: DocumentStatements, authority: Authority) -> dict[str, str]:
    """Surname of each known person of the document, by slug."""
    people = (e for e in statements.annotated.entities if e.known and e.type.kind is Kind.PERSON)
    known = ((e.id, authority.directory.person(e.id)) for e in people)
    return {slug: person.entry.family_name for slug, person in known if person and person.entry.family_name}


def _checked(
    statement: Statement,
    period: str | None,
    surnames: dict[str, str],
    authority: Authority,
    journeys: dict[str, Journey],
) -> Statement:
    """The statement with what bears it out, which is noted in `journeys`, too."""
    if statement.predicate not in _RELATIONS or not isinstance(statement.object, Ref):
        return statement
    if (days := _days(statement, period)) is None:
        return statement
    if statement.predicate == "traveledTo":
        found = _journeys(statement.subject, statement.object, days, authority)
    else:
        found = _meetings(statement.subject, statement.object, days, surnames, authority)
    if not days.stated and not _one_occasion(found):
        return statement
    if found:
        journeys.update((event.slug, Journey(event.slug, event.label)) for event in found)
        events = tuple(Ref(Kind.EVENT, slug) for slug in sorted({event.slug for event in found}))
        return replace(statement, corroborated_by=events, checked_against=_registers(found))
    if statement.predicate == "traveledTo" and days.stated and statement.modality in _CERTAIN:
        return replace(statement, checked_against=_looked_in(statement.subject, statement.object, days, authority))
    return statement


def _one_occasion(events: Iterable[EventEntry]) -> bool:
    """Whether all fall in one stretch of days: of several, nobody can tell which is meant."""
    latest = date.max
    for first, last in sorted((bounds(e.start)[0], bounds(e.end or e.start)[1]) for e in events if e.start):
        if first > latest:
            return False
        latest = last if latest == date.max else max(latest, last)
    return True


def _journeys(person: Ref, place: Ref, days: _Days, authority: Authority) -> list[EventEntry]:
    """Journeys of a person at that time to a place, or to one in it: "Austria" is borne out by Vienna."""
    wanted = authority.directory.canonical(place)
    journeys = authority.directory.journeys(person.slug, days.first, days.last)
    return [
        event
        for event in journeys
        if person in event.travelers and any(wanted in _around(at, authority) for at in event.places)
    ]


def _meetings(one: Ref, other: Ref, days: _Days, surnames: dict[str, str], authority: Authority) -> list[EventEntry]:
    """Journeys and visits at that time that brought two people together."""
    return [
        event
        for person, partner in ((one, other), (other, one))
        for event in authority.directory.journeys(person.slug, days.first, days.last)
        if _brings_together(event, person, partner, surnames.get(partner.slug))
    ]


def _looked_in(person: Ref, place: Ref, days: _Days, authority: Authority) -> tuple[str, ...]:
    """The registers that ought to have a journey and do not; none where they cannot tell.

    They can where they have journeys of this person before and after, and know the place as one that is travelled to.
    """
    journeys = [e for e in authority.directory.journeys(person.slug) if person in e.travelers and e.start]
    starts = [bounds(event.start)[0] for event in journeys if event.start]
    if len(starts) < FREQUENT or not min(starts) <= days.first <= days.last <= max(starts):
        return ()
    return _registers(journeys) if authority.directory.is_destination(_around(place, authority)) else ()


def _days(statement: Statement, period: str | None) -> _Days | None:
    """When it took place: as the statement says, else within `REACH` of the document; None where nothing tells."""
    if statement.when is not None:
        first, last = bounds(statement.when)
        if date.min < first and last < date.max:
            return _Days(first - TOLERANCE, last + TOLERANCE, stated=True)
    if period is None:
        return None
    first, last = bounds(period)
    if first == date.min or last == date.max:
        return None
    if statement.modality == "plan":
        return _Days(first - TOLERANCE, last + REACH, stated=False)
    return _Days(first - REACH, last + TOLERANCE, stated=False)


def _around(place: Ref, authority: Authority) -> Iterator[Ref]:
    """A place and the places that it lies in, each once."""
    seen: set[Ref] = set()
    following: Ref | None = authority.directory.canonical(place)
    while following is not None and following not in seen:
        seen.add(following)
        yield following
        following = authority.directory.around(following)


def _brings_together(event: EventEntry, one: Ref, other: Ref, surname: str | None) -> bool:
    """Whether a journey or visit has both people, as traveler and host or by name in what the register says of it."""
    if one in event.travelers and (other in event.hosts or other in event.travelers):
        return True
    if one in event.hosts and other in event.travelers:
        return True
    words = f"{event.label} {event.purpose or ''}"
    return surname is not None and re.search(rf"\b{re.escape(surname)}\b", words) is not None


def _registers(events: Iterable[EventEntry]) -> tuple[str, ...]:
    """What the registers are called: the source of an entry up to its own number."""
    return tuple(sorted({_NUMBER.sub("", source) for event in events for source in event.sources}))
