"""The persons' names of one document, gathered: which mentions are of one person, and what stands beside them.

First step of linking: forms of one surname whose given names agree are one group; a surname alone is a group by its
title ("President Kennedy" and "Mr. Kennedy" may be two people), a woman's by her form of address ("Mrs. Kennedy").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from memograph.extract.language import plain
from memograph.extract.names.finder import Name
from memograph.extract.titles import post_after, post_before
from memograph.model import Document, EntityType, Header, ListedPerson, Party, Span
from memograph.personal_names import Agreement, PersonalName, agreement, parse_name, sound

_WOMAN = re.compile(r"\b(?:Mrs|Miss|Ms|Mme|Madame|Lady|Queen|Princess)\.? \Z")
_WIFE = re.compile(r"\b(?:Mrs|Mme|Madame)\.? \Z")
_TITLE = re.compile(r"(?:Mrs|Miss|Ms|Mme|Madame|Lady|Queen|Princess)\.? ")  # where it is part of the name as found
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Sighting:
    """One mention of a person by name.

    Args:
        form: its words, single-spaced, or the name of the volume's list of persons that the editors point to.
        posts: posts that stand beside it in the text or in the header, as written.
        listed: the entry of the volume's list of persons that it is, where the editors point to one or one alone fits.
    """

    span: Span
    form: str
    name: PersonalName
    posts: tuple[str, ...]
    woman: bool
    wife: bool
    in_header: bool
    listed: ListedPerson | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Mentions of one person, the fullest form first; `bare` when no form has more than the surname."""

    sightings: tuple[Sighting, ...]

    @property
    def name(self) -> PersonalName:
        """The fullest form, taken apart."""
        return self.sightings[0].name

    @property
    def label(self) -> str:
        """The fullest form."""
        return self.sightings[0].form

    @property
    def bare(self) -> bool:
        """Whether only the surname is given."""
        return not self.name.given

    @property
    def posts(self) -> tuple[str, ...]:
        """All posts beside its mentions."""
        return tuple(dict.fromkeys(post for s in self.sightings for post in s.posts))

    @property
    def listed(self) -> ListedPerson | None:
        """Its entry in the volume's list of persons."""
        return next((s.listed for s in self.sightings if s.listed is not None), None)

    @property
    def woman(self) -> bool:
        """Whether a mention has a woman's form of address."""
        return any(s.woman for s in self.sightings)

    @property
    def wife(self) -> bool:
        """Whether she is named by her husband's surname ("Mrs. Khrushchev")."""
        return self.bare and any(s.wife for s in self.sightings)


def groups_of(document: Document, text: str, header: Header, names: Sequence[Name]) -> list[Group]:
    """The groups of a document: those with given names, then those with a title, then bare surnames."""
    by_surname: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in _sightings(document, text, header, names):
        by_surname[sound(sighting.name.surname[-1]) if sighting.name.surname else ""].append(sighting)
    groups = [group for sightings in by_surname.values() for group in _of_surname(sightings)]
    return sorted(groups, key=lambda g: (g.bare, not g.posts, g.sightings[0].span))


def _sightings(document: Document, text: str, header: Header, names: Sequence[Name]) -> Iterator[Sighting]:
    listed = {person.key: (person, parse_name(plain(person.name))) for person in document.persons}
    parties = {party.name: party for party in _parties(header) if party.name is not None}
    for name in names:
        if name.type is not EntityType.PERSON:
            continue
        form = " ".join(name.span.of(text).split())
        parsed = parse_name(form)
        person = _listed(name, parsed, listed)
        party = parties.get(name.span)
        title = _TITLE.match(form)
        before = text[max(0, name.span.start - _BEFORE) : name.span.start] + (title.group(0) if title else "")
        yield Sighting(
            name.span,
            listed_label(person) if person else form,
            parse_name(plain(person.name)) if person else parsed,
            tuple(_posts(text, name.span, party)) + ((person.remark,) if person else ()),
            _WOMAN.search(before) is not None,
            _WIFE.search(before) is not None,
            party is not None,
            person,
        )


def _parties(header: Header) -> Iterator[Party]:
    yield from (*header.senders, *header.addressees, *header.participants, *header.drafters)
    if header.signer is not None:
        yield header.signer


def _posts(text: str, span: Span, party: Party | None) -> Iterator[str]:
    found = [post_before(text, span.start), post_after(text, span.end), party.post if party else None]
    yield from dict.fromkeys(plain(post.of(text)) for post in found if post is not None)


def _listed(
    name: Name, parsed: PersonalName, listed: dict[str, tuple[ListedPerson, PersonalName]]
) -> ListedPerson | None:
    """The entry that the editors point to, or the only one of this surname whose given names agree."""
    if name.key in listed:
        return listed[name.key][0]
    surname = parsed.surname[-1:]
    fitting = [p for p, n in listed.values() if n.surname[-1:] == surname and agreement(parsed, (n,))]
    return fitting[0] if len(fitting) == 1 else None


def listed_label(person: ListedPerson) -> str:
    """``Allen, Lew, Jr.`` → ``Lew Allen Jr.``"""
    surname, _, rest = plain(person.name).partition(", ")
    given, _, suffix = rest.partition(", ")
    return " ".join(part for part in (given, surname, suffix) if part)


def _of_surname(sightings: Sequence[Sighting]) -> Iterator[Group]:
    """Groups within one surname."""
    full: list[list[Sighting]] = []
    bare: dict[tuple[str, ...], list[Sighting]] = defaultdict(list)
    for sighting in sorted(sightings, key=lambda s: (-sum(map(len, s.name.given)), s.span)):
        if not sighting.name.given:
            bare[("woman",) if sighting.woman else sighting.posts].append(sighting)
        elif (same := _fitting(sighting, full)) is not None:
            same.append(sighting)
        else:
            full.append([sighting])
    yield from (Group(tuple(group)) for group in (*full, *bare.values()))


def _fitting(sighting: Sighting, groups: Iterable[list[Sighting]]) -> list[Sighting] | None:
    """The first group with whose every form the given names agree."""
    for group in groups:
        if sighting.listed is not None and group[0].listed == sighting.listed:
            return group
        if all(agreement(sighting.name, (other.name,)) > Agreement.UNSTATED for other in group):
            return group
    return None
