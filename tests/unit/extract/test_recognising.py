"""The quicker recogniser finds the names that spaCy's transition system finds with the same weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from memograph.config import ExtractConfig
from memograph.extract.language import load_language
from memograph.extract.recognising import decide_quicker

WORDS = st.sampled_from(
    "The Ambassador Thompson told Mr. Khrushchev of the Soviet Union that N.S. Khrushchev , Jr. . The Department of"
    " State Vienna Conference on Law of the Sea Moscow met in Test Ban Treaty \u2028 \n and House Gromyko".split(" ")
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language(ExtractConfig().model)


def parsed(nlp: Language, texts: list[str]) -> Iterator[Doc]:
    """Documents before names are sought in them."""
    with nlp.select_pipes(disable="memograph_names"):
        yield from list(nlp.pipe(texts))


def names(docs: list[Doc]) -> list[list[tuple[str, str, int]]]:
    return [[(token.ent_type_, token.ent_iob_, token.i) for token in doc] for doc in docs]


def both(nlp: Language, texts: list[str]) -> tuple[list[Doc], list[Doc]]:
    slow: Any = nlp.get_pipe("ner")
    quick: Any = nlp.get_pipe("memograph_names")
    return list(slow.pipe(parsed(nlp, texts))), list(quick.pipe(parsed(nlp, texts)))


@given(texts=st.lists(st.lists(WORDS, max_size=25).map(" ".join), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_the_same_names(nlp: Language, texts: list[str]) -> None:
    slow, quick = both(nlp, texts)
    assert names(quick) == names(slow)


def test_names_over_several_tokens_and_sentences(nlp: Language) -> None:
    text = (
        "Secretary of State Dean Rusk met Soviet Foreign Minister Andrei Gromyko at the United Nations General"
        " Assembly. Moscow was silent. The Limited Test Ban Treaty, the Vienna summit meeting of June 1961 and the U.S."
        " Arms Control and Disarmament Agency were named."
    )
    slow, quick = both(nlp, [text, "", "Gromyko"])
    assert names(quick) == names(slow)
    assert any(len(entity) > 2 for entity in quick[0].ents)


def test_a_recogniser_that_has_not_learnt_every_type_stays(nlp: Language) -> None:
    ours = load_language(ExtractConfig().model)
    ours.remove_pipe("memograph_names")
    ours.enable_pipe("ner")
    recogniser: Any = ours.get_pipe("ner")
    recogniser.model.attrs["unseen_classes"].add(3)
    decide_quicker(ours)
    assert "ner" in ours.pipe_names
