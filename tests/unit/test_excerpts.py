"""Stretches of text: sentences and paragraphs around quotations. Offsets are code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.excerpts import CONTEXT, paragraph_around, sentence_around
from tests.publish_sample import memorandum


def around(text: str, words: str, *, cut: bool = False) -> tuple[str, str, str]:
    start = text.index(words)
    found = sentence_around(text, start, start + len(words), cut_left=cut, cut_right=cut)
    return found.before, found.exact, found.after


@pytest.mark.parametrize(
    ("text", "words", "before", "after"),
    [
        ("One met. Two met Three. Four.", "Three", "Two met ", "."),
        ("Mr. Haig met J. F. Dobrynin there. Then he left.", "Dobrynin", "Mr. Haig met J. F. ", " there."),
        ("He said “Go.” Then U.S. forces left.", "forces", "Then U.S. ", " left."),
        ("A paragraph.\nAnother one with a name\nand more.", "name", "Another one with a ", ""),
        ("Alone", "Alone", "", ""),
        ("First. All of it. Last.", "All of it.", "", ""),
        ("It began. Here and. Then it ended. Last.", "Here and. Then it", "", " ended."),
    ],
)
def test_sentence(text: str, words: str, before: str, after: str) -> None:
    assert around(text, words) == (before, words, after)


def test_a_real_sentence() -> None:
    before, _, after = around(memorandum("frus1981-88v04d4"), "Al Haig and you have had with Gromyko")
    assert before == "The record of meetings which "
    assert after.endswith("outstanding political and regional differences between us.")


def test_a_window_that_cuts_the_sentence_says_so() -> None:
    assert around("and so on he went to see", "he went", cut=True) == ("… and so on ", "he went", " to see …")


@given(st.text("ab. \n", max_size=900), st.data())
def test_an_excerpt_is_of_the_text_and_short(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = sentence_around(text, start, end, cut_left=False, cut_right=False)
    assert found.exact == text[start:end]
    assert len(found.before) <= CONTEXT + 2
    assert len(found.after) <= CONTEXT + 2
    assert found.before.removeprefix("… ") in text[:start]
    assert found.after.removesuffix(" …") in text[end:]


def test_paragraph() -> None:
    found = paragraph_around("One.\n  Two is here. Or not.\nThree.", 9, 11)
    assert (found.before, found.exact, found.after) == ("Tw", "o ", "is here. Or not.")
