"""When what a sentence states took place: which date belongs to which meeting, letter, journey and event."""

from __future__ import annotations

import pytest

from tests.unit.extract.conftest import Annotate, memorandum  # written on Sunday, February 26, 1961


def when(annotate: Annotate, body: str, predicate: str) -> str | None:
    (relation,) = [r for r in annotate(memorandum(body)).relations if r.predicate == predicate]
    return relation.when


@pytest.mark.parametrize(
    ("body", "predicate", "edtf"),
    [
        ("Thompson met with Gromyko on February 3.", "metWith", "1961-02-03"),
        ("On February 3 Thompson met with Gromyko.", "metWith", "1961-02-03"),
        ("Thompson had a talk with Gromyko yesterday.", "metWith", "1961-02-25"),
        ("Thompson met with Gromyko on Friday.", "metWith", "1961-02-24"),
        ("Thompson will meet with Gromyko on Friday.", "metWith", "1961-03-03"),
        ("Bohlen mentioned Thompson's conversation with Gromyko on February 3.", "metWith", "1961-02-03"),
        ("Thompson met with Gromyko on Friday, February 24.", "metWith", "1961-02-24"),
        ("Khrushchev visited Belgrade last year.", "traveledTo", "1960"),
        ("Khrushchev will visit Belgrade in April.", "traveledTo", "1961-04"),
        ("Khrushchev visited Belgrade in October.", "traveledTo", "1960-10"),
        ("Macmillan wrote to Khrushchev in a letter of February 3.", "wroteTo", "1961-02-03"),
        ("In a memorandum to Khrushchev, February 3, 1961, Macmillan agreed.", "wroteTo", "1961-02-03"),
        ("The President has asked me to respond to your letter of February 3 to Khrushchev.", "wroteTo", "1961-02-03"),
        ("Macmillan spoke on February 1. The following day Thompson met with Gromyko.", "metWith", "1961-02-02"),
    ],
)
def test_stated(annotate: Annotate, body: str, predicate: str, edtf: str) -> None:
    assert when(annotate, body, predicate) == edtf


@pytest.mark.parametrize(
    "body",
    [
        "On February 3 Bohlen said that Thompson had met with Gromyko.",
        "After February 3 Thompson met with Gromyko.",
        "Thompson met with Gromyko. Bohlen came on February 3.",
        "Thompson met with Gromyko to discuss the note of February 3.",
    ],
)
def test_another_thing_is_dated(annotate: Annotate, body: str) -> None:
    assert when(annotate, body, "metWith") is None


def test_a_date_ahead_makes_a_plan(annotate: Annotate) -> None:
    (met,) = [
        r for r in annotate(memorandum("Thompson meets with Gromyko on March 3.")).relations if r.predicate == "metWith"
    ]
    assert (met.when, met.modality) == ("1961-03-03", "plan")


@pytest.mark.parametrize(
    ("body", "edtf"),
    [
        ("The National Security Council meeting on February 3 was short.", "1961-02-03"),
        ("The National Security Council meeting of February 3-4 was short.", "1961-02-03/1961-02-04"),
    ],
)
def test_an_event_carries_its_time(annotate: Annotate, body: str, edtf: str) -> None:
    events = [e for e in annotate(memorandum(body)).entities if e.type == "Event"]
    assert [event.when for event in events] == [edtf]
