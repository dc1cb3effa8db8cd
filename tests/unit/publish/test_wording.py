"""Facts in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.publish.pages import wording

MONTHS = "January February March April May June July August September October November December".split()


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1982-12-04", "December 4, 1982"),
        ("1957-02", "February 1957"),
        ("1909", "1909"),
        ("1957~", "about 1957"),
        ("1957?", "perhaps 1957"),
        ("1957-02-15%", "perhaps about February 15, 1957"),
        ("198X", "1980s"),
        ("19XX", "19XX"),
        ("1983-01-19/1983-02-02", "January 19, 1983 – February 2, 1983"),
        ("1957-02/..", "since February 1957"),
        ("../1957", "until 1957"),
        ("1957-13", "1957-13"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_date(edtf: str, words: str) -> None:
    assert wording.date(edtf) == words


@given(st.dates())
def test_every_day_is_written_out(day: object) -> None:
    words = wording.date(str(day))
    assert words.split()[0] in MONTHS


@given(st.text(max_size=30))
def test_any_text_is_some_date(text: str) -> None:
    assert isinstance(wording.date(text), str)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("1957-02-15", "1985-07-02", "February 15, 1957 – July 2, 1985"),
        ("1957", "", "from 1957"),
        ("", "1985", "until 1985"),
        ("1960-06-24", "../1972", "June 24, 1960 – 1972 or before"),
        ("1957/..", "1960", "1957 or later – 1960"),
        ("", "", ""),
    ],
)
def test_span(start: str, end: str, words: str) -> None:
    assert wording.span(start, end) == words


def test_what_is_said_of_all_leaves_out_what_is_said_of_one() -> None:
    how = "Cross-validation, confidence 0.5 or more."
    assert wording.in_common([f"{how} 78 were marked.", f"{how} 295 were marked."]) == how
    assert wording.in_common([f"{how} 78 were marked."]) == f"{how} 78 were marked."
    assert wording.in_common([]) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (1.0, "practically certain"),
        (0.9, "very likely"),
        (0.72, "likely"),
        (0.5, "more likely than not"),
        (0.1, "doubtful"),
    ],
)
def test_confidence(value: float | None, words: str) -> None:
    assert wording.confidence(value) == words


def test_sentences() -> None:
    assert wording.sentence("metWith", "met with") == ("{s}", " met ", "{o}")
    assert wording.sentence("sentBy", "") == ("{o}", " sent ", "{s}")
    assert wording.sentence("unheardOf", "unheard of {x}") == ("{s}", " – unheard of (x): ", "{o}")
    relations = """sentBy sentTo draftedBy participant dated writtenIn classified cites holdsPost affiliatedWith metWith
    wroteTo traveledTo attended heldIn partyTo""".split()
    assert all(wording.sentence(relation, "nothing") != wording.sentence("", "nothing") for relation in relations)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("header.sender", "in the document's heading or notes, by the rule “sender”"),
        ("model", "found by the language model"),
        ("phrase", "by the form of the phrase"),
        ("metWith.told", "in the running text, by the rule “told”"),
    ],
)
def test_method(name: str, words: str) -> None:
    assert wording.method(name) == words
