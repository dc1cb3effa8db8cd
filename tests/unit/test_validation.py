"""The gate itself: how shapes are loaded, what background does, and what a report looks like (the shapes have their own
tests in tests/conformance/shapes)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH

from memograph.doubts.predicates import predicates_of
from memograph.errors import ConfigurationError, ReadError
from memograph.model import Report, Result
from memograph.namespaces import Site
from memograph.reports import report_rows, report_to_dict, report_to_turtle, summary
from memograph.validation import Shapes, check, check_file, load_shapes, validate

SITE = Site("https://example.org/memory/")
MG = Namespace(SITE.ontology)
ID = f"{SITE.base}id/"

PERSON = """
@prefix mg: <ontology#> . @prefix shape: <shapes#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
shape:name a sh:PropertyShape ; sh:targetClass mg:Person ; sh:path rdfs:label ;
    sh:minCount 1 ; sh:message "Name it."@en .
shape:met a sh:NodeShape ; sh:targetObjectsOf mg:metWith ; sh:class mg:Person ; sh:message "Who?"@en .
shape:hint a sh:PropertyShape ; sh:targetSubjectsOf mg:metWith ;
    sh:path ( [ sh:inversePath mg:holder ] [ sh:alternativePath ( mg:post mg:method ) ] ) ;
    sh:minCount 1 ; sh:severity sh:Info ; sh:message "No post."@en .
shape:self a sh:NodeShape ; sh:targetSubjectsOf mg:metWith ; sh:severity sh:Warning ; sh:sparql [
    sh:prefixes <ontology> ; sh:message "{$this} met {?value}."@en ;
    sh:select "SELECT $this ?value WHERE { $this mg:metWith ?value . FILTER ($this = ?value) }" ] .
