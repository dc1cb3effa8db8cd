"""Who holds an office: by who is named with it, by the document's papers, by lists of persons at the date."""

from __future__ import annotations

import re
from datetime import date

import pytest

from memograph.authority.index import Authority
from memograph.extract.linking.offices import Office, Offices
from memograph.model import AnnotatedDocument
from tests.unit.extract.conftest import Annotate, memorandum


@pytest.fixture(scope="module")
def offices(authority: Authority) -> Offices:
    return Offices(authority)


@pytest.mark.parametrize(
    ("post", "office"),
    [
        ("Soviet Ambassador", Office("ambassador", "soviet-union")),
        ("Ambassador to the Soviet Union", Office("ambassador")),
        ("Assistant Secretary of State for European Affairs", Office("assistant secretary")),
        ("Minister of Foreign Affairs", Office("foreign minister")),
        ("British Foreign Secretary", Office("foreign minister", "united-kingdom")),
        ("Minister of Defense", Office("defense minister")),
        ("Prime Minister of the United Kingdom", Office("prime minister", "united-kingdom")),
        ("typist", None),
    ],
)
def test_an_office_is_a_head_and_a_state(offices: Offices, post: str, office: Office | None) -> None:
    assert offices.read(post) == office


def test_remarks_of_lists_of_persons_have_days(offices: Offices) -> None:
    remark = (
        "Ambassador at Large until December 1961; Assistant Secretary of State for Far Eastern Affairs until April 4, "
        "1963; thereafter Under Secretary of State for Political Affairs"
    )
    first, second, third = offices._of_remark(remark)
    assert (first.first, first.last) == (date.min, date(1961, 12, 31))
    assert (second.words, second.first, second.last) == (
        "assistant secretary of state for far eastern affairs",
        date(1961, 12, 31),
        date(1963, 4, 4),
    )
    assert (third.office.head, third.first, third.last) == ("under secretary", date(1963, 4, 4), date.max)


def test_a_remark_with_a_date_that_is_none_keeps_its_year(offices: Offices) -> None:
    (stated,) = offices._of_remark("Prime Minister from February 30, 1961 to 1962")
    assert (stated.first, stated.last) == (date(1961, 1, 1), date(1962, 12, 31))


def roles(annotated: AnnotatedDocument) -> dict[str, str]:
    """Role phrases → slug of the person."""
    text = annotated.document.text
    return {m.span.of(text): m.entity for m in annotated.mentions if m.kind == "role"}


CONVERSATION = (
    "61. Memorandum of Conversation*\n\nWashington, February 26, 1961, 11 a.m.\n\nSUBJECT\n\nTrade\n\nPARTICIPANTS\n\n"
    "{participants}\n\n{body}\n\n* * *\n\n* Source: Department of State, Central Files, 411.616/2-2661. Confidential.\n"
)


def test_the_prime_minister_is_the_one_who_takes_part(annotate: Annotate) -> None:
    text = CONVERSATION.format(
        participants="The President\n\nPrime Minister Macmillan", body="The Prime Minister asked. The President agreed."
    )
    assert roles(annotate(text)) == {
        "The Prime Minister": "macmillan-harold",
        "The President": "kennedy-john-f",
    }


def test_the_chairman_is_who_was_named_with_the_post_before(annotate: Annotate) -> None:
    found = roles(annotate(memorandum("Chairman Khrushchev came. Later Gromyko spoke with the Chairman.")))
    assert found["the Chairman"] == "khrushchev-nikita"


def test_the_ambassador_of_a_foreign_embassy_is_theirs(annotate: Annotate) -> None:
    text = CONVERSATION.format(
        participants="Mr. M.N. Smirnovsky, Chargé d’Affaires, Soviet Embassy\n\nThe Secretary",
        body="A stone was thrown into the Ambassador’s garden.",
    )
    assert roles(annotate(text))["the Ambassador"] == "menshikov-mikhail"


def test_an_office_in_apposition_to_a_name_is_no_mention(annotate: Annotate) -> None:
    text = CONVERSATION.format(
        participants="Mikhail Menshikov, the Soviet Ambassador\n\nThe Secretary",
        body="The Soviet Ambassador protested.",
    )
    annotated = annotate(text)
    found = [m.span.of(annotated.document.text) for m in annotated.mentions if m.entity == "menshikov-mikhail"]
    assert found == ["Mikhail Menshikov", "The Soviet Ambassador"]


def test_after_a_name_and_a_comma_a_person_may_still_be_meant(annotate: Annotate) -> None:
    found = roles(annotate(memorandum("In reply to a question from Mr. Kohler, the Secretary said no.")))
    assert found["the Secretary"] == "rusk-dean"


def test_each_of_several_secretaries_is_mentioned(annotate: Annotate) -> None:
    found = roles(annotate(memorandum("He told the Secretaries of State, Defense, and Treasury to report.")))
    assert found == {
        "the Secretaries of State": "rusk-dean",
        "Defense": "mcnamara-robert",
        "Treasury": "dillon-douglas",
    }


def test_files_of_an_archive_are_not_their_owner(annotate: Annotate) -> None:
    text = memorandum("We agreed.").replace("Central Files, 411.616/2-2661", "President’s Office Files")
    assert not [phrase for phrase in roles(annotate(text)) if re.search("President", phrase)]


def test_of_an_office_that_nobody_of_the_document_holds_nothing_is_said(annotate: Annotate) -> None:
    assert roles(annotate(memorandum("The Chancellor came with the Shah."))) == {}
