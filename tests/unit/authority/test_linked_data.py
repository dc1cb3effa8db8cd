"""Turtle and JSON-LD of others become entries; what they say beyond that is told, and no context is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.authority.entries import Entry, EventEntry, PersonEntry, PlaceEntry
from memograph.authority.sources.linked_data import read
from memograph.errors import AuthorityError
from memograph.model import EntityType, Kind, Ref
from tests.unit.authority.imported import by_slug, imported, survives_turtle

PREFIXES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix gsp: <http://www.opengis.net/ont/geosparql#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <http://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .
"""


def turtle(folder: Path, text: str, name: str = "own.ttl") -> tuple[list[Entry], list[str]]:
    path = folder / name
    path.write_text(PREFIXES + text, encoding="utf-8")
    known, problems = imported("turtle", path)
    entries = [item for item in known if isinstance(item, Entry)]
    assert survives_turtle(known, folder)
    return entries, problems


def test_skos_places(tmp_path: Path) -> None:
    known, problems = turtle(
        tmp_path,
        """
        :surat a skos:Concept ; skos:prefLabel "Sourate"@fr, "Surat"@en ; skos:altLabel "Suratt" ;
            skos:hiddenLabel "Suart" ; geo:lat 21.17 ; geo:long 72.83 ; skos:broader :bp ;
            skos:exactMatch <http://www.wikidata.org/entity/Q4629> ;
            dcterms:type <http://vocab.getty.edu/aat/300008375> ;
            skos:closeMatch <https://www.geonames.org/1255364/surat.html>, <https://other.org/1> ;
            dcterms:source "Hamilton" .
        :bp a schema:AdministrativeArea ; schema:name "Bombay Presidency" ; schema:population 3 ;
            gsp:hasGeometry [ gsp:asWKT "POINT(72.8 18.9)"^^gsp:wktLiteral ] .
        :x a skos:Concept ; skos:prefLabel "Cotton" .
        """,
    )
    presidency, surat = known
    assert isinstance(surat, PlaceEntry)
    assert (surat.slug, surat.label, surat.aliases, surat.hidden) == (
        "surat",
        "Surat",
        ("Sourate", "Suratt"),
        ("Suart",),
    )
    assert (surat.latitude, surat.longitude) == ("21.17", "72.83")
    assert surat.within == Ref(Kind.PLACE, "bombay-presidency-bp")
    assert surat.types == ("http://vocab.getty.edu/aat/300008375",)
    assert [(i.scheme, i.value, i.match) for i in surat.identifiers] == [
        ("geonames", "1255364", "closeMatch"),
        ("wikidata", "Q4629", "exactMatch"),
    ]
    assert surat.sources == ("Hamilton", "own.ttl, https://example.org/surat")
    assert isinstance(presidency, PlaceEntry)
    assert (presidency.latitude, presidency.longitude) == ("18.9", "72.8")
    assert [problem.partition(" not read")[0] for problem in problems] == [
        ":18: <https://example.org/x>: a concept that nothing tells to be a person, organization, place, event or "
        "agreement; it is left out",
        ": closeMatch with records of https://other.org:",
        ": property <http://schema.org/population>:",
    ]


def test_people_bodies_and_events(tmp_path: Path) -> None:
    known, problems = turtle(
        tmp_path,
        """
        :elphinstone a foaf:Person ; foaf:name "Mountstuart Elphinstone" ; foaf:familyName "Elphinstone" ;
            foaf:firstName "Mountstuart" ; schema:birthDate "1779-10-06" ; schema:deathDate "1859" ;
            schema:memberOf :eic ; owl:sameAs <http://viaf.org/viaf/52469> .
        :eic a schema:Organization ; schema:name "East India Company" ; schema:alternateName "EIC" .
        :durbar a schema:Event ; schema:name "Delhi Durbar" ; schema:startDate "1877-01-01" ;
            schema:location :delhi ; schema:description "Proclamation" .
        :delhi a schema:City ; schema:name "Delhi" ; schema:foundingDate "1052" .
        """,
    )
    assert problems == []
    found = by_slug(list(known))
    person = found["mountstuart-elphinstone-elphinstone"]
    assert isinstance(person, PersonEntry)
    assert (person.family_name, person.given_name, person.birth, person.death) == (
        "Elphinstone",
        "Mountstuart",
        "1779-10-06",
        "1859",
    )
    assert [(i.scheme, i.match) for i in person.identifiers] == [("viaf", "sameAs")]
    assert person.affiliations == (Ref(Kind.ORGANIZATION, "east-india-company-eic"),)
    event = found["delhi-durbar-durbar"]
    assert isinstance(event, EventEntry)
    assert (event.start, event.places, event.purpose) == ("1877-01-01", (Ref(Kind.PLACE, "delhi"),), "Proclamation")
    assert found["delhi"].existed == ("1052", None)  # type: ignore[union-attr]


