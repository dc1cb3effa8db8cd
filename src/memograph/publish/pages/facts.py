"""A thing's own triples → captions and values: what authority files, the ontology and historians say of it.

First step of every page of a thing; documents.py takes the heading of a document from the same triples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.namespaces import DCTERMS, EDTF, FOAF, OWL, PROV, RDF, RDFS, SCHEMA, SKOS
from memograph.publish.language import spoken, text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part, local_name, named
from memograph.publish.store import Row

#: Facts that have a caption of their own (message ``fact-<local name>``), in the order in which they are shown; others
#: come after them, by the label of their property.
CAPTIONS = (
    f"{SKOS}definition",
    f"{RDFS}comment",
    f"{SCHEMA}description",
    f"{SCHEMA}birthDate",
    f"{SCHEMA}deathDate",
    f"{SCHEMA}startDate",
    f"{SCHEMA}endDate",
    "when",
    "existedFrom",
    "existedUntil",
    "affiliatedWith",
    "postIn",
    "traveler",
    "host",
    "heldIn",
    f"{SCHEMA}containedInPlace",
    "precededBy",
    "succeededBy",
    "roleName",
    "demonym",
    f"{SKOS}broader",
    f"{SKOS}narrower",
    f"{SKOS}related",
    f"{SKOS}inScheme",
    "namedIn",
    f"{DCTERMS}type",
)

#: Where it is from, shown at the end of a page.
ORIGINS = (
    f"{FOAF}page",
    f"{RDFS}seeAlso",
    f"{PROV}hadPrimarySource",
    f"{DCTERMS}isReferencedBy",
    f"{DCTERMS}source",
)

#: Values that are shown at once; the rest can be opened.
SHOWN = 8

_NAMES = frozenset({f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel"})
_SAME = frozenset({f"{SKOS}exactMatch", f"{SKOS}closeMatch", f"{OWL}sameAs"})
_SHOWN_ELSEWHERE = (
    _NAMES | _SAME | {f"{RDF}type", f"{SKOS}topConceptOf", f"{SCHEMA}text", f"{FOAF}familyName", f"{FOAF}givenName"}
)
_PARTS = frozenset({"identifiedBy", "decidedBy", "remark", "layout"})
_PLACED = frozenset({f"{SCHEMA}latitude", f"{SCHEMA}longitude"})
_VOLUMES = "https://history.state.gov/historicaldocuments/"
_VOLUME = re.compile(r"frus(\d{4}(?:-\d\d)?)([A-Z][A-Za-z]*)?(?:v(e)?(\d\d)(?:p(\d))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fact:
    """A caption and its values; those in `more` are shown on demand."""

    caption: str
    values: tuple[Part, ...]
    more: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """A thing's own triples, by property."""

    values: dict[str, list[tuple[ox.NamedNode | ox.Literal, str]]]
    labels: dict[str, str]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Description:
        """From the rows of the query ``thing``, in an order that does not change."""
        values: dict[str, list[tuple[ox.NamedNode | ox.Literal, str]]] = {}
        labels: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: (row.text("property"), row.text("value"), row.text("valueLabel"))):
            term = row.term("value")
            found = values.setdefault(row.text("property"), [])
            labels.setdefault(row.text("property"), row.text("propertyLabel"))
            if isinstance(term, ox.NamedNode | ox.Literal) and term not in (before for before, _ in found):
                found.append((term, row.text("valueLabel")))
        return cls(values, labels)

    def texts(self, *properties: str) -> tuple[str, ...]:
        """Values of these properties as text."""
        return tuple(term.value for name in properties for term, _ in self.values.get(name, ()))

    def first(self, *properties: str) -> str:
        """The first of these values, empty where there is none."""
        return next(iter(self.texts(*properties)), "")

    @property
    def same(self) -> tuple[str, ...]:
        """Addresses of what is the same elsewhere."""
        return self.texts(*sorted(_SAME))


def facts(about: Description, links: Links) -> list[tuple[str, Fact]]:
    """Facts of the thing itself by their properties, those with a caption first, those about their origin last."""
    ontology = links.site.ontology
    order = [*CAPTIONS, "", *ORIGINS]
    found: list[tuple[int, str, str, Fact]] = []
    for iri, values in about.values.items():
        name = iri.removeprefix(ontology)
        if iri in _SHOWN_ELSEWHERE or iri in _PLACED or name in _PARTS:
            continue
        caption = _caption(name, about.labels.get(iri, ""))
        parts = tuple(_value(term, label, links) for term, label in values)
        place = order.index(name) if name in order else len(CAPTIONS)
        found.append((place, caption, name, Fact(caption, parts[:SHOWN], parts[SHOWN:])))
    if where := _coordinates(about):
        caption = text("fact-coordinates")
        found.append((len(CAPTIONS), caption, "", Fact(caption, (where,))))
    return [(name, fact) for _, _, name, fact in sorted(found, key=lambda each: each[:2])]


def volume(address: str, links: Links) -> Part:
    """A volume by its identifier, linked."""
    return Part(volume_name(address.removeprefix(_VOLUMES)), links.page(address))


def volume_name(identifier: str) -> str:
    """A volume of Foreign Relations as it is cited: ``frus1961-63v05`` → “1961–63 V”; others by their identifier."""
    if (match := _VOLUME.fullmatch(identifier)) is None:
        return identifier
    years, name, electronic, number, part = match.groups()
    of_years = f"{years.replace('-', '–')}{' ' + name if name else ''}"
    volume_number = f"E–{int(number)}" if electronic else _roman(int(number)) if number else ""
    whole = f"{of_years} {volume_number}".strip()
    return text("volume-part", volume=whole, part=part) if part else whole


def _roman(number: int) -> str:
    letters = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    found = ""
    for value, letter in letters:
        found += letter * (number // value)
        number %= value
    return found


def _caption(name: str, label: str) -> str:
    message = f"fact-{local_name(name)}"
    known = name in CAPTIONS or name in ORIGINS
    if known and spoken().has(message):
        return text(message)
    words = label or local_name(name)
    return words[:1].upper() + words[1:]


def _coordinates(about: Description) -> Part | None:
    """Degrees, two decimals: gazetteers have a point for what is a city or a state."""
    latitude, longitude = about.first(f"{SCHEMA}latitude"), about.first(f"{SCHEMA}longitude")
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None
    ns, ew = ("north", "south")[north < 0], ("east", "west")[east < 0]
    return Part(text("fact-point", latitude=f"{abs(north):.2f}", ns=ns, longitude=f"{abs(east):.2f}", ew=ew))


def _value(term: ox.NamedNode | ox.Literal, label: str, links: Links) -> Part:
    if isinstance(term, ox.Literal):
        return Part(wording.date(term.value) if term.datatype.value == EDTF else term.value)
    if term.value.startswith(_VOLUMES):
        return volume(term.value, links)
    if links.kind(term.value):
        return named(links, term.value, label)
    return Part(label or term.value, links.page(term.value))
