"""The reading index of a release says what its store says: each count of the one against SPARQL on the other.

On the release of the three memoranda, as the real command builds it. The queries here are written for this: none is one
that made the index.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.dates import bounds
from memograph.release import Release, current_release

Row = tuple[object, ...]


@pytest.fixture(scope="module")
def release(built: Path) -> Release:
    return current_release(built)


@pytest.fixture(scope="module")
def store(release: Release) -> ox.Store:
    return ox.Store.read_only(str(release.store))


@pytest.fixture(scope="module")
def index(release: Release) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{release.pages}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection


def asked(store: ox.Store, release: Release, query: str) -> Counter[Row]:
    """Solutions with how often each comes; things by what is behind ``{base}id/``, terms by their local names."""
    solutions = store.query(query, prefixes=release.site.prefixes, base_iri=release.site.base)
    assert isinstance(solutions, ox.QuerySolutions)
    return Counter(tuple(value(term, release) for term in row) for row in solutions)


def value(term: object, release: Release) -> object:
    if isinstance(term, ox.Literal):
        return int(term.value) if term.datatype.value.endswith("#integer") else term.value
    assert isinstance(term, ox.NamedNode)
    local = term.value.removeprefix(release.site.address("id/"))
    return local if local != term.value else local.rpartition("#")[2].rpartition("/")[2]


def counted(index: sqlite3.Connection, sql: str) -> Counter[Row]:
    return Counter(index.execute(sql).fetchall())


#: What is compared → SPARQL, and SQL with the same solutions.
COMPARED = {
    "mentions, each with its place": (
        """SELECT ?thing ?document ?start ?end WHERE { ?mention a mg:Mention ; oa:hasBody ?thing ; oa:hasTarget
        [ oa:hasSource ?document ; oa:hasSelector [ oa:start ?start ; oa:end ?end ] ] }""",
        """SELECT t.path, d.path, m.start, m."end" FROM mention m JOIN thing t ON t.number = m.thing
        JOIN thing d ON d.number = m.document""",
    ),
    "what is mentioned: how often, in how many documents": (
        """SELECT ?thing (COUNT(*) AS ?mentions) (COUNT(DISTINCT ?document) AS ?documents) WHERE {
        ?mention oa:hasBody ?thing ; oa:hasTarget/oa:hasSource ?document } GROUP BY ?thing""",
        "SELECT path, mentions, documents FROM thing WHERE mentions OR documents",
    ),
    "documents: how much is mentioned and stated in each": (
        """SELECT ?document ?mentions ?statements WHERE { ?document a mg:Document
        { SELECT ?document (COUNT(?mention) AS ?mentions) { ?document a mg:Document
          OPTIONAL { ?mention oa:hasTarget/oa:hasSource ?document ; a mg:Mention } } GROUP BY ?document }
        { SELECT ?document (COUNT(?statement) AS ?statements) { ?document a mg:Document
          OPTIONAL { ?statement mg:statedIn ?document } } GROUP BY ?document } }""",
        "SELECT path, d.mentions, d.statements FROM document d JOIN thing ON number = thing",
    ),
    "statements with a thing at the other end": (
        """SELECT ?statement ?subject ?relation ?object ?document WHERE { ?statement a mg:Statement ;
        rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; mg:statedIn ?document
        FILTER(ISIRI(?object)) }""",
        """SELECT 'statement/' || slug, a.path, relation, b.path, d.path FROM statement s JOIN thing a
        ON a.number = subject JOIN thing b ON b.number = object JOIN thing d ON d.number = document""",
    ),
    "statements with a literal": (
        """SELECT ?statement ?subject ?relation ?object WHERE { ?statement a mg:Statement ; rdf:subject ?subject ;
        rdf:predicate ?relation ; rdf:object ?object FILTER(ISLITERAL(?object)) }""",
        """SELECT 'statement/' || slug, path, relation, value FROM statement JOIN thing t ON t.number = subject
        WHERE object = 0""",
    ),
    "statements of a thing by relation, and documents": (
        """SELECT ?thing ?relation (COUNT(DISTINCT ?statement) AS ?statements) (COUNT(DISTINCT ?document) AS ?documents)
        WHERE { ?statement a mg:Statement ; rdf:predicate ?relation ; mg:statedIn ?document ;
          rdf:subject|rdf:object ?thing FILTER(ISIRI(?thing)) } GROUP BY ?thing ?relation""",
        """SELECT path, relation, COUNT(*), COUNT(DISTINCT s.document) FROM about a JOIN thing ON thing.number = a.thing
        JOIN statement s USING (relation) WHERE s.number = a.statement GROUP BY path, relation""",
    ),
    "statements of a thing by relation and end, and documents": (
        """SELECT ?thing ?relation ?role (COUNT(DISTINCT ?statement) AS ?statements)
        (COUNT(DISTINCT ?document) AS ?documents) WHERE {
        ?statement a mg:Statement ; rdf:predicate ?relation ; mg:statedIn ?document .
        { ?statement rdf:subject ?thing BIND("subject" AS ?end) } UNION
        { ?statement rdf:object ?thing FILTER(ISIRI(?thing)) BIND("object" AS ?end) }
        BIND(IF(?relation = mg:metWith, "either", ?end) AS ?role) } GROUP BY ?thing ?relation ?role""",
        "SELECT path, relation, role, c.statements, c.documents FROM counted c JOIN thing ON number = thing",
    ),
    "statements of a thing": (
        """SELECT ?thing (COUNT(DISTINCT ?statement) AS ?statements) WHERE { ?statement a mg:Statement ;
        rdf:subject|rdf:object ?thing FILTER(ISIRI(?thing)) } GROUP BY ?thing""",
        "SELECT path, statements FROM thing WHERE statements",
    ),
    "documents that speak of a thing": (
        """SELECT ?thing (COUNT(DISTINCT ?document) AS ?documents) WHERE {
        { ?mention oa:hasBody ?thing ; oa:hasTarget/oa:hasSource ?document } UNION
        { ?statement a mg:Statement ; mg:statedIn ?document ; rdf:subject|rdf:object ?thing FILTER(ISIRI(?thing)) }
        FILTER(?thing != ?document) } GROUP BY ?thing""",
        "SELECT path, uses FROM thing WHERE uses",
    ),
    "evidence": (
        """SELECT ?statement ?start ?end ?exact WHERE { ?statement a mg:Statement ; mg:evidence ?target .
        ?target oa:hasSelector [ oa:start ?start ; oa:end ?end ] , [ oa:exact ?exact ] }""",
        """SELECT 'statement/' || slug, e.start, e."end", e.exact
        FROM evidence e JOIN statement s ON number = statement""",
    ),
    "who says so": (
        """SELECT ?statement ?speaker WHERE { ?statement mg:assertedBy ?speaker
        FILTER NOT EXISTS { ?speaker a mg:Document } }""",
        """SELECT 'statement/' || slug, path FROM speaker x JOIN statement s ON s.number = x.statement
        JOIN thing t ON t.number = x.thing""",
    ),
    "documents that mention two people or bodies": (
        """SELECT ?a ?b (COUNT(DISTINCT ?document) AS ?documents) WHERE {
        VALUES ?one { mg:Person mg:Organization } VALUES ?other { mg:Person mg:Organization }
        ?a a ?one . ?b a ?other . ?m oa:hasBody ?a ; oa:hasTarget/oa:hasSource ?document .
        ?n oa:hasBody ?b ; oa:hasTarget/oa:hasSource ?document FILTER(STR(?a) < STR(?b)) } GROUP BY ?a ?b""",
        """SELECT MIN(a.path, b.path), MAX(a.path, b.path), SUM(e.documents) FROM edge e JOIN thing a ON a.number = e.a
        JOIN thing b ON b.number = e.b WHERE relation = 'appearedWith' GROUP BY e.a, e.b""",
    ),
    "who met whom": (
        """SELECT ?a ?b (COUNT(?statement) AS ?statements) WHERE { ?statement a mg:Statement ;
        rdf:predicate mg:metWith ; rdf:subject|rdf:object ?a ; rdf:subject|rdf:object ?b FILTER(STR(?a) < STR(?b)) }
        GROUP BY ?a ?b""",
        """SELECT MIN(a.path, b.path), MAX(a.path, b.path), SUM(e.weight) FROM edge e JOIN thing a ON a.number = e.a
        JOIN thing b ON b.number = e.b WHERE relation = 'metWith' GROUP BY e.a, e.b""",
    ),
    "who wrote to whom": (
        """SELECT ?a ?b (COUNT(*) AS ?times) WHERE {
        VALUES ?one { mg:Person mg:Organization } VALUES ?other { mg:Person mg:Organization }
        { ?statement a mg:Statement ; rdf:predicate mg:wroteTo ; rdf:subject ?a ; rdf:object ?b } UNION
        { ?letter a mg:Document ; mg:sentBy ?a ; mg:sentTo ?b } ?a a ?one . ?b a ?other } GROUP BY ?a ?b""",
        """SELECT a.path, b.path, SUM(e.weight) FROM edge e JOIN thing a ON a.number = e.a
        JOIN thing b ON b.number = e.b WHERE relation = 'wroteTo' GROUP BY e.a, e.b""",
    ),
    "facets of things": (
        """SELECT ?facet ?value ?document WHERE { VALUES (?relation ?facet) { (mg:sentBy "sender")
        (mg:sentTo "recipient") (mg:writtenIn "place") (dcterms:subject "topic") }
        ?document a mg:Document ; ?relation ?value }""",
        "SELECT facet, value, path FROM facet f JOIN thing ON number = document WHERE thing",
    ),
    "facets of words": (
        """SELECT ?facet ?value ?document WHERE { ?document a mg:Document
        { ?document dcterms:isPartOf ?value BIND("volume" AS ?facet) } UNION
        { ?document dcterms:type/rdfs:label ?value BIND("type" AS ?facet) } UNION
        { ?document mg:earliestDate ?day BIND(STR(YEAR(?day)) AS ?value) BIND("year" AS ?facet) } }""",
        """SELECT facet, value, path FROM facet f JOIN thing ON number = document
        WHERE thing = 0 AND facet <> 'classification'""",
    ),
    "years": (
        """SELECT ?thing ?year (COUNT(*) AS ?mentions) (COUNT(DISTINCT ?document) AS ?documents) WHERE {
        ?mention oa:hasBody ?thing ; oa:hasTarget/oa:hasSource ?document . ?document mg:earliestDate ?day
        BIND(YEAR(?day) AS ?year) } GROUP BY ?thing ?year""",
        "SELECT path, year, y.mentions, y.documents FROM year y JOIN thing ON number = thing",
    ),
    "how it was decided who somebody is": (
        """SELECT ?person ?document ?reason WHERE { ?it a mg:Identification ; mg:identified ?person ;
        prov:wasGeneratedBy/prov:used ?document OPTIONAL { ?it mg:reason ?given }
        BIND(COALESCE(?given, "") AS ?reason) }""",
        """SELECT t.path, d.path, reason FROM identification i JOIN thing t ON t.number = i.thing
        JOIN thing d ON d.number = i.document""",
    ),
    "who was considered": (
        """SELECT ?person ?document ?who WHERE { ?it a mg:Identification ; mg:identified ?person ;
        prov:wasGeneratedBy/prov:used ?document ; mg:candidate/mg:considered ?who }""",
        """SELECT t.path, d.path, c.path FROM candidate c JOIN identification i USING (thing, ordinal)
        JOIN thing t ON t.number = i.thing JOIN thing d ON d.number = i.document""",
    ),
    "relations": (
        """SELECT ?relation (COUNT(*) AS ?statements) WHERE { ?statement a mg:Statement ; rdf:predicate ?relation }
        GROUP BY ?relation""",
        "SELECT name, statements FROM relation",
    ),
    "journeys, visits, and where letters were written": (
        """SELECT ?thing ?place WHERE { { ?event mg:traveler ?thing ; mg:heldIn ?place } UNION
        { ?statement a mg:Statement ; rdf:subject ?thing ; rdf:predicate ?relation ; rdf:object ?place .
          ?place a mg:Place FILTER(?relation IN (mg:writtenIn, mg:traveledTo, mg:heldIn)) } UNION
        { ?thing a mg:Event ; mg:heldIn ?place . ?place a mg:Place FILTER NOT EXISTS { ?thing mg:traveler ?who }
          FILTER NOT EXISTS { ?s rdf:subject ?thing ; rdf:predicate mg:heldIn ; rdf:object ?place } } }""",
        "SELECT t.path, p.path FROM located JOIN thing t ON t.number = thing JOIN thing p ON p.number = place",
    ),
}


@pytest.mark.parametrize("what", COMPARED)
def test_each_row_is_in_the_store_and_each_of_the_store_in_the_index(
    store: ox.Store, release: Release, index: sqlite3.Connection, what: str
) -> None:
    sparql, sql = COMPARED[what]
    expected = asked(store, release, sparql)
    found = counted(index, sql)
    assert found == expected, (found - expected, expected - found)
    assert found or what.startswith("who says"), "there are such in the memoranda"


def test_each_part_of_a_classification_is_a_value(store: ox.Store, release: Release, index: sqlite3.Connection) -> None:
    classified = asked(store, release, "SELECT ?value ?document WHERE { ?document mg:classified ?value }")
    expected = {(part, document) for value, document in classified for part in str(value).split("; ")}
    sql = "SELECT value, path FROM facet JOIN thing ON number = document WHERE facet = 'classification'"
    assert set(counted(index, sql)) == expected
    assert len(expected) > len(classified), "one is Secret and Sensitive"


def test_everything_with_a_page_is_there_by_its_name(
    store: ox.Store, release: Release, index: sqlite3.Connection
) -> None:
    kinds = "mg:Person mg:Organization mg:Place mg:Event mg:Agreement mg:Post mg:Topic mg:Document mg:CitedDocument"
    expected = asked(
        store,
        release,
        f"SELECT DISTINCT ?thing ?name WHERE {{ VALUES ?kind {{ {kinds} }} ?thing a ?kind ; rdfs:label ?name }}",
    )
    found = counted(index, "SELECT path, name FROM thing")
    assert len({path for path, _ in expected}) == len(found)
    assert set(found) <= set(expected)


def test_words_are_those_of_the_text(store: ox.Store, release: Release, index: sqlite3.Connection) -> None:
    texts = dict(iter(asked(store, release, "SELECT ?d ?text WHERE { ?d a mg:Document ; schema:text ?text }")))
    spans = index.execute(
        'SELECT path, start, "end", before, exact, after FROM mention JOIN thing ON number = document UNION ALL '
        'SELECT path, start, "end", before, exact, after FROM evidence e JOIN statement s ON s.number = e.statement '
        "JOIN thing t ON t.number = s.document"
    )
    for path, start, end, before, exact, after in spans:
        text = str(texts[path])
        assert text[start:end] == exact
        assert text[:start].endswith(before.removeprefix("… "))
        assert text[end:].startswith(after.removesuffix(" …"))


def test_documents_stand_in_the_order_of_their_days(index: sqlite3.Connection) -> None:
    rows = index.execute("SELECT day, ordinal, position, dated FROM document ORDER BY position").fetchall()
    assert [position for _, _, position, _ in rows] == list(range(1, len(rows) + 1))
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    for day, _, _, dated in rows:
        assert bounds(dated)[0].isoformat() == day


def test_statements_are_numbered_in_the_order_of_documents_and_of_the_text(index: sqlite3.Connection) -> None:
    rows = index.execute(
        "SELECT position, IFNULL(MIN(e.start), 0), slug FROM statement s JOIN document d ON d.thing = s.document "
        "LEFT JOIN evidence e ON e.statement = s.number GROUP BY s.number ORDER BY s.number"
    ).fetchall()
    assert rows == sorted(rows)
    assert rows
