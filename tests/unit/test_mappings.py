"""Mappings to other authorities: read from a store, written as SSSOM (TSV and RDF), counted in VoID."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest
import yaml

from memograph.dumping import MAPPINGS_RDF, MAPPINGS_TSV
from memograph.mappings import Mapped, MappingSet, read_mappings
from memograph.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, VOID, XSD, Site, identifier_iri
from memograph.release import Release, assemble
from memograph.sssom import COLUMNS, PAV, SEMAPV, SSSOM, write_tsv
from tests.conftest import REPOSITORY
from tests.publish_sample import FACTS, SITE, known, shards

#: Two people and a place with every kind of link, an author by name, by ORCID and by address, and odd texts.
AUTHORITY = """
@base <http://memograph.test/> .
@prefix mg: <ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<id/person/ada> a mg:Person ; rdfs:label "Ada \\"the\\tFirst\\""@en ;
    skos:exactMatch <http://www.wikidata.org/entity/Q7259> ;
    mg:identifiedBy <id/person/ada#wikidata>, <id/person/ada#isni> ;
    owl:sameAs <https://isni.org/isni/0000000121354797> ;
    skos:closeMatch <https://example.org/people/ada/> .
<id/person/ada#wikidata> a mg:Identifier ; mg:scheme "wikidata" ; skos:notation "Q7259" ;
    mg:justification "ManualMappingCuration" ; mg:confidence 0.95 ; dcterms:creator "A. Historian" ;
    dcterms:created "2026-11-22"^^xsd:date ; dcterms:source "Seen\\nbeside her “name”" .
<id/person/ada#isni> a mg:Identifier ; mg:scheme "isni" ; skos:notation "0000000121354797" ;
    mg:matchType "sameAs" ;
    dcterms:creator <https://orcid.org/0000-0002-1825-0097> ; dcterms:source "Her own page" .
<id/place/arcady> a mg:Place ; rdfs:label "Arcady"@en ;
    skos:exactMatch <https://sws.geonames.org/264637/> ; skos:closeMatch <http://www.wikidata.org/entity/Q151075> ;
    mg:identifiedBy <id/place/arcady#geonames>, <id/place/arcady#wikidata> .
<id/place/arcady#geonames> a mg:Identifier ; mg:scheme "geonames" ; skos:notation "264637" ;
    dcterms:source "GeoNames" ;
    dcterms:creator <https://example.org/staff/x> .
<id/place/arcady#wikidata> a mg:Identifier ; mg:scheme "wikidata" ; skos:notation "Q151075" ;
    mg:matchType "closeMatch" ; dcterms:source "The region of today" .
<ontology#Person> skos:exactMatch <http://xmlns.com/foaf/0.1/Person> .
"""


def more() -> bytes:
    quads = (
        ox.Quad(*quad.triple, ox.NamedNode(SITE.authority_graph))
        for quad in ox.parse(AUTHORITY, format=ox.RdfFormat.TURTLE)
    )
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(lines.splitlines(keepends=True)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return assemble(shards(), (*known(), more()), SITE, tmp_path_factory.mktemp("build"), FACTS)


@pytest.fixture(scope="module")
def mappings(made: Release) -> dict[tuple[str, str], Mapped]:
    found = read_mappings(ox.Store.read_only(str(made.store)), SITE)
    assert list(found) == sorted(found, key=lambda each: (each.subject, each.predicate, each.object))
    return {(each.subject.removeprefix(SITE.base), each.object): each for each in found}


def test_each_link_is_a_mapping_with_what_its_identifier_says(mappings: dict[tuple[str, str], Mapped]) -> None:
    ada = mappings["id/person/ada", "http://www.wikidata.org/entity/Q7259"]
    assert ada == Mapped(
        record=SITE.part("person", "ada", "wikidata"),
        subject=SITE.thing("person", "ada"),
        label='Ada "the\tFirst"',
        predicate=SKOS + "exactMatch",
        object="http://www.wikidata.org/entity/Q7259",
        justification="ManualMappingCuration",
        confidence="0.95",
        author="A. Historian",
        date="2026-11-22",
        authority="wikidata",
        graph=SITE.authority_graph,
        source="Seen\nbeside her “name”",
    )
    isni = mappings["id/person/ada", "https://isni.org/isni/0000000121354797"]
    assert (isni.predicate, isni.author) == (OWL + "sameAs", "https://orcid.org/0000-0002-1825-0097")
    arcady = mappings["id/place/arcady", "http://www.wikidata.org/entity/Q151075"]
    assert (arcady.predicate, arcady.source) == (SKOS + "closeMatch", "The region of today")


def test_a_link_without_an_identifier_says_nothing_that_nobody_said(mappings: dict[tuple[str, str], Mapped]) -> None:
    bare = mappings["id/person/ada", "https://example.org/people/ada/"]
    assert bare.record.startswith(SITE.part("person", "ada", "mapping-"))
    assert (bare.justification, bare.confidence, bare.author, bare.date) == ("UnspecifiedMatching", "", "", "")
    assert (bare.authority, bare.source) == ("", "")


def test_only_things_are_mapped_not_terms_of_the_ontology(mappings: dict[tuple[str, str], Mapped]) -> None:
    assert {subject.partition("/")[0] for subject, _ in mappings} == {"id"}
    assert len(mappings) == 6, "five above and one of the sample; javascript: is no address of a record"


# ── TSV ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def tsv(text: str) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Metadata and rows, as SSSOM/TSV has them: YAML in the lines that begin with ``#``."""
    lines = text.splitlines(keepends=True)
    comments = [line for line in lines if line.startswith("#")]
    assert lines[: len(comments)] == comments, "metadata comes first"
    metadata: dict[str, Any] = yaml.safe_load("".join(line[1:] for line in comments))
    return metadata, list(csv.DictReader(io.StringIO("".join(lines[len(comments) :])), delimiter="\t"))


