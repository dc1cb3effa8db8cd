"""The grammar of posts around names."""

from __future__ import annotations

import pytest

from memograph.extract.titles import is_title, name_at, post_after, post_before, titled_positions, without_titles
from memograph.model import Span


@pytest.mark.parametrize(
    ("before", "post"),
    [
        ("He told Secretary of State ", "Secretary of State"),
        ("Soviet Deputy Foreign Minister ", "Soviet Deputy Foreign Minister"),
        ("with West German Ambassador ", "West German Ambassador"),
        ("Yesterday Ambassador ", "Ambassador"),
        (
            "from Deputy Special Assistant for National Security Affairs ",
            "Deputy Special Assistant for National Security Affairs",
        ),
        ("to the President's Special Assistant ", "President's Special Assistant"),
        ("by President-elect ", "President-elect"),
        ("told Mr. ", None),
        ("saw General ", None),
        ("he met ", None),
    ],
)
def test_the_post_before_a_name(before: str, post: str | None) -> None:
    found = post_before(before + "Rusk", len(before))
    assert (found and found.of(before)) == post


@pytest.mark.parametrize(
    ("after", "post"),
    [
        (", Chief of Protocol, came", "Chief of Protocol"),
        (", Third Secretary, Soviet Embassy", "Third Secretary"),
        (", the Director of the Bureau, said", "Director of the Bureau"),
        (", who was Secretary of State until April", "Secretary of State"),
        (" said that the Director", None),
        (", Moscow, and", None),
    ],
)
def test_the_post_after_a_name(after: str, post: str | None) -> None:
    found = post_after("Duke" + after, 4)
    assert (found and found.of("Duke" + after)) == post


def test_a_title_announces_a_name() -> None:
    text = "Ambassador Foy D. Kohler's talk with Mr. Kuznetsov and Marshal Malinovsky"
    names = [name_at(text, start) for start in titled_positions(text)]
    assert [n.of(text) for n in names if n] == ["Foy D. Kohler", "Kuznetsov", "Malinovsky"]


def test_titles_are_outside_the_name() -> None:
    text = "Under Secretary Ball"
    assert without_titles(text, Span(0, len(text))).of(text) == "Ball"
    assert is_title("Under Secretary")
    assert not is_title("Ball")
