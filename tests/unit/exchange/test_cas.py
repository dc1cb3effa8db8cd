"""CAS XMI: what dkpro-cassis reads back is what the graph holds, and offsets count UTF-16 code units."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cassis
from lxml import etree

from memograph.exchange.cas import ENTITY, METADATA, RELATION, SENTENCE, STATEMENT, TOKEN, TYPES_FILE
from memograph.exchange.released import ReleasedDocument
from memograph.exchange.writing import xml_text
from tests.unit.exchange.conftest import Exported


def files(exported: Exported, folder: Path) -> Iterator[tuple[ReleasedDocument, Any]]:
    out = exported.to("cas", folder)
    types = cassis.load_typesystem(out / TYPES_FILE)
    for path in sorted(out.glob("*.xmi")):
        yield exported.source.document(path.stem), cassis.load_cas_from_xmi(path, typesystem=types)


def test_mentions_and_statements_come_back(exported: Exported, tmp_path: Path) -> None:
    mentions, shown = 0, set()
    for document, cas in files(exported, tmp_path):
        assert cas.sofa_string == xml_text(document.text)
        found = {(e.begin, e.end, e.identifier, e.value) for e in cas.select(ENTITY)}
        assert found == {
            (m.span.start, m.span.end, m.entity, document.things[m.entity].type) for m in document.mentions
        }
        mentions += len(cas.select(ENTITY))
        by_iri = {statement.iri: statement for statement in document.statements}
        for relation in cas.select(RELATION):
            statement = by_iri[relation.statement]
            assert (relation.Governor.identifier, relation.Dependent.identifier) == (
                statement.subject,
                statement.object,
            )
            assert (relation.predicate, relation.when) == (statement.relation, statement.when)
            shown.add(relation.statement)
        for span in cas.select(STATEMENT):
            assert (span.begin, span.end) in {(e.start, e.end) for e in by_iri[span.statement].evidence}
            shown.add(span.statement)
    assert mentions == exported.count("?m a mg:Mention ; oa:hasBody ?b") > 0
    assert len(shown) == exported.count("?s a mg:Statement ; mg:evidence ?t", "DISTINCT ?s") > 0


def test_offsets_in_the_file_count_utf_16_code_units(strange: Exported, tmp_path: Path) -> None:
    """Read without cassis: ``begin`` and ``end`` index the text as Java has it."""
    folder = strange.to("cas", tmp_path, "strange-1")
    root = etree.parse(folder / "strange-1.xmi").getroot()
    java = root.find("{http:///uima/cas.ecore}Sofa").get("sofaString").encode("utf-16-le")
    words = {
        java[2 * int(e.get("begin")) : 2 * int(e.get("end"))].decode("utf-16-le")
        for e in root.iter("{http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore}NamedEntity")
    }
    assert {
        "Andrei Gromyko",
        "𝔄lexander Haig",
        "Embassy in Moscow",
        "Moscow of the U.S.S.R",
        "USSR",
        "SALT II",
    } <= words


def test_mentions_begin_and_end_with_tokens(exported: Exported, tmp_path: Path) -> None:
    """INCEpTION attaches annotations to tokens; sentences hold all of them."""
    for _, cas in files(exported, tmp_path):
        tokens = cas.select(TOKEN)
        starts, ends = {t.begin for t in tokens}, {t.end for t in tokens}
        assert all(e.begin in starts and e.end in ends for e in cas.select(ENTITY))
        sentences = cas.select(SENTENCE)
        assert all(any(s.begin <= t.begin and t.end <= s.end for s in sentences) for t in tokens)
        assert all(one.end <= other.begin for one, other in itertools.pairwise(sentences))


def test_one_document_annotation_says_what_it_is(corpus: Exported, tmp_path: Path) -> None:
    for document, cas in files(corpus, tmp_path):
        (metadata,) = cas.select("uima.tcas.DocumentAnnotation")
        assert metadata.type.name == METADATA
        assert (metadata.documentId, metadata.documentUri) == (document.id, document.iri)
        assert metadata.collectionId.endswith(corpus.source.release.manifest.version)


def test_what_has_no_words_is_told(strange: Exported, tmp_path: Path) -> None:
    strange.to("cas", tmp_path)
    assert strange.notes == ["strange-1: 1 statements have no words in the text and no place in a CAS"]
