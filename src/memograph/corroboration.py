"""Statements of journeys and meetings, checked against the journeys and visits known beforehand. After extract.state.

The Office of the Historian keeps registers of the journeys of Presidents and Secretaries of State and of the visits of
foreign leaders, day by day. A `traveledTo` or `metWith` that one of them bears out says so (`mg:corroboratedBy`), and
one that a register should hold and does not is left for a person to look at (`mg:checkedAgainst` alone). The
registers know people, places and journeys by the names that they were imported with; what historians made of them
since, `Registers` heeds.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate

from memograph.asked import Noticing
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


class Registers:
    """Journeys and visits known beforehand, of the people, places and events that decisions made of them.

    Args:
        survivors: thing → the one that it was merged into, at the end of all merges.
        withdrawn: things that are no longer in the graph.
        names: thing → what it was renamed to.
        noticed: told of each thing before it is looked up in these (`memograph.asked`).
    """

    def __init__(
        self,
        authority: Authority,
        survivors: Mapping[Ref, Ref] | None = None,
        withdrawn: Collection[Ref] = (),
        names: Mapping[Ref, str] | None = None,
        noticed: Callable[[Ref], object] = lambda _: None,
    ) -> None:
        self._directory = authority.directory
        self._withdrawn = withdrawn
        former: dict[Ref, list[Ref]] = defaultdict(list)
        for old, survivor in (survivors or {}).items():
            former[survivor].append(old)
        self._survivors, self._names = Noticing(survivors or {}, noticed), Noticing(names or {}, noticed)
        self._former = Noticing(former, noticed)

    def known(self, statements: DocumentStatements) -> list[Ref]:
        """People of a document whom somebody knew beforehand, under their name or that of one merged into them."""
        people = (
            (Ref(Kind.PERSON, e.id), e.known) for e in statements.annotated.entities if e.type.kind is Kind.PERSON
        )
        return [ref for ref, known in people if known or ref in self._former]

    def surname(self, person: Ref) -> str | None:
        """The surname of a person whom the authority knows; None where it knows none."""
        found = (self._directory.person(ref.slug) for ref in self._all(person))
        return next((each.entry.family_name for each in found if each and each.entry.family_name), None)

    def journeys(self, person: Ref, first: date = date.min, last: date = date.max) -> list[EventEntry]:
        """Journeys and visits of a person that fall between two days, each once."""
        found = (self._decided(j) for ref in self._all(person) for j in self._directory.journeys(ref.slug, first, last))
        kept = {event.slug: event for event in found if Ref(Kind.EVENT, event.slug) not in self._withdrawn}
        return list(kept.values())

    def around(self, place: Ref) -> list[Ref]:
        """A place and the places that it lies in, each once."""
        seen: dict[Ref, None] = {}
        following = [self._final(self._directory.canonical(place))]
        while following:
            ref = following.pop()
            if ref in seen:
                continue
            seen[ref] = None
            around = (self._directory.around(each) for each in self._all(ref))
            following += [self._final(each) for each in around if each is not None]
        return list(seen)

    def is_destination(self, places: Iterable[Ref]) -> bool:
        """Whether some journey leads to one of these places."""
        return self._directory.is_destination(tuple(each for place in places for each in self._all(place)))

    def _all(self, ref: Ref) -> tuple[Ref, ...]:
        """A thing, and those that were merged into it."""
        return (ref, *self._former.get(ref, ()))

    def _final(self, ref: Ref) -> Ref:
        return self._survivors.get(ref, ref)

    def _decided(self, event: EventEntry) -> EventEntry:
        """An event as decisions call it and those who took part."""
        before = Ref(Kind.EVENT, event.slug)
        after = self._final(before)
        survivor = self._directory.imported(after) if after != before else None
        travelers, hosts, places = (
            tuple(map(self._final, refs)) for refs in (event.travelers, event.hosts, event.places)
        )
        return replace(
            event,
            slug=after.slug,
            label=self._names.get(after) or (survivor or event).label,
            travelers=travelers,
            hosts=hosts,
            places=places,
        )


def corroborate(statements: DocumentStatements, registers: Registers) -> DocumentStatements:
    """The same statements, those of journeys and meetings with what the registers say of them.

    A document without any date is not checked: its surnames and places would fit some journey of a lifetime.
    """
    period = statements.annotated.header.period
    surnames = _own_surnames(statements, registers)
    found: dict[str, Journey] = {}
    sure = tuple(_checked(each, period, surnames, registers, found) for each in statements.statements)
    journeys = tuple(found[slug] for slug in sorted(found))
    review = tuple(_checked(each, period, surnames, registers, {}) for each in statements.review)
    return replace(statements, statements=sure, review=review, journeys=journeys)


def _own_surnames(statements: DocumentStatements, registers: Registers) -> dict[str, str]:
    """Slug → surname of the people of a document who share it with nobody there: "Kennedy" may be either brother."""
    named = {ref.slug: name for ref in registers.known(statements) if (name := registers.surname(ref))}
    bearers = Counter(named.values())
    return {slug: name for slug, name in named.items() if bearers[name] == 1}


def contemporary(statements: DocumentStatements, registers: Registers) -> tuple[Ref, ...]:
    """Journeys and visits, near a document's date, of the people that it names: what a release tells of besides.

    None where the date is not known to the year.
    """
    period = statements.annotated.header.period
    first, last = bounds(period) if period is not None else (date.min, date.max)
    if last - first > REACH:
        return ()
    people = registers.known(statements)
    found = (journey for person in people for journey in registers.journeys(person, first - NEAR, last + NEAR))
    return tuple(sorted({Ref(Kind.EVENT, journey.slug) for journey in found}, key=lambda ref: ref.slug))


def _checked(
    statement: Statement,
    period: str | None,
    surnames: dict[str, str],
    registers: Registers,
    journeys: dict[str, Journey],
) -> Statement:
    """The statement with what bears it out, which is noted in `journeys`, too."""
    if statement.predicate not in _RELATIONS or not isinstance(statement.object, Ref):
        return statement
    if (days := _days(statement, period)) is None:
        return statement
    if statement.predicate == "traveledTo":
        found = _journeys(statement.subject, statement.object, days, registers)
    else:
        found = _meetings(statement.subject, statement.object, days, surnames, registers)
    if not days.stated and not _one_occasion(found):
        return statement
    if found:
        journeys.update((event.slug, Journey(event.slug, event.label)) for event in found)
        events = tuple(Ref(Kind.EVENT, slug) for slug in sorted({event.slug for event in found}))
        return replace(statement, corroborated_by=events, checked_against=_registers(found))
    if statement.predicate == "traveledTo" and days.stated and statement.modality in _CERTAIN:
        return replace(statement, checked_against=_looked_in(statement.subject, statement.object, days, registers))
    return statement


def _one_occasion(events: Iterable[EventEntry]) -> bool:
    """Whether all fall in one stretch of days: of several, nobody can tell which is meant."""
    stretches = sorted((bounds(e.start)[0], bounds(e.end or e.start)[1]) for e in events if e.start)
    reached = accumulate((last for _, last in stretches), max)
    return all(first <= latest for (first, _), latest in zip(stretches[1:], reached, strict=False))


def _journeys(person: Ref, place: Ref, days: _Days, registers: Registers) -> list[EventEntry]:
    """Journeys of a person at that time to a place, or to one in it: "Austria" is borne out by Vienna."""
    wanted = registers.around(place)[0]
    return [
        event
        for event in registers.journeys(person, days.first, days.last)
        if person in event.travelers and any(wanted in registers.around(at) for at in event.places)
    ]


def _meetings(one: Ref, other: Ref, days: _Days, surnames: dict[str, str], registers: Registers) -> list[EventEntry]:
    """Journeys and visits at that time that brought two people together."""
    return [
        event
        for person, partner in ((one, other), (other, one))
        for event in registers.journeys(person, days.first, days.last)
        if _brings_together(event, person, partner, surnames.get(partner.slug))
    ]


def _looked_in(person: Ref, place: Ref, days: _Days, registers: Registers) -> tuple[str, ...]:
    """The registers that ought to have a journey and do not; none where they cannot tell.

    They can where they have journeys of this person before and after, and know the place as one that is travelled to.
    """
    journeys = [e for e in registers.journeys(person) if person in e.travelers and e.start]
    starts = [bounds(event.start)[0] for event in journeys if event.start]
    if len(starts) < FREQUENT or not min(starts) <= days.first <= days.last <= max(starts):
        return ()
    return _registers(journeys) if registers.is_destination(registers.around(place)) else ()


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
