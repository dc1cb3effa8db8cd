"""Which terms of other vocabularies mean what entries hold: tables for `linked_data`, nothing else.

The terms are those of SKOS, schema.org (http and https), FOAF, the W3C's Basic Geo and Organization vocabularies, the
GeoNames ontology, GeoSPARQL, CIDOC CRM, Dublin Core, GND and BIO as their specifications define them.
"""

from __future__ import annotations

import pyoxigraph as ox

from memograph.model import EntityType, Match
from memograph.namespaces import DCTERMS, FOAF, OWL, RDF, RDFS, SCHEMA, SKOS

#: schema.org is written with both; its own advice is https since 2020.
NAMESPACES = (SCHEMA, "http://schema.org/")
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_GN = "http://www.geonames.org/ontology#"
_GSP = "http://www.opengis.net/ont/geosparql#"
_ORG = "http://www.w3.org/ns/org#"
_GND = "https://d-nb.info/standards/elementset/gnd#"
_BIO = "http://purl.org/vocab/bio/0.1/"
_CRM = ("http://www.cidoc-crm.org/cidoc-crm/", "http://erlangen-crm.org/current/")
_DBO = "http://dbpedia.org/ontology/"

CONCEPT = f"{SKOS}Concept"


def _schema(*names: str) -> tuple[str, ...]:
    return tuple(namespace + name for name in names for namespace in NAMESPACES)


def _crm(*names: str) -> tuple[str, ...]:
    return tuple(namespace + name for name in names for namespace in _CRM)


_CLASSES: dict[str, EntityType] = {
    **dict.fromkeys(
        (
            *_schema("Person"),
            *_crm("E21_Person"),
            f"{FOAF}Person",
            f"{_DBO}Person",
            f"{_GND}DifferentiatedPerson",
            "http://www.w3.org/ns/prov#Person",
            "https://www.ica.org/standards/RiC/ontology#Person",
        ),
        EntityType.PERSON,
    ),
    **dict.fromkeys(
        (
            *_schema("Organization", "GovernmentOrganization", "Corporation", "EducationalOrganization", "NGO"),
            *_schema("PoliticalParty", "NewsMediaOrganization", "LibrarySystem", "ArchiveOrganization"),
            *_crm("E74_Group", "E40_Legal_Body"),
            f"{FOAF}Organization",
            f"{FOAF}Group",
            f"{_ORG}Organization",
            f"{_ORG}FormalOrganization",
            f"{_ORG}OrganizationalUnit",
            f"{_DBO}Organisation",
            f"{_GND}CorporateBody",
            "https://www.ica.org/standards/RiC/ontology#CorporateBody",
        ),
        EntityType.ORGANIZATION,
    ),
    **dict.fromkeys(
        (
            *_schema("Place", "City", "Country", "State", "AdministrativeArea", "Landform", "BodyOfWater", "Continent"),
            *_schema("LandmarksOrHistoricalBuildings", "CivicStructure", "Residence"),
            *_crm("E53_Place"),
            f"{_GEO}SpatialThing",
            f"{_GEO}Point",
            f"{_GN}Feature",
            f"{_GSP}Feature",
            f"{DCTERMS}Location",
            f"{_DBO}Place",
            f"{_GND}PlaceOrGeographicName",
            f"{_GND}TerritorialCorporateBodyOrAdministrativeUnit",
            "http://lawd.info/ontology/Place",
            "https://www.ica.org/standards/RiC/ontology#Place",
        ),
        EntityType.PLACE,
    ),
    **dict.fromkeys(
        (*_schema("Event"), *_crm("E5_Event", "E7_Activity"), f"{_DBO}Event", f"{_BIO}Event"), EntityType.EVENT
    ),
    **dict.fromkeys((*_schema("Legislation"), f"{_DBO}Treaty", f"{_DBO}Law"), EntityType.AGREEMENT),
}
_OWN = "ontology#"

