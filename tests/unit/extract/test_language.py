"""The pipeline that reads documents: one thread, numpy's matrices, and the parse that the stock pipeline gives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import spacy
from spacy.language import Language
from thinc.api import Model, NumpyOps
from threadpoolctl import threadpool_info

from memograph.config import ExtractConfig
from memograph.extract.language import load_language

TEXT = (
    "Ambassador Thompson told the Secretary that he had met with Gromyko at the Kremlin on June 3, and that "
    "Khrushchev, whom he would see in Vienna, did not intend to write. There was no reply; it's for the President."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_language(ExtractConfig().model)


def layers(nlp: Language) -> Iterator[Model[object, object]]:
    for name in ("tok2vec", "tagger", "parser", "ner"):
        model = getattr(nlp.get_pipe(name), "model", None)
        if isinstance(model, Model):
            yield from model.walk()


def test_numpy_multiplies_on_one_thread(nlp: Language) -> None:
    operations = [layer.ops for layer in layers(nlp)]
    assert len(operations) > 50
    assert all(isinstance(ops, NumpyOps) and not ops.use_blis for ops in operations)
    assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} == {1}


def test_the_parse_is_the_stock_pipelines(nlp: Language) -> None:
    def parse(pipeline: Language) -> list[tuple[object, ...]]:
        return [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i, t.is_sent_start) for t in pipeline(TEXT)]

    assert parse(nlp) == parse(spacy.load(ExtractConfig().model))


def test_names_have_our_types(nlp: Language) -> None:
    found = {(entity.text, entity.label_) for entity in nlp(TEXT).ents}
    assert {("Thompson", "Person"), ("Gromyko", "Person"), ("Vienna", "Place")} <= found
