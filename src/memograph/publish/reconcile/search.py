"""A name → the few entities that may bear it. First half of a query; matching.py weighs what is found here.

By words: as they are written, as they sound, or, where neither is known, by groups of three letters. The rarest words
of the name decide who is looked at.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from memograph.nameindex.words import found_by, grams, words
from memograph.personal_names import sound
from memograph.publish.reconcile.names import Names, Word

#: Entities that are weighed for one name; rows of a word that are looked at, those first that most documents mention.
SHORTLIST, POSTINGS = 60, 3000

#: Words that a misspelt one may be: so many are looked at, so many taken, if they are so alike (percent).
_LOOKED_AT, _TAKEN, _ALIKE = 40, 6, 72.0

#: What a word is worth that only sounds the same.
_BY_SOUND = 0.9

#: Letters that a word must have to be looked for by parts of it.
_LONG_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class _Found:
    """A word of the index for one of the name, and what it is worth."""

    word: Word
    worth: float


def shortlist(names: Names, text: str, types: Sequence[str] = ()) -> list[int]:
    """Numbers of the entities whose names are most like a text, the likeliest first.

    Args:
        types: of these only; empty: of all.
    """
    asked = words(text)
    weights: defaultdict[int, float] = defaultdict(float)
    for entity in names.named(" ".join(asked), SHORTLIST):
        weights[entity] += 100.0
    groups = sorted(filter(None, (_spellings(names, each) for each in found_by(asked))), key=_postings)
    looked_at = 0
    for group in groups:
        if looked_at > POSTINGS:
            break
        best = _best_of(names, group, types)
        looked_at += len(best)
        for entity, worth in best.items():
            weights[entity] += worth
    ordered = sorted(weights, key=lambda entity: (-weights[entity], entity))
    return ordered[:SHORTLIST]


def _best_of(names: Names, group: Sequence[_Found], types: Sequence[str]) -> dict[int, float]:
    """Entities with one of these words, each with the best of its worths; a rare word is worth more."""
    best: dict[int, float] = {}
    for found in group:
        worth = found.worth / math.log2(2 + found.word.forms)
        for entity in names.containing(found.word.number, types, POSTINGS):
            if worth > best.get(entity, 0.0):
                best[entity] = worth
    return best


def _spellings(names: Names, word: str) -> list[_Found]:
    """The words of the index that a word may be."""
    heard = sound(word)
    known = names.words(word, heard)
    if known:
        return [_Found(each, 1.0 if each.text == word else _BY_SOUND) for each in known]
    return list(_misspelt(names, word, heard))


def _misspelt(names: Names, word: str, heard: str) -> Iterator[_Found]:
    if len(word) < _LONG_ENOUGH:
        return
    near = names.words_like(grams(heard), _LOOKED_AT)
    rated = sorted(((max(fuzz.ratio(heard, n.sound), fuzz.ratio(word, n.text)), n) for n in near), key=_rating)
    for alike, each in rated[:_TAKEN]:
        if alike >= _ALIKE:
            yield _Found(each, _BY_SOUND * alike / 100)


def _rating(rated: tuple[float, Word]) -> tuple[float, int]:
    return -rated[0], rated[1].number


def _postings(group: Sequence[_Found]) -> int:
    return sum(found.word.forms for found in group)
