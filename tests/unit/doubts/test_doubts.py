"""Where a shape is not in doubt, pySHACL has nothing to report of it; and where all is well, little is in doubt."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH, XSD

from memograph.doubts import Background, Triples
from memograph.doubts.data import is_canonical
from memograph.doubts.selects import may_have_rows
from memograph.doubts.values import Unclear
from memograph.judging import judged
from memograph.namespaces import Site
from memograph.rdf import parse_ntriples, parse_turtle, read_rdf
from memograph.reports import report_to_turtle, summary
from memograph.validation import Shapes, check, load_shapes, validate_store
from tests.unit.doubts.spoiling import spoilt

SITE = Site("http://localhost:8000/")
REPOSITORY = Path(__file__).parents[3]
VALID = REPOSITORY / "tests" / "conformance" / "shapes" / "valid"
HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix : <urn:x:> . """


@pytest.fixture(scope="module")
def shapes() -> dict[str, Shapes]:
    folders = {"document": REPOSITORY / "shapes", "release": REPOSITORY / "shapes" / "release"}
    return {name: load_shapes(folder, SITE) for name, folder in folders.items()}


@pytest.fixture(scope="module")
def everything() -> Graph:
    graph = Graph()
    for path in sorted(VALID.glob("*.ttl")):
        graph += read_rdf(path, SITE.base)
    kept = Triples.of(graph).store()  # numbers in the form in which documents have them
    return parse_ntriples(kept.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"")


@pytest.mark.parametrize("folder", ["document", "release"])
def test_of_what_is_right_hardly_anything_is_in_doubt(
    folder: str, shapes: dict[str, Shapes], everything: Graph
) -> None:
    doubtful = shapes[folder].doubts.of(Triples.of(everything))
    names = {str(shape).removeprefix(f"{SITE.base}shapes#") for shape in doubtful}
    # of their queries only the first triples can be asked for
    assert names <= {"Identifier-link", "Identifier-proves"}


@pytest.mark.parametrize("folder", ["document", "release"])
@pytest.mark.parametrize("seed", range(12))
def test_pyshacl_reports_the_same_where_it_is_asked_of_doubtful_shapes_only(
    seed: int, folder: str, shapes: dict[str, Shapes], everything: Graph
) -> None:
    data = spoilt(everything, seed)
    whole = judged(data, Graph(), shapes[folder].graph)
    assert report_to_turtle(check(data, shapes[folder]), SITE) == report_to_turtle(whole, SITE)


@pytest.mark.parametrize("seed", range(100, 108))
def test_a_store_gives_the_report_that_all_its_triples_would_give(
    seed: int, shapes: dict[str, Shapes], everything: Graph
) -> None:
    folder = ("document", "release")[seed % 2]
    store = Triples.of(spoilt(everything, seed)).store()
    data = parse_ntriples(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b"")
    assert validate_store(store, shapes[folder]) == summary(judged(data, Graph(), shapes[folder].graph))


def _shapes(folder: Path, text: str) -> Shapes:
    path = folder / "own.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_shapes([path], SITE)


def _data(text: str) -> Graph:
    return parse_turtle(HEAD + text, SITE.base)


