"""Word classes and lemmas, quicker: what spaCy's attribute ruler and lemmatizer say, remembered by what they look at.

A component of the pipeline. The ruler of the English pipelines tries some 180 patterns on every token, an eighth of a
pipeline's time; nearly all look at nothing but a token's tag, its function and whether it is one of a few small words.
So the ruler is asked once for each such combination, and for two tokens at which a pattern over both matches; where a
third is concerned a passage is handed to it whole. The lemmatizer looks at the word, its class and its morphology, and
is asked once for each of these. What is set is the same, token by token.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

_RULER, _LEMMATIZER = "attribute_ruler", "lemmatizer"
_NAME = "memograph_word_classes"
#: What a remembered answer depends on; a ruler whose patterns look at anything else is left in its place.
_LOOKED_AT = {"TAG", "LOWER", "DEP", "IS_SPACE"}
#: Ways in which a lemmatizer looks at nothing but the token.
_BY_TOKEN = {"rule", "lookup"}
#: Tokens that are remembered with their class; beyond so many it begins anew, so that memory stays bounded.
_REMEMBERED = 1 << 17

#: Hashes of a token's form, tag and function; of its lower-case form or one that stands for it, tag and function.
_Seen: TypeAlias = tuple[int, int, int]
_Key: TypeAlias = tuple[int, int, int]


def remember_word_classes(nlp: Language) -> None:
    """Put a remembering component in the place of a pipeline's ruler, where it has one whose patterns allow that.

    It does the lemmatizer's work too, where that looks at nothing but the token.
    """
    if _RULER not in nlp.pipe_names:
        return
    looked_at = {key for pattern in _patterns(nlp.get_pipe(_RULER)) for token in pattern for key in token}
    if looked_at <= _LOOKED_AT:
        nlp.add_pipe(_NAME, before=_RULER)
        nlp.disable_pipe(_RULER)
        if _lemmatizer(nlp) is not None:
            nlp.disable_pipe(_LEMMATIZER)


@Language.factory(_NAME)
def _make(nlp: Language, name: str) -> WordClasses:
    return WordClasses(nlp.get_pipe(_RULER), _lemmatizer(nlp))


def _lemmatizer(nlp: Language) -> Lemmatizer | None:
    """A pipeline's lemmatizer, where its answers can be remembered."""
    found: Any = nlp.get_pipe(_LEMMATIZER) if _LEMMATIZER in nlp.pipe_names else None
    if type(found) in (Lemmatizer, EnglishLemmatizer) and found.mode in _BY_TOKEN and not found.overwrite:
        lemmatizer: Lemmatizer = found
        return lemmatizer
    return None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the ruler makes of a token, as hashes; `more` when a longer pattern may begin here."""

    pos: int
    morph: int
    lemma: int
    tag: int
    dep: int
    more: bool = False


class WordClasses:
    """A pipeline component that sets what `ruler`, and then `lemmatizer`, would set."""

    def __init__(self, ruler: Any, lemmatizer: Lemmatizer | None = None) -> None:
        self._ruler, self._lemmatizer, self._vocab = ruler, lemmatizer, ruler.vocab
        if lemmatizer is not None and lemmatizer.mode == "rule":
            index: Any = lemmatizer.lookups.get_table("lemma_index", {})
            for kind in list(index):  # lists of thousands of words, in which each form of a new word is sought
                index[kind] = frozenset(index[kind])
        patterns = list(_patterns(ruler))
        worded = [[{"LOWER": token["LOWER"]}] for pattern in patterns for token in pattern if "LOWER" in token]
        self._worded = _matcher(ruler, worded)
        self._beginning = _matcher(ruler, [pattern[:1] for pattern in patterns if len(pattern) > 1])
        self._longer = _matcher(ruler, [pattern[:2] for pattern in patterns if len(pattern) > 1])
        self._longest = max(map(len, patterns), default=0)
        self._distinct: dict[int, int] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}
        self._of_keys: dict[_Key, _Answer] = {}
        self._of_pairs: dict[tuple[_Key, _Key], tuple[_Answer, _Answer] | None] = {}
        self._answers: dict[_Seen, _Answer] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set word classes, morphology and lemmas."""
        seen: list[_Seen] = [tuple(row) for row in doc.to_array(["ORTH", "TAG", "DEP"]).tolist()]
        if len(self._answers) > _REMEMBERED:
            self._answers.clear()
            self._lemmas.clear()
        known = self._answers
        answers = [known[each] if each in known else self._learnt(each) for each in seen]
        beginning = [at for at, answer in enumerate(answers) if answer.more]
        if beginning and not self._joined(seen, answers, beginning):
            asked: Doc = self._ruler(doc)
            return self._lemmatizer(asked) if self._lemmatizer is not None else asked
        rows: Any = np.array([(a.pos, a.morph, a.lemma) for a in answers], dtype=np.uint64).reshape(-1, 3)
        doc.from_array(["POS", "MORPH", "LEMMA"], rows)
        for at, (answer, (_, tag, dep)) in enumerate(zip(answers, seen, strict=True)):
            if answer.tag != tag or answer.dep != dep:
                token = doc[at]
                token.tag, token.dep = answer.tag, answer.dep
        return doc

    def _joined(self, seen: list[_Seen], answers: list[_Answer], beginning: list[int]) -> bool:
        """Put in what the ruler makes of pairs of tokens; False where more than two may concern each other."""
        joined: dict[int, tuple[_Answer, _Answer]] = {}
        for at in beginning:
            if at + 1 < len(seen) and (pair := self._pair(seen[at], seen[at + 1])) is not None:
                joined[at] = pair
        if joined and self._longest > 2:
            return False
        if any(at + 1 in joined for at in joined):
            return False
        for at, pair in joined.items():
            answers[at : at + 2] = pair
        return True

    def _pair(self, one: _Seen, other: _Seen) -> tuple[_Answer, _Answer] | None:
        """What the ruler makes of two tokens that stand together; None where no pattern is over both."""
        keys = self._key(*one), self._key(*other)
        if keys not in self._of_pairs:
            doc = self._doc(*keys)
            found = self._asked(doc) if any(end - start > 1 for _, start, end in self._longer(doc)) else None
            self._of_pairs[keys] = (found[0], found[1]) if found is not None else None
        pair = self._of_pairs[keys]
        return None if pair is None else (self._with_lemma(pair[0], one[0]), self._with_lemma(pair[1], other[0]))

    def _learnt(self, seen: _Seen) -> _Answer:
        key = self._key(*seen)
        if key not in self._of_keys:
            doc = self._doc(key)
            more = bool(self._beginning(doc))
            self._of_keys[key] = replace(self._asked(doc)[0], more=more)
        answer = self._answers[seen] = self._with_lemma(self._of_keys[key], seen[0])
        return answer

    def _key(self, orth: int, tag: int, dep: int) -> _Key:
        lower = self._vocab[orth].lower
        word = self._distinct.get(lower)
        if word is None:
            word = self._distinct[lower] = self._representative(lower)
        return word, tag, dep

    def _representative(self, lower: int) -> int:
        """The word itself where a pattern knows it; else one word for all others, another for all white space."""
        text = self._vocab.strings[lower]
        if self._worded(Doc(self._vocab, words=[text])):
            return lower
        return int(self._vocab.strings.add(" " if text.isspace() else "."))

    def _doc(self, *keys: _Key) -> Doc:
        words, tags, deps = ([self._vocab.strings[part] for part in parts] for parts in zip(*keys, strict=True))
        return Doc(self._vocab, words=words, tags=tags, deps=deps, heads=[0] * len(keys))

    def _asked(self, doc: Doc) -> list[_Answer]:
        return [_Answer(t.pos, t.morph.key, t.lemma, t.tag, t.dep) for t in self._ruler(doc)]

    def _with_lemma(self, answer: _Answer, orth: int) -> _Answer:
        """The same with the lemma of a word, where the ruler gives none."""
        if answer.lemma or self._lemmatizer is None:
            return answer
        key = orth, answer.pos, answer.morph
        if key not in self._lemmas:
            strings = self._vocab.strings
            alone = Doc(self._vocab, words=[strings[orth]])
            row: Any = np.array([[answer.pos, answer.morph]], dtype=np.uint64)
            alone.from_array(["POS", "MORPH"], row)
            self._lemmas[key] = strings.add(self._lemmatizer.lemmatize(alone[0])[0])
        return replace(answer, lemma=self._lemmas[key])


def _patterns(ruler: Any) -> Iterator[list[dict[str, Any]]]:
    for rule in ruler.patterns:
        yield from rule["patterns"]


def _matcher(ruler: Any, patterns: list[list[dict[str, Any]]]) -> Matcher:
    matcher = Matcher(ruler.vocab, validate=False)
    if patterns:
        matcher.add("any", patterns)
    return matcher
