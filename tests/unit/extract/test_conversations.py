"""Who took part in a conversation that no list of participants gives: records, and reports of their author."""

from __future__ import annotations

import pytest

from tests.unit.extract.conftest import Annotate

NOTE = "\n\n* * *\n\n* Source: Department of State, Central Files, 611.61/3-961. Secret. Drafted by Kohler.\n"
SPOKEN = (
    "He said the question was a simple one. I replied that it was not. Gromyko asked what we proposed. "
    "I said I would report his remarks. He added that he expected an answer soon."
)
TELEGRAM = (
    "41. Telegram From the Embassy in the Soviet Union to the Department of State*\n\nMoscow, March 10, 1961.\n\n"
)
MEMORANDUM = (
    "41. Memorandum From the Secretary of State's Special Assistant (Bohlen) to Secretary of State Rusk*\n\n"
    "Washington, March 10, 1961.\n\n"
)
RECORD = "41. Memorandum for the Record*\n\nWashington, March 10, 1961.\n\n"


def participants(annotate: Annotate, text: str) -> set[str]:
    return {r.object for r in annotate(text).relations if r.predicate == "participant"}


@pytest.mark.parametrize(
    "opening",
    [
        "2135. Eyes only Secretary. I met Gromyko at noon March 9 at the Foreign Ministry.",
        "2135. I had a two-hour conversation today with Foreign Minister Gromyko.",
        "2135. Called on Gromyko this morning at his request.",
        "2135. Returning from my meeting with Khrushchev at Novosibirsk I had a long talk with Gromyko.",
        "2135. In frank but friendly discussion Gromyko yesterday went over the same ground.",
        "2135. Prior to leaving for Paris and Germany, talked again last evening for two hours with Gromyko.",
        "2135. In course of conversation with me last night Gromyko went over the same ground.",
        "2135. Subject: Ambassador's Meeting with Gromyko. 1. Summary: I called on Gromyko March 9 to discuss Laos.",
        "2135. 1. In a 90-minute meeting February 12, Foreign Minister Gromyko told Ambassador Thompson little new.",
        "2135. During call on Gromyko this morning, Ambassador Thompson raised the question of Laos.",
    ],
)
def test_a_telegram_whose_author_reports_a_conversation(annotate: Annotate, opening: str) -> None:
    found = participants(annotate, f"{TELEGRAM}{opening}\n\n{SPOKEN}\n\nThompson{NOTE}")
    assert found == {"thompson-llewellyn", "gromyko-andrei"}


def test_called_in_to_be_read_a_statement(annotate: Annotate) -> None:
    body = "2710. Gromyko called me in this afternoon and read following statement. There is no change in our position."
    assert participants(annotate, f"{TELEGRAM}{body}\n\nThompson{NOTE}") == {"thompson-llewellyn", "gromyko-andrei"}


@pytest.mark.parametrize(
    "body",
    [
        "2136. I believe that a meeting with Gromyko would be useful. We should propose it soon. Much would be gained.",
        "2136. Following is text of aide-memoire handed me by Gromyko today. Begin text. We expect an answer.",
        "2136. The President has asked me to study the matter. There is little hope. Gromyko will not change his mind.",
    ],
)
def test_a_telegram_of_advice_records_no_conversation(annotate: Annotate, body: str) -> None:
    assert participants(annotate, f"{TELEGRAM}{body}\n\nThompson{NOTE}") == set()


def test_a_memorandum_on_ones_own_talk_and_who_else_was_present(annotate: Annotate) -> None:
    body = (
        "I lunched on Tuesday with Ambassador Menshikov at the Soviet Embassy. Also present were Ambassador Thompson "
        "and Foy Kohler, who was silent. Menshikov said he was leaving. He asked about trade. I told him it was hard."
    )
    expected = {"bohlen-charles", "menshikov-mikhail", "thompson-llewellyn", "kohler-foy"}
    assert participants(annotate, MEMORANDUM + body + NOTE) == expected


def test_the_subject_line_says_whose_conversation_it_is(annotate: Annotate) -> None:
    heading = MEMORANDUM.rstrip() + "\n\nSUBJECT\n\nConversation with Ambassador Menshikov\n\n"
    body = "He was in good form. He asked about trade. I told him it was hard. I added that it would remain so."
    assert participants(annotate, heading + body + NOTE) == {"bohlen-charles", "menshikov-mikhail"}


def test_somebody_elses_talk_leaves_the_author_out(annotate: Annotate) -> None:
    body = (
        "Following is account of the Secretary of State's conversation with Gromyko today. Gromyko said he was "
        "pleased. He asked for a date. Rusk replied that none was set. Gromyko remarked that time was short."
    )
    found = participants(annotate, f"{TELEGRAM}2140. {body}\n\nThompson{NOTE}")
    assert "gromyko-andrei" in found
    assert "thompson-llewellyn" not in found


def test_a_record_names_who_attended(annotate: Annotate) -> None:
    body = (
        "The meeting lasted an hour, attended by Secretary Rusk, McNamara and General Maxwell Taylor.\n\nKohler agreed."
    )
    expected = {"rusk-dean", "mcnamara-robert", "taylor-maxwell"}
    assert participants(annotate, RECORD + body + NOTE) == expected


def test_a_record_without_a_list_has_those_who_speak(annotate: Annotate) -> None:
    body = (
        "1. Laos\n\nRusk thought the position was poor.\n\nMr. McNamara suggested a review of it, as Eisenhower's was."
    )
    assert participants(annotate, RECORD + body + NOTE) == {"rusk-dean", "mcnamara-robert"}


def test_a_list_is_the_whole_truth(annotate: Annotate) -> None:
    text = (
        "41. Memorandum of Conversation*\n\nWashington, March 10, 1961.\n\nPARTICIPANTS\n\nDean Rusk\n\n"
        f"Andrei Gromyko\n\nGromyko said that McNamara had told him so.\n\nMcNamara said nothing of the kind.{NOTE}"
    )
    assert participants(annotate, text) == {"rusk-dean", "gromyko-andrei"}
