"""Annotations become statements: stable slugs, quotations that are the text, posts and cited documents as things."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from memograph.authority.index import Authority
from memograph.extract.annotate import Annotator
from memograph.extract.state import cited_document, state
from memograph.extract.topics import Topic, load_topics, topics_in
from memograph.model import Document, DocumentStatements, EntityType, Kind, Literal, Ref
from memograph.namespaces import EDTF, Site
from memograph.read import read
from memograph.undecided import review_lines


@pytest.fixture(scope="module")
def stated(annotator: Annotator, authority: Authority, repository: Path) -> DocumentStatements:
    (document,) = read(repository / "corpus/memoranda/frus1981-88v04d4.txt")
    assert isinstance(document, Document)
    topics = load_topics(repository / "ontology/topics.ttl", Site("http://localhost:8000/"))
    return state(annotator.annotate(document), topics, authority)


def test_slugs_are_readable_and_unique(stated: DocumentStatements) -> None:
    slugs = [s.slug for s in stated.statements]
    assert len(slugs) == len(set(slugs))
    assert "frus1981-88v04d4-haig-alexander-metwith-gromyko-andrei" in slugs
    assert "frus1981-88v04d4-sentby-clark-william-p" in slugs


def test_quotations_are_the_text_with_its_surroundings(stated: DocumentStatements) -> None:
    text = stated.annotated.document.text
    for statement in stated.statements:
        assert statement.quotations or statement.source
        for quotation in statement.quotations:
            assert quotation.exact == quotation.span.of(text)
            assert text[: quotation.span.start].endswith(quotation.prefix)
            assert text[quotation.span.end :].startswith(quotation.suffix)
            assert max(len(quotation.prefix), len(quotation.suffix)) <= 40


def test_a_title_beside_a_known_name_is_the_known_post(stated: DocumentStatements) -> None:
    posts = {
        s.subject.slug: s.object.slug
        for s in stated.statements
        if isinstance(s.object, Ref) and s.predicate == "holdsPost"
    }
    assert posts["shultz-george"] == "secretary-of-state"
    assert posts["clark-william-p"] == "assistant-to-the-president-for-national-security-affairs"


def test_a_date_from_a_sidecar_has_a_source_and_no_quotation(stated: DocumentStatements) -> None:
    (dated,) = [s for s in stated.statements if s.predicate == "dated"]
    assert dated.object == Literal("1983-01-28/1983-02-02", EDTF)
    assert dated.quotations == ()
    assert dated.source
    assert "January 19" in dated.source


def test_cited_documents_are_things(stated: DocumentStatements) -> None:
    (cites,) = [s for s in stated.statements if s.predicate == "cites"]
    assert cites.object == Ref(Kind.DOCUMENT, "frus1981-88v04d1")
    (cited,) = stated.cited
    assert cited.label == "FRUS 1981–1988, Volume IV, Document 1"


@pytest.mark.parametrize(
    ("citation", "slug", "label"),
    [
        ("d27", "frus1961-63v05d27", "FRUS 1961–1963, Volume V, Document 27"),
        ("vol. VI, pp. 5-6", "frus1961-63v06-pp-5-6", "FRUS 1961–1963, Volume VI, pp. 5-6"),
        ("volume XXIV, Document 12", "frus1961-63v24d12", "FRUS 1961–1963, Volume XXIV, Document 12"),
        ("Foreign Service Journal", "frus1961-63v05-foreign-service-journal", "Foreign Service Journal"),
    ],
)
def test_citations(citation: str, slug: str, label: str) -> None:
    cited = cited_document("frus1961-63v05", citation)
    assert (cited.slug, cited.label) == (slug, label)


def test_topics_are_found_by_their_labels() -> None:
    topics = (Topic("inf", ("INF", "zero option")), Topic("start", ("START",)), Topic("laos", ("Laos",)))
    text = "The Zero Option came to the INF talks at the start, not to LAOS-like places."
    found = {topic.slug: [span.of(text) for span in spans] for topic, spans in topics_in(text, topics)}
    assert found == {"inf": ["Zero Option", "INF"]}, "START is an acronym; LAOS-like is another word"


def test_the_memorandum_is_about_arms_and_regions(stated: DocumentStatements) -> None:
    topics = {s.object.slug for s in stated.statements if s.predicate == "subject" and isinstance(s.object, Ref)}
    assert {"arms-control", "human-rights", "regional-conflicts"} <= topics


def test_a_place_from_a_sidecar_is_stated_with_its_source(
    annotator: Annotator, authority: Authority, repository: Path
) -> None:
    (document,) = read(repository / "corpus/memoranda/frus1981-88v03d156.txt")
    assert isinstance(document, Document)
    statements = state(annotator.annotate(document), (), authority).statements
    (written,) = [s for s in statements if s.predicate == "writtenIn"]
    assert written.object == Ref(Kind.PLACE, "washington")
    assert written.quotations == ()
    assert written.source


def test_what_is_too_uncertain_is_left_to_review(annotator: Annotator, authority: Authority, repository: Path) -> None:
    (document,) = read(repository / "corpus/memoranda/frus1981-88v04d4.txt")
    assert isinstance(document, Document)
    annotated = annotator.annotate(document)
    everything = state(annotated, (), authority)
    some = sorted(s.confidence for s in everything.statements if s.confidence is not None)[3]
    split = state(annotated, (), authority, publish_from=some)
    assert {*split.statements, *split.review} == set(everything.statements)
    assert all(s.confidence is None or s.confidence >= some for s in split.statements)
    assert split.review
    assert all(s.confidence is not None and s.confidence < some for s in split.review)
    none = state(annotated, (), authority, publish_from=1.0)
    assert none.posts == none.cited == (), "what only unpublished statements name is not published either"


def test_who_says_so(annotator: Annotator, authority: Authority, repository: Path) -> None:
    (document,) = read(repository / "corpus/memoranda/frus1981-88v04d4.txt")
    assert isinstance(document, Document)
    annotated = annotator.annotate(document)
    dobrynin = (EntityType.PERSON, "dobrynin-anatoly")
    [met] = [r for r in annotated.relations if r.predicate == "metWith" and r.subject == "haig-alexander"]
    told = replace(met, predicate="wroteTo", modality="report", asserted_by=dobrynin)
    header = [r for r in annotated.relations if r.predicate in ("sentBy", "classified")]
    relations = (*header, replace(met, modality="fact"), told)
    speakers = {
        s.predicate: s.asserted_by for s in state(replace(annotated, relations=relations), (), authority).statements
    }
    assert speakers["metWith"] == (Ref(Kind.PERSON, "clark-william-p"),), "the author, where nobody else is named"
    assert speakers["wroteTo"] == (Ref(Kind.PERSON, "dobrynin-anatoly"),)
    assert speakers["classified"] == (), "structure says so, nobody in particular"
    anonymous = state(replace(annotated, relations=(replace(met, modality="fact"),)), (), authority)
    assert anonymous.statements[0].asserted_by == (Ref(Kind.DOCUMENT, document.id),)


def test_review_lines_hold_the_claim_and_its_words(stated: DocumentStatements) -> None:
    met = next(s for s in stated.statements if s.predicate == "metWith")
    site = Site("http://localhost:8000/")
    [line] = review_lines(replace(stated, review=(replace(met, confidence=0.4),)), site)
    row = json.loads(line)
    assert row["predicate"] == "metWith"
    assert row["subject"] == {"iri": site.thing(Kind.PERSON, met.subject.slug), "label": "Alexander M. Haig, Jr."}
    [quotation] = met.quotations
    assert row["evidence"] == [{"exact": quotation.exact, "start": quotation.span.start, "end": quotation.span.end}]
