"""Who says so and how surely: reported speech, quotations, plans, beliefs, denials; through the real parser."""

from __future__ import annotations

import pytest

from memograph.model import EntityType, Relation
from tests.unit.extract.conftest import Annotate, memorandum

KHRUSHCHEV, GROMYKO, THOMPSON = "khrushchev-nikita", "gromyko-andrei", "thompson-llewellyn"
RUSK, DOBRYNIN, BOHLEN = "rusk-dean", "dobrynin-anatoly", "bohlen-charles"


def meeting(annotate: Annotate, body: str, ends: tuple[str, str] = (THOMPSON, GROMYKO)) -> Relation | None:
    relations = annotate(memorandum(body)).relations
    found = [r for r in relations if r.predicate == "metWith" and {r.subject, r.object} == set(ends)]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Thompson met with Gromyko.", None),
        ("Dobrynin said that Thompson had met with Gromyko.", DOBRYNIN),
        ("Dobrynin told Bohlen that Thompson had met with Gromyko.", DOBRYNIN),
        ("According to Dobrynin, Ambassador Thompson met with Gromyko.", DOBRYNIN),
        ("Ambassador Thompson met with Gromyko, Dobrynin said.", DOBRYNIN),
        ("Bohlen reported that Dobrynin had said that Thompson met with Gromyko.", DOBRYNIN),
        ("Dobrynin was friendly. He added that Thompson had met with Gromyko.", DOBRYNIN),
        ('Dobrynin said: "Everything is in order. Ambassador Thompson met with Gromyko."', DOBRYNIN),
        ("Dobrynin sent Bohlen a note stating that Thompson had met with Gromyko.", DOBRYNIN),
        ("It was reported that Thompson had met with Gromyko.", None),
        ("I told Dobrynin that Thompson had met with Gromyko.", RUSK),
        ("You will have noted that Thompson met with Gromyko.", None),
        ('"All is well," Dobrynin said. "Ambassador Thompson met with Gromyko on Monday."', DOBRYNIN),
        ('Dobrynin called it "a crisis of the alliance." Ambassador Thompson met with Gromyko.', None),
    ],
)
def test_who_says_so(annotate: Annotate, body: str, speaker: str | None) -> None:
    relation = meeting(annotate, body)
    assert relation is not None
    assert relation.asserted_by == (None if speaker is None else (EntityType.PERSON, speaker))


def test_what_a_telling_is_made_of_its_author_says(annotate: Annotate) -> None:
    relation = meeting(annotate, "Dobrynin told Bohlen that all was well.", (DOBRYNIN, BOHLEN))
    assert relation is not None
    assert (relation.asserted_by, relation.modality) == (None, "fact")


@pytest.mark.parametrize(
    ("body", "modality"),
    [
        ("Thompson met with Gromyko.", "fact"),
        ("Thompson has been meeting with Gromyko.", "fact"),
        ("Thompson will meet with Gromyko.", "plan"),
        ("Thompson is to meet with Gromyko.", "plan"),
        ("Thompson plans to meet with Gromyko.", "plan"),
        ("Rusk instructed Thompson to meet with Gromyko.", "plan"),
        ("Thompson was ready to meet with Gromyko.", "plan"),
        ("We discussed Thompson's forthcoming meeting with Gromyko.", "plan"),
        ("Dobrynin said that Thompson would meet with Gromyko.", "plan"),
        ("Dobrynin suggested that Thompson meet with Gromyko.", "plan"),
        ("The cancellation of Thompson's meeting with Gromyko was announced.", "plan"),
        ("You will recall Thompson's meeting with Gromyko.", "fact"),
        ("Bohlen prepared a transcript of Thompson's talk with Gromyko.", "fact"),
        ("Dobrynin said that Thompson had met with Gromyko.", "report"),
        ("I understand Thompson met with Gromyko.", "report"),
        ("Dobrynin believed that Thompson had met with Gromyko.", "belief"),
        ("Thompson probably met with Gromyko.", "belief"),
        ("Thompson may have met with Gromyko.", "belief"),
        ("Dobrynin thinks that Thompson will meet with Gromyko.", "belief"),
    ],
)
def test_how_surely(annotate: Annotate, body: str, modality: str) -> None:
    relation = meeting(annotate, body)
    assert relation is not None
    assert relation.modality == modality


