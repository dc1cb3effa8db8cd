"""The Office of the Historian's geography → territories through time and the places in them.

``gsh.tar.gz`` or its unpacked folder (https://github.com/HistoryAtState/gsh): ``territories/*.xml``, ``locales/*.xml``.
A territory is a state or dependency under one name and in one form: the Germany of 1871 to 1933 and that of today are
two. Its diplomatic posts (consulates, embassies) are no places and stay out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from memograph.authority.archive import Member, Problem, words, xml_members
from memograph.authority.entries import Known, PlaceEntry
from memograph.authority.keys import fold
from memograph.authority.sources.joins import GEOGRAPHY, Joins
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import slug_of

_MEMBERS = r"(?:territories|locales)/[^/]+[.]xml"
_TYPE = "https://github.com/HistoryAtState/gsh/blob/master/data/code-tables/territory-types.xml#{}"
_OPEN = "9999"  # how the data writes that something still is
_SIDES = ("predecessors/predecessor", "successors/successor")
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d+)?")


def read(path: Path, problem: Problem, known: Sequence[Known] = ()) -> Iterator[Known]:
    """Territories, then locales, each sorted by id; one that `known` surely has, has the slug from there.

    Args:
        problem: told of what cannot be used: a date, a territory that is referred to and not there.

    Raises:
        AuthorityError: the archive cannot be read, or holds no territory.
    """
    reading = _Reading(Joins(known), problem)
    for member in xml_members(path, _MEMBERS, problem):
        reading.take(member)
    if not reading.territories:
        raise AuthorityError(f"{path}: no territory in it; name the Historian's gsh.tar.gz or its unpacked folder")
    yield from map(reading.territory, (reading.territories[id_] for id_ in sorted(reading.territories)))
    yield from map(reading.locale, (reading.locales[id_] for id_ in sorted(reading.locales)))


def territory_slug(id_: str) -> str:
    """Slug of a territory that only the Historian's data have; "-hsg" keeps it apart from what documents name alone."""
    return f"{slug_of(id_)}-hsg"