def test_the_metadata_of_the_table(made: Release) -> None:
    metadata, rows = tsv((made.dumps / MAPPINGS_TSV).read_text(encoding="utf-8"))
    assert list(rows[0]) == list(COLUMNS)
    version = made.manifest.version
    assert {name: value for name, value in metadata.items() if name != "curie_map"} == {
        "mapping_set_id": f"{SITE.base}dumps/{version}/memograph.sssom.tsv",
        "mapping_set_title": "Sample memoranda: mappings",
        "mapping_set_version": version,
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    }


def test_every_short_form_in_the_table_stands_for_the_address_of_the_graph(
    made: Release, mappings: dict[tuple[str, str], Mapped]
) -> None:
    metadata, rows = tsv((made.dumps / MAPPINGS_TSV).read_text(encoding="utf-8"))
    prefixes = metadata["curie_map"]

    def full(curie: str) -> str:
        prefix, _, local = curie.partition(":")
        return str(prefixes[prefix]) + local

    assert len(rows) == len(mappings)
    for row, each in zip(rows, mappings.values(), strict=True):
        assert (full(row["subject_id"]), full(row["object_id"])) == (each.subject, each.object)
        assert full(row["predicate_id"]) == each.predicate
        assert row["mapping_justification"] == f"semapv:{each.justification}"
        assert full(row["mapping_source"]) == each.graph
        assert (row["confidence"], row["mapping_date"]) == (each.confidence, each.date)
        assert row["subject_label"] == each.label
        if each.authority:
            assert full(row["object_source"]) == SITE.described(f"authority-{each.authority}")


def test_authors_are_named_or_identified(made: Release) -> None:
    metadata, rows = tsv((made.dumps / MAPPINGS_TSV).read_text(encoding="utf-8"))
    authors = {
        row["object_id"]: (row["author_id"], row["author_label"]) for row in rows if "ns" not in row["object_id"]
    }
    assert authors["wikidata:Q7259"] == ("", "A. Historian")
    assert authors["isni:0000000121354797"] == ("orcid:0000-0002-1825-0097", "")
    [prefix] = [name for name, space in metadata["curie_map"].items() if space == "https://example.org/staff/"]
    assert authors["geonames:264637/"] == (f"{prefix}:x", "")


def test_rows_are_one_line_each_and_quoted_where_they_must_be(made: Release) -> None:
    text = (made.dumps / MAPPINGS_TSV).read_text(encoding="utf-8")
    [line] = [line for line in text.splitlines() if "wikidata:Q7259" in line]
    assert '\t"Ada ""the\tFirst"""\t' in line
    assert line.endswith("\tSeen beside her “name”")


def test_an_empty_release_has_an_empty_table() -> None:
    output = io.StringIO()
    write_tsv(MappingSet("http://memograph.test/x", "Nothing", "0", ()), SITE, output)
    metadata, rows = tsv(output.getvalue())
    assert rows == []
    assert metadata["mapping_set_title"] == "Nothing: mappings"