@pytest.mark.parametrize(
    "body",
    [
        "Thompson did not meet with Gromyko.",
        "Thompson never met with Gromyko.",
        "Thompson refused to meet with Gromyko.",
        "Thompson failed to meet with Gromyko.",
        "Thompson did not want to meet with Gromyko.",
        "Thompson was not able to meet with Gromyko.",
        "Thompson had no meeting with Gromyko.",
        "Dobrynin denied that Thompson had met with Gromyko.",
        "Dobrynin did not say that Thompson had met with Gromyko.",
        "Dobrynin asked whether Thompson had met with Gromyko.",
        "Did Thompson meet with Gromyko?",
        "If Thompson met with Gromyko, we should know.",
        "Thompson would have met with Gromyko.",
        "Thompson left without meeting Gromyko.",
        "Thompson cancelled a meeting with Gromyko.",
        "Thompson opposed any discussion with Gromyko.",
    ],
)
def test_no_relation(annotate: Annotate, body: str) -> None:
    assert meeting(annotate, body) is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("No progress was made in Thompson's meeting with Gromyko.", id="the meeting took place"),
        pytest.param("Dobrynin did not mention Thompson's meeting with Gromyko.", id="known whatever is said of it"),
        pytest.param("Thompson met with Gromyko. He did not meet with Khrushchev.", id="another sentence"),
        pytest.param("Thompson met with Gromyko but did not see Khrushchev.", id="another clause"),
        pytest.param("Thompson did not speak. Later Thompson met with Gromyko.", id="stated after a denial"),
    ],
)
def test_what_a_denial_does_not_reach(annotate: Annotate, body: str) -> None:
    assert meeting(annotate, body) is not None


def test_a_later_statement_stands_for_an_earlier_denial(annotate: Annotate) -> None:
    relation = meeting(annotate, "Thompson did not meet with Gromyko in May. Thompson met with Gromyko in June.")
    assert relation is not None
    assert relation.evidence.start > 60


def test_structure_has_no_modality(annotate: Annotate) -> None:
    relations = annotate(memorandum("Thompson met with Gromyko.")).relations
    structural = [r for r in relations if r.method.startswith("header.")]
    assert structural
    assert {(r.modality, r.asserted_by, r.when) for r in structural} == {(None, None, None)}


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        ("Dobrynin said that all was well. Thompson had met with Gromyko.", DOBRYNIN),
        ("Dobrynin said that all was well. Ambassador Thompson met with Gromyko at noon.", None),
        ("Dobrynin said that all was well. The meeting closed. Thompson had met with Gromyko.", None),
    ],
)
def test_the_record_of_a_conversation_goes_on_with_who_spoke(
    annotate: Annotate, body: str, speaker: str | None
) -> None:
    text = (
        "37. Memorandum of Conversation*\n\nWashington, February 26, 1961.\n\nPARTICIPANTS\n\nSecretary Rusk\n\n"
        f"Ambassador Dobrynin\n\n{body}\n\n* * *\n\n"
        "* Source: Department of State, Central Files, 411.616/2-2661. Confidential. Drafted by Kohler.\n"
    )
    (met,) = [r for r in annotate(text).relations if r.predicate == "metWith" and THOMPSON in (r.subject, r.object)]
    assert met.asserted_by == (None if speaker is None else (EntityType.PERSON, speaker))


def test_a_title_in_quotation_marks_is_nobodys_report(annotate: Annotate) -> None:
    relation = meeting(annotate, 'The paper is "Ambassador Thompson\'s meeting with Gromyko" and is attached.')
    assert relation is not None
    assert (relation.modality, relation.asserted_by) == ("fact", None)


def test_a_title_is_a_fact_whoever_speaks(annotate: Annotate) -> None:
    relations = annotate(memorandum("Dobrynin said that Ambassador Thompson would not come.")).relations
    (post,) = [r for r in relations if r.predicate == "holdsPost" and r.subject == THOMPSON]
    assert (post.modality, post.asserted_by) == ("fact", None)


def test_transcript_lines_are_their_speakers(annotate: Annotate) -> None:
    text = (
        "37. Memorandum of Conversation*\n\nWashington, February 26, 1961.\n\nPARTICIPANTS\n\nSecretary Rusk\n\n"
        "Ambassador Dobrynin\n\nR: Thompson met with Gromyko.\n\n* * *\n\n"
        "* Source: Department of State, Central Files, 411.616/2-2661. Confidential. Drafted by Kohler.\n"
    )
    (met,) = [r for r in annotate(text).relations if r.predicate == "metWith"]
    assert (met.asserted_by, met.modality) == ((EntityType.PERSON, RUSK), "report")
