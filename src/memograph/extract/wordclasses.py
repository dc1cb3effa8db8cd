"""Word classes, quicker: what spaCy's attribute ruler says of a token, remembered by what its rules look at.

A component of the pipeline. The ruler of the English pipelines tries some 180 patterns on every token, an eighth of a
pipeline's time; nearly all look at nothing but a token's tag, its function and whether it is one of a few small words.
So the ruler is asked once for each such combination. A passage in which a pattern over several tokens may begin is
handed to it whole. What is set is the same, token by token.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

_RULER = "attribute_ruler"
_NAME = "memograph_word_classes"
#: What a remembered answer depends on; a ruler whose patterns look at anything else is left in its place.
_LOOKED_AT = {"TAG", "LOWER", "DEP", "IS_SPACE"}


def remember_word_classes(nlp: Language) -> None:
    """Put a remembering ruler in the place of a pipeline's own, where it has one whose patterns allow that."""
    if _RULER not in nlp.pipe_names:
        return
    looked_at = {key for pattern in _patterns(nlp.get_pipe(_RULER)) for token in pattern for key in token}
    if looked_at <= _LOOKED_AT:
        nlp.add_pipe(_NAME, before=_RULER)
        nlp.disable_pipe(_RULER)


@Language.factory(_NAME)
def _make(nlp: Language, name: str) -> WordClasses:
    return WordClasses(nlp.get_pipe(_RULER))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the ruler makes of a token by itself, as hashes; `more` when a longer pattern may begin here."""

    pos: int
    morph: int
    lemma: int
    tag: int
    dep: int
    more: bool


class WordClasses:
    """A pipeline component that sets what `ruler` would set."""

    def __init__(self, ruler: Any) -> None:
        self._ruler, self._vocab = ruler, ruler.vocab
        patterns = list(_patterns(ruler))
        worded = [[{"LOWER": token["LOWER"]}] for pattern in patterns for token in pattern if "LOWER" in token]
        self._worded = _matcher(ruler, worded)
        self._beginning = _matcher(ruler, [pattern[:1] for pattern in patterns if len(pattern) > 1])
        self._distinct: dict[int, int] = {}
        self._answers: dict[tuple[int, int, int], _Answer] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set word classes, morphology and the lemmas of small words."""
        seen: list[tuple[int, int, int]] = [tuple(row) for row in doc.to_array(["LOWER", "TAG", "DEP"]).tolist()]
        answers = [self._answer(*key) for key in seen]
        if any(answer.more for answer in answers):
            asked: Doc = self._ruler(doc)
            return asked
        rows: Any = np.array([(a.pos, a.morph, a.lemma) for a in answers], dtype=np.uint64).reshape(-1, 3)
        doc.from_array(["POS", "MORPH", "LEMMA"], rows)
        for token, answer, (_, tag, dep) in zip(doc, answers, seen, strict=True):
            if (answer.tag, answer.dep) != (tag, dep):
                token.tag, token.dep = answer.tag, answer.dep
        return doc

    def _answer(self, lower: int, tag: int, dep: int) -> _Answer:
        word = self._distinct.get(lower)
        if word is None:
            word = self._distinct[lower] = self._representative(lower)
        key = (word, tag, dep)
        if key not in self._answers:
            self._answers[key] = self._asked(*key)
        return self._answers[key]

    def _representative(self, lower: int) -> int:
        """The word itself where a pattern knows it; else one word for all others, another for all white space."""
        text = self._vocab.strings[lower]
        if self._worded(Doc(self._vocab, words=[text])):
            return lower
        return int(self._vocab.strings.add(" " if text.isspace() else "."))

    def _asked(self, word: int, tag: int, dep: int) -> _Answer:
        strings = self._vocab.strings
        alone = Doc(self._vocab, words=[strings[word]], tags=[strings[tag]], deps=[strings[dep]], heads=[0])
        more = bool(self._beginning(alone))
        token: Any = self._ruler(alone)[0]
        return _Answer(token.pos, token.morph.key, token.lemma, token.tag, token.dep, more)


def _patterns(ruler: Any) -> Iterator[list[dict[str, Any]]]:
    for rule in ruler.patterns:
        yield from rule["patterns"]


def _matcher(ruler: Any, patterns: list[list[dict[str, Any]]]) -> Matcher:
    matcher = Matcher(ruler.vocab, validate=False)
    if patterns:
        matcher.add("any", patterns)
    return matcher
