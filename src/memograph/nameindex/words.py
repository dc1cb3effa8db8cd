"""A name as the words that it is found by: folded, in Latin letters, also by sound and by parts of that.

Shared by who writes the index and who looks something up in it; pure.
"""

from __future__ import annotations

import re

from slugify import slugify

from memograph.personal_names import folded, sound

#: Letters of a word and words of a text that count; no name has more, and nobody's query takes longer for it.
LONGEST_WORD, MOST_WORDS = 40, 24

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = {ord(c): None for c in "'’ʼ‘ʻ`ʹ"}
#: Letters with a point each, and no space: ``U.S.S.R.`` is the word ``USSR``.
_ABBREVIATION = re.compile(r"\b(?:[^\W\d_]\.){2,}")


def words(text: str) -> tuple[str, ...]:
    """Words of a text in order: ``Gromyko, A. A.`` → gromyko, a, a; ``Громыко`` → gromyko; ``U.S.S.R.`` → ussr."""
    joined = _ABBREVIATION.sub(lambda found: found[0].replace(".", "") + " ", text.translate(_APOSTROPHES))
    found = (_latin(folded(each[:LONGEST_WORD])) for each in _WORD.findall(joined)[:MOST_WORDS])
    return tuple(each for each in found if each)


def latin(text: str) -> str:
    """A text with its words in Latin letters and all else as it is: ``Громыко, А. А.`` → ``Gromyko, A. A.``."""
    return text if text.isascii() else _WORD.sub(_in_latin, text)


def plain(text: str) -> str:
    """A text as its words, one space between them; two names of the same plain form are the same name."""
    return " ".join(words(text))


def sounds(text: str) -> str:
    """A plain text as it sounds, word by word: ``gromyko andrey`` → ``gromiko andri``."""
    return " ".join(sound(each) for each in text.split())


def found_by(found: tuple[str, ...]) -> tuple[str, ...]:
    """Those words that a name is found by, each once: no initials, unless there is nothing else."""
    longer = tuple(dict.fromkeys(each for each in found if len(each) > 1 or each.isdigit()))
    return longer or tuple(dict.fromkeys(found))


def grams(word: str) -> tuple[str, ...]:
    """Three letters in a row of a word, its ends counted as letters: ``gromiko`` → `` gr``, ``gro``, … ``ko ``."""
    padded = f" {word} "
    return tuple(dict.fromkeys(padded[i : i + 3] for i in range(len(padded) - 2)))


def _in_latin(found: re.Match[str]) -> str:
    word = found[0]
    return word if folded(word[:LONGEST_WORD]).isascii() else slugify(word, separator="", lowercase=False) or word


def _latin(word: str) -> str:
    """A folded word in Latin letters; python-slugify has the tables."""
    if word.isascii():
        return word.lower()  # compatibility forms of letters are folded to capitals: 𝑨
    return slugify(word, separator="", lowercase=True) or word
