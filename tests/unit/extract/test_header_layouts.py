"""Headers in the layouts of other decades, despatches of the fifties to directives of the eighties; texts made up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.extract.header_facts import document, facts

KISSINGER = "President’s Assistant for National Security Affairs"
BODY = (
    "The question was considered at length, and it was found that there was little to be gained by haste, since the "
    "other side had shown no sign of moving and the season was not favorable to a settlement of any kind whatever."
)


def laid_out(
    heading: str, *lines: str, note: str = "Department of State, Files.", identifier: str = "frus1969-76v01d12"
) -> dict[str, Any]:
    """Facts of a document in the layout of the web edition: one paragraph a line, the source note as note 1."""
    text = "\n\n".join((f"12. {heading}1", *lines, BODY, f"    1. Source: {note}\n"))
    return facts(document(text, identifier))


def test_a_despatch_of_the_fifties() -> None:
    found = laid_out(
        "Despatch From the Embassy in France to the Department of State",
        "Paris, March 4, 1953.",
        "No. 2211",
        "REF",
        "Depcirtel 1012, February 20, 1953",
        "SUBJECT",
        "French Views on the Defense Community",
        note="Department of State, Central Files, 740.5/3–453. Confidential. Drafted by Martin (POL).",
        identifier="frus1952-54v05d12",
    )
    assert found["type"] == "despatch"
    assert found["senders"] == [{"body": "Embassy in France"}]
    assert found["addressees"] == [{"body": "Department of State"}]
    assert (found["date"], found["place"]) == (("1953-03-04", "text"), "Paris")
    assert found["subject"] == "French Views on the Defense Community"
    assert found["classified"] == "Confidential"
    assert found["drafters"] == [{"name": "Martin", "body": "POL"}]


def test_a_backchannel_message() -> None:
    found = laid_out(
        f"Backchannel Message From the {KISSINGER} (Kissinger) to the Ambassador to Vietnam (Bunker)",
        "Washington, February 9, 1972, 2315Z.",
        "WHS 2001. Deliver at opening of business.",
        note="National Archives, Nixon Presidential Materials, NSC Files, Box 854. Top Secret; Sensitive; Exclusively "
        "Eyes Only.",
    )
    assert found["type"] == "backchannel-message"
    assert found["senders"] == [{"name": "Kissinger", "post": KISSINGER}]
    assert found["addressees"] == [{"name": "Bunker", "post": "Ambassador to Vietnam"}]
    assert found["date"] == ("1972-02-09", "text")
    assert found["classified"] == "Top Secret; Sensitive; Exclusively Eyes Only"


@pytest.mark.parametrize(
    "label", ["PARTICIPANTS", "ATTENDEES", "Attendees:", "Participants:", "PRESENT", "IN ATTENDANCE"]
)
def test_minutes_with_a_list_of_those_present(label: str) -> None:
    found = laid_out(
        "Minutes of a National Security Council Meeting",
        "Washington, October 14, 1976, 3:30–4:30 p.m.",
        label,
        "The President",
        "Secretary of State Henry A. Kissinger",
        "William G. Hyland, Deputy Assistant to the President for National Security Affairs",
        note="Ford Library, National Security Adviser, NSC Meeting Minutes, Box 2. Secret.",
    )
    assert found["type"] == "minutes"
    assert found["participants"] == [
        {"post": "President"},
        {"name": "Henry A. Kissinger", "post": "Secretary of State"},
        {"name": "William G. Hyland", "post": "Deputy Assistant to the President for National Security Affairs"},
    ]
    assert found["date"] == ("1976-10-14", "text")


def test_those_present_on_one_line() -> None:
    found = laid_out(
        "Memorandum for the Record",
        "Washington, May 7, 1963.",
        "Present: Secretary McNamara, General Taylor, Mr. Bundy",
    )
    assert [p["name"] for p in found["participants"]] == ["McNamara", "Taylor", "Bundy"]


def test_summary_of_conclusions_grouped_by_agency() -> None:
    found = laid_out(
        "Summary of Conclusions of a Special Coordination Committee Meeting",
        "Washington, June 1, 1978, 10–11 a.m.",
        "PARTICIPANTS",
        "State",
        "Cyrus Vance",
        "Defense",
        "Harold Brown",
        "White House",
        "Zbigniew Brzezinski",
        "CIA",
        "Admiral Stansfield Turner",
    )
    assert found["type"] == "record-of-meeting"
    names = ["Cyrus Vance", "Harold Brown", "Zbigniew Brzezinski", "Stansfield Turner"]
    assert [p["name"] for p in found["participants"]] == names


def test_a_conversation_in_columns() -> None:
    found = laid_out(
        "Memorandum of Conversation",
        "Moscow, May 22, 1972, 6:15–8:10 p.m.",
        "PARTICIPANTS",
        "U.S.",
        "President Nixon",
        "USSR",
        "Leonid I. Brezhnev, General Secretary of the Central Committee of the CPSU",
        "Viktor M. Sukhodrev, Interpreter",
        "SUBJECT",
        "First Meeting",
    )
    assert [p.get("name") for p in found["participants"]] == ["Nixon", "Leonid I. Brezhnev", "Viktor M. Sukhodrev"]
    assert found["subject"] == "First Meeting"


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        (
            "Transcript of a Telephone Conversation Between President Nixon and Secretary of State Rogers",
            ["Nixon", "Rogers"],
        ),
        (f"Conversation Between President Nixon and the {KISSINGER} (Kissinger)", ["Nixon", "Kissinger"]),
        ("Memorandum of Conversation Between Ambassador Thompson and Chairman Khrushchev", ["Thompson", "Khrushchev"]),
    ],
)
def test_the_heading_names_who_talked(heading: str, names: list[str]) -> None:
    found = laid_out(heading, "Washington, May 1, 1971.")
    assert [p["name"] for p in found["participants"]] == names
    assert "conversation" in found["type"] or found["type"] == "transcript"


@pytest.mark.parametrize(
    ("heading", "type_", "senders", "addressees"),
    [
        (
            f"Memorandum From the {KISSINGER} (Kissinger) to President Nixon",
            "memorandum",
            [{"name": "Kissinger", "post": KISSINGER}],
            [{"name": "Nixon", "post": "President"}],
        ),
        (
            f"Memorandum From Helmut Sonnenfeldt of the National Security Council Staff to the {KISSINGER} (Kissinger)",
            "memorandum",
            [{"name": "Helmut Sonnenfeldt", "body": "National Security Council Staff"}],
            [{"name": "Kissinger", "post": KISSINGER}],
        ),
        (
            "Note From the Secretary of State’s Executive Secretary (Tarnoff) to the President’s Deputy Assistant for "
            "National Security Affairs (Aaron)",
            "note",
            [{"name": "Tarnoff", "post": "Secretary of State’s Executive Secretary"}],
            [{"name": "Aaron", "post": "President’s Deputy Assistant for National Security Affairs"}],
        ),
        (
            "Message From the Soviet Leadership to President Nixon",
            "message",
            [{"body": "Soviet Leadership"}],
            [{"name": "Nixon", "post": "President"}],
        ),
        (
            "Letter From President Carter to Soviet General Secretary Brezhnev",
            "letter",
            [{"name": "Carter", "post": "President"}],
            [{"name": "Brezhnev", "post": "Soviet General Secretary"}],
        ),
        (
            "Telegram From Secretary of State Kissinger to the Department of State",
            "telegram",
            [{"name": "Kissinger", "post": "Secretary of State"}],
            [{"body": "Department of State"}],
        ),
        (
            "Telegram From the Department of State to the Mission to the North Atlantic Treaty Organization",
            "telegram",
            [{"body": "Department of State"}],
            [{"body": "Mission to the North Atlantic Treaty Organization"}],
        ),
        (
            "Telegram From the Department of State to Secretary of State Vance in Moscow",
            "telegram",
            [{"body": "Department of State"}],
            [{"name": "Vance", "post": "Secretary of State", "place": "Moscow"}],
        ),
        (
            "Telegram From the U.S. Interests Section in Havana to the Department of State",
            "telegram",
            [{"body": "U.S. Interests Section in Havana"}],
            [{"body": "Department of State"}],
        ),
        (
            "Memorandum From the Acting Director of the Bureau of Intelligence and Research (Denney) to Acting "
            "Secretary of State Katzenbach",
            "memorandum",
            [{"name": "Denney", "post": "Acting Director of the Bureau of Intelligence and Research"}],
            [{"name": "Katzenbach", "post": "Acting Secretary of State"}],
        ),
        (
            "Information Memorandum From the Director of the Policy Planning Staff (Lord) to Secretary of State "
            "Kissinger",
            "information-memorandum",
            [{"name": "Lord", "post": "Director of the Policy Planning Staff"}],
            [{"name": "Kissinger", "post": "Secretary of State"}],
        ),
        (
            "Memorandum From the Chairman of the Joint Chiefs of Staff (Vessey) to Secretary of Defense Weinberger",
            "memorandum",
            [{"name": "Vessey", "post": "Chairman of the Joint Chiefs of Staff"}],
            [{"name": "Weinberger", "post": "Secretary of Defense"}],
        ),
    ],
)
def test_correspondence(heading: str, type_: str, senders: list[Any], addressees: list[Any]) -> None:
    found = laid_out(heading, "Washington, May 1, 1971.")
    assert found["type"] == type_
    assert found["senders"] == senders
    assert found["addressees"] == addressees


@pytest.mark.parametrize(
    ("heading", "type_"),
    [
        ("Paper Prepared by the National Security Council Staff", "paper"),
        ("Intelligence Information Cable Prepared in the Central Intelligence Agency", "intelligence-memorandum"),
        ("National Security Decision Memorandum 16", "national-security-directive"),
        ("National Security Study Directive 11–82", "national-security-directive"),
        ("Presidential Directive/NSC–18", "national-security-directive"),
        ("Presidential Review Memorandum/NSC–10", "national-security-directive"),
        ("National Security Decision Directive 75", "national-security-directive"),
        ("Oral Note From the Soviet Government to the U.S. Government", "note"),
        ("Memorandum for the President’s File", "memorandum-for-the-record"),
        ("Record of a National Security Council Meeting", "record-of-meeting"),
        ("Address by President Reagan", "address"),
    ],
)
def test_kinds_of_documents(heading: str, type_: str) -> None:
    assert laid_out(heading, "Washington, May 1, 1971.")["type"] == type_


def test_a_directive_is_addressed_to_those_under_to() -> None:
    found = laid_out(
        "National Security Decision Memorandum 16",
        "Washington, June 24, 1969.",
        "TO",
        "The Secretary of State",
        "The Secretary of Defense",
        "The Director of Central Intelligence",
        "SUBJECT",
        "Criteria for Planning",
    )
    assert found["addressees"] == [
        {"post": "Secretary of State"},
        {"post": "Secretary of Defense"},
        {"post": "Director of Central Intelligence"},
    ]
    assert found["subject"] == "Criteria for Planning"


@pytest.mark.parametrize(
    ("note", "classified", "drafters"),
    [
        (
            "National Archives, Nixon Presidential Materials, NSC Files, Box 340. Secret; Sensitive. Sent for action. "
            "Drafted by Sonnenfeldt.",
            "Secret; Sensitive",
            [{"name": "Sonnenfeldt"}],
        ),
        (
            "National Archives, RG 59, Central Files 1970–73, POL 1 US–USSR. Confidential; Immediate; Exdis. Drafted "
            "by Dubs (EUR/SOV); cleared by Hillenbrand; approved by Rogers.",
            "Confidential; Immediate; Exdis",
            [{"name": "Dubs", "body": "EUR/SOV"}],
        ),
        (
            "Carter Library, National Security Affairs, Staff Material, Box 5. No classification marking.",
            None,
            [],
        ),
        (
            "Reagan Library, Matlock Files, Chron. Secret. Prepared by Matlock on January 6.",
            "Secret",
            [{"name": "Matlock"}],
        ),
        (
            "Department of State, Central Foreign Policy File, D830001–0001. Secret; Immediate; Nodis. Drafted by "
            "T.W. Simons (EUR/SOV) and R. Palmer (EUR).",
            "Secret; Immediate; Nodis",
            [{"name": "T.W. Simons", "body": "EUR/SOV"}, {"name": "R. Palmer", "body": "EUR"}],
        ),
    ],
)
def test_source_notes(note: str, classified: str | None, drafters: list[Any]) -> None:
    found = laid_out("Memorandum From A to B", "Washington, May 1, 1971.", note=note)
    assert found.get("classified") == classified
    assert found.get("drafters", []) == drafters


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Washington, May 1, 1971, 10:05 a.m.–noon.", "Washington", "1971-05-01"),
        ("Camp David, Maryland, September 17, 1978.", "Camp David, Maryland", "1978-09-17"),
        ("Jerusalem, May 5, 1974, 0130Z.", "Jerusalem", "1974-05-05"),
        ("New York, September 28, 1984.", "New York", "1984-09-28"),
        ("San Clemente, California, August 29, 1972.", "San Clemente, California", "1972-08-29"),
        ("USUN New York, June 9, 1977.", "USUN New York", "1977-06-09"),
        ("Geneva, January 7–8, 1985.", "Geneva", "1985-01-07"),
        ("Washington, undated.", "Washington", None),
    ],
)
def test_datelines(line: str, place: str, date: str | None) -> None:
    found = laid_out("Memorandum From A to B", line)
    assert found.get("place") == place
    assert (found["date"][0] if "date" in found else None) == date


@pytest.mark.parametrize(
    ("note", "date"),
    [
        ("Reagan Library, Files. Secret. Drafted by Matlock on January 6, 1984.", "1984-01-06"),
        (
            "Carter Library, Files. A stamped notation indicates that it was signed by Vance on May 3, 1978.",
            "1978-05-03",
        ),
        ("Carter Library, Files. The meeting took place on May 3, 1978.", None),
        ("Department of State, Files. The source text was sent on May 25.", None),
    ],
)
def test_an_undated_document_has_the_date_of_its_note(note: str, date: str | None) -> None:
    found = laid_out("Memorandum From A to B", "Washington, undated.", note=note)
    assert (found["date"][0] if "date" in found else None) == date
