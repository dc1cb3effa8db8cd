"""Linked Places (LPF 1.x, https://github.com/LinkedPasts/linked-places-format) → places.

An importer of `authority.sources`. The format is GeoJSON: a FeatureCollection, or a Feature a line. `features` reads
the file a feature at a time, twice: what a place lies in may stand after it. Read are names, types, points, links,
relations of part and whole, and when the place is attested; the rest is told once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from memograph.authority.archive import Problem
from memograph.authority.entries import Known, PlaceEntry
from memograph.authority.sources.features import Feature, features
from memograph.authority.sources.fields import (
    Unread,
    date,
    expanded,
    forms,
    identifier_at,
    line,
    one_a_scheme,
    point,
    slug_at,
)
from memograph.dates import bounds
from memograph.errors import AuthorityError
from memograph.model import EntityType, Identifier, Kind, Match, Ref
from memograph.namespaces import slug_of

#: How links are called (README, "links") and how sure each is.
_MATCHES: dict[str, Match] = {"exactMatch": "exactMatch", "closeMatch": "closeMatch", "sameAs": "sameAs"}
#: Relations of a part to its whole (Getty Vocabulary Program ontology).
_PART_OF = frozenset({"gvp:broaderPartitive", "http://vocab.getty.edu/ontology#broaderPartitive"})
_READ = frozenset(("@id", "@context", "id", "type", "properties", "when", "names", "types", "geometry", "links"))


def read(path: Path, problem: Problem) -> Iterator[Known]:
    """Places of a file, in its order.

    Args:
        problem: told of each feature, or value, that is left out, with its line, and of the keys that are not read.

    Raises:
        AuthorityError: the file cannot be read, is not UTF-8, or holds no feature.
    """
    slugs: dict[str, str] = {}
    for feature in features(path, lambda _: None):
        if (address := _address(feature.value)) and (title := _title(feature.value)):
            slugs.setdefault(address, slug_at(title, address))
    unread, seen = Unread(path), dict[str, int]()
    for feature in features(path, problem):
        place = _Place(feature, slugs, unread, partial(_tell, problem, path, feature.line))
        try:
            entry = place.entry()
            if (first := seen.setdefault(entry.slug, feature.line)) != feature.line:
                raise ValueError(f"its @id and title are those of the feature in line {first}")
        except ValueError as error:
            _tell(problem, path, feature.line, f"{error}; this feature is left out")
            continue
        yield entry
    if not seen:
        raise AuthorityError(f"{path}: no place in it; Linked Places JSON-LD is a FeatureCollection of features")
    unread.tell(problem)


def _tell(problem: Problem, path: Path, at: int, reason: str) -> None:
    problem(AuthorityError(f"{path}:{at}: {reason}"))


def _address(feature: Mapping[str, Any]) -> str:
    found = feature.get("@id") or feature.get("id") or ""
    return str(found)


def _title(feature: Mapping[str, Any]) -> str:
    """The record's title, else its first toponym."""
    properties = feature.get("properties")
    title = properties.get("title") if isinstance(properties, dict) else None
    names = [name for each in _list(feature, "names") if (name := _toponym(each))]
    return line(str(title)) if title else next(iter(names), "")


def _toponym(name: Mapping[str, Any]) -> str:
    return line(str(name.get("toponym") or ""))


