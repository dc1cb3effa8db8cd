"""Decisions that a record is of a thing, carried out on an authority graph and held against the real shapes."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS

from memograph.curation.authority import curate_authority
from memograph.curation.checking import decision_of
from memograph.curation.decision import Origin
from memograph.curation.plan import plan_of
from memograph.curation.records import identifier_of
from memograph.errors import CurationError
from memograph.namespaces import DCTERMS, IDENTIFIER_SCHEMES, Site, identifier_iri
from memograph.validation import Shapes, load_shapes, validate
from tests.conftest import REPOSITORY
from tests.unit.test_identifiers import VALID

SITE = Site("http://localhost:8000/")
CLARK = URIRef(SITE.thing("person", "clark"))
AUTHORITY = f"""
@base <{SITE.base}> .
@prefix mg: <ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<id/person/clark> a mg:Person ; rdfs:label "William P. Clark, Jr."@en ; dcterms:source "x" ;
    skos:exactMatch <{identifier_iri("hsg", "115318")}> ; mg:identifiedBy <id/person/clark#hsg> .
<id/person/clark#hsg> a mg:Identifier ; mg:scheme "hsg" ; skos:notation "115318" ; dcterms:source "x" ;
    mg:justification "LexicalMatching" ; mg:confidence 0.9 ; dcterms:creator "somebody" ;
    dcterms:created "2026-11-21"^^xsd:date .
"""


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return load_shapes([REPOSITORY / "shapes" / "identifier.ttl"], SITE)


def decided(address: str, action: str = "add", match: str = "exactMatch") -> Graph:
    row = {"action": action, "about": "match", "subject": "person/clark", "object": address, "match": match}
    decision = decision_of({**row, "author": "A. Historian", "date": "2026-11-22"}, Origin("a.csv", 2), SITE)
    graph = Graph().parse(data=AUTHORITY, format="turtle")
    return curate_authority(graph, plan_of([decision]), SITE)


def notations(graph: Graph) -> dict[str, str]:
    """Name of the part → identifier."""
    return {str(part).partition("#")[2]: str(value) for part, value in graph.subject_objects(SKOS.notation)}


@pytest.mark.parametrize(("scheme", "value"), [(scheme, values[0]) for scheme, values in VALID.items()])
def test_an_address_of_each_scheme_becomes_an_identifier_that_conforms(shapes: Shapes, scheme: str, value: str) -> None:
    address = identifier_iri(scheme, value)
    assert identifier_of(address) == (scheme, value)
    if scheme != "hsg":
        graph = decided(address)
        assert notations(graph) == {"hsg": "115318", scheme: value}
        assert validate(graph, shapes).results == ()


def test_a_second_record_that_is_near_stands_beside_the_first(shapes: Shapes) -> None:
    graph = decided(identifier_iri("hsg", "102617"), match="closeMatch")
    assert notations(graph) == {"hsg": "115318", "hsg-102617": "102617"}
    assert (CLARK, SKOS.closeMatch, URIRef(identifier_iri("hsg", "102617"))) in graph
    assert validate(graph, shapes).results == ()


def test_a_second_record_that_is_said_to_be_the_same_is_told_as_that(shapes: Shapes) -> None:
    report = validate(decided(identifier_iri("hsg", "102617")), shapes)
    assert [result.shape.rpartition("#")[2] for result in report.results] == ["Identifier-one-per-scheme"]


def test_who_accepts_a_match_answers_for_it(shapes: Shapes) -> None:
    graph = decided(identifier_iri("hsg", "115318"), action="accept")
    part = URIRef(f"{CLARK}#hsg")
    assert list(graph.objects(part, URIRef(DCTERMS + "creator"))) == [Literal("A. Historian")]
    assert validate(graph, shapes).results == ()


def test_what_is_rejected_is_gone_with_its_identifier(shapes: Shapes) -> None:
    graph = decided(identifier_iri("hsg", "115318"), action="reject")
    assert notations(graph) == {}
    assert (CLARK, SKOS.exactMatch, None) not in graph
    assert validate(graph, shapes).results == ()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://www.wikidata.org/entity/Douglas_Adams", "write Q and a number, such as Q184267"),
        ("https://isni.org/isni/0000000121354798", "after 000000012135479 comes 7"),
        ("http://vocab.getty.edu/tgn/paris", "write a number of seven digits"),
    ],
)
def test_an_id_in_the_wrong_form_is_told_with_file_and_line(address: str, reason: str) -> None:
    with pytest.raises(CurationError) as caught:
        decided(address)
    assert str(caught.value).startswith(f"a.csv:2: “object” is {address}: ")
    assert reason in str(caught.value)


def test_an_address_of_nobody_known_is_only_a_link(shapes: Shapes) -> None:
    graph = decided("https://example.org/people/clark")
    assert notations(graph) == {"hsg": "115318"}
    assert (CLARK, SKOS.exactMatch, URIRef("https://example.org/people/clark")) in graph
    assert identifier_of("https://example.org/people/clark") is None
    assert set(IDENTIFIER_SCHEMES) == set(VALID)
    assert validate(graph, shapes).results == ()
