"""Word vectors, quicker: what a spaCy pipeline's tok2vec computes, with each word's own part remembered.

A component of the pipeline, and part of recognising.py. A tok2vec looks a word's features up in hash tables, mixes
them, and lets four layers look at the neighbours. The first half depends on the word alone, so it is computed once for
each word; the layers are what thinc makes of them, written as few numpy calls. Rounding apart the vectors are the same,
and those of a document depend on nothing but the document: a word's own part is computed in blocks of one size, because
the sums of a matrix product may be rounded differently in a product of another size.

Architectures: https://spacy.io/api/architectures#MultiHashEmbed and #MaxoutWindowEncoder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from spacy.language import Language

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats: TypeAlias = NDArray[np.float32]
    #: What a word's own part depends on: its hash, that of its norm, and whether white space follows.
    _Word: TypeAlias = tuple[int, ...]

_TOK2VEC = "tok2vec"
_NAME = "memograph_vectors"
_EMBED, _ENCODE = "spacy.MultiHashEmbed.v2", "spacy.MaxoutWindowEncoder.v2"
#: Tokens that a layer is computed for together: what that takes stays in a processor's cache.
_TOGETHER = 512
#: Words whose own part is computed together.
_BLOCK = 64
#: Words that are remembered; beyond so many it begins anew, so that memory stays bounded (96 floats each).
_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class _Layer:
    """A maxout layer with layer normalisation; `weights` are (inputs, pieces · outputs), all of one piece together."""

    weights: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    def __call__(self, inputs: Floats) -> Floats:
        """(n, inputs) → (n, outputs)."""
        scores = inputs @ self.weights
        scores += self.bias
        width = len(self.gain)
        best: Floats = np.maximum(scores[:, :width], scores[:, width : 2 * width])
        for piece in range(2 * width, scores.shape[1], width):
            np.maximum(best, scores[:, piece : piece + width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)[:, None] / np.float32(width)
        best *= np.float32(1.0) / np.sqrt(variance + np.float32(1e-8))
        best *= self.gain
        best += self.shift
        return best


class WordVectors:
    """Documents → a vector for each token, by the weights of a trained tok2vec.

    Args:
        model: as `fits` accepts it.
    """

    def __init__(self, model: Any) -> None:
        layers = list(model.walk(order="dfs_pre"))
        self._columns = next(layer for layer in layers if layer.name == "extract_features").attrs["columns"]
        self._tables = [
            (layer.get_param("E"), layer.attrs["seed"], layer.attrs["column"])
            for layer in layers
            if layer.name == "hashembed"
        ]
        self._hash = layers[0].ops.hash
        maxouts = [layer for layer in layers if layer.name == "maxout"]
        norms = [layer for layer in layers if layer.name == "layernorm"]
        self._mix, *self._encode = (_layer(maxout, norm) for maxout, norm in zip(maxouts, norms, strict=True))
        self.width = len(self._mix.gain)
        self._numbers: dict[_Word, int] = {}
        self._own: Floats = np.zeros((1024, self.width), np.float32)

    def of(self, docs: Sequence[Doc]) -> list[Floats]:
        """For each document an array of (tokens, width)."""
        pad = len(self._encode)  # rows of zeros between documents: as many layers see as many neighbours
        parts = self._parts(docs)
        rows = np.zeros((sum(map(len, parts)) + pad * (len(docs) + 1) + 2, self.width), np.float32)
        starts, at = [], pad + 1
        for part in parts:
            starts.append(at)
            rows[at : at + len(part)] = part
            at += len(part) + pad
        for layer in self._encode:
            rows[1:-1] += _over_windows(layer, rows)
        return [rows[start : start + len(part)].copy() for start, part in zip(starts, parts, strict=True)]

    def _parts(self, docs: Sequence[Doc]) -> list[Floats]:
        """The own part of each word of each document; those that are new are computed."""
        words: list[list[_Word]] = [list(map(tuple, doc.to_array(["ORTH", "NORM", "SPACY"]).tolist())) for doc in docs]
        if len(self._numbers) > _REMEMBERED:
            self._numbers.clear()
        new: dict[_Word, tuple[int, int]] = {}
        for at, of_doc in enumerate(words):
            new.update((word, (at, place)) for place, word in enumerate(of_doc) if word not in self._numbers)
        if new:
            self._remember(docs, new)
        return [self._own[[self._numbers[word] for word in of_doc]] for of_doc in words]

    def _remember(self, docs: Sequence[Doc], new: Mapping[_Word, tuple[int, int]]) -> None:
        """Compute words' own parts; `new` says in which document and at which token of it each stands."""
        first = len(self._numbers)
        while len(self._own) < first + len(new):
            self._own = np.concatenate([self._own, np.zeros_like(self._own)])
        of_docs: dict[int, Any] = {}
        for at, _ in new.values():
            if at not in of_docs:
                of_docs[at] = docs[at].to_array(self._columns).reshape(len(docs[at]), -1)
        features = np.array([of_docs[at][place] for at, place in new.values()])
        self._own[first : first + len(new)] = self._mixed(features)
        self._numbers.update((word, first + number) for number, word in enumerate(new))

    def _mixed(self, features: NDArray[np.uint64]) -> Floats:
        """Words' own parts, (n, width), of their features, (n, columns)."""
        embedded = np.zeros((-(-len(features) // _BLOCK) * _BLOCK, self.width * len(self._tables)), np.float32)
        for place, (table, seed, column) in enumerate(self._tables):
            keys = self._hash(np.ascontiguousarray(features[:, column]), seed) % len(table)
            embedded[: len(features), place * self.width : (place + 1) * self.width] = table[keys].sum(axis=1)
        blocks = [self._mix(embedded[at : at + _BLOCK]) for at in range(0, len(embedded), _BLOCK)]
        mixed: Floats = np.concatenate(blocks)[: len(features)]
        return mixed


def _layer(maxout: Any, norm: Any) -> _Layer:
    outputs, pieces, inputs = maxout.get_param("W").shape
    weights = maxout.get_param("W").transpose(2, 1, 0).reshape(inputs, pieces * outputs)
    bias = maxout.get_param("b").transpose(1, 0).reshape(-1)
    return _Layer(np.ascontiguousarray(weights), np.ascontiguousarray(bias), norm.get_param("G"), norm.get_param("b"))


def _over_windows(layer: _Layer, rows: Floats) -> Floats:
    """A layer's answer for each row between its neighbours, (n - 2, width), but for the first and last of n rows."""
    found: Floats = np.empty_like(rows[1:-1])
    for at in range(0, len(found), _TOGETHER):
        end = min(at + _TOGETHER, len(found))
        window = np.concatenate([rows[at:end], rows[at + 1 : end + 1], rows[at + 2 : end + 2]], axis=1)
        found[at:end] = layer(window)
    return found


def fits(config: dict[str, Any]) -> bool:
    """Whether a model of this configuration (``components.tok2vec.model``) is one that `WordVectors` can compute."""
    embed, encode = config.get("embed", {}), config.get("encode", {})
    known = embed.get("@architectures") == _EMBED and encode.get("@architectures") == _ENCODE
    return known and not embed.get("include_static_vectors") and encode.get("window_size") == 1


def remember_vectors(nlp: Language) -> None:
    """Put a remembering component in the place of a pipeline's tok2vec, where that is of the kind that allows it."""
    if _TOK2VEC in nlp.pipe_names and fits(nlp.config["components"][_TOK2VEC]["model"]):
        nlp.add_pipe(_NAME, before=_TOK2VEC)
        nlp.disable_pipe(_TOK2VEC)


@Language.factory(_NAME)
def _make(nlp: Language, name: str) -> VectorsOfPipeline:
    tok2vec: Any = nlp.get_pipe(_TOK2VEC)
    return VectorsOfPipeline(WordVectors(tok2vec.model))


class VectorsOfPipeline:
    """The component: sets ``Doc.tensor``, from which tagger and parser take their vectors."""

    def __init__(self, vectors: WordVectors) -> None:
        self._vectors = vectors

    def __call__(self, doc: Doc) -> Doc:
        """Set the vectors of one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Set the vectors of documents, as many at a time as `batch_size` says."""
        left = iter(stream)
        while docs := list(islice(left, batch_size)):
            vectors: list[Any] = self._vectors.of(docs)
            for doc, own in zip(docs, vectors, strict=True):
                doc.tensor = own
            yield from docs
