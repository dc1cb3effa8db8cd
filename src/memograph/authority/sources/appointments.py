"""An appointment of the Historian's principal officers and chiefs of mission, and the times it states. For `pocom`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from memograph.authority.archive import Member, Problem, words
from memograph.dates import bounds

_DATE = re.compile(r"(?!9999)\d{4}(-\d\d(-\d\d)?)?")
#: Days by which the next in an office may come before the one whose place it is has left.
_HANDOVER = 92


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person in a role; `start` and `end` are EDTF, None where nothing is written.

    Args:
        id: as the Historian names it (``secr-1961-rusk``).
        person, role: ids in the same data.
        mission: id of the territory or organization of a chief of mission, of a principal officer of the position.
        territory: of a chief the state of the time, where that is written.
        where: file and line, for messages.
    """

    id: str
    person: str
    role: str
    mission: str
    territory: str
    start: str | None
    end: str | None
    where: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two appointments appointments to one post."""
        return self.role, self.mission, self.territory


def appointments(member: Member, mission: str, problem: Problem) -> Iterator[Appointment]:
    """Those of a file whose holders took office; `problem` is told of the others, and of dates that make no sense."""
    for element in member.root.iter("principal", "chief"):
        id_, person = words(element.find("id")), words(element.find("person-id"))
        parent = element.getparent()
        if parent is not None and str(parent.tag).startswith("other"):
            problem(member.error(f"{id_}: {person} was named and did not take office; not a time in office", element))
            continue
        dates = _Dates(member, element, id_, problem)
        start, end = dates.start_and_end()
        if start is None and end is None:
            problem(member.error(f"{id_}: no date at all; not a time in office", element))
            continue
        role, territory = (words(element.find(tag)) for tag in ("role-title-id", "contemporary-territory-id"))
        where = f"{member.name}:{element.sourceline}"
        yield Appointment(id_, person, role, mission, territory, start, end, where)


@dataclass(frozen=True, slots=True)
class _Dates:
    """The dates of one appointment."""

    member: Member
    element: etree._Element
    id: str
    problem: Problem

    def start_and_end(self) -> tuple[str | None, str | None]:
        """First day (taken up, else arrived, else appointed; the first that is not after the end) and last day."""
        end = self._date("ended")
        starts = [date for tag in ("started", "arrived", "appointed") if (date := self._date(tag))]
        start = starts[0] if starts else None
        if start and end and bounds(start)[0] > bounds(end)[1]:
            start = next((other for other in starts if bounds(other)[0] <= bounds(end)[1]), None)
            told = (
                f"{self.id}: it ends ({end}) before it starts ({starts[0]}); the start is read as {start or 'unknown'}"
            )
            self.problem(self.member.error(told, self.element))
        return start, end

    def _date(self, tag: str) -> str | None:
        date = self.element.find(f"{tag}/date")
        written = words(date)
        if not written:
            return None
        try:
            bounds(written)
        except ValueError:
            written = ""
        if date is None or not _DATE.fullmatch(written):
            reason = f"{self.id}: {tag} is {words(date)}, not a date; it is read as unknown"
            self.problem(self.member.error(reason, date))
            return None
        return f"{written}~" if date.get("certainty") not in (None, "high") else written


def with_ends(found: Iterable[Appointment], deaths: dict[str, str]) -> Iterator[tuple[Appointment, str | None]]:
    """Each appointment with its end; where none is written, with the time in which it must have been: ``1801/1805-03``.

    A post that one person holds at a time was left when the next began; nobody holds a post after death. What is the
    last of its post and somebody who lives may still be going on.

    Args:
        deaths: year of death by id of the person.
    """
    by_post: dict[tuple[str, str, str], list[Appointment]] = defaultdict(list)
    for appointment in found:
        by_post[appointment.key].append(appointment)
    for post in by_post.values():
        post.sort(key=lambda a: (bounds(a.start or a.end or "")[0], a.id))
        single = _one_at_a_time(post)
        for appointment, after in zip(post, [*post[1:], None], strict=True):
            latest = [after.start] if single and after is not None and after.start else []
            latest += [deaths[appointment.person]] if appointment.person in deaths else []
            yield appointment, appointment.end or _before(appointment.start, latest)


def _before(start: str | None, latest: list[str]) -> str | None:
    """An EDTF interval from the start to the earliest of the dates, None where there is none after the start."""
    later = [date for date in latest if start is None or bounds(start)[0] <= bounds(date)[1]]
    return f"{start or '..'}/{min(later, key=lambda date: bounds(date)[1])}" if later else None


def _one_at_a_time(post: list[Appointment]) -> bool:
    """Whether nobody came to a post long before who was there had left, as far as that is known."""
    known = [(bounds(a.start)[1], bounds(a.end)[0]) for a in post if a.start and a.end]
    days = [(bounds(a.start)[0], a.end is None) for a in post if a.start]
    same_day = any(first == second for (first, open_), (second, _) in pairwise(days) if open_)
    return not same_day and all((left - came).days <= _HANDOVER for (_, left), (came, _) in pairwise(known))