@pytest.mark.parametrize(
    ("shape", "right", "wrong"),
    [
        ("sh:path :p ; sh:minCount 2", ":a :p 1, 2 .", ":a :p 1 ."),
        ("sh:path :p ; sh:maxCount 2", ":a :p 1, 2 .", ":a :p 1, 2, 3 ."),
        ("sh:path :p ; sh:maxCount 0", "", ":a :p 1 ."),
        ("sh:path :p ; sh:minExclusive 0 ; sh:maxExclusive 2", ":a :p 1 .", ":a :p 2 ."),
        ("sh:path :p ; sh:datatype xsd:boolean", ":a :p true .", ":a :p 1 ."),
        ("sh:path :p ; sh:datatype xsd:dateTime", ':a :p "1982-12-04T10:00:00Z"^^xsd:dateTime .', ":a :p 1 ."),
        ("sh:path :p ; sh:nodeKind sh:BlankNodeOrLiteral", ":a :p 1, [] .", ":a :p :b ."),
        ("sh:path :p ; sh:lessThan :q", ":a :p 1 ; :q 2 .", ":a :p 1 ; :q 2, 1 ."),
        ("sh:path :p ; sh:lessThanOrEquals :q", ":a :p 1 ; :q 1 .", ":a :p 2 ; :q 1 ."),
        ("sh:path :p ; sh:uniqueLang true", ':a :p "x"@en, "y"@fr, "z", "u" .', ':a :p "x"@en, "y"@EN .'),
        ("sh:path :p ; sh:pattern '^a' ; sh:flags 'i'", ':a :p "Ab" .', ':a :p "b" .'),
        ("sh:path ( :p [ sh:inversePath :q ] ) ; sh:hasValue :c", ":a :p :b . :c :q :b .", ":a :p :b . :b :q :c ."),
        ("sh:path :p ; sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class :C ] )", ":a :p :b . :b a :C .", ":a :p :b ."),
        ("sh:path :p ; sh:node [ sh:path :q ; sh:minCount 1 ]", ":a :p :b . :b :q 1 .", ":a :p :b ."),
        ("sh:path :p ; sh:property [ sh:path :q ; sh:maxCount 1 ]", ":a :p :b . :b :q 1 .", ":a :p :b . :b :q 1, 2 ."),
        ("sh:path :p ; sh:class :C", ":a :p :b . :b a :D . :D rdfs:subClassOf :C .", ":a :p :b . :b a :D ."),
        ("sh:hasValue :a", "", None),
        ("sh:in ( :a :b )", "", None),
    ],
)
def test_a_constraint_as_a_question(tmp_path: Path, shape: str, right: str, wrong: str | None) -> None:
    shapes = _shapes(tmp_path, f":s sh:targetNode :a ; {shape} .")
    assert shapes.doubts.of(Triples.of(_data(right))) == set()
    if wrong is not None:
        assert shapes.doubts.of(Triples.of(_data(wrong))) == {URIRef("urn:x:s")}


@pytest.mark.parametrize(
    "shape",
    [
        "sh:path :p ; sh:not [ sh:class :C ]",
        "sh:path :p ; sh:xone ( [ sh:class :C ] [ sh:class :D ] )",
        "sh:path :p ; sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedMinCount 1",
        "sh:path [ sh:zeroOrMorePath :p ] ; sh:minCount 1",
        "sh:path [ sh:inversePath ( :p :q ) ] ; sh:maxCount 1",
        "sh:path :p ; sh:equals :q",
        "sh:path :p ; sh:datatype xsd:double",
        "sh:path :p ; sh:hasValue 01",
        "sh:path :p ; sh:minInclusive '1982-01-01'^^xsd:date",
        "sh:path :p ; sh:minCount 1 ; sh:deactivated true",
        "sh:closed true",
    ],
)
def test_what_cannot_be_asked_beyond_doubt_is_for_pyshacl(tmp_path: Path, shape: str) -> None:
    shapes = _shapes(tmp_path, f":s sh:targetNode :a ; {shape} . :t sh:targetClass :K ; {shape} .")
    assert shapes.doubts.of(Triples.of(_data(":a :p :b ."))) == {URIRef("urn:x:s")}, "there is no :K"
    assert shapes.doubts.of(Triples.of(_data(":k a :K ."))) == {URIRef("urn:x:s"), URIRef("urn:x:t")}


def test_a_class_that_is_a_shape_is_about_its_instances(tmp_path: Path) -> None:
    shapes = _shapes(tmp_path, ":K a owl:Class, sh:NodeShape ; sh:property [ sh:path :p ; sh:minCount 1 ] .")
    assert shapes.doubts.of(Triples.of(_data(":k a :K ."))) == {URIRef("urn:x:K")}
    assert shapes.doubts.of(Triples.of(_data(":k a :K ; :p 1 . :D rdfs:subClassOf :K ."))) == set()
    assert shapes.doubts.of(Triples.of(_data(":k a :D . :D rdfs:subClassOf :K ."))) == {URIRef("urn:x:K")}
    assert shapes.doubts.of(Triples.of(_data(":k a [ rdfs:subClassOf :K ] ."))) == {URIRef("urn:x:K")}


def test_what_only_the_background_knows_is_not_asked_about(tmp_path: Path) -> None:
    shapes = _shapes(tmp_path, ":s sh:targetClass :K ; sh:path :p ; sh:minCount 1 .")
    background = Background(_data(":b a :K ."))
    assert shapes.doubts.of(Triples.of(_data(":a a :K ; :p :b .")), background) == set()
    assert shapes.doubts.of(Triples.of(_data(":a a :K . :c :p :b .")), background) == {URIRef("urn:x:s")}


