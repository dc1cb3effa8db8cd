"""Names as the words that they are found by."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.nameindex.words import LONGEST_WORD, MOST_WORDS, found_by, grams, latin, plain, sounds, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gromyko, Andrei A.", ("gromyko", "andrei", "a")),
        ("U.S.S.R.", ("ussr",)),
        ("A.A. Gromyko", ("aa", "gromyko")),
        ("Menʼshikov", ("menshikov",)),
        ("Gheorghiu-Dej", ("gheorghiu", "dej")),
        ("Громыко", ("gromyko",)),
        ("Köln", ("koln",)),
        ("SALT II", ("salt", "ii")),
        ("1985", ("1985",)),
        (" \t,.;“”", ()),
        ("", ()),
    ],
)
def test_words(text: str, found: tuple[str, ...]) -> None:
    assert words(text) == found


def test_spellings_of_a_sound_meet() -> None:
    assert sounds(plain("Gromyko")) == sounds(plain("Gromiko"))
    assert sounds(plain("Andrey")) == sounds(plain("Andrei"))


def test_a_name_is_found_by_its_words_and_not_its_initials() -> None:
    assert found_by(words("Gromyko, A. A.")) == ("gromyko",)
    assert found_by(words("X")) == ("x",)
    assert found_by(("salt", "2", "salt")) == ("salt", "2")


def test_letters_become_latin_and_the_rest_stays() -> None:
    assert latin("Громыко, А. А.") == "Gromyko, A. A."
    assert latin("Jr., “Köln”") == "Jr., “Köln”"


def test_groups_of_letters_know_the_ends() -> None:
    assert grams("nsc") == (" ns", "nsc", "sc ")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=600))
def test_any_text_has_few_and_short_words(text: str) -> None:
    found = words(text)
    assert len(found) <= MOST_WORDS
    assert all(0 < len(word) <= LONGEST_WORD * 12 and " " not in word for word in found)
    assert plain(plain(text)) == plain(text) or not plain(text).isascii()
