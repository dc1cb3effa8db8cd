"""Remembered word classes are those that the ruler would set, token by token."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from memograph.config import ExtractConfig
from memograph.extract.wordclasses import remember_word_classes

WORDS = st.sampled_from(
    "There is are 's was gon na let ai n't got ta \u2028 \n  the Secretary He his me met has had do did that which "
    "to be not Khrushchev Moscow, . : 3 whom 'em nothin' somethin' c'm on y' all I".split(" ")
)


@pytest.fixture(scope="module")
def stock() -> Language:
    return spacy.load(ExtractConfig().model, exclude=["ner"])


@pytest.fixture(scope="module")
def quicker() -> Language:
    nlp = spacy.load(ExtractConfig().model, exclude=["ner"])
    remember_word_classes(nlp)
    return nlp


def classes(nlp: Language, text: str) -> list[tuple[str, ...]]:
    return [(t.text, t.pos_, str(t.morph), t.lemma_, t.tag_, t.dep_) for t in nlp(text)]


def test_the_ruler_itself_no_longer_runs(quicker: Language) -> None:
    assert "attribute_ruler" not in quicker.pipe_names
    assert "memograph_word_classes" in quicker.pipe_names


@given(words=st.lists(WORDS, max_size=12))
@settings(max_examples=150, deadline=None)
def test_the_same_is_set(stock: Language, quicker: Language, words: list[str]) -> None:
    text = " ".join(words)
    assert classes(quicker, text) == classes(stock, text)


def test_a_ruler_that_looks_at_other_things_stays() -> None:
    nlp = spacy.load(ExtractConfig().model, exclude=["ner"])
    nlp.get_pipe("attribute_ruler").add([[{"SHAPE": "Xxxxx"}]], {"POS": "PROPN"})  # type: ignore[attr-defined]
    remember_word_classes(nlp)
    assert "attribute_ruler" in nlp.pipe_names