LABELS = (
    f"{SKOS}prefLabel",
    f"{RDFS}label",
    *_schema("name"),
    f"{FOAF}name",
    f"{_GN}name",
    f"{DCTERMS}title",
    f"{_GND}preferredNameForThePerson",
)
ALIASES = (
    f"{SKOS}altLabel",
    *_schema("alternateName", "legalName"),
    f"{_GN}alternateName",
    f"{_GN}officialName",
    f"{_GN}shortName",
    f"{FOAF}nick",
    f"{DCTERMS}alternative",
)
HIDDEN = (f"{SKOS}hiddenLabel",)
SOURCES = (f"{DCTERMS}source", "http://purl.org/dc/elements/1.1/source")
TYPES = (f"{DCTERMS}type", f"{_GN}featureCode")
MATCHES: dict[Match, tuple[str, ...]] = {
    "sameAs": (f"{OWL}sameAs",),
    "exactMatch": (f"{SKOS}exactMatch", *_schema("sameAs")),
    "closeMatch": (f"{SKOS}closeMatch", f"{RDFS}seeAlso"),
}
FAMILY = (*_schema("familyName"), f"{FOAF}familyName", f"{FOAF}surname", f"{FOAF}lastName")
GIVEN = (*_schema("givenName"), f"{FOAF}givenName", f"{FOAF}firstName")
BIRTH = (*_schema("birthDate"), f"{_DBO}birthDate", f"{_DBO}birthYear", f"{_GND}dateOfBirth")
DEATH = (*_schema("deathDate"), f"{_DBO}deathDate", f"{_DBO}deathYear", f"{_GND}dateOfDeath")
AFFILIATIONS = (*_schema("affiliation", "memberOf", "worksFor", "nationality"), f"{_ORG}memberOf")
WITHIN = (*_schema("containedInPlace"), f"{_GN}parentFeature", f"{DCTERMS}isPartOf", f"{SKOS}broader")
BEGUN = _schema("foundingDate")
ENDED = _schema("dissolutionDate")
START = _schema("startDate")
END = _schema("endDate")
LOCATION = _schema("location")
DESCRIPTION = _schema("description")
GEOMETRY = (*_schema("geo"), f"{_GSP}hasGeometry", f"{_GEO}location", f"{_GSP}hasDefaultGeometry")
LATITUDE = (*_schema("latitude"), f"{_GEO}lat")
LONGITUDE = (*_schema("longitude"), f"{_GEO}long")
WKT = (f"{_GSP}asWKT",)

#: Properties that tell what a thing without a known class is, where it is the thing itself that has them.
TELLING = {
    **dict.fromkeys((f"{_GEO}lat", f"{_GN}parentFeature"), EntityType.PLACE),
    **dict.fromkeys((*BIRTH, *DEATH, *FAMILY), EntityType.PERSON),
}
#: Every property that is read, and those that tell nothing of the thing itself.
READ = frozenset(
    (
        f"{RDF}type",
        f"{SKOS}inScheme",
        f"{SKOS}topConceptOf",
        f"{SKOS}narrower",
        f"{RDFS}isDefinedBy",
        *(each for group in (LABELS, ALIASES, HIDDEN, SOURCES, TYPES, FAMILY, GIVEN, BIRTH, DEATH) for each in group),
        *(each for group in (AFFILIATIONS, WITHIN, BEGUN, ENDED, START, END, LOCATION) for each in group),
        *(each for group in (GEOMETRY, LATITUDE, LONGITUDE, WKT, *MATCHES.values()) for each in group),
    )
)
#: Contexts of JSON-LD that are known by address (without its scheme): they are never fetched.
CONTEXTS = {
    "schema.org": {
        "@vocab": SCHEMA,
        "id": "@id",
        "type": "@type",
        **{name: {"@id": SCHEMA + name, "@type": "@id"} for name in ("sameAs", "containedInPlace", "url", "image")},
    },
}


def type_of(class_: str) -> EntityType | None:
    """The type that a class stands for; None of one that is not known."""
    if found := _CLASSES.get(class_):
        return found
    own = class_.rpartition(_OWN)[2]
    return EntityType(own) if class_.endswith(_OWN + own) and own in list(EntityType) else None


def is_read(property_: str, type_: EntityType) -> bool:
    """Whether an entry of this type keeps what a property says, or the property says nothing of the thing itself."""
    return property_ in READ or (type_ is EntityType.EVENT and property_ in DESCRIPTION)


def is_part(store: ox.Store, node: str) -> bool:
    """Whether a blank node is a part of something: the geometry of a place."""
    found = store.quads_for_pattern(None, None, ox.BlankNode(node[2:]), None)
    return any(quad.predicate.value in GEOMETRY for quad in found)