def locale_slug(id_: str, territory: str) -> str:
    """Slug of a locale likewise: ``moscow`` in ``russia`` → ``moscow-russia-hsg``."""
    return f"{slug_of(f'{id_}-{territory}')}-hsg"


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was read, kept until what refers to each other is all there."""

    joins: Joins
    problem: Problem
    territories: dict[str, Member] = field(default_factory=dict)
    locales: dict[str, Member] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)

    def take(self, member: Member) -> None:
        """Keep a record by its id."""
        id_, kind = words(member.root.find("id")), etree.QName(member.root).localname
        name = words(member.root.find("short-form-name" if kind == "territory" else "name"))
        records = {"territory": self.territories, "locale": self.locales}.get(kind, {})
        if kind not in ("territory", "locale") or not id_ or not name:
            self.problem(member.error("it is no territory or locale with id and name; this record is left out"))
        elif id_ in records:
            self.problem(member.error(f"{kind} {id_} was read before; this record is left out"))
        else:
            records[id_] = member
            self.names[f"{kind} {fold(name)}"] += 1

    def territory(self, member: Member) -> PlaceEntry:
        """The entry of a territory."""
        root = member.root
        id_, label = words(root.find("id")), words(root.find("short-form-name"))
        long_form = words(root.find("long-form-name"))
        return PlaceEntry(
            EntityType.PLACE,
            self._territory_slug(id_),
            label,
            (long_form,) if long_form not in ("", label) else (),
            sources=_sources("territory", id_, root.iterfind("sources/source")),
            existed=self._existed(member),
            preceded=self._territories(member, _SIDES[0]),
            succeeded=self._territories(member, _SIDES[1]),
            types=tuple(_TYPE.format(type_) for type_ in [words(root.find("type-of-territory"))] if type_),
        )

    def locale(self, member: Member) -> PlaceEntry:
        """The entry of a locale; its former and later names are other names of it."""
        root = member.root
        id_, label = words(root.find("id")), words(root.find("name"))
        territory = words(root.find("current-territory"))
        others = tuple(sorted(set(_other_names(root)) - {label}))
        if territory not in self.territories:
            self.problem(member.error(f"its territory {territory or '(none)'} is not there; it lies in none"))
        latitude, longitude = (self._degrees(member, *side) for side in (("latitude", 90), ("longitude", 180)))
        return PlaceEntry(
            EntityType.PLACE,
            self._joined("locale", id_, label, *others) or locale_slug(id_, territory),
            label,
            others,
            sources=_sources("locale", id_, ()),
            latitude=latitude,
            longitude=longitude,
            within=Ref(Kind.PLACE, self._territory_slug(territory)) if territory in self.territories else None,
        )

    def _territory_slug(self, id_: str) -> str:
        """Slug of a territory; the one of a known place only where the territory is all that the place ever was.

        What documents call Germany is none of the four territories of that name, and their Ethiopia did not begin with
        the Ethiopia of 1974, which only continues another.
        """
        name = words(self.territories[id_].root.find("short-form-name"))
        if self.names[f"territory {fold(name)}"] > 1 or self._continues(id_):
            return territory_slug(id_)
        return self._joined("territory", id_, name) or territory_slug(id_)

    def _continues(self, id_: str) -> bool:
        """Whether it is the only successor of its only predecessor, or the other way round."""
        for mine, theirs in (_SIDES, _SIDES[::-1]):
            others = self._ids(id_, mine)
            if len(others) == 1 and set(self._ids(others[0], theirs)) <= {id_}:
                return True
        return False

    def _ids(self, id_: str, path: str) -> list[str]:
        member = self.territories.get(id_)
        return [words(e) for e in member.root.iterfind(path) if words(e)] if member is not None else []

    def _joined(self, kind: str, id_: str, name: str, *others: str) -> str | None:
        """Slug of the known place that names this record as its source, and has its name or is called as it was."""
        place = self.joins.geography(kind, id_)
        same = place is not None and (name in place.forms or place.label in others)
        return place.slug if place is not None and same else None

    def _existed(self, member: Member) -> tuple[str | None, str | None]:
        start, end = (self._year(member, f"valid-{side}") for side in ("since", "until"))
        if start and end and bounds(start)[0] > bounds(end)[1]:
            self.problem(member.error(f"it ends ({end}) before it begins ({start}); both dates are left out"))
            return None, None
        return start, end

    def _year(self, member: Member, tag: str) -> str | None:
        """EDTF year; None where it is open or not written."""
        element = member.root.find(tag)
        written = words(element)
        if element is None or written in ("", _OPEN):
            return None
        if not re.fullmatch(r"\d{1,4}", written):
            self.problem(member.error(f"{tag} is {written}, not a year of our era; this date is left out", element))
            return None
        return written.zfill(4) + ("~" if element.get("certainty") or element.get("precision") else "")

    def _territories(self, member: Member, path: str) -> tuple[Ref, ...]:
        found = []
        for element in member.root.iterfind(path):
            if (id_ := words(element)) in self.territories:
                found.append(self._territory_slug(id_))
            elif id_:
                what = path.rpartition("/")[2]
                self.problem(member.error(f"{what} {id_} is not there; this reference is left out", element))
        return tuple(Ref(Kind.PLACE, slug) for slug in sorted(set(found)))

    def _degrees(self, member: Member, tag: str, most: int) -> str | None:
        written = words(member.root.find(tag))
        if _DEGREES.fullmatch(written) and abs(float(written)) <= most:
            return written
        if written:
            self.problem(member.error(f"{tag} is {written}, not decimal degrees; it is left out"))
        return None


def _sources(kind: str, id_: str, addresses: Iterator[etree._Element] | tuple[()]) -> tuple[str, ...]:
    """The record itself, and the addresses that it gives as its own sources."""
    return tuple(sorted({GEOGRAPHY.format(kind, id_), *(found for e in addresses if (found := words(e)))}))


def _other_names(root: etree._Element) -> Iterator[str]:
    """Alternate names, and those of before and after, with the year of the change in parentheses left out."""
    yield from filter(None, map(words, root.iterfind("alternate-names/alternate-name/label")))
    for tag in ("predecessors", "successors"):
        listed = root.find(tag)
        if listed is not None and not len(listed):
            yield from filter(None, (name.strip() for name in re.sub(r"\(\d+\)", "", words(listed)).split(",")))
