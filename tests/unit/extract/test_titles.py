"""The grammar of posts around names."""

from __future__ import annotations

import pytest

from memograph.extract.titles import (
    apposed_before,
    is_title,
    name_at,
    nation_of_rank,
    post_after,
    post_before,
    post_stated,
    second_post,
    titled_positions,
    without_titles,
)
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
        ("In September President ", "President"),
        ("to Ambassador to India ", "Ambassador to India"),
        ("by Director of Central Intelligence ", "Director of Central Intelligence"),
        ("with Secretary of Commerce and Senator ", "Senator"),
        ("the Minister Counselor of the Soviet Embassy (Mr. ", "Minister Counselor of the Soviet Embassy"),
        ("DCI (", "DCI"),
        ("said Soviet chief delegate ", "Soviet chief delegate"),
        ("when party secretary ", "party secretary"),
        ("told Mr. ", None),
        ("saw General ", None),
        ("with their secretary ", None),
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
        (
            ", then acting head of the U.S. delegation at the Conference, said",
            "acting head of the U.S. delegation at the Conference",
        ),
        (", former U.S. Representative to the United Nations.", "former U.S. Representative to the United Nations"),
        (", Soviet negotiator at Geneva, had", "Soviet negotiator at Geneva"),
        (", the President's interpreter.", "President's interpreter"),
        (", Commander in Chief, U.S. Air Force, Europe.", "Commander in Chief, U.S. Air Force, Europe"),
        (
            ", Chairman of the Committee for Cultural Relations with Foreign Countries, and",
            "Chairman of the Committee for Cultural Relations with Foreign Countries",
        ),
        (", Chief of Protocol and Mr. Davis", "Chief of Protocol"),
        ("., Counselor of Embassy", "Counselor of Embassy"),
        (", Secretary of Health, Education, and Welfare, said", "Secretary of Health, Education, and Welfare"),
        (", Chairman of the Council of Ministers, and Brezhnev", "Chairman of the Council of Ministers"),
        (" said that the Director", None),
        (", Moscow, and", None),
        (", head and shoulders above", None),
    ],
)
def test_the_post_after_a_name(after: str, post: str | None) -> None:
    found = post_after("Duke" + after, 4)
    assert (found and found.of("Duke" + after)) == post


@pytest.mark.parametrize(
    ("before", "post"),
    [
        ("headed by the Secretary of State's Special Assistant, ", "Secretary of State's Special Assistant"),
        ("The Department of Defense representative, ", "Department of Defense representative"),
        ("the head of the U.S. delegation, ", "head of the U.S. delegation"),
        ("by his deputy, ", "deputy"),
        ("by US Ambassador in Moscow, Mr. ", "US Ambassador in Moscow"),
        ("the President, ", None),
        ("the Foreign Minister, ", None),
        ("with the Soviets, ", None),
    ],
)
def test_the_post_that_a_name_explains(before: str, post: str | None) -> None:
    found = apposed_before(before + "Rusk", len(before))
    assert (found and found.of(before)) == post


@pytest.mark.parametrize(
    ("after", "post"),
    [
        (" was a part-time consultant to the Council in", "consultant to the Council"),
        (" had been elected President of the Assembly.", "President of the Assembly"),
        (" was tired", None),
        (" would be Secretary of State", None),
    ],
)
def test_the_post_that_a_sentence_gives(after: str, post: str | None) -> None:
    found = post_stated("Duke" + after, 4)
    assert (found and found.of("Duke" + after)) == post


def test_a_second_post_follows_the_first() -> None:
    text = "Duke, Professor at Harvard University and member of the Advisory Board."
    first = post_after(text, 4)
    assert first is not None
    second = second_post(text, first.end)
    assert second is not None
    assert (first.of(text), second.of(text)) == ("Professor at Harvard University", "member of the Advisory Board")


def test_a_post_does_not_reach_over_another_name() -> None:
    text = "from Secretary of Commerce Hodges to Secretary of State Rusk"
    found = post_before(text, text.index("Rusk"), floor=text.index(" to Sec"))
    assert found is not None
    assert found.of(text) == "Secretary of State"


def test_a_nation_before_a_rank_is_no_post() -> None:
    text = "Soviet Air Marshal Vershinin"
    start = text.index("Vershinin")
    nation = nation_of_rank(text, start)
    assert nation is not None
    assert nation.of(text) == "Soviet"
    assert post_before(text, start) is None


def test_a_title_announces_a_name() -> None:
    text = "Ambassador Foy D. Kohler's talk with Mr. Kuznetsov and Marshal Malinovsky"
    names = [name_at(text, start) for start in titled_positions(text)]
    assert [n.of(text) for n in names if n] == ["Foy D. Kohler", "Kuznetsov", "Malinovsky"]


def test_a_date_after_a_name_is_no_part_of_it() -> None:
    text = "Ambassador Menshikov March 9"
    found = name_at(text, text.index("Menshikov"))
    assert found is not None
    assert found.of(text) == "Menshikov"


def test_titles_are_outside_the_name() -> None:
    text = "Under Secretary Ball"
    assert without_titles(text, Span(0, len(text))).of(text) == "Ball"
    assert is_title("Under Secretary")
    assert not is_title("Ball")