"""


def shapes_in(folder: Path, text: str = PERSON) -> Path:
    (folder / "person.ttl").write_text(text, encoding="utf-8")
    return folder


def graph(turtle: str) -> Graph:
    head = f"@base <{SITE.base}> . @prefix mg: <ontology#> . @prefix rdfs: <{RDFS}> .\n"
    return Graph().parse(data=head + turtle, format="turtle")


UNNAMED = "<id/person/a> a mg:Person ; mg:metWith <id/person/a>, <id/person/b> ."


def test_results_come_worst_first_and_say_where(tmp_path: Path) -> None:
    report = validate(graph(UNNAMED), load_shapes(shapes_in(tmp_path), SITE))
    assert not report.conforms
    assert [(r.severity, r.focus.removeprefix(ID), r.message) for r in report.results] == [
        ("Violation", "person/a", "Name it."),
        ("Violation", "person/b", "Who?"),
        ("Warning", "person/a", f"{ID}person/a met {ID}person/a."),
        ("Info", "person/a", "No post."),
    ]
    assert [r.path for r in report.results] == [
        str(RDFS.label),
        None,
        None,
        f"^<{MG.holder}>/(<{MG.post}>|<{MG.method}>)",
    ]
    shape, component = f"{SITE.base}shapes#met", str(SH.ClassConstraintComponent)
    assert report.results[1] == Result("Violation", f"{ID}person/b", None, f"{ID}person/b", "Who?", shape, component)


def test_warnings_and_hints_do_not_block(tmp_path: Path) -> None:
    data = graph('<id/person/a> a mg:Person ; rdfs:label "A" ; mg:metWith <id/person/a> .')
    report = validate(data, load_shapes(shapes_in(tmp_path), SITE))
    assert [r.severity for r in report.results] == ["Warning", "Info"]
    assert report.conforms


def test_the_same_data_gives_the_same_report_and_stays_as_it_is(tmp_path: Path) -> None:
    data, shapes = graph(UNNAMED), load_shapes(shapes_in(tmp_path), SITE)
    before = set(data)
    reports = [validate(data, shapes, background=graph("<id/person/b> a mg:Person .")) for _ in range(2)]
    assert reports[0] == reports[1]
    assert set(data) == before


def test_background_tells_types_but_is_not_checked(tmp_path: Path) -> None:
    data = graph('<id/person/a> a mg:Person ; rdfs:label "A" ; mg:metWith <id/person/b> .')
    background = graph("mg:Envoy rdfs:subClassOf mg:Person . <id/person/b> a mg:Envoy . <id/person/c> a mg:Person .")
    shapes = load_shapes(shapes_in(tmp_path), SITE)
    assert [r.message for r in validate(data, shapes).results] == ["Who?", "No post."]
    assert [r.message for r in validate(data, shapes, background).results] == ["No post."]


def test_background_does_not_excuse_a_wrong_class(tmp_path: Path) -> None:
    data = graph('<id/person/a> a mg:Person ; rdfs:label "A" ; mg:metWith <id/place/b> .')
    report = validate(data, load_shapes(shapes_in(tmp_path), SITE), graph("<id/place/b> a mg:Place ."))
    assert [r.message for r in report.results if r.severity == "Violation"] == ["Who?"]


def test_a_node_that_the_data_types_is_checked_whatever_the_background_says(tmp_path: Path) -> None:
    background = graph('<id/person/a> a mg:Person ; rdfs:label "A" .')
    report = validate(graph("<id/person/a> a mg:Person ."), load_shapes(shapes_in(tmp_path), SITE), background)
    assert [r.message for r in report.results] == ["Name it."]


def predicates(shapes: Shapes) -> frozenset[str]:
    """Those that any of the shapes looks at."""
    named = {each for kind in (SH.NodeShape, SH.PropertyShape) for each in shapes.graph.subjects(RDF.type, kind)}
    found = [predicates_of(shape, shapes.graph, shapes.prefixes) for shape in named]
    return frozenset(iri for each in found for iri in each or ())


def test_the_predicates_of_shapes_are_all_that_a_graph_needs(tmp_path: Path, repository: Path) -> None:
    shapes = load_shapes(shapes_in(tmp_path), SITE)
    asked = predicates(shapes)
    assert {p.removeprefix(SITE.ontology) for p in asked if p.startswith(SITE.ontology)} == {
        "metWith",
        "holder",
        "post",
        "method",
    }
    assert {str(RDF.type), str(RDFS.subClassOf), str(RDFS.label)} <= asked
    data = graph(UNNAMED + ' <id/person/a> mg:sourceNote "x" .')
    needed = Graph()
    for triple in data:
        if str(triple[1]) in asked:
            needed.add(triple)
    assert len(needed) == len(data) - 1
    assert validate(needed, shapes) == validate(data, shapes)


def test_the_predicates_of_the_release_shapes(repository: Path) -> None:
    asked = predicates(load_shapes(repository / "shapes" / "release", SITE))
    assert {
        "http://www.w3.org/ns/oa#hasBody",
        str(MG.holder),
        "https://schema.org/endDate",
        str(MG.scheme),
    } <= asked
    assert "https://schema.org/text" not in asked


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "there are no shapes"),
        ("@prefix sh: <http://www.w3.org/ns/shacl#> .\n<shapes#x> a sh:NodeShape ; sh:class \n", r"person\.ttl:3: "),
    ],
)
def test_shapes_that_cannot_be_read(tmp_path: Path, text: str | None, reason: str) -> None:
    if text is not None:
        shapes_in(tmp_path, text)
    with pytest.raises(ConfigurationError, match=reason):
        load_shapes(tmp_path, SITE)


def test_shapes_that_are_not_shacl(tmp_path: Path) -> None:
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<shapes#x> a sh:PropertyShape ; sh:targetNode <id/a> ."
    shapes = load_shapes(shapes_in(tmp_path, text), SITE)
    with pytest.raises(ConfigurationError, match="shapes cannot be used"):
        validate(Graph(), shapes)


@pytest.mark.parametrize("name", ["x.ttl", "x.nt", "x.nq", "x.trig", "x.rdf", "x.jsonld", "x.nq.gz"])
def test_a_file_of_any_format(tmp_path: Path, name: str) -> None:
    shapes = load_shapes(shapes_in(tmp_path), SITE)
    rdf_format = ox.RdfFormat.from_extension(name.split(".")[1])
    assert rdf_format is not None
    in_graph = ox.NamedNode("urn:g") if rdf_format.supports_datasets else ox.DefaultGraph()
    quad = ox.Quad(ox.NamedNode(f"{ID}person/a"), ox.NamedNode(str(RDF.type)), ox.NamedNode(MG.Person), in_graph)
    data = ox.serialize([quad], format=rdf_format) or b""
    path = tmp_path / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert [r.message for r in summary(check_file(path, shapes, SITE)).results] == ["Name it."]


def test_relative_iris_of_a_file_are_on_the_site(tmp_path: Path) -> None:
    path = tmp_path / "data.ttl"
    path.write_text("<id/person/a> a <ontology#Person> .", encoding="utf-8")
    [result] = summary(check_file(path, load_shapes(shapes_in(tmp_path), SITE), SITE)).results
    assert result.focus == f"{ID}person/a"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.ttl", b"<a> <b> .\n", r"a\.ttl:1: not valid Turtle"),
        ("a.rdf", b"<rdf:RDF", r"a\.rdf"),
        ("a.txt", b"", "“txt” is not the suffix of an RDF format"),
        ("a", b"", "“” is not the suffix"),
        ("a.nq.gz", b"no gzip", r"a\.nq\.gz"),
        ("gone.ttl", None, r"gone\.ttl"),
    ],
)
def test_a_file_that_is_not_rdf(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    shapes = load_shapes(shapes_in(tmp_path), SITE)
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadError, match=reason):
        check_file(path, shapes, SITE)


@pytest.fixture
def report() -> Report:
    component = str(SH.DatatypeConstraintComponent)
    label = Result("Violation", f"{ID}person/a", str(RDFS.label), '"x\\n\\"y\\""@en', "Say “it”.", "urn:s", component)
    scheme = Result("Warning", '"viaf"', "^<urn:p>", None, "Look.", "urn:t", component)
    return Report(False, (label, scheme))


def test_a_report_as_rows_and_as_json(report: Report) -> None:
    assert report_rows(report) == [
        ("Violation", f"{ID}person/a", '"x\\n\\"y\\""@en', "Say “it”."),
        ("Warning", '"viaf"', "", "Look."),
    ]
    long = Report(False, (Result("Info", "urn:a", None, f'"{"x" * 500}"', "m", "urn:s", "urn:c"),))
    assert len(report_rows(long)[0][2]) == 80
    as_dict = report_to_dict(report)
    assert as_dict["conforms"] is False
    assert [Result(**result) for result in as_dict["results"]] == list(report.results)


def test_a_report_as_shacl_writes_it(tmp_path: Path) -> None:
    data = graph(UNNAMED)
    shapes = load_shapes(shapes_in(tmp_path), SITE)
    turtle = report_to_turtle(check(data, shapes), SITE)
    assert turtle == report_to_turtle(check(data, shapes), SITE)
    found = Graph().parse(data=turtle, format="turtle")
    [root] = found.subjects(RDF.type, SH.ValidationReport)
    assert found.value(root, SH.conforms) == Literal(False)
    assert len(list(found.objects(root, SH.result))) == 4
    [violation] = found.subjects(SH.sourceShape, URIRef(f"{SITE.base}shapes#name"))
    assert isinstance(violation, BNode)
    assert found.value(violation, SH.focusNode) == URIRef(f"{ID}person/a")
    assert found.value(violation, SH.resultPath) == RDFS.label
    assert found.value(violation, SH.resultSeverity) == SH.Violation
    assert found.value(violation, SH.resultMessage) == Literal("Name it.", lang="en")
    [warning] = found.subjects(SH.resultSeverity, SH.Warning)
    assert found.value(warning, SH.value) == URIRef(f"{ID}person/a")
    [hint] = found.subjects(SH.resultSeverity, SH.Info)
    path = Collection(found, found.value(hint, SH.resultPath))
    assert found.value(path[0], SH.inversePath) == MG.holder


def test_warnings_make_a_report_that_does_not_conform_in_the_words_of_shacl(tmp_path: Path) -> None:
    data = graph('<id/person/a> a mg:Person ; rdfs:label "A" ; mg:metWith <id/person/a> .')
    found = check(data, load_shapes(shapes_in(tmp_path), SITE))
    assert summary(found).conforms
    assert list(found.objects(None, SH.conforms)) == [Literal(False)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("rdfs:label", "http://www.w3.org/2000/01/rdf-schema#label"),
        ("[ sh:zeroOrMorePath mg:cites ]", "<M#cites>*"),
        ("[ sh:oneOrMorePath [ sh:inversePath mg:cites ] ]", "(^<M#cites>)+"),
        ("[ sh:inversePath [ sh:zeroOrOnePath mg:cites ] ]", "^<M#cites>?"),
        ("[ sh:zeroOrMorePath [ sh:oneOrMorePath mg:cites ] ]", "(<M#cites>+)*"),
        ("[ sh:inversePath [ sh:inversePath mg:cites ] ]", "^(^<M#cites>)"),
        ("( mg:a [ sh:zeroOrMorePath ( mg:b mg:c ) ] )", "<M#a>/(<M#b>/<M#c>)*"),
        ("[ sh:alternativePath ( ( mg:a mg:b ) mg:c ) ]", "(<M#a>/<M#b>)|<M#c>"),
    ],
)
def test_paths_read_as_sparql_writes_them(tmp_path: Path, path: str, text: str) -> None:
    shape = f"""@prefix mg: <ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    <shapes#p> a sh:PropertyShape ; sh:targetNode <id/a> ; sh:path {path} ; sh:hasValue "never" ."""
    [result] = validate(graph("<id/a> a mg:X ."), load_shapes(shapes_in(tmp_path, shape), SITE)).results
    assert result.path == text.replace("M#", SITE.ontology)


def test_shapes_of_a_file_bring_their_own_prefixes(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        <urn:far> sh:declare [ sh:prefix "far" ; sh:namespace "http://far.example/" ] .
        <urn:near> owl:imports <urn:far> .
        <urn:s> a sh:NodeShape ; sh:targetNode <urn:x> ; sh:severity <urn:severe> ; sh:sparql [ sh:prefixes <urn:near> ;
            sh:select "SELECT $this ?path ?value WHERE { $this far:p ?value . $this ?path ?value }" ] .""",
        encoding="utf-8",
    )
    found = check(graph('<urn:x> <http://far.example/p> "1" .'), load_shapes([own], SITE))
    [result] = summary(found).results
    assert (result.path, result.value, result.severity) == ("http://far.example/p", '"1"', "urn:severe")
    assert not summary(found).conforms, "only warnings and hints let pass"
    assert "sh:resultSeverity <urn:severe>" in report_to_turtle(found, SITE)
