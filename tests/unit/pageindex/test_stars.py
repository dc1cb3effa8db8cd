"""What one pass over sorted quads finds is what SPARQL finds over the union of their graphs."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from memograph.namespaces import PREFIXES
from memograph.pageindex.stars import Cell, Stars, cell
from tests.publish_sample import SITE, known, shards

MORE = """
<http://memograph.test/id/person/x> a mg:Person ;
  rdfs:label "A \\"quoted\\" na\\u00EFve\\nname"@fr, "X"@en-GB, "X" ;
  skos:altLabel <http://memograph.test/id/person/no-literal> ; owl:deprecated false .
<http://memograph.test/id/person/y> a mg:Person, mg:Organization ; owl:deprecated true ; rdfs:label "Y"@EN .
<http://memograph.test/id/event/e> a mg:Event ; mg:when "1961"^^<http://id.loc.gov/datatypes/edtf> ;
  schema:latitude 1.50, 2.5 ; oa:start 99999999999999999999999 ; oa:end "many"^^xsd:integer .
<http://memograph.test/id/document/d#m> oa:hasBody <http://memograph.test/id/person/x>, <http://elsewhere.test/y> ;
  oa:hasTarget <http://memograph.test/id/document/d#t>, <http://memograph.test/id/document/d#u> ;
  mg:mentionKind "name" .
<http://memograph.test/id/document/d#n> oa:hasBody <http://memograph.test/id/person/x> .
<http://memograph.test/id/statement/s> a mg:Statement ; rdf:subject <http://memograph.test/id/person/x> ;
  rdf:predicate mg:metWith ; rdf:object <http://memograph.test/id/person/y>, "Y" ; mg:confidence 0.50, 0.7 .
<http://memograph.test/id/statement/t> a mg:Statement ; rdf:subject <http://memograph.test/id/person/x> ;
  rdf:predicate mg:metWith ; rdf:object "Z" ; owl:deprecated true .
"""

#: Table → a pattern that gives its columns in order.
PATTERNS = {
    "things": """SELECT ?thing ?class { VALUES ?class { mg:Person mg:Organization mg:Place mg:Event mg:Agreement mg:Post
      mg:Topic mg:Document mg:CitedDocument mg:Decision } ?thing a ?class
      FILTER NOT EXISTS { ?thing owl:deprecated true } }""",
    "names": """SELECT ?thing ?name ?rank ?foreign {
      VALUES (?property ?rank) { (skos:prefLabel 0) (rdfs:label 1) (skos:altLabel 2) (skos:hiddenLabel 3)
                                 (dcterms:identifier 4) (mg:roleName 5) }
      ?thing ?property ?name BIND(IF(LANG(?name) = "" || LANGMATCHES(LANG(?name), "en"), 0, 1) AS ?foreign) }""",
    "mentions": """SELECT ?mention ?thing ?target ?kind ?confidence {
      ?mention oa:hasBody ?thing ; oa:hasTarget ?target .
      OPTIONAL { ?mention mg:mentionKind ?kind } OPTIONAL { ?mention mg:confidence ?confidence } }""",
    "statements": """SELECT ?s ?subject ?relation ?object ?literal ?document ?confidence ?method ?source ?modality ?when
      ?decision { ?s a mg:Statement ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object .
      FILTER NOT EXISTS { ?s owl:deprecated true } BIND(ISLITERAL(?object) AS ?literal)
      OPTIONAL { ?s mg:statedIn ?document } OPTIONAL { ?s mg:confidence ?confidence } OPTIONAL { ?s mg:method ?method }
      OPTIONAL { ?s dcterms:source ?source } OPTIONAL { ?s mg:modality ?modality } OPTIONAL { ?s mg:when ?when }
      OPTIONAL { ?s mg:decidedBy ?decision } }""",
    "facts": """SELECT ?thing ?property ?value { VALUES (?predicate ?property) { (mg:dated "dated")
      (mg:earliestDate "day") (mg:latestDate "last") (mg:documentNumber "ordinal") (dcterms:title "title")
      (dcterms:isPartOf "volume") (schema:pageStart "first page") (schema:pageEnd "last page")
      (schema:latitude "latitude") (schema:longitude "longitude") (schema:startDate "start") (schema:endDate "end")
      (mg:when "when") (mg:heldIn "place") (mg:traveler "traveler") (mg:host "host") } ?thing ?predicate ?value }""",
    "merged": "SELECT ?old ?thing { ?old dcterms:isReplacedBy ?thing }",
    "sources": "SELECT ?target ?document { ?target oa:hasSource ?document }",
    "selectors": "SELECT ?target ?position { ?target oa:hasSelector ?position }",
    "starts": "SELECT ?position ?start { ?position oa:start ?start }",
    "ends": "SELECT ?position ?end { ?position oa:end ?end }",
    "evidence": "SELECT ?statement ?target { ?statement mg:evidence ?target }",
    "speakers": "SELECT ?statement ?speaker { ?statement mg:assertedBy ?speaker }",
}

HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in {**PREFIXES, "mg": SITE.ontology}.items())


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    triples = [quad.triple for quad in ox.parse(HEADER.encode() + MORE.encode(), format=ox.RdfFormat.TURTLE)]
    more = [ox.Quad(*triple, ox.NamedNode(graph)) for triple in triples for graph in ("http://g/1", "http://g/2")]
    lines = b"".join((*shards(), *known()))
    return [*more, *ox.parse(lines, format=ox.RdfFormat.N_QUADS)]


@pytest.fixture(scope="module")
def found(quads: list[ox.Quad]) -> list[tuple[str, tuple[Cell, ...]]]:
    lines = sorted(set((ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)))
    return list(Stars(SITE).rows(lines))


@pytest.mark.parametrize("name", PATTERNS)
def test_rows_are_the_solutions_of_the_query(
    quads: list[ox.Quad], found: list[tuple[str, tuple[Cell, ...]]], name: str
) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in quads)
    solutions = store.query(HEADER + PATTERNS[name])
    assert isinstance(solutions, ox.QuerySolutions)
    space = SITE.address("id/")
    wanted = [tuple(cell(row[variable], space) for variable in solutions.variables) for row in solutions]
    rows = [row for table, row in found if table == name]
    assert sorted(rows, key=repr) == sorted(wanted, key=repr)
    assert rows or name == "merged"


def test_every_table_is_compared() -> None:
    assert set(Stars(SITE).tables) == set(PATTERNS)
