"""Who "he", "his", "I" and "you" are: seen in the meetings that their sentences state."""

from __future__ import annotations

import pytest

from tests.unit.extract.conftest import Annotate, memorandum

KHRUSHCHEV, GROMYKO, THOMPSON = "khrushchev-nikita", "gromyko-andrei", "thompson-llewellyn"
RUSK, KENNEDY, DOBRYNIN, BOHLEN = "rusk-dean", "kennedy-john-f", "dobrynin-anatoly", "bohlen-charles"


def met(annotate: Annotate, body: str, heading: str | None = None) -> set[frozenset[str]]:
    text = memorandum(body) if heading is None else memorandum(body, heading)
    return {frozenset((r.subject, r.object)) for r in annotate(text).relations if r.predicate == "metWith"}


@pytest.mark.parametrize(
    ("body", "pair"),
    [
        pytest.param("Khrushchev said that he had met with Gromyko.", (KHRUSHCHEV, GROMYKO), id="reported"),
        pytest.param("Khrushchev spoke. He had met with Gromyko.", (KHRUSHCHEV, GROMYKO), id="sentence before"),
        pytest.param("Khrushchev was tired.\n\nHe had met with Gromyko.", (KHRUSHCHEV, GROMYKO), id="paragraph before"),
        pytest.param("In his talk with Gromyko on Monday, Thompson agreed.", (THOMPSON, GROMYKO), id="name after"),
        pytest.param("Thompson reported on his talk with Gromyko.", (THOMPSON, GROMYKO), id="his"),
        pytest.param("Thompson wrote that Gromyko had received him.", (THOMPSON, GROMYKO), id="him"),
        pytest.param("Dobrynin asked Thompson to report on his meeting with Gromyko.", (THOMPSON, GROMYKO), id="asked"),
        pytest.param("Rusk persuaded Thompson to report on his talk with Gromyko.", (THOMPSON, GROMYKO), id="made to"),
        pytest.param("Thompson came. The Soviet reply named Bohlen. He met Gromyko.", (THOMPSON, GROMYKO), id="focus"),
        pytest.param("Bohlen's account of his meeting with Gromyko is here.", (BOHLEN, GROMYKO), id="owner"),
        pytest.param("Eyes only Secretary. Thompson came. He met with Gromyko.", (THOMPSON, GROMYKO), id="not I"),
        pytest.param("Thompson was glad that he saw Gromyko.", (THOMPSON, GROMYKO), id="clause above"),
        pytest.param("I had a talk with Gromyko.", (RUSK, GROMYKO), id="I"),
        pytest.param("Before your meeting with Gromyko we should talk.", (KENNEDY, GROMYKO), id="your"),
    ],
)
def test_resolved(annotate: Annotate, body: str, pair: tuple[str, str]) -> None:
    assert frozenset(pair) in met(annotate, body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("Khrushchev and Dobrynin came. He had met with Gromyko.", id="two"),
        pytest.param("Khrushchev is old. A Soviet official spoke. He had met Gromyko.", id="somebody unnamed"),
        pytest.param('The driver said "I met with Gromyko."', id="I in a quotation"),
        pytest.param("Begin text:\n\nI met with Gromyko.\n\nEnd text.", id="I in a quoted text"),
        pytest.param("We saw Thompson. For any official his talk with Gromyko is useful.", id="anybody"),
        pytest.param("Mrs. Furtseva spoke. He had met Gromyko.", id="she is not he"),
        pytest.param("See volume I, meeting with Gromyko.", id="a Roman numeral"),
    ],
)
def test_left_open(annotate: Annotate, body: str) -> None:
    assert met(annotate, body) == set()


def test_the_sender_speaks_again_after_a_quoted_text(annotate: Annotate) -> None:
    body = "Begin text:\n\nPeace is good.\n\nEnd text.\n\nI met with Gromyko."
    assert met(annotate, body) == {frozenset((RUSK, GROMYKO))}


def test_in_a_transcript_the_label_tells_who_speaks(annotate: Annotate) -> None:
    text = (
        "37. Memorandum of Conversation*\n\nWashington, February 26, 1961.\n\nPARTICIPANTS\n\nSecretary Rusk\n\n"
        "Ambassador Dobrynin\n\nR: I met with Gromyko.\n\nDobrynin: I met with Bohlen.\n\n* * *\n\n"
        "* Source: Department of State, Central Files, 411.616/2-2661. Confidential. Drafted by Kohler.\n"
    )
    found = {frozenset((r.subject, r.object)) for r in annotate(text).relations if r.predicate == "metWith"}
    assert found == {frozenset((RUSK, GROMYKO)), frozenset((DOBRYNIN, BOHLEN))}


def test_without_a_sender_the_drafter_says_i(annotate: Annotate) -> None:
    heading = "Memorandum for the Record"
    assert met(annotate, "I met with Gromyko.", heading) == {frozenset(("kohler-foy", GROMYKO))}