def _list(holder: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The objects of a key that holds a list of them, or one; strings such as "null" are none."""
    found = holder.get(key)
    return [each for each in (found if isinstance(found, list) else [found]) if isinstance(each, dict)]


class _Place:
    """One feature."""

    def __init__(self, feature: Feature, slugs: dict[str, str], unread: Unread, remark: Any) -> None:
        self._value, self._where, self._slugs = feature.value, f"line {feature.line}", slugs
        self._unread, self._remark = unread, remark

    def entry(self) -> PlaceEntry:
        """Its entry; ValueError where it cannot be one."""
        value, address, title = self._value, _address(self._value), _title(self._value)
        if value.get("type") != "Feature":
            raise ValueError(f"type is {value.get('type')!r}, not “Feature”")
        if not address or not title:
            raise ValueError("it has no @id" if title else "it has no title and no toponym")
        self._note_unread()
        names = _list(value, "names")
        [aliases] = forms(title, map(_toponym, names))
        cited = {text for name in names for each in _citations(name) if (text := _cited(each))}
        latitude, longitude = self._point()
        return PlaceEntry(
            EntityType.PLACE,
            slug_at(title, address),
            title,
            aliases,
            identifiers=self._identifiers(address),
            sources=tuple(sorted({address, *cited})),
            latitude=latitude,
            longitude=longitude,
            existed=self._existed(value.get("when")),
            within=self._within(),
            types=tuple(sorted(set(self._types()))),
        )

    def _note_unread(self) -> None:
        properties = self._value.get("properties")
        inner = (f"properties.{key}" for key in properties if key != "title") if isinstance(properties, dict) else ()
        for key in (*(key for key in self._value if key not in _READ and key != "relations"), *inner):
            self._unread.note(key, self._where)

    def _types(self) -> Iterator[str]:
        """Addresses of the types' concepts; of one without, its label as a name in the reader's own vocabulary."""
        for each in _list(self._value, "types"):
            label = each.get("label") or each.get("sourceLabel")
            if identifier := each.get("identifier") or each.get("@id"):
                yield expanded(str(identifier))
            elif label:
                yield slug_of(str(label))

    def _identifiers(self, address: str) -> tuple[Identifier, ...]:
        found: list[Identifier] = []
        for link in _list(self._value, "links"):
            kind, target = str(link.get("type")), str(link.get("identifier") or link.get("@id") or "")
            match = _MATCHES.get(kind.rpartition(":")[2])
            identifier = identifier_at(target, f"Linked Places, {address}", match) if match else None
            if identifier is None:
                site = f" to {'/'.join(target.split('/')[:3])}" if match else ""
                self._unread.note(f"links of type {kind}{site}", self._where)
            else:
                found.append(identifier)
        own = identifier_at(address, f"Linked Places, {address}")
        return one_a_scheme([*([own] if own else []), *found], self._remark)

    def _within(self) -> Ref | None:
        """The place it is a part of; of several the one that it was a part of last."""
        found = []
        for each in _list(self._value, "relations"):
            if each.get("relationType") not in _PART_OF:
                self._unread.note(f"relations of type {each.get('relationType')}", self._where)
            elif (slug := self._slugs.get(str(each.get("relationTo")))) is None:
                self._unread.note("part of a place that is not in the file", self._where)
            else:
                start, end = self._existed(each.get("when"))
                found.append((end is None, end or "", start or "", slug))
        for *_, slug in sorted(found)[:-1]:
            self._remark(f"it was also a part of {slug}, before; only the last is kept")
        return Ref(Kind.PLACE, max(found)[-1]) if found else None

    def _point(self) -> tuple[str | None, str | None]:
        """Latitude and longitude of the first point; GeoJSON writes longitude first (RFC 7946, 3.1.1)."""
        geometry = self._value.get("geometry")
        shapes = _list(self._value, "geometry")
        if isinstance(geometry, dict) and geometry.get("type") == "GeometryCollection":
            shapes = _list(geometry, "geometries")
        points = [each for each in shapes if each.get("type") == "Point" and each.get("coordinates")]
        if len(points) < len(shapes):
            self._unread.note("geometry that is not a point", self._where)
        if len(points) > 1:
            self._unread.note("a second point", self._where)
        for each in points[:1]:
            coordinates = each["coordinates"]
            if not isinstance(coordinates, list) or len(coordinates) not in (2, 3):
                raise ValueError(f"coordinates {coordinates!r} are not a longitude and a latitude")
            return point(_decimal(coordinates[1]), _decimal(coordinates[0]))
        return None, None

    def _existed(self, when: object) -> tuple[str | None, str | None]:
        """First and last time that a place is attested; one that has a start alone is not said to have ended."""
        starts, ends = [], []
        for span in _list(when, "timespans") if isinstance(when, dict) else []:
            if start := self._instant(span.get("start"), "earliest", "latest"):
                starts.append(start)
            ends.append(self._instant(span.get("end"), "latest", "earliest"))
        if not isinstance(when, dict):
            return None, None
        last = None if None in ends else max((end for end in ends if end), key=bounds, default=None)
        first = min(starts, key=bounds, default=None)
        if first and last and bounds(first)[0] > bounds(last)[1]:
            raise ValueError(f"it ends ({last}) before it begins ({first})")
        return first, last

    def _instant(self, value: object, outer: str, inner: str) -> str | None:
        if isinstance(value, dict):
            value = value.get("in") or value.get(outer) or value.get(inner)
        if value in (None, "", -1):
            return None
        try:
            return date(str(value))
        except ValueError as error:
            self._remark(f"{error}; this date is left out")
            return None


def _citations(name: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*_list(name, "citations"), *_list(name, "citation")]


def _cited(citation: Mapping[str, Any]) -> str:
    label, address = line(str(citation.get("label") or "")), str(citation.get("@id") or citation.get("id") or "")
    return f"{label} <{address}>" if label and address else label or address


def _decimal(number: object) -> str:
    """A number of JSON as a decimal, never with an exponent."""
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise ValueError(f"coordinate {number!r} is not a number")
    return f"{number:.9f}".rstrip("0").rstrip(".") if "e" in str(number) else str(number)
