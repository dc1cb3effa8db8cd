"""The index of a release: names, facts, countries, what was merged, what is worked out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from memograph.nameindex.tables import FORMAT
from memograph.nameindex.writing import write_names
from tests.publish_sample import SITE

DATA = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf>
PREFIX mg: <ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX oa: <http://www.w3.org/ns/oa#>

mg:traveledTo rdfs:label "traveled to"@en ; rdfs:comment "Went there."@en .
<id/place/europe> a mg:Place ; rdfs:label "Europe"@en ; schema:containedInPlace <id/place/europe> .
<id/place/france> a mg:Place ; rdfs:label "France"@en .
<id/place/bretagne> a mg:Place ; rdfs:label "Bretagne"@fr, "Brittany"@en ; schema:containedInPlace <id/place/france> .
mg:harbour skos:prefLabel "harbour"@en ; skos:broader mg:Place .
<id/place/brest> a mg:Place ; rdfs:label "Brest"@en ;
  dcterms:type mg:harbour, <https://example.org/types.xml#naval-base> ;
  schema:containedInPlace <id/place/bretagne> ;
  schema:latitude 48.39 ; schema:longitude -4.49 .
<id/place/one> a mg:Place ; rdfs:label "One"@en ; schema:containedInPlace <id/place/two> .
<id/place/two> a mg:Place ; rdfs:label "Two"@en ; schema:containedInPlace <id/place/one> .
<id/person/ann> a mg:Person ; rdfs:label "Ann Bee"@en ; skos:altLabel "A. Bee"@en ; skos:hiddenLabel "Anne Be"@en ;
  schema:birthDate "1909-03"^^edtf: ; schema:deathDate "198X"^^edtf: ; mg:affiliatedWith <id/place/france> ;
  mg:traveledTo <id/place/brest>, <id/place/nowhere> ; mg:roleName "the Bee"@en ; mg:decidedBy <id/decision/x> ;
  mg:identifiedBy <id/person/ann#wikidata>, <id/person/ann#viaf>, <id/person/ann#broken> .
<id/person/ann#wikidata> mg:scheme "wikidata" ; skos:notation "Q5" .
<id/person/ann#viaf> mg:scheme "viaf" ; skos:notation "77" ; mg:matchType "closeMatch" .
<id/person/ann#broken> mg:scheme "viaf" .
<id/person/nameless> a mg:Person .
<id/person/old-ann> a mg:Person ; rdfs:label "Anna Bea"@en ;
  owl:deprecated true ; dcterms:isReplacedBy <id/person/older> .
<id/person/older> owl:deprecated true ; dcterms:isReplacedBy <id/person/ann> .
<id/person/gone> a mg:Person ; rdfs:label "Gone"@en ; owl:deprecated true ; skos:changeNote "No."@en .
<id/person/away> owl:deprecated true ; dcterms:isReplacedBy <https://example.org/away> .
<id/person/ring> owl:deprecated true ; dcterms:isReplacedBy <id/person/ring-2> .
<id/person/ring-2> owl:deprecated true ; dcterms:isReplacedBy <id/person/ring> .
<id/statement/s> a mg:Statement ; rdfs:label "A statement"@en .
<id/decision/x> a mg:Decision ; rdfs:label "A decision"@en .
<id/person/ann#part> a mg:Person ; rdfs:label "A part"@en .
<https://example.org/x> a mg:Person ; rdfs:label "Elsewhere"@en .
<id/document/d#m> oa:hasBody <id/place/brest> ; oa:hasTarget <id/document/d#t> .
<id/document/d#t> oa:hasSource <id/document/d> .
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE, base_iri=SITE.base)
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    write_names(store, SITE, path)
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def rows(index: sqlite3.Connection, sql: str, *values: object) -> list[tuple[object, ...]]:
    return index.execute(sql, values).fetchall()


def facts(index: sqlite3.Connection, id_: str, property_: str) -> list[str]:
    sql = "SELECT value FROM fact JOIN entity ON number = entity WHERE id = ? AND property = ? ORDER BY value"
    return [str(row[0]) for row in rows(index, sql, id_, property_)]


def test_things_with_an_address_of_their_own_are_in_it(index: sqlite3.Connection) -> None:
    found = {str(row[0]) for row in rows(index, "SELECT id FROM entity")}
    places = {f"place/{name}" for name in ("europe", "france", "bretagne", "brest", "one", "two")}
    assert found == places | {"person/ann", "person/nameless"}
    assert rows(index, "PRAGMA user_version") == [(FORMAT,)]


def test_what_documents_mention_comes_first(index: sqlite3.Connection) -> None:
    assert rows(index, "SELECT id, documents FROM entity WHERE number = 1") == [("place/brest", 1)]


def test_names(index: sqlite3.Connection) -> None:
    forms = rows(index, "SELECT text FROM form JOIN entity e ON e.number = entity WHERE id = 'person/ann' ORDER BY 1")
    assert [row[0] for row in forms] == ["A. Bee", "Ann Bee", "Anna Bea", "Anne Be", "the Bee"]
    assert rows(index, "SELECT name FROM entity WHERE id = 'place/bretagne'") == [("Brittany",)], "English first"
    assert rows(index, "SELECT name FROM entity WHERE id = 'person/nameless'") == [("nameless",)]


def test_merged_ones_lead_to_their_survivor(index: sqlite3.Connection) -> None:
    found = rows(index, "SELECT f.id, e.id FROM former f JOIN entity e ON e.number = f.entity ORDER BY 1")
    assert found == [("person/old-ann", "person/ann"), ("person/older", "person/ann")]


def test_facts(index: sqlite3.Connection) -> None:
    assert facts(index, "person/ann", "traveledTo") == ["Brest"], "what the release does not have is left out"
    assert facts(index, "person/ann", "birthYear") == ["1909"]
    assert facts(index, "person/ann", "deathYear") == [], "it may be in ten years"
    assert facts(index, "place/brest", "coordinates") == ["48.39,-4.49"]
    assert facts(index, "place/brest", "type") == ["harbour", "naval-base"]
    assert facts(index, "person/ann", "decidedBy") == facts(index, "person/ann", "roleName") == []
    assert rows(index, "SELECT name, note, range FROM property WHERE id = 'traveledTo'") == [
        ("traveled to", "Went there.", "entity")
    ]


def test_countries(index: sqlite3.Connection) -> None:
    assert facts(index, "person/ann", "country") == ["France"]
    assert facts(index, "place/brest", "country") == ["France"], "what it lies in at last"
    assert facts(index, "place/europe", "country") == [], "in itself"
    assert facts(index, "place/one", "country") == [], "in a circle"


def test_identifiers_are_those_of_the_same_thing(index: sqlite3.Connection) -> None:
    assert rows(index, "SELECT scheme, value FROM identifier") == [("wikidata", "Q5")]
    assert rows(index, "SELECT range FROM property WHERE id = 'wikidata'") == [("identifier",)]


def test_types_and_their_properties(index: sqlite3.Connection) -> None:
    assert rows(index, "SELECT id, entities FROM type WHERE entities ORDER BY id") == [("Person", 2), ("Place", 6)]
    assert rows(index, "SELECT entities FROM property_of WHERE type = 'Person' AND property = 'documents'") == [(2,)]