# ── RDF ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_mappings_as_rdf(made: Release, mappings: dict[tuple[str, str], Mapped]) -> None:
    store = ox.Store()
    store.load(path=str(made.dumps / MAPPINGS_RDF), format=ox.RdfFormat.TURTLE)

    def value(subject: str, predicate: str) -> str:
        found = list(store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None))
        return found[0].object.value if found else ""  # type: ignore[union-attr]

    axioms = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(OWL + "Axiom"))
    assert {quad.subject.value for quad in axioms} == {each.record for each in mappings.values()}  # type: ignore[union-attr]
    for each in mappings.values():
        triple = (ox.NamedNode(each.subject), ox.NamedNode(each.predicate), ox.NamedNode(each.object))
        assert ox.Quad(*triple) in store
        assert value(each.record, OWL + "annotatedSource") == each.subject
        assert value(each.record, OWL + "annotatedProperty") == each.predicate
        assert value(each.record, OWL + "annotatedTarget") == each.object
        assert value(each.record, SSSOM + "mapping_justification") == SEMAPV + each.justification
        assert value(each.record, SSSOM + "confidence") == each.confidence
        assert value(each.record, DCTERMS + "created") == each.date
        assert value(each.record, SSSOM + "subject_label") == each.label
        assert value(each.record, RDFS + "comment") == each.source
        author = value(each.record, PAV + "authoredBy") or value(each.record, SSSOM + "author_label")
        assert author == each.author
    address = f"{SITE.base}dumps/{made.manifest.version}/memograph.sssom.tsv"
    assert value(address, DCTERMS + "license").startswith("https://creativecommons.org/")
    assert len(list(store.quads_for_pattern(ox.NamedNode(address), ox.NamedNode(SSSOM + "mappings"), None))) == 6
    assert not [quad for quad in store if isinstance(quad.subject, ox.BlankNode)]


# ── VoID ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_linkset_for_each_authority_and_kind_of_match(made: Release, mappings: dict[tuple[str, str], Mapped]) -> None:
    wanted = Counter((each.authority, each.predicate) for each in mappings.values() if each.authority)
    assert {name for _, name in wanted} == {SKOS + "exactMatch", SKOS + "closeMatch", OWL + "sameAs"}
    store, graph = ox.Store.read_only(str(made.store)), ox.NamedNode(SITE.release_graph)
    for (authority, predicate), number in wanted.items():
        linkset = ox.NamedNode(SITE.described(f"linkset-{authority}-{predicate.rpartition('#')[2]}"))
        [triples] = store.quads_for_pattern(linkset, ox.NamedNode(VOID + "triples"), None, graph)
        assert triples.object == ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
        target = ox.NamedNode(SITE.described(f"authority-{authority}"))
        assert ox.Quad(linkset, ox.NamedNode(VOID + "objectsTarget"), target, graph) in store
        assert ox.Quad(linkset, ox.NamedNode(VOID + "linkPredicate"), ox.NamedNode(predicate), graph) in store


# ── the committed authority file ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def committed() -> tuple[Mapped, ...]:
    """Mappings of the authority file and the topics as they are committed."""
    site, store = Site("http://localhost:8000/"), ox.Store()
    for path in (*sorted((REPOSITORY / "corpus" / "authority").glob("*.ttl")), REPOSITORY / "ontology" / "topics.ttl"):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=site.base):
            store.add(ox.Quad(*quad.triple, ox.NamedNode(site.authority_graph)))
            store.add(quad)
    return read_mappings(store, site)


def test_every_committed_mapping_has_justification_confidence_author_and_date(committed: tuple[Mapped, ...]) -> None:
    assert len(committed) == 582
    for each in committed:
        assert each.authority, each
        assert each.justification != "UnspecifiedMatching", each
        assert each.confidence, each
        assert each.author, each
        assert each.date, each
        assert each.source, each
        assert each.label, each


def test_the_second_record_of_william_clark_is_near_not_the_same(committed: tuple[Mapped, ...]) -> None:
    near = [each for each in committed if each.predicate != SKOS + "exactMatch"]
    assert [(each.predicate, each.object) for each in near] == [(SKOS + "closeMatch", identifier_iri("hsg", "102617"))]
