"""Principal officers and chiefs of mission → people, posts with their bodies, and who held them from when to when.

``pocom.tar.gz`` or its unpacked folder (https://github.com/HistoryAtState/pocom): ``people``, ``positions-principals``,
``missions-countries``, ``missions-orgs``, ``roles-country-chiefs``. An officer is the person of the people database to
whom it gives the officer's id, else the one of the same name and year of birth. The state of a mission is that of the
time (`territories`): the ambassador to Russia of 1962 is the Ambassador to the Soviet Union.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from memograph.authority.archive import Member, Problem, words, xml_members
from memograph.authority.entries import Known, PersonEntry, PostEntry, Tenure
from memograph.authority.sources.appointments import Appointment, appointments, with_ends
from memograph.authority.sources.joins import Joins
from memograph.authority.sources.offices import SOURCE, Offices
from memograph.authority.sources.territories import territory_name
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier
from memograph.namespaces import identifier_iri, slug_of

SCHEME = "pocom"

_MEMBERS = r"(?:people/[a-z]|positions-principals|missions-countries|missions-orgs|roles-country-chiefs)/[^/]+[.]xml"
_ID = re.compile(r"[a-z]+(-[a-z]+)+[0-9]?")  # a namesake has a number


def read(path: Path, problem: Problem, known: Sequence[Known] = ()) -> Iterator[Known]:
    """Bodies, posts and officers sorted by slug, then times in office by officer and date.

    Args:
        problem: told of nominees who did not take office, of dates that make no sense, and, where `known` has people,
            of officers whom it has not.

    Raises:
        AuthorityError: the archive cannot be read, or holds no officer.
    """
    reading = _Reading(Joins(known), problem)
    for member in xml_members(path, _MEMBERS, problem):
        reading.take(member)
    if not reading.officers:
        raise AuthorityError(f"{path}: no officer in it; name the Historian's pocom.tar.gz or its unpacked folder")
    yield from reading.entries()


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read, kept until what refers to each other is all there."""

    joins: Joins
    problem: Problem
    officers: dict[str, Member] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    missions: dict[str, str] = field(default_factory=dict)
    found: list[Appointment] = field(default_factory=list)

    def take(self, member: Member) -> None:
        """Keep what a file says, by the sort of its root."""
        root = member.root
        id_ = words(root.find("id")) or words(root.find("territory-id"))
        if not id_:
            self.problem(member.error("it has no id; this file is left out"))
        elif root.tag == "person":
            self.officers[id_] = member
        elif root.tag in ("role", "principal-position", "org-mission"):
            self.titles[id_] = words(root.find("names/singular"))
        if id_ and root.tag in ("principal-position", "country-mission", "org-mission"):
            self.missions[id_] = str(root.tag)
            self.found.extend(appointments(member, id_, self.problem))

    def entries(self) -> Iterator[Known]:
        """Everything, once all is read."""
        people = {id_: self._person(id_, self.officers[id_]) for id_ in sorted(self.officers)}
        deaths = {id_: person.death for id_, person in people.items() if person.death}
        offices, posts, tenures = Offices(self.joins), dict[str, PostEntry](), set[Tenure]()
        for appointment, end in with_ends(sorted(self.found, key=lambda a: (a.key, a.id, a.start or "")), deaths):
            holder, post = people.get(appointment.person), self._post(offices, appointment)
            if holder is None or post is None:
                what = f"person {appointment.person}" if holder is None else f"role {appointment.role}"
                self.problem(AuthorityError(f"{appointment.where}: {appointment.id}: no {what}; it is left out"))
                continue
            posts.setdefault(post.slug, post)
            source = SOURCE.format(f"appointment {appointment.id}")
            tenures.add(Tenure(holder.slug, post.slug, appointment.start, end, source))
        yield from (offices.bodies[slug] for slug in sorted(offices.bodies))
        yield from (posts[slug] for slug in sorted(posts))
        yield from sorted(people.values(), key=lambda person: person.slug)
        yield from sorted(tenures, key=lambda t: (t.holder, t.days, t.post, t.source))

    def _post(self, offices: Offices, appointment: Appointment) -> PostEntry | None:
        """The post of an appointment; None where its role is nowhere described."""
        sort, role = self.missions[appointment.mission], appointment.role
        title = self.titles.get(role)
        if not title:
            return None
        if sort == "principal-position":
            return offices.principal(title, role, f"position {role}")
        if sort == "org-mission" and role == appointment.mission:
            return offices.delegate(title, f"mission {role}")
        if sort == "org-mission":  # a chargé d'affaires of a mission to an organization
            title = f"{title}, {offices.delegate(self.titles[appointment.mission], role).label}"
            return offices.delegate(title, f"mission {appointment.mission}")
        territory = appointment.territory or appointment.mission
        country = territory_name(self.joins, territory, appointment.start or appointment.end or "")
        return offices.chief(title, country, f"mission {appointment.mission}")

    def _person(self, id_: str, member: Member) -> PersonEntry:
        name = member.root.find("persName")
        parts = [words(name.find(tag)) if name is not None else "" for tag in ("forename", "surname", "genName")]
        label = ", ".join(filter(None, (" ".join(parts[:2]).strip(), parts[2]))) or id_
        others = [] if name is None else [words(other) for other in name.iterfind("altname")]
        birth, death = (self._year(member, tag) for tag in ("birth", "death"))
        source = SOURCE.format(f"person {id_}")
        identifier = Identifier(SCHEME, id_, identifier_iri(SCHEME, id_), source) if _ID.fullmatch(id_) else None
        own = PersonEntry(
            EntityType.PERSON,
            f"{slug_of(id_)}-{SCHEME}",
            label,
            tuple(sorted(set(filter(None, others)) - {label})),
            identifiers=(identifier,) if identifier else (),
            sources=(source,),
            family_name=parts[1] or None,
            given_name=parts[0] or None,
            birth=birth,
            death=death,
        )
        return self._joined(own, id_, member)

    def _joined(self, own: PersonEntry, id_: str, member: Member) -> PersonEntry:
        """The officer under the slug and name of the person whom other files know, else as he or she is."""
        ids = (id_, *map(words, member.root.iterfind("old-ids/old-id")))
        slug = next(filter(None, (self.joins.identified(SCHEME, each) for each in ids)), None)
        slug = slug or self._same_name_and_birth(own)
        person = self.joins.person(slug) if slug else None
        if person is None:
            if self.joins.has_people:
                self.problem(member.error(f"{id_}: nobody in the files that are joined; kept under a slug of its own"))
            return own
        for tag, mine, theirs in (("birth", own.birth, person.birth), ("death", own.death, person.death)):
            if mine and theirs and mine != theirs:
                self.problem(member.error(f"{id_}: {tag} is {mine}, of {person.slug} {theirs}; the latter is kept"))
        names = {*own.aliases, own.label} - {person.label}
        # an earlier id, which the database still has, stays the one
        other = any(i.scheme == SCHEME and i.value != id_ for i in person.identifiers)
        return PersonEntry(
            EntityType.PERSON,
            person.slug,
            person.label,
            tuple(sorted(names)),
            identifiers=() if other else own.identifiers,
            sources=own.sources,
            family_name=person.family_name or own.family_name,
            given_name=person.given_name or own.given_name,
            birth=person.birth or own.birth,
            death=person.death or own.death,
        )

    def _same_name_and_birth(self, own: PersonEntry) -> str | None:
        """The one person of a name and year of birth; None where nobody or several are."""
        if own.birth is None:
            return None
        named = {p.slug for form in own.forms for p in self.joins.people_called(form) if p.birth == own.birth}
        return named.pop() if len(named) == 1 else None

    def _year(self, member: Member, tag: str) -> str | None:
        written = words(member.root.find(tag))
        if re.fullmatch(r"(?!9999)\d{4}", written):
            return written
        if written:
            self.problem(member.error(f"{tag} is {written}, not a year; it is left out", member.root.find(tag)))
        return None
