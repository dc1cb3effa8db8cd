"""A site's own vocabulary is added to the ontology and the shapes: types, relations with rules, shapes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS

from memograph.config import PathsConfig, load_config
from memograph.errors import ConfigurationError
from memograph.fingerprint import fingerprint
from memograph.namespaces import Site
from memograph.validation import validate
from memograph.vocabularies import check_vocabulary, document_shapes, release_shapes, rules, terms

SITE = Site("http://localhost:8000/")
TYPES = """\
@prefix mg: <ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
mg:OwnTypes a skos:ConceptScheme ; rdfs:label "Own types"@en .
mg:harbour a skos:Concept ; skos:inScheme mg:OwnTypes ; skos:prefLabel "Harbour"@en ; skos:broader mg:Place .
mg:sailedTo a owl:ObjectProperty ; rdfs:domain mg:Person ; rdfs:range mg:Place .
"""
RULE = """\
relation = "sailedTo"
subject = ["Person"]
object = ["Place"]
[[rules]]
id = "sailed"
words = "{subject} sailed to {object}"
[[examples]]
text = "Malcolm sailed to Bombay."
subject = "Malcolm"
object = "Bombay"
matches = true
"""
SHAPE = """\
@prefix shape: <shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
shape:own-%s a sh:NodeShape ; sh:targetSubjectsOf <ontology#sailedTo> ; sh:nodeKind sh:IRI .
"""


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PathsConfig:
    """Paths of a project with a vocabulary; ontology and shapes come with memograph."""
    files = {
        "types.ttl": TYPES,
        "relations/sailed-to.toml": RULE,
        "shapes/own.ttl": SHAPE % "one",
        "shapes/release/own.ttl": SHAPE % "all",
    }
    for name, text in files.items():
        file = tmp_path / "vocabulary" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MEMOGRAPH_CONFIG", raising=False)
    return load_config().paths


def test_terms_of_both_are_one_graph_and_concepts_have_a_label(paths: PathsConfig) -> None:
    graph = terms(paths, SITE)
    assert (URIRef(SITE.term("harbour")), RDFS.label, Literal("Harbour", "en")) in graph
    assert (URIRef(SITE.term("Place")), RDFS.label, None) in graph


def test_rules_and_shapes_of_both_are_used(paths: PathsConfig) -> None:
    relations = [each.relation for each in rules(paths, SITE).relations]
    assert "sailedTo" in relations
    assert "metWith" in relations
    for shapes, name in ((document_shapes(paths, SITE), "one"), (release_shapes(paths, SITE), "all")):
        assert (URIRef(f"{SITE.base}shapes#own-{name}"), None, None) in shapes.graph


def test_a_good_vocabulary_passes_and_an_absent_one_too(paths: PathsConfig, tmp_path: Path) -> None:
    check_vocabulary(paths, SITE)
    absent = replace(paths, vocabulary=tmp_path / "absent")
    check_vocabulary(absent, SITE)
    assert "sailedTo" not in [each.relation for each in rules(absent, SITE).relations]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("mg:quay a skos:Concept ; skos:broader mg:harbour .", r"ontology#quay: A concept has a preferred name"),
        ('mg:quay a skos:Concept ; skos:prefLabel "Quay" ; skos:broader mg:Post .', r"ontology#quay: What is broader"),
        ("mg:harbour skos:broader mg:harbour .", r"is broader than itself"),
        ("mg:quay a", r"types\.ttl:\d+: not valid Turtle"),
    ],
)
def test_a_wrong_type_is_named_before_anything_is_built(paths: PathsConfig, line: str, reason: str) -> None:
    (paths.vocabulary / "types.ttl").write_text(TYPES + line, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=reason):
        check_vocabulary(paths, SITE)


def test_a_type_needs_a_description_where_it_is_of_the_site_alone(paths: PathsConfig) -> None:
    shapes = release_shapes(replace(paths, vocabulary=paths.vocabulary / "none"), SITE)
    elsewhere = ("https://www.geonames.org/ontology#P.PPLC", "http://vocab.getty.edu/aat/300008375")
    for types, count in ((elsewhere, 0), ((SITE.term("quay"),), 1)):
        graph = Graph()
        for number, type_ in enumerate(types):
            graph.add((URIRef(SITE.thing("place", f"p{number}")), DCTERMS.type, URIRef(type_)))
        report = validate(graph, shapes)
        assert [each.severity for each in report.results] == ["Warning"] * count, types
        assert report.conforms


def test_a_change_of_the_vocabulary_is_a_change_of_the_inputs(paths: PathsConfig) -> None:
    config = load_config()
    before = fingerprint(config)
    (paths.vocabulary / "types.ttl").write_text(TYPES + "\n", encoding="utf-8")
    assert fingerprint(config) != before
