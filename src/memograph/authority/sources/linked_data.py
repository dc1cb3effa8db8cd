"""Turtle and JSON-LD of others → entries: what they say in SKOS, schema.org, FOAF, W3C Basic Geo, GeoNames, CIDOC CRM.

An importer of `authority.sources`, kinds ``turtle`` and ``jsonld``; any other RDF format is read, too, by the file's
suffix. What tells of one thing may stand anywhere in a file, so the triples are held in Oxigraph's store. Properties
that entries have no room for are told once each, with how often they stood there. `linked_terms` has the terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from memograph.authority.archive import Problem
from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry
from memograph.authority.sources import linked_terms as terms
from memograph.authority.sources.fields import Unread, date, forms, identifier_at, one_a_scheme, point, slug_at
from memograph.authority.sources.linked_store import HERE, name, opened, resource, texts, values
from memograph.authority.triples import file_text
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier, Kind, Ref
from memograph.namespaces import RDF, person_slug, slug_of

_POINT = re.compile(r"(?:<[^>]*> *)?POINT *Z? *\(\s*(?P<x>[-+.\d]+)\s+(?P<y>[-+.\d]+)[^)]*\)", re.IGNORECASE)


def read(path: Path, problem: Problem) -> Iterator[Known]:
    """Entries of the things that a file types as a person, body, place, event or law, sorted by their address.

    Args:
        problem: told of each thing, or value, that is left out, and of the properties that are not read.

    Raises:
        AuthorityError: the file cannot be read or is not RDF (line), or types nothing as one of these.
    """
    store = opened(path)
    unread, lines = Unread(path), _Lines(path)
    typed = _typed(store, lambda node, reason: problem(AuthorityError(f"{lines.of(node)}: {reason}; it is left out")))
    if not typed:
        raise AuthorityError(
            f"{path}: nothing in it has a class that tells a person, organization, place, event or agreement, such as "
            "schema:Person, foaf:Organization or schema:Place; add rdf:type"
        )
    slugs = {node: _slug(store, node, type_) for node, type_ in typed.items()}
    for node, type_ in typed.items():
        try:
            yield _Thing(store, node, type_, slugs, typed, unread, path.name).entry()
        except ValueError as error:
            problem(AuthorityError(f"{lines.of(node)}: {error}; it is left out"))
    unread.tell(problem)


def _typed(store: ox.Store, tell: Any) -> dict[str, EntityType]:
    """Things of a class known here, sorted; of others those whose coordinates or life tell what they are."""
    found: dict[str, set[EntityType]] = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), None, None):
        if isinstance(quad.object, ox.NamedNode) and (type_ := terms.type_of(quad.object.value)):
            found.setdefault(name(quad.subject), set()).add(type_)
    for property_, type_ in terms.TELLING.items():
        for quad in store.quads_for_pattern(None, ox.NamedNode(property_), None, None):
            if (node := name(quad.subject)) not in found and not node.startswith("_:"):
                found[node] = {type_}
    concept = ox.NamedNode(terms.CONCEPT)
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{RDF}type"), concept, None):
        if (node := name(quad.subject)) not in found:
            tell(node, "a concept that nothing tells to be a person, organization, place, event or agreement")
    typed = {}
    for node in sorted(found):
        if node.startswith("_:"):
            if terms.is_part(store, node):
                continue
            tell(node, "a thing without an address (a blank node); give it an IRI")
        elif len(found[node]) > 1:
            tell(node, f"it is {' and '.join(sorted(found[node]))} at once; leave one class")
        else:
            [typed[node]] = found[node]
    return typed


def _slug(store: ox.Store, node: str, type_: EntityType) -> str:
    own = re.fullmatch(re.escape(f"{HERE}id/{type_.kind}/") + r"([^/#]+)", node)
    if own:
        return unquote(own[1])
    label = next(iter(texts(store, node, terms.LABELS)), node)
    end = slug_of(re.split(r"[/#:]", node.rstrip("/#"))[-1])
    return person_slug(label) if type_ is EntityType.PERSON and end == slug_of(label) else slug_at(label, node)


class _Thing:
    """One thing of the file."""

    def __init__(
        self,
        store: ox.Store,
        node: str,
        type_: EntityType,
        slugs: dict[str, str],
        types: dict[str, EntityType],
        unread: Unread,
        file: str,
    ) -> None:
        self._store, self._node, self._type, self._slugs, self._types = store, node, type_, slugs, types
        self._unread, self._file = unread, file

    def entry(self) -> Entry:
        """Its entry; ValueError where it has no name or a value that cannot be used."""
        labels = self._literals(terms.LABELS)
        if not labels:
            raise ValueError("it has no name (skos:prefLabel, rdfs:label, schema:name, foaf:name)")
        for quad in self._store.quads_for_pattern(resource(self._node), None, None, None):
            if not terms.is_read(quad.predicate.value, self._type):
                self._unread.note(f"property <{quad.predicate.value}>", f"<{self._node}>")
        aliases, hidden = forms(labels[0], [*labels[1:], *self._literals(terms.ALIASES)], self._literals(terms.HIDDEN))
        source = self._node.removeprefix(HERE) if self._node.startswith(HERE) else self._node
        sources = tuple(sorted({f"{self._file}, {source}", *self._literals(terms.SOURCES)}))
        common = self._type, self._slugs[self._node], labels[0], aliases, hidden, self._identifiers(), sources
        own = tuple(sorted({name(each) for each in self._all(terms.TYPES) if isinstance(each, ox.NamedNode)}))
        types = tuple(each.removeprefix(f"{HERE}ontology#") for each in own)
        if self._type is EntityType.PERSON:
            birth, death = self._interval(terms.BIRTH, terms.DEATH)
            family, given = self._first(terms.FAMILY), self._first(terms.GIVEN)
            states = self._refs(terms.AFFILIATIONS, (EntityType.PLACE, EntityType.ORGANIZATION))
            return PersonEntry(*common, family, given, birth, death, states, types=types)
        if self._type is EntityType.PLACE:
            at, within = self._point(), self._refs(terms.WITHIN, (EntityType.PLACE,))
            if len(within) > 1:
                raise ValueError(f"it lies in {len(within)} places; leave the one that it lies in directly")
            existed = self._interval(terms.BEGUN, terms.ENDED)
            return PlaceEntry(*common, (), *at, existed, within[0] if within else None, types=types)
        if self._type is EntityType.EVENT:
            start, end = self._interval(terms.START, terms.END)
            places, purpose = self._refs(terms.LOCATION, (EntityType.PLACE,)), self._first(terms.DESCRIPTION)
            return EventEntry(*common, start, end, places, purpose=purpose, types=types)
        return Entry(*common, types=types)

    def _all(self, properties: Iterable[str]) -> list[ox.NamedNode | ox.BlankNode | ox.Literal]:
        return list(values(self._store, self._node, properties))

    def _literals(self, properties: Iterable[str]) -> list[str]:
        return texts(self._store, self._node, properties)

    def _first(self, properties: Iterable[str]) -> str | None:
        return next(iter(self._literals(properties)), None)

    def _interval(self, first: Iterable[str], last: Iterable[str]) -> tuple[str | None, str | None]:
        start, end = (date(self._first(properties) or "") for properties in (first, last))
        if start and end and bounds(start)[0] > bounds(end)[1]:
            raise ValueError(f"it ends ({end}) before it begins ({start})")
        return start, end

    def _identifiers(self) -> tuple[Identifier, ...]:
        """Records that it is matched with, its own address among them where that is one."""
        source = f"{self._file}, {self._node}"
        own = identifier_at(self._node, source)
        found = [own] if own else []
        for match, properties in terms.MATCHES.items():
            for each in self._all(properties):
                address = each.value
                if (identifier := identifier_at(address, source, match)) is None:
                    site = "/".join(address.split("/")[:3])
                    self._unread.note(f"{match} with records of {site}", f"<{self._node}>")
                else:
                    found.append(identifier)
        return one_a_scheme(found, lambda reason: self._unread.note(reason, f"<{self._node}>"))

    def _refs(self, properties: Iterable[str], wanted: tuple[EntityType, ...]) -> tuple[Ref, ...]:
        """Things of the file that it refers to; what is not in the file is told."""
        found = set()
        for each in self._all(properties):
            node = name(each)
            if self._types.get(node) in wanted:
                found.add(Ref(Kind(self._types[node].kind), self._slugs[node]))
            else:
                self._unread.note("reference to something that is not described in the file", f"<{self._node}>")
        return tuple(sorted(found, key=lambda ref: (ref.kind, ref.slug)))

    def _point(self) -> tuple[str | None, str | None]:
        """Coordinates on the thing itself, else on a part that holds its geometry; of several the smallest."""
        if own := self._point_of(self._node):
            return own
        parts = (self._point_of(name(each)) for each in self._all(terms.GEOMETRY))
        found = sorted({each for each in parts if each})  # parts have no order that would be the same next time
        if len(found) > 1:
            self._unread.note("a second point", f"<{self._node}>")
        return found[0] if found else (None, None)

    def _point_of(self, node: str) -> tuple[str, str] | None:
        latitude, longitude = (texts(self._store, node, each) for each in (terms.LATITUDE, terms.LONGITUDE))
        if latitude or longitude:
            return point("".join(latitude[:1]), "".join(longitude[:1]))
        for wkt in texts(self._store, node, terms.WKT):
            if at := _POINT.fullmatch(wkt.strip()):
                return point(at["y"], at["x"])
            self._unread.note("geometry that is not a point", f"<{self._node}>")
        return None


class _Lines:
    """Lines on which subjects stand, looked for when a problem is told."""

    def __init__(self, path: Path) -> None:
        self._path, self._text = path, ""

    def of(self, node: str) -> str:
        """``file:12`` where the address, or the end of it, first stands; the file and the address where it does not."""
        relative = node.removeprefix(HERE)
        if node.startswith("_:"):
            return str(self._path)
        self._text = self._text or file_text(self._path)
        for written in (f"<{relative}>", f'"{relative}"', ":" + re.split(r"[/#]", node)[-1]):
            if (found := self._text.find(written)) >= 0:
                return f"{self._path}:{self._text.count(chr(10), 0, found) + 1}: <{relative}>"
        return f"{self._path}: <{relative}>"
