"""Web Annotation: JSON-LD that rdflib reads as the same annotations that the graph holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from memograph.exchange.web_annotation import CONTEXT
from tests.unit.exchange.conftest import Exported

#: rdflib's own reader of JSON-LD still uses a class that rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
#: What http://www.w3.org/ns/anno.jsonld says of the terms that are used here (Web Annotation Vocabulary, appendix A).
_PLAIN = {
    "id": {"@id": "@id", "@type": "@id"},
    "type": {"@id": "@type", "@type": "@id"},
    **{name: str(OA[name]) for name in ("Annotation", "TextualBody", "SpecificResource")},
    **{name: str(OA[name]) for name in ("TextQuoteSelector", "TextPositionSelector", "start", "end", "exact")},
    **{name: str(OA[name]) for name in ("prefix", "suffix", "identifying", "tagging", "classifying", "describing")},
    "AnnotationCollection": str(AS.OrderedCollection),
    "AnnotationPage": str(AS.OrderedCollectionPage),
    "Software": str(AS.Application),
    "body": {"@id": str(OA.hasBody), "@type": "@id"},
    "target": {"@id": str(OA.hasTarget), "@type": "@id"},
    "source": {"@id": str(OA.hasSource), "@type": "@id"},
    "selector": {"@id": str(OA.hasSelector), "@type": "@id"},
    "motivation": {"@id": str(OA.motivatedBy), "@type": "@vocab"},
    "purpose": {"@id": str(OA.hasPurpose), "@type": "@vocab"},
    "generator": {"@id": str(AS.generator), "@type": "@id"},
    "items": {"@id": str(AS.items), "@type": "@id", "@container": "@list"},
    "partOf": {"@id": str(AS.partOf), "@type": "@id"},
    "first": {"@id": str(AS.first), "@type": "@id"},
    "total": str(AS.totalItems),
    "startIndex": str(AS.startIndex),
    "generated": "http://purl.org/dc/terms/issued",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "value": str(RDF.value),
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}


def files(folder: Path) -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.jsonld"))}


def graph(data: dict[str, Any]) -> Graph:
    """The file as triples; the remote context stands in for itself."""
    remote, own = data["@context"]
    assert remote == CONTEXT
    return Graph().parse(data=json.dumps({**data, "@context": [_PLAIN, own]}), format="json-ld")


def terms(value: object) -> set[str]:
    """Every key of a JSON value, its contexts apart."""
    if isinstance(value, list):
        return {key for item in value for key in terms(item)}
    if not isinstance(value, dict):
        return set()
    return {key for name, part in value.items() if name != "@context" for key in ({name} | terms(part))}


def test_every_mention_and_statement_is_an_annotation(exported: Exported, tmp_path: Path) -> None:
    made = files(exported.to("web-annotation", tmp_path))
    assert len(made) == 3
    graphs = [graph(data) for data in made.values()]
    annotations = [set(g.subjects(RDF.type, OA.Annotation)) for g in graphs]
    identifying = sum(len(set(g.subjects(OA.motivatedBy, OA.identifying))) for g in graphs)
    describing = sum(len(set(g.subjects(OA.motivatedBy, OA.describing))) for g in graphs)
    assert identifying == exported.count("?m a mg:Mention") > 0
    assert describing == exported.count("?s a mg:Statement") > 0
    assert sum(map(len, annotations)) == identifying + describing == sum(data["total"] for data in made.values())


def test_annotations_are_those_of_the_graph(exported: Exported, tmp_path: Path) -> None:
    """Same addresses, same bodies, same statements: what is read back says nothing else."""
    mg = exported.source.site.ontology
    for data in files(exported.to("web-annotation", tmp_path)).values():
        read = graph(data)
        for annotation in read.subjects(OA.motivatedBy, OA.identifying):
            (entity,) = [o for b in read.objects(annotation, OA.hasBody) for o in read.objects(b, OA.hasSource)]
            assert exported.count(f"<{annotation}> oa:hasBody <{entity}>") == 1
        for statement in read.subjects(RDF.type, URIRef(f"{mg}Statement")):
            (subject,), (predicate,) = (list(read.objects(statement, p)) for p in (RDF.subject, RDF.predicate))
            (value,) = read.objects(statement, RDF.object)
            same = f"<{statement}> rdf:subject <{subject}> ; rdf:predicate <{predicate}> ; rdf:object {value.n3()}"
            assert exported.count(same) == 1, same


def test_both_selectors_select_the_same_words(exported: Exported, tmp_path: Path) -> None:
    seen = 0
    for name, data in files(exported.to("web-annotation", tmp_path)).items():
        text = exported.source.document(name).text
        for item in data["first"]["items"]:
            targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
            for target in targets:
                if target == exported.source.document(name).iri:
                    continue
                quote, position = target["selector"]
                start, end = position["start"], position["end"]
                assert text[start:end] == quote["exact"]
                assert text[:start].endswith(quote["prefix"])
                assert text[end:].startswith(quote["suffix"])
                seen += 1
    assert seen > 10


def test_every_term_is_in_a_context(strange: Exported, tmp_path: Path) -> None:
    (data,) = files(strange.to("web-annotation", tmp_path, "strange-1")).values()
    keywords = {"@type", "@value", "@language"}
    assert terms(data) - set(_PLAIN) - set(data["@context"][1]) - keywords == set()
    assert "confidence" in terms(data)


def test_characters_that_xml_forbids_and_those_outside_the_bmp_are_kept(strange: Exported, tmp_path: Path) -> None:
    (data,) = files(strange.to("web-annotation", tmp_path, "strange-1")).values()
    quotes = {t["selector"][0]["exact"] for i in data["first"]["items"] for t in i["target"] if isinstance(t, dict)}
    assert "Gromyko met Haig on 🇺🇸 soil" in quotes
    assert "said <b>&amp; “no”</b> \x01\x02\ufffe" in quotes


@pytest.mark.parametrize("name", ["blank", "empty"])
def test_a_document_without_annotations_has_an_empty_page(strange: Exported, tmp_path: Path, name: str) -> None:
    (data,) = files(strange.to("web-annotation", tmp_path, name)).values()
    assert (data["total"], data["first"]["items"]) == (0, [])
