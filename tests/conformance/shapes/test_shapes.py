"""The shapes let through what is right, and stop each mistake with exactly one message.

`valid/*.ttl` are right; a case in `invalid/*.toml` takes the valid examples together, removes and adds triples, and
names the one result that must come: shape, constraint and focus node.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pyshacl
import pytest
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SH, SKOS

from memograph.model import Report
from memograph.namespaces import EDTF, SCHEMA, Site
from memograph.rdf import read_rdf
from memograph.validation import Shapes, load_shapes, validate

HERE = Path(__file__).parent
SHAPES = HERE.parents[2] / "shapes"
ONTOLOGY = HERE.parents[2] / "ontology" / "memograph.ttl"
SITE = Site("http://localhost:8000/")
SHAPE = f"{SITE.base}shapes#"
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
FOLDERS = {"document": SHAPES, "release": SHAPES / "release"}
NUMBER_OF_CASES = 394


@dataclass(frozen=True)
class Case:
    """A mistake: triple patterns to remove, triples to add, and the result that must come."""

    file: str
    shape: str
    constraint: str
    focus: str
    remove: tuple[str, ...] = ()
    add: str = ""

    @property
    def component(self) -> str:
        return f"{SH}{self.constraint}ConstraintComponent"

    @property
    def folder(self) -> str:
        return "release" if self.file.startswith("release-") else "document"

    def apply(self, graph: Graph) -> Graph:
        head = f"BASE <{SITE.base}>\n" + "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in SITE.prefixes.items())
        changed = Graph() + graph
        for pattern in self.remove:
            before = len(changed)
            changed.update(f"{head}DELETE WHERE {{ {pattern} }}")
            assert len(changed) < before, f"nothing to remove: {pattern}"
        if self.add:
            changed.update(f"{head}INSERT DATA {{ {self.add} }}")
        return changed


def cases() -> list[Case]:
    found = []
    for path in sorted((HERE / "invalid").glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(Case(path.stem, **{**case, "remove": tuple(case.get("remove", ()))}))
    return found


CASES = cases()
VALID = sorted((HERE / "valid").glob("*.ttl"))


@pytest.fixture(scope="module")
def shapes() -> dict[str, Shapes]:
    return {name: load_shapes(folder, SITE) for name, folder in FOLDERS.items()}


@pytest.fixture(scope="module")
def everything() -> Graph:
    """All valid examples together."""
    graph = Graph()
    for path in VALID:
        graph += read_rdf(path, SITE.base)
    return graph


def test_how_many_cases_there_are() -> None:
    assert len(CASES) == NUMBER_OF_CASES
    assert [path.stem for path in VALID] == ["authority", "decision", "description", "editorial-note", "memorandum"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_valid_examples_pass_without_any_remark(folder: str, shapes: dict[str, Shapes], everything: Graph) -> None:
    assert validate(everything, shapes[folder]) == Report(conforms=True, results=())


@pytest.mark.parametrize("path", [path for path in VALID if path.stem != "memorandum"], ids=lambda path: path.stem)
def test_valid_examples_that_stand_alone(path: Path, shapes: dict[str, Shapes]) -> None:
    assert validate(read_rdf(path, SITE.base), shapes["document"]) == Report(conforms=True, results=())


def test_a_document_passes_before_its_background_without_checking_that(shapes: dict[str, Shapes]) -> None:
    memorandum, authority = (
        read_rdf(HERE / "valid" / f"{name}.ttl", SITE.base) for name in ("memorandum", "authority")
    )
    authority.remove((URIRef(f"{SITE.base}id/place/soviet-union"), URIRef(f"{SITE.prefixes['rdfs']}label"), None))
    assert not validate(memorandum, shapes["document"]).conforms
    assert validate(memorandum, shapes["document"], authority) == Report(conforms=True, results=())


@pytest.mark.parametrize("case", CASES, ids=[f"{c.shape}-{c.constraint}-{i}" for i, c in enumerate(CASES)])
def test_a_mistake_gives_exactly_one_result(case: Case, shapes: dict[str, Shapes], everything: Graph) -> None:
    report = validate(case.apply(everything), shapes[case.folder])
    assert len(report.results) == 1, [(r.shape, r.component, r.focus) for r in report.results]
    [result] = report.results
    shape = URIRef(SHAPE + case.shape)
    assert (result.shape, result.component) == (str(shape), case.component)
    assert _same_node(result.focus, case.focus)
    severity = shapes[case.folder].graph.value(shape, SH.severity, default=SH.Violation)
    assert severity == SH[result.severity]
    assert report.conforms == (result.severity != "Violation")
    assert result.message
    assert "{" not in result.message, "a variable of the message was left open"


def _same_node(actual: str, expected: str) -> bool:
    if expected.startswith("_:"):
        return actual.startswith("_:")
    return actual == (expected if expected.startswith(('"', "http")) else SITE.base + expected)


def _constraints(graph: Graph) -> set[tuple[str, str]]:
    """Every constraint of every shape that has a target: (shape, constraint component)."""
    found = set()
    for shape in {shape for target in TARGETS for shape in graph.subjects(target)}:
        for parameter in set(graph.predicates(shape)) & set(CONSTRAINT_PARAMETERS_MAP):
            component = CONSTRAINT_PARAMETERS_MAP[parameter].shacl_constraint_component
            found.add((str(shape).removeprefix(SHAPE), str(component)))
    return found


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_constraint_is_tripped_by_a_case(folder: str, shapes: dict[str, Shapes]) -> None:
    covered = {(case.shape, case.component) for case in CASES if case.folder == folder}
    assert covered == _constraints(shapes[folder].graph)


def test_a_file_of_cases_belongs_to_a_file_of_shapes(shapes: dict[str, Shapes]) -> None:
    names = {path.stem for path in SHAPES.glob("*.ttl")} | {f"release-{p.stem}" for p in SHAPES.glob("release/*.ttl")}
    assert {case.file for case in CASES} == names
    for case in CASES:
        file = SHAPES / f"{case.file.replace('release-', 'release/')}.ttl"
        assert (URIRef(SHAPE + case.shape), None, None) in read_rdf(file, SITE.base), (
            f"{case.shape} is not in {file.name}"
        )


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_shape_with_a_target_says_in_english_what_to_do(folder: str, shapes: dict[str, Shapes]) -> None:
    graph = shapes[folder].graph
    for shape, _ in _constraints(graph):
        node = URIRef(SHAPE + shape)
        messages = [*graph.objects(node, SH.message)]
        messages += [
            message for query in graph.objects(node, SH.sparql) for message in graph.objects(query, SH.message)
        ]
        assert len(messages) == 1, shape
        assert messages[0].language == "en", shape
        assert messages[0].endswith("."), shape


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_shapes_are_valid_shacl(folder: str, shapes: dict[str, Shapes]) -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes[folder].graph, meta_shacl=True)
    assert conforms, text


def test_every_class_of_the_ontology_has_a_shape(shapes: dict[str, Shapes]) -> None:
    classes = set(read_rdf(ONTOLOGY, SITE.base).subjects(RDF.type, OWL.Class))
    assert len(classes) == 19
    assert classes <= set(shapes["document"].graph.objects(None, SH.targetClass))


def test_every_relation_of_the_ontology_has_a_shape(shapes: dict[str, Shapes]) -> None:
    graph = shapes["document"].graph
    checked = {
        relation
        for relation in graph.objects(None, SH.targetSubjectsOf)
        if (URIRef(f"{SHAPE}{relation.removeprefix(SITE.ontology)}-subject"), None, None) in graph
    }
    assert len(checked) == 16
    assert checked == set(read_rdf(ONTOLOGY, SITE.base).subjects(SKOS.example))


GOOD_DATES = ["1982", "1982-12", "1982-12-04", "1982-12-04?", "1982~", "198X", "19XX", "1982-XX", "1982-12-XX"]
GOOD_DATES += ["1982-21", "1983-01-20/1983-02-02", "1983-01/..", "1983-01/", "../1983", "/1983", "-0044-03-15"]
BAD_DATES = ["", "82", "1982-13", "1982-00", "1982-12-32", "1982-1-4", "12/4/82", "December 4, 1982"]
BAD_DATES += ["1982/1983/1984", "/", "../.."]


@pytest.mark.parametrize(("date", "good"), [(d, True) for d in GOOD_DATES] + [(d, False) for d in BAD_DATES])
def test_how_a_date_is_written(date: str, good: bool, shapes: dict[str, Shapes]) -> None:
    written = Literal(date, datatype=URIRef(EDTF))
    data = Graph().add((URIRef(f"{SITE.base}id/place/x"), URIRef(f"{SCHEMA}startDate"), written))
    assert validate(data, shapes["document"]).conforms is good
