"""``listPerson``, ``listPlace``, ``listOrg`` and ``listEvent`` of TEI P5 (chapter 13) → entries. Used by `tei`.

Read of each are its names, ``idno``, ``@type`` and ``@sameAs``; of a person birth, death, affiliation and occupation
with its dates; of a place ``location/geo`` (latitude, longitude) and the place that it stands in; of an event its dates
and place. Other elements are told once each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from lxml import etree

from memograph.authority.archive import Problem
from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.sources.fields import (
    Unread,
    date,
    forms,
    identifier_at,
    identifier_of,
    one_a_scheme,
    point,
    slug_at,
)
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import IDENTIFIER_SCHEMES, person_slug, slug_of
from memograph.tei import TEI, XML_ID, flat, line_of

_TYPES = {
    "person": EntityType.PERSON,
    "place": EntityType.PLACE,
    "org": EntityType.ORGANIZATION,
    "event": EntityType.EVENT,
}
_NAMES = {
    "person": ("persName", "name"),
    "place": ("placeName", "geogName", "name"),
    "org": ("orgName", "name"),
    "event": ("eventName", "label", "head"),
}
_READ = frozenset("birth death affiliation occupation location place placeName desc idno listPlace".split())


def natural_order(name: str) -> str:
    """``Allen, Lew, Jr.`` → ``Lew Allen, Jr.``; a name without a comma stays."""
    surname, _, rest = name.partition(", ")
    given, _, suffix = rest.partition(", ")
    return ", ".join(part for part in (f"{given} {surname}".strip(), suffix) if part)


def things(root: etree._Element, path: Path, problem: Problem) -> Iterator[Known]:
    """Entries of the things listed in a TEI file, in its order, and the posts that persons held."""
    unread, posts = Unread(path), dict[str, PostEntry]()
    found = [e for e in root.iter(*(f"{TEI}{name}" for name in _TYPES)) if _is_listed(e)]
    refs = {e.get(XML_ID, ""): Ref(_TYPES[_local(e)].kind, _slug(e)) for e in found if e.get(XML_ID) and _names(e)}
    for element in found:
        thing = _Thing(element, path.name, refs, unread)
        try:
            yield thing.entry()
            for post, tenure in thing.offices():
                posts.setdefault(post.slug, post)
                yield tenure
        except ValueError as error:
            problem(AuthorityError(f"{path}:{line_of(element)}: {error}; it is left out"))
    yield from (posts[slug] for slug in sorted(posts))
    unread.tell(problem)


def _is_listed(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and _local(parent) in {"listPerson", "listPlace", "listOrg", "listEvent", "place"}


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _names(element: etree._Element) -> list[str]:
    """Its names in the order of the file, those of a person as spoken."""
    kind = _local(element)
    found = [each for name in _NAMES[kind] for each in element.findall(f"{TEI}{name}")]
    return [name for each in found if (name := _person_name(each) if kind == "person" else flat(each))]


def _person_name(name: etree._Element) -> str:
    parts = [" ".join(flat(e) for e in name.iter(f"{TEI}{tag}")) for tag in ("forename", "nameLink", "surname")]
    if not parts[2]:
        return natural_order(flat(name))
    suffix = flat(next(name.iter(f"{TEI}genName"), None))
    return ", ".join(each for each in (" ".join(part for part in parts if part), suffix) if each)


def _slug(element: etree._Element) -> str:
    name, key = _names(element)[0], element.get(XML_ID, "")
    if _local(element) == "person" and slug_of(key) in (slug_of(name), person_slug(name)):
        return person_slug(name)
    return slug_at(name, key)


class _Thing:
    """One listed thing."""

    def __init__(self, element: etree._Element, file: str, refs: dict[str, Ref], unread: Unread) -> None:
        self._element, self._refs, self._unread = element, refs, unread
        self._source = f"{file}, {element.get(XML_ID)}"

    def entry(self) -> Entry:
        """Its entry; ValueError where it has no name or a value that cannot be used."""
        element, kind = self._element, _local(self._element)
        names = _names(element)
        if not element.get(XML_ID):
            raise ValueError(f"a {kind} without an xml:id; give it one, so that it is the same one next time")
        if not names:
            raise ValueError(f"{kind} {element.get(XML_ID)} has no {_NAMES[kind][0]}")
        for child in element:
            if (name := _local(child)) and name not in _READ and name not in _NAMES[kind]:
                self._unread.note(f"element {name} of a {kind}", f"line {line_of(child)}")
        [aliases] = forms(names[0], names[1:])
        label, type_ = names[0], _TYPES[kind]
        makers: dict[str, Callable[..., Entry]] = {
            "person": self._person,
            "place": self._place,
            "event": self._event,
            "org": partial(Entry, type_),
        }
        own = (slug_of(element.get("type", "")),) if element.get("type") else ()
        where = f"line {line_of(element)}"
        identifiers = one_a_scheme(self._identifiers(), lambda reason: self._unread.note(reason, where))
        sources = (self._source,)
        return makers[kind](_slug(element), label, aliases, identifiers=identifiers, sources=sources, types=own)

    def offices(self) -> Iterator[tuple[PostEntry, Tenure]]:
        """Posts that a person held at a time."""
        for element in self._element.findall(f"{TEI}occupation"):
            start, end = _from_to(element)
            if (title := flat(element)) and (start or end):
                slug = slug_of(title)
                post = PostEntry(slug, title, sources=(self._source,))
                yield post, Tenure(_slug(self._element), slug, start, end, self._source)

    def _person(self, slug: str, label: str, aliases: tuple[str, ...], **common: object) -> PersonEntry:
        element = self._element
        name = element.find(f"{TEI}persName")
        parts = (flat(name.find(f"{TEI}{tag}")) if name is not None else "" for tag in ("surname", "forename"))
        family, given = parts
        for each in element.findall(f"{TEI}occupation"):
            if not any(_from_to(each)):
                self._unread.note("occupation without a date", f"line {line_of(each)}")
        life = [_when(element.find(f"{TEI}{tag}")) for tag in ("birth", "death")]
        refs = (self._ref(each) for each in element.findall(f"{TEI}affiliation"))
        return PersonEntry(
            EntityType.PERSON,
            slug,
            label,
            aliases,
            family_name=family or None,
            given_name=given or None,
            birth=life[0],
            death=life[1],
            affiliations=tuple(ref for ref in refs if ref),
            **common,  # type: ignore[arg-type]
        )

    def _place(self, slug: str, label: str, aliases: tuple[str, ...], **common: object) -> PlaceEntry:
        geo = self._element.find(f"{TEI}location/{TEI}geo")
        numbers = re.split(r"[\s,;]+", flat(geo)) if geo is not None else []
        if numbers and len(numbers) != 2:
            raise ValueError(f"geo “{flat(geo)}” is not a latitude and a longitude")
        outer = next(self._element.iterancestors(f"{TEI}place"), None)
        at = point(*numbers) if numbers else (None, None)
        within = self._refs.get(outer.get(XML_ID, "")) if outer is not None else None
        return PlaceEntry(
            EntityType.PLACE,
            slug,
            label,
            aliases,
            latitude=at[0],
            longitude=at[1],
            within=within,
            **common,  # type: ignore[arg-type]
        )

    def _event(self, slug: str, label: str, aliases: tuple[str, ...], **common: object) -> EventEntry:
        start, end = _from_to(self._element)
        places = (self._ref(each) for each in self._element.iter(f"{TEI}placeName"))
        purpose = flat(self._element.find(f"{TEI}desc")) or None
        return EventEntry(
            EntityType.EVENT,
            slug,
            label,
            aliases,
            start=start,
            end=end,
            places=tuple(ref for ref in places if ref and ref.kind is Kind.PLACE),
            purpose=purpose,
            **common,  # type: ignore[arg-type]
        )

    def _ref(self, element: etree._Element) -> Ref | None:
        """What an element refers to in the same file."""
        target = element.get("ref") or element.get("corresp") or element.get("key") or ""
        if (found := self._refs.get(target.removeprefix("#"))) is None:
            self._unread.note(f"{_local(element)} that refers to nothing in this file", f"line {line_of(element)}")
        return found

    def _identifiers(self) -> Iterator[Identifier]:
        """Of ``idno`` and of the addresses in ``@sameAs``."""
        for idno in self._element.findall(f"{TEI}idno"):
            scheme, value = idno.get("type", "").casefold(), flat(idno)
            if found := identifier_at(value, self._source):
                yield found
            elif scheme in IDENTIFIER_SCHEMES:
                yield identifier_of(scheme, value, self._source)
            else:
                self._unread.note(f"idno of type {idno.get('type')}", f"line {line_of(idno)}")
        for address in self._element.get("sameAs", "").split():
            if found := identifier_at(address, self._source):
                yield found
            else:
                self._unread.note("sameAs with another address", f"line {line_of(self._element)}")


def _when(element: etree._Element | None) -> str | None:
    """The date of an element or of the ``date`` in it (att.datable.w3c); an interval where it has bounds."""
    if element is None:
        return None
    inner = element.find(f"{TEI}date")
    dated = element if inner is None or element.get("when") else inner
    if when := dated.get("when"):
        return date(when)
    start, end = _from_to(dated)
    return f"{start or ''}/{end or ''}" if start or end else None


def _from_to(element: etree._Element) -> tuple[str | None, str | None]:
    whole = element.get("when")
    start, end = (
        date(element.get(name) or element.get(bound) or whole or "")
        for name, bound in (("from", "notBefore"), ("to", "notAfter"))
    )
    return start, end
