"""NIF: Turtle that rdflib reads, every string where it says it is."""

from __future__ import annotations

import re
from pathlib import Path

from rdflib import RDF, Graph, Namespace, URIRef

from tests.unit.exchange.conftest import Exported

NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITS = Namespace("http://www.w3.org/2005/11/its/rdf#")
FRAGMENT = re.compile(r".*/id/document/[^/#]+#char=(\d+),(\d+)")


def read(exported: Exported, folder: Path) -> Graph:
    return Graph().parse(exported.to("nif", folder / "all.ttl"), format="turtle")


def test_each_string_is_where_its_address_says(exported: Exported, tmp_path: Path) -> None:
    graph = read(exported, tmp_path)
    strings = set(graph.subjects(RDF.type, NIF.RFC5147String))
    contexts = set(graph.subjects(RDF.type, NIF.Context))
    assert len(contexts) == exported.count("?d a mg:Document")
    assert len(strings) > len(contexts)
    for string in strings:
        found = FRAGMENT.fullmatch(str(string))
        assert found, string
        start, end = int(found[1]), int(found[2])
        assert (graph.value(string, NIF.beginIndex).toPython(), graph.value(string, NIF.endIndex).toPython()) == (
            start,
            end,
        )
        context = string if string in contexts else graph.value(string, NIF.referenceContext)
        assert context in contexts
        text = str(graph.value(context, NIF.isString))
        assert graph.value(context, NIF.endIndex).toPython() == len(text)
        assert string in contexts or str(graph.value(string, NIF.anchorOf)) == text[start:end]


def test_mentions_and_statements_are_all_there(exported: Exported, tmp_path: Path) -> None:
    graph = read(exported, tmp_path)
    identified = set(graph.subject_objects(ITS.taIdentRef))
    assert len(identified) == exported.count("?m a mg:Mention ; oa:hasBody ?b") > 0
    assert all(graph.value(string, ITS.taClassRef) for string, _ in identified)
    assert len(list(graph.subject_objects(ITS.taConfidence))) == len({string for string, _ in identified})
    statements = set(graph.subjects(RDF.type, RDF.Statement))
    assert len(statements) == exported.count("?s a mg:Statement") > 0
    evidence = URIRef(exported.source.site.term("evidence"))
    assert len(list(graph.subject_objects(evidence))) == exported.count("?s mg:evidence ?t")


def test_the_text_is_the_documents_own(strange: Exported, tmp_path: Path) -> None:
    graph = read(strange, tmp_path)
    texts = {str(text) for text in graph.objects(None, NIF.isString)}
    assert texts == {document.text for document in strange.source.documents()}


def test_no_string_has_two_schemes_of_address(strange: Exported, tmp_path: Path) -> None:
    """The NIF core ontology says that nif:RFC5147String and nif:OffsetBasedString are disjoint."""
    assert not list(read(strange, tmp_path).subjects(RDF.type, NIF.OffsetBasedString))