def test_of_several_points_the_same_is_kept_every_time(tmp_path: Path) -> None:
    points = ", ".join(f'[ gsp:asWKT "POINT({n}.5 {n})"^^gsp:wktLiteral ]' for n in (7, 3, 9, 5))
    text = f':a a schema:Place ; schema:name "A" ; gsp:hasGeometry {points}, [ gsp:asWKT "POLYGON((0 0))" ] .'
    for _ in range(3):
        [place], problems = turtle(tmp_path, text)
        assert isinstance(place, PlaceEntry)
        assert (place.latitude, place.longitude) == ("3", "3.5")
        assert [problem.split(":")[1].strip() for problem in problems] == [
            "a second point",
            "geometry that is not a point",
        ]


def test_an_entry_of_the_house_keeps_its_slug(tmp_path: Path) -> None:
    text = '<id/place/old-town> a <ontology#Place> ; skos:prefLabel "Old Town" ; dcterms:type <ontology#harbour> .'
    [place], _ = turtle(tmp_path, text)
    assert (place.slug, place.type, place.types) == ("old-town", EntityType.PLACE, ("harbour",))


def test_the_address_of_a_record_is_an_identifier_itself(tmp_path: Path) -> None:
    [place], _ = turtle(tmp_path, '<http://www.wikidata.org/entity/Q4629> a schema:Place ; schema:name "Surat" .')
    assert [(i.scheme, i.value) for i in place.identifiers] == [("wikidata", "Q4629")]
    assert place.slug == "surat-q4629"


def test_json_ld_of_schema_org_needs_no_network(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonld"
    path.write_text(
        """{"@context": "https://schema.org/", "@graph": [
        {"@id": "https://example.org/surat", "@type": "City", "name": "Surat",
         "sameAs": "http://www.wikidata.org/entity/Q4629",
         "geo": {"@type": "GeoCoordinates", "latitude": 21.17, "longitude": 72.83}}]}""",
        encoding="utf-8",
    )
    [surat], problems = imported("jsonld", path)
    assert problems == []
    assert isinstance(surat, PlaceEntry)
    assert (surat.latitude, surat.identifiers[0].value) == ("21.17", "Q4629")
    assert survives_turtle([surat], tmp_path)


@pytest.mark.parametrize(
    ("thing", "reason"),
    [
        (":a a schema:Place .", "it has no name"),
        (':a a schema:Place, schema:Person ; schema:name "A" .', "it is Person and Place at once"),
        ('[] a schema:Place ; schema:name "A" .', "a thing without an address (a blank node); give it an IRI"),
        (':a a schema:Place ; schema:name "A" ; geo:lat 95 ; geo:long 1 .', "latitude 95 is not between"),
        (':a a schema:Person ; schema:name "A" ; schema:birthDate "5 May 1800" .', "'5 May 1800' is not an EDTF date"),
        (
            ':a a schema:Person ; schema:name "A" ; schema:birthDate "1900" ; schema:deathDate "1800" .',
            "it ends (1800) before it begins (1900)",
        ),
    ],
)
def test_one_wrong_thing_is_told_and_the_others_stay(tmp_path: Path, thing: str, reason: str) -> None:
    known, [problem] = turtle(tmp_path, f':b a schema:Place ; schema:name "B" .\n{thing}\n')
    assert [entry.label for entry in known] == ["B"]
    assert reason in problem
    assert problem.endswith("it is left out")
    assert problem.startswith((":10: <https://example.org/a>", "_", ":"))


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.ttl", "<a> <b> .", "a.ttl:1: not Turtle"),
        ("a.ttl", "<http://a.org/a> <http://a.org/b> 1 .", "nothing in it has a class"),
        ("a.jsonld", '{"@id": }', "a.jsonld:1:9: not JSON"),
        (
            "a.jsonld",
            '{\n"@context": "https://evil.example/c"}',
            "a.jsonld:2: the context https://evil.example/c is else",
        ),
        ("a.doc", "x", "“doc” is not the suffix of an RDF format"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, text: str, reason: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AuthorityError) as raised:
        list(read(path, pytest.fail))
    assert reason in str(raised.value)
