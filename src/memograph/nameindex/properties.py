"""Which properties of a thing can be asked for, under which name, and what their values are.

The relations and facts of the ontology go by their local name (``metWith``); of other vocabularies those that are
listed here; what an authority calls the thing by the name of the authority (``wikidata``). Some are worked out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from memograph.namespaces import AUTHORITIES, DCTERMS, FOAF, SCHEMA, SKOS


class Range(StrEnum):
    """What the values of a property are."""

    ENTITY = "entity"
    DATE = "date"  # EDTF
    NUMBER = "number"
    PLACE = "coordinates"  # latitude, longitude in degrees
    IDENTIFIER = "identifier"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Property:
    """A property: `id` in queries, `name` and `note` for people."""

    id: str
    name: str
    note: str
    range: Range


#: Properties of other vocabularies that things have; those of the ontology need no list.
OTHERS = {
    SCHEMA + "birthDate": Property("birthDate", "birth date", "EDTF, often a year.", Range.DATE),
    SCHEMA + "deathDate": Property("deathDate", "death date", "EDTF, often a year.", Range.DATE),
    SCHEMA + "startDate": Property("startDate", "start date", "First day of an event, EDTF.", Range.DATE),
    SCHEMA + "endDate": Property("endDate", "end date", "Last day of an event, EDTF.", Range.DATE),
    SCHEMA + "latitude": Property("latitude", "latitude", "Decimal degrees, WGS 84.", Range.NUMBER),
    SCHEMA + "longitude": Property("longitude", "longitude", "Decimal degrees, WGS 84.", Range.NUMBER),
    SCHEMA + "containedInPlace": Property("containedInPlace", "lies in", "The place that it lies in.", Range.ENTITY),
    SCHEMA + "description": Property("description", "description", "What a source says of it.", Range.TEXT),
    FOAF + "familyName": Property("familyName", "family name", "Of a person.", Range.TEXT),
    FOAF + "givenName": Property("givenName", "given name", "Of a person.", Range.TEXT),
    FOAF + "page": Property("page", "published at", "Address of the original.", Range.TEXT),
    SKOS + "definition": Property("definition", "definition", "What a topic is.", Range.TEXT),
    SKOS + "broader": Property("broader", "broader topic", "The topic that it is part of.", Range.ENTITY),
    DCTERMS + "identifier": Property("identifier", "identifier", "Of a document, in its series.", Range.TEXT),
    DCTERMS + "title": Property("title", "title", "Subject line of a document.", Range.TEXT),
    DCTERMS + "isPartOf": Property("isPartOf", "volume", "The volume of a document.", Range.TEXT),
    DCTERMS + "type": Property(
        "type", "narrower type", "Of a document, its form; else a type of one's own.", Range.TEXT
    ),
    DCTERMS + "subject": Property("subject", "topic", "What a document deals with.", Range.ENTITY),
}

#: Worked out from others; see `things` and `writing`.
WORKED_OUT = (
    Property("birthYear", "birth year", "Where the birth date is in one year.", Range.NUMBER),
    Property("deathYear", "death year", "Where the death date is in one year.", Range.NUMBER),
    Property("tenures", "offices with dates", "Posts held, with their first and last day (EDTF).", Range.TEXT),
    Property(
        "country",
        "country",
        "The state that somebody spoke for, that a post belongs to, or that a place lies in.",
        Range.ENTITY,
    ),
    Property("coordinates", "coordinates", "Latitude and longitude, decimal degrees.", Range.PLACE),
    Property("documents", "documents", "How many documents mention it.", Range.NUMBER),
)

#: Properties of the ontology that are no facts about a thing.
NO_FACTS = frozenset({"identifiedBy", "demonym", "roleName", "earliestDate", "latestDate", "decidedBy"})


def of_authority(scheme: str) -> Property:
    """What an authority calls a thing."""
    name = AUTHORITIES[scheme][0] if scheme in AUTHORITIES else scheme
    return Property(scheme, f"{name} identifier", "Decides at once who or what is meant.", Range.IDENTIFIER)


def spelled_out(name: str) -> str:
    """A local name as words, for a term without a label: ``metWith`` → ``met with``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
