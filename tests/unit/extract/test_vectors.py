"""Remembered word vectors are those of the pipeline's tok2vec, and do not depend on what was read before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from memograph.config import ExtractConfig
from memograph.extract import vectors
from memograph.extract.vectors import WordVectors, remember_vectors

WORDS = "The Ambassador met Khrushchev in Moscow on June 3 , U.S.-Soviet talks \u2028 \n  ' s 17. memorandum — told us"
TEXTS = st.lists(st.lists(st.sampled_from(WORDS.split(" ")), max_size=12).map(" ".join), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def stock() -> Language:
    return spacy.load(ExtractConfig().model)


def model(nlp: Language) -> Any:
    return nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]


@given(texts=TEXTS)
@settings(max_examples=15, deadline=None)
def test_they_are_those_of_the_tok2vec(stock: Language, texts: list[str]) -> None:
    docs = [stock.make_doc(text) for text in texts]
    if not any(map(len, docs)):
        return
    for ours, theirs in zip(WordVectors(model(stock)).of(docs), model(stock).predict(docs), strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, atol=2e-5)


@given(before=TEXTS, texts=TEXTS)
@settings(max_examples=15, deadline=None)
def test_what_was_read_before_makes_no_difference_at_all(stock: Language, before: list[str], texts: list[str]) -> None:
    fresh, used = WordVectors(model(stock)), WordVectors(model(stock))
    used.of([stock.make_doc(text) for text in before])
    docs = [stock.make_doc(text) for text in texts]
    for one, other in zip(fresh.of(docs), used.of(docs), strict=True):
        assert one.tobytes() == other.tobytes()


def test_no_more_words_are_kept_than_so_many(stock: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_REMEMBERED", 100)
    ours = WordVectors(model(stock))
    docs = [stock.make_doc(" ".join(f"word{number}" for number in range(at, at + 30))) for at in range(0, 300, 30)]
    fresh = [WordVectors(model(stock)).of([doc])[0] for doc in docs]
    assert all(ours.of([doc])[0].tobytes() == theirs.tobytes() for doc, theirs in zip(docs, fresh, strict=True))
    assert len(ours._numbers) <= 130


def test_a_tok2vec_of_another_kind_stays() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")  # by default one that is configured otherwise: spacy.HashEmbedCNN
    remember_vectors(nlp)
    assert nlp.pipe_names == ["tok2vec"]