def test_types_are_all_that_is_needed_of_a_background(tmp_path: Path) -> None:
    path = tmp_path / "known.ttl"
    path.write_text(HEAD + ':b a :K ; rdfs:label "B" ; :p :c . :K rdfs:subClassOf :L .', encoding="utf-8")
    types = read_rdf(path, SITE.base, (str(RDF.type), str(RDFS.subClassOf)))
    assert len(types) == 2
    for known in (Background(types), Background(read_rdf(path, SITE.base))):
        assert known.types_of([b"<urn:x:b>", b"<urn:x:c>"]) == [(URIRef("urn:x:b"), RDF.type, URIRef("urn:x:K"))]
        assert known.axioms == [(URIRef("urn:x:K"), RDFS.subClassOf, URIRef("urn:x:L"))]


def test_own_kinds_of_constraints_are_for_pyshacl(tmp_path: Path) -> None:
    shapes = _shapes(
        tmp_path,
        ":s sh:targetNode :a ; sh:path :p ; sh:maxCount 1 . "
        ':c a sh:ConstraintComponent ; sh:parameter [ sh:path :most ] ; sh:validator [ sh:ask "ASK {}" ] .',
    )
    assert shapes.doubts.of(Triples.of(_data(""))) == {URIRef("urn:x:s")}


@pytest.mark.parametrize(
    ("value", "canonical"),
    [("7", True), ("07", False), ("+7", False), ("", False), ("-0", False), ("9" * 30, False)],
)
def test_how_a_whole_number_is_written(value: str, canonical: bool) -> None:
    graph = Graph().add((URIRef("urn:a"), URIRef("urn:p"), Literal(value, datatype=XSD.integer, normalize=False)))
    assert is_canonical(Triples.of(graph).lines) is canonical
    assert is_canonical(Triples.of(Graph()).lines)


def _select(text: str) -> str:
    graph = Graph()
    graph.add((URIRef("urn:q"), SH.select, Literal(text)))
    return may_have_rows(graph, URIRef("urn:q")).partition("owl#>\n")[2]


def test_an_error_in_a_condition_counts_as_a_row() -> None:
    text = 'SELECT $this WHERE { $this <urn:#p> ?v . FILTER (SUBSTR(?v, 0) != "FILTER (") # FILTER (\n }'
    asked = 'FILTER (COALESCE((SUBSTR(?v, 0) != "FILTER ("), true)) # FILTER (\n }'
    assert _select(text) == text[: text.index("FILTER")] + asked
    counted = "SELECT ?v WHERE { ?v <urn:p> $this } GROUP BY ?v HAVING (COUNT(?v) > 1)"
    assert _select(counted).endswith("HAVING (COALESCE((COUNT(?v) > 1), true))")
    by_function = 'SELECT $this WHERE { $this <urn:p> ?v FILTER STRSTARTS(STR(?v), "a") FILTER (?v != 1) }'
    asked = 'FILTER (COALESCE(STRSTARTS(STR(?v), "a"), true)) FILTER (COALESCE((?v != 1), true)) }'
    assert _select(by_function) == by_function[: by_function.index("FILTER")] + asked
    untouched = "SELECT $this WHERE { $this <urn:p> ?v FILTER NOT EXISTS { ?v <urn:q> $this } }"
    assert _select(untouched) == untouched


@pytest.mark.parametrize(
    "rest",
    [
        'FILTER REGEX(?v, "a")',
        'BIND (REPLACE(?v, "a", "b") AS ?w) FILTER (?w = "b")',
        "FILTER (?v < ?this)",
        "FILTER NOT EXISTS { ?v <urn:q> ?w FILTER (?w = ?v) }",
        "OPTIONAL { ?v <urn:q> ?w FILTER (?w = ?v) }",
    ],
)
def test_of_other_queries_only_the_first_triples_are_asked_for(rest: str) -> None:
    assert _select(f"SELECT ?v WHERE {{ $this <urn:p> ?v . {rest} }}") == "SELECT * WHERE {  $this <urn:p> ?v .  }"


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?v WHERE { { ?v <urn:p> $this FILTER REGEX(?v, "") } UNION { ?v <urn:q> $this } }',
        "SELECT $this WHERE { $this $PATH ?v }",
        "SELECT $this WHERE { $this <urn:p> ?v MINUS { $this <urn:q> ?v } }",
    ],
)
def test_queries_that_cannot_be_asked(text: str) -> None:
    with pytest.raises(Unclear):
        _select(text)
