"""Who is asked about, and how: entries of authority files and things of a release → queries of the API.

A query has the name, a type of the service where one was named, and facts that tell namesakes apart, each under the
service's own name for it.
"""

from __future__ import annotations

import importlib.resources
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

import pyoxigraph as ox

from memograph.authority.entries import Entry, Known, PersonEntry, PlaceEntry, PostEntry, Tenure
from memograph.authority.joining import joined
from memograph.model import EntityType, Kind, Ref
from memograph.namespaces import AUTHORITIES
from memograph.reconciliation.asking import Query
from memograph.reconciliation.manifest import Manifest
from memograph.release import Release

#: Facts that can be sent, and what they are.
FACTS = {
    "born": "year or day of birth",
    "died": "year or day of death",
    "office": "offices held",
    "coordinates": "latitude and longitude, as 55.75,37.62",
    "latitude": "decimal degrees",
    "longitude": "decimal degrees",
    "alias": "other names",
}
#: What services whose properties are known call a fact, by the end of their schema space.
_USUAL = {
    "wikidata.org/prop/direct/": {"born": "P569", "died": "P570", "coordinates": "P625", "office": "P39"},
    "ontology#": {"born": "birthDate", "died": "deathDate", "coordinates": "coordinates", "office": "holdsPost"},
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that a service is asked about.

    Args:
        facts: name in `FACTS` → values.
        records: addresses of the records that it is known by already.
    """

    ref: Ref
    type: EntityType
    label: str
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    records: frozenset[str] = frozenset()


def of_authority(known: Iterable[Known]) -> list[Subject]:
    """A subject for each entity of the authority, by type and slug, with all that its files say of it."""
    things = tuple(known)
    posts = {each.slug: each.label for each in things if isinstance(each, PostEntry)}
    offices: dict[str, list[str]] = defaultdict(list)
    for each in things:
        if isinstance(each, Tenure):
            offices[each.holder].append(posts.get(each.post, each.post.replace("-", " ")))
    entries: dict[tuple[str, str], Entry] = {}
    for entry in (each for each in things if isinstance(each, Entry)):
        key = entry.type.value, entry.slug
        entries[key] = joined(entries[key], entry) if key in entries else entry
    return [_subject(entry, offices.get(entry.slug, ())) for _, entry in sorted(entries.items())]


def of_release(release: Release) -> list[Subject]:
    """A subject for each thing that documents of a release mention, by type and slug."""
    text = importlib.resources.files("memograph.reconciliation").joinpath("queries/things.rq").read_text("utf-8")
    rows = ox.Store.read_only(str(release.store)).query(text, base_iri=release.site.base)
    assert isinstance(rows, ox.QuerySolutions)
    return [_thing(row, release.site.base) for row in rows]


def wanted(
    subjects: Iterable[Subject], types: Collection[EntityType], scheme: str, *, identified: bool = False
) -> list[Subject]:
    """Those of these types (all where none is named) who have no record of the service's scheme yet, each once."""
    found: dict[Ref, Subject] = {}
    for each in subjects:
        if (not types or each.type in types) and (identified or not _identified(each, scheme)):
            found.setdefault(each.ref, each)
    return list(found.values())


def usual_properties(manifest: Manifest) -> dict[str, str]:
    """Fact → property of the service, where it is one whose properties are known."""
    return next((names for end, names in _USUAL.items() if manifest.schema_space.endswith(end)), {})


def query(subject: Subject, type_: str, properties: Mapping[str, str], limit: int) -> Query:
    """The query about a subject (API 0.2, "Structure of a Reconciliation Query").

    Args:
        type_: id of a type of the service; empty for any.
        properties: fact → id of a property of the service.
    """
    made: Query = {"query": subject.label, "limit": limit}
    if type_:
        made |= {"type": type_, "type_strict": "should"}
    known = [
        {"pid": properties[name], "v": values[0] if len(values) == 1 else list(values)}
        for name, values in subject.facts.items()
        if name in properties and values
    ]
    return made | ({"properties": known} if known else {})


def _subject(entry: Entry, offices: Collection[str]) -> Subject:
    kind = entry.type.kind
    facts = {name: values for name, values in _facts(entry, offices) if values}
    records = frozenset(identifier.iri for identifier in entry.identifiers)
    return Subject(Ref(kind, entry.slug), entry.type, entry.label, facts, records)


def _facts(entry: Entry, offices: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(entry, PersonEntry):
        yield "born", _some(entry.birth)
        yield "died", _some(entry.death)
        yield "office", tuple(dict.fromkeys(offices))
    if isinstance(entry, PlaceEntry) and entry.latitude and entry.longitude:
        yield "coordinates", (f"{entry.latitude},{entry.longitude}",)
        yield "latitude", (entry.latitude,)
        yield "longitude", (entry.longitude,)
    yield "alias", entry.aliases


def _some(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _thing(row: ox.QuerySolution, base: str) -> Subject:
    thing, class_, label = (row[name].value for name in ("thing", "class", "label"))
    records = row["records"].value if row["records"] is not None else ""
    kind, _, slug = thing.removeprefix(f"{base}id/").partition("/")
    type_ = EntityType(class_.rpartition("#")[2])
    return Subject(Ref(Kind(kind), unquote(slug)), type_, label, {}, frozenset(records.split()))


def _identified(subject: Subject, scheme: str) -> bool:
    return bool(scheme) and any(record.startswith(AUTHORITIES[scheme][2]) for record in subject.records)
