"""The recogniser's names, quicker: what spaCy's transition-based recogniser decides, without one step for each token.

A component of the pipeline, after recogniser.py has loaded the weights. spaCy takes one decision a token: a name
begins, goes on, ends, is this one token, or nothing. What it looks at is the token, and inside a name also the token
before and the name's first. So all tokens outside names are decided at once, and for each token at which a name may
begin it is found where that would end; then names are taken from left to right. The decisions are the same.

Architecture: https://spacy.io/api/architectures#TransitionBasedParser; transitions: _parser_internals/ner.pyx in spaCy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Span

from memograph.extract.recogniser import COMPONENT
from memograph.extract.vectors import WordVectors, fits

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from memograph.extract.vectors import Floats

    Flags = NDArray[np.bool_]
    Places = NDArray[np.intp]

_NAME = "memograph_names"
_ARCHITECTURE = "spacy.TransitionBasedParser.v2"
_NEVER = np.float32(-np.inf)


def decide_quicker(nlp: Language) -> None:
    """Put a quicker component in the place of a pipeline's recogniser, where that is of the kind that allows it."""
    config = nlp.config["components"][COMPONENT]["model"]
    known = config["@architectures"] == _ARCHITECTURE and config["state_type"] == "ner" and config["use_upper"]
    recogniser: Any = nlp.get_pipe(COMPONENT)
    if known and not config["extra_state_tokens"] and fits(config["tok2vec"]) and _is_whole(recogniser):
        nlp.add_pipe(_NAME, before=COMPONENT)
        nlp.disable_pipe(COMPONENT)


def _is_whole(recogniser: Any) -> bool:
    """Whether every type was learnt."""
    return not recogniser.model.attrs["unseen_classes"] and recogniser.cfg["beam_width"] == 1


@Language.factory(_NAME)
def _make(nlp: Language, name: str) -> QuickRecogniser:
    return QuickRecogniser(nlp.get_pipe(COMPONENT))


class _Moves:
    """The numbers of a recogniser's transitions, for each label: begin, in, last, unit; and out."""

    def __init__(self, recogniser: Any) -> None:
        names = [recogniser.moves.get_class_name(number) for number in range(recogniser.moves.n_moves)]
        self.labels: tuple[str, ...] = tuple(name[2:] for name in names if name.startswith("B-"))
        self.begin, self.in_, self.last, self.unit = (
            np.array([names.index(f"{kind}-{label}") for label in self.labels]) for kind in "BILU"
        )
        self.out = names.index("O")


class QuickRecogniser:
    """A pipeline component that sets the names that `recogniser` would set, in documents that have none so far."""

    def __init__(self, recogniser: Any) -> None:
        model = recogniser.model
        vectors, _, linear = model.get_ref("tok2vec").layers
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self._vectors, self._moves = WordVectors(vectors), _Moves(recogniser)
        features, outputs, pieces, inputs = lower.get_param("W").shape
        # all of one piece together, so that the best piece is found without strides; both products made one
        weights = lower.get_param("W").transpose(0, 2, 1, 3).reshape(-1, inputs)
        self._lower: Floats = np.ascontiguousarray((weights @ linear.get_param("W")).T)
        self._shift: Floats = weights @ linear.get_param("b")
        self._bias: Floats = lower.get_param("b").T.reshape(-1)
        padding: Floats = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(features, -1)
        self._outside: Floats = padding[1] + padding[2] + self._bias
        self._upper: Floats = np.ascontiguousarray(upper.get_param("W").T)
        self._upper_bias: Floats = upper.get_param("b")
        self._width, self._pieces = outputs, pieces

    def __call__(self, doc: Doc) -> Doc:
        """Set the names of one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Set the names of documents, as many at a time as `batch_size` says."""
        left = iter(stream)
        while docs := list(islice(left, batch_size)):
            for doc, names in zip(docs, self._names(docs), strict=True):
                doc.set_ents([Span(doc, *name) for name in names], default="outside")
            yield from docs

    def _names(self, docs: Sequence[Doc]) -> Iterator[list[tuple[int, int, str]]]:
        """Of each document first token, the token after the last, and label of each name."""
        seen = np.concatenate(self._vectors.of(docs)) @ self._lower
        seen += self._shift
        flags = np.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]).reshape(-1, 2) for doc in docs])
        goes_on = np.append(flags[1:, 1] != 1, False)
        goes_on[np.cumsum([len(doc) for doc in docs if len(doc)], dtype=np.intp) - 1] = False
        starts, ends, labels = self._begun(seen, flags[:, 0] == 1, goes_on)
        first, at = 0, 0
        for doc in docs:
            names, reached = [], first
            while at < len(starts) and starts[at] < first + len(doc):
                if starts[at] >= reached:
                    reached = ends[at]
                    names.append((int(starts[at]) - first, int(reached) - first, self._moves.labels[labels[at]]))
                at += 1
            first += len(doc)
            yield names

    def _begun(self, seen: Floats, space: Flags, goes_on: Flags) -> tuple[Places, Places, Places]:
        """Where names begin if none goes on there, where each ends, and its label's number; all by place.

        Args:
            seen: (tokens, features · pieces · hidden).
            goes_on: whether a name may go on after a token: not at the end of a sentence.
        """
        moves, wide = self._moves, self._width * self._pieces
        scores = self._scores(seen[:, :wide] + self._outside)
        kinds = np.concatenate([moves.begin, moves.unit, [moves.out]])
        outside = scores[:, kinds]
        count = len(moves.labels)
        outside[~goes_on | space, :count] = _NEVER
        outside[space, count:-1] = _NEVER
        best = outside.argmax(axis=1)
        starts = np.flatnonzero(best < 2 * count)
        labels, longer = best[starts] % count, best[starts] < count
        ends = starts + 1
        ends[longer] = self._ends(seen, goes_on, starts[longer], labels[longer])
        return starts, ends, labels

    def _ends(self, seen: Floats, goes_on: Flags, starts: Places, labels: Places) -> Places:
        """Where the names that begin at `starts` end: the place after each."""
        moves, wide = self._moves, self._width * self._pieces
        ends, open_, at = starts + 1, np.arange(len(starts)), starts + 1
        while len(open_):
            first, label = starts[open_], labels[open_]
            state = seen[at, :wide] + seen[first, wide : 2 * wide] + seen[at - 1, 2 * wide :] + self._bias
            scores, rows = self._scores(state), np.arange(len(open_))
            more = goes_on[at] & (scores[rows, moves.in_[label]] >= scores[rows, moves.last[label]])
            ends[open_[~more]] = at[~more] + 1
            open_, at = open_[more], at[more] + 1
        return ends

    def _scores(self, state: Floats) -> Floats:
        """(n, pieces · hidden) → (n, transitions)."""
        best = state[:, : self._width]
        for piece in range(self._width, state.shape[1], self._width):
            best = np.maximum(best, state[:, piece : piece + self._width])
        scores: Floats = best @ self._upper
        scores += self._upper_bias
        return scores
