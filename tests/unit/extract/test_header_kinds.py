"""Headers of every kind, from small texts: headings, openings, lists, datelines, source notes, citations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef

from memograph.extract.header.citations import citations
from memograph.extract.header.dateline import folder_period, parse_dateline, printed_period, volume_years
from memograph.extract.header.heading import DOCUMENT_TYPES, document_type, parse_heading
from memograph.extract.header.opening import parse_opening
from memograph.extract.header.participants import parse_line
from memograph.extract.header.sourcenote import parse_source_note
from memograph.model import Span
from tests.unit.extract.header_facts import document, facts, who

STATE, CLARK = {"body": "Department of State"}, "President’s Assistant for National Security Affairs"


def _all(text: str) -> Span:
    return Span(0, len(text))


# ── headings ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "senders", "addressees"),
    [
        (
            "Memorandum From the Assistant Secretary of State for Public Affairs (Tubby) to the President’s"
            " Press Secretary (Salinger)",
            [{"name": "Tubby", "post": "Assistant Secretary of State for Public Affairs"}],
            [{"name": "Salinger", "post": "President’s Press Secretary"}],
        ),
        (
            "Memorandum From Secretary of State Rusk and the Director of the U.S. Information Agency (Murrow) to"
            " President Kennedy",
            [
                {"name": "Rusk", "post": "Secretary of State"},
                {"name": "Murrow", "post": "Director of the U.S. Information Agency"},
            ],
            [{"name": "Kennedy", "post": "President"}],
        ),
        (
            "Telegram From the Embassy in Yugoslavia to Secretary of State Rusk, at Paris",
            [{"body": "Embassy in Yugoslavia"}],
            [{"name": "Rusk", "post": "Secretary of State", "place": "Paris"}],
        ),
        ("Telegram From the Department of State toAll Diplomatic Posts", [STATE], [{"body": "All Diplomatic Posts"}]),
        (
            "Circular Telegram From the Department of State to All Diplomatic and Consular Posts",
            [STATE],
            [{"body": "All Diplomatic and Consular Posts"}],
        ),
        (
            "Telegram From the Mission to the United Nations to the Department of State and the Embassies in"
            " France and Italy",
            [{"body": "Mission to the United Nations"}],
            [STATE, {"body": "Embassies in France and Italy"}],
        ),
        (
            "Memorandum From the Ambassador to the Soviet Union (Thompson) to the Secretary of State",
            [{"name": "Thompson", "post": "Ambassador to the Soviet Union"}],
            [{"post": "Secretary of State"}],
        ),
        (
            "Letter From the Counselor of the Department of State (McGhee) to Senator Kenneth B. Keating",
            [{"name": "McGhee", "post": "Counselor of the Department of State"}],
            [{"name": "Kenneth B. Keating", "post": "Senator"}],
        ),
        (
            f"Memorandum From Sven Kraemer and Richard Pipes of the National Security Council Staff to the"
            f" {CLARK} (Clark)",
            [{"name": "Sven Kraemer"}, {"name": "Richard Pipes", "body": "National Security Council Staff"}],
            [{"name": "Clark", "post": CLARK}],
        ),
        (
            "Memorandum From Director of Central Intelligence Casey to Vice President Bush, Secretary of State"
            " Shultz, and"
            " Acting Secretary of Defense Thayer",
            [{"name": "Casey", "post": "Director of Central Intelligence"}],
            [
                {"name": "Bush", "post": "Vice President"},
                {"name": "Shultz", "post": "Secretary of State"},
                {"name": "Thayer", "post": "Acting Secretary of Defense"},
            ],
        ),
        (
            "Message From Premier Khrushchev to Prime Minister Macmillan",
            [{"name": "Khrushchev", "post": "Premier"}],
            [{"name": "Macmillan", "post": "Prime Minister"}],
        ),
        (
            "Memorandum From the Joint Chiefs of Staff to Attorney General Kennedy",
            [{"body": "Joint Chiefs of Staff"}],
            [{"name": "Kennedy", "post": "Attorney General"}],
        ),
        (
            "Airgram From the Consulate General in Leningrad to the White House",
            [{"body": "Consulate General in Leningrad"}],
            [{"body": "White House"}],
        ),
        ("Editorial Note", [], []),
    ],
)
def test_senders_and_addressees(title: str, senders: list[Any], addressees: list[Any]) -> None:
    text = f"12. {title}"
    heading = parse_heading(text, _all(text))
    assert heading.number == "12"
    assert heading.title.of(text) == title
    assert [who(text, p) for p in heading.senders] == senders
    assert [who(text, p) for p in heading.addressees] == addressees


@pytest.mark.parametrize(
    ("title", "drafters", "participants"),
    [
        (
            "Paper Prepared by the Secretary of State’s Special Assistant (Bohlen)",
            [{"name": "Bohlen", "post": "Secretary of State’s Special Assistant"}],
            [],
        ),
        ("Paper Prepared in the Department of State", [], []),
        ("Salinger Diary Entry", [{"name": "Salinger"}], []),
        (
            "Record of Telephone Conversation Between President-elect Kennedy and Adlai E. Stevenson",
            [],
            [{"name": "Kennedy", "post": "President-elect"}, {"name": "Adlai E. Stevenson"}],
        ),
        (
            "Transcript of an Interview Between President Kennedy and the Editor of Izvestia (Adzhubei)",
            [],
            [{"name": "Kennedy", "post": "President"}, {"name": "Adzhubei", "post": "Editor of Izvestia"}],
        ),
    ],
)
def test_headings_that_name_authors_or_speakers(title: str, drafters: list[Any], participants: list[Any]) -> None:
    heading = parse_heading(title, _all(title))
    assert heading.senders == heading.addressees == ()
    assert [who(title, p) for p in heading.drafters] == drafters
    assert [who(title, p) for p in heading.participants] == participants


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Memorandum From A to B", "memorandum"),
        ("Memorandum for the Record", "memorandum-for-the-record"),
        ("Memorandum of Conversation", "memorandum-of-conversation"),
        ("Memorandum of Telephone Conversation", "memorandum-of-telephone-conversation"),
        ("Information Memorandum From A to B", "information-memorandum"),
        ("National Security Decision Directive 75", "national-security-directive"),
        ("National Security Action Memorandum No. 13", "national-security-directive"),
        ("Telegram From the Embassy in France to the Department of State", "telegram"),
        ("Circular Telegram From the Department of State to Certain Posts", "circular-telegram"),
        ("Airgram From A to B", "airgram"),
        ("Despatch From the Embassy in the Soviet Union to the Department of State", "despatch"),
        ("Letter From President Kennedy to Chairman Khrushchev", "letter"),
        ("Draft Letter From President Kennedy to Chairman Khrushchev", "letter"),
        ("Backchannel Message From A to B", "backchannel-message"),
        ("Editorial Note", "editorial-note"),
        ("Note From the Deputy Secretary of State (Dam) to Secretary of State Shultz", "note"),
        ("Notes on Discussion", "notes"),
        ("Record of the Policy Planning Staff Meeting", "record-of-meeting"),
        ("Summary of Conclusions of a Meeting of the Committee", "record-of-meeting"),
        ("Minutes of a National Security Council Meeting", "minutes"),
        ("Special National Intelligence Estimate", "special-national-intelligence-estimate"),
        ("Current Intelligence Weekly Review", "intelligence-review"),
        ("Special Background Paper Prepared in the Department of State", "paper"),
        ("Paper Prepared for a Memorandum", "paper"),
        ("Transcript of an Interview Between A and B", "transcript"),
        ("Something Without a Name", "document"),
    ],
)
def test_document_types(title: str, slug: str) -> None:
    assert document_type(title) == slug


def test_every_type_is_a_concept_of_the_ontology(repository: Path) -> None:
    graph = Graph().parse(repository / "ontology/memograph.ttl", publicID="http://x/")
    concepts = set(graph.subjects(RDF.type, URIRef("http://x/ontology#DocumentType")))
    slugs = [slug for slug, _ in DOCUMENT_TYPES]
    assert len(slugs) == len(set(slugs))
    assert {URIRef(f"http://x/ontology#{slug}") for slug in slugs} <= concepts


# ── the first words of a telegram ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "senders", "addressees"),
    [
        ("1180. Eyes only for Ambassador. Immediately following", [], [{"post": "Ambassador"}]),
        ("1919. Eyes only for Ambassador from Secretary. Your 2710", [{"post": "Secretary"}], [{"post": "Ambassador"}]),
        (
            "2571. To Ambassador for Salinger from Bundy. The President wants",
            [{"name": "Bundy"}],
            [{"post": "Ambassador"}, {"name": "Salinger"}],
        ),
        (
            "66. Washington personal for Acting Secretary. Paris personal for Secretary.Deptel 830",
            [],
            [{"post": "Acting Secretary"}, {"post": "Secretary"}],
        ),
        ("901. For Ambassador Kennan. Re your 1164.", [], [{"name": "Kennan", "post": "Ambassador"}]),
        ("1164. Eyes only for Secretary and President. Prior", [], [{"post": "Secretary"}, {"post": "President"}]),
        ("1967. Department pass Secretary Commerce. Embtel 1958.", [], [{"post": "Secretary Commerce"}]),
        ("1115. Joint State-USIA message. We note", [{"body": "USIA"}], []),
        ("3985. Re London’s 2657. Department generally agrees", [], []),
        ("1784. There would be many advantages for Secretary.", [], []),
        ("For years we hoped. Eyes only Secretary.", [], []),
    ],
)
def test_opening(text: str, senders: list[Any], addressees: list[Any]) -> None:
    opening = parse_opening(text, _all(text))
    assert [who(text, p) for p in opening.senders] == senders
    assert [who(text, p) for p in opening.addressees] == addressees


# ── participants ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("US The President", [{"post": "President"}]),
        ("USSR Chairman Khrushchev", [{"name": "Khrushchev", "post": "Chairman"}]),
        ("United States Secretary Rusk", [{"name": "Rusk", "post": "Secretary"}]),
        ("EUR—Mr. Kohler", [{"name": "Kohler", "body": "EUR"}]),
        ("D—Mr. Akalovsky, (Interpreting)", [{"name": "Akalovsky", "body": "D"}]),
        (
            "Mr. Dobrynin, Chief, American Countries Division, USSR Ministry of Foreign Affairs",
            [
                {
                    "name": "Dobrynin",
                    "post": "Chief",
                    "body": "American Countries Division, USSR Ministry of Foreign Affairs",
                }
            ],
        ),
        (
            "Anatoliy F. Dobrynin, The Soviet Ambassador",
            [{"name": "Anatoliy F. Dobrynin", "post": "Soviet Ambassador"}],
        ),
        (
            "Mr. M.N. Smirnovsky, Charge dʼAffaires, Soviet Embassy",
            [{"name": "M.N. Smirnovsky", "post": "Charge dʼAffaires", "body": "Soviet Embassy"}],
        ),
        (
            "Philip H. Coombs, Assistant Secretary of State for Educational and Cultural Affairs",
            [
                {
                    "name": "Philip H. Coombs",
                    "post": "Assistant Secretary of State for Educational and Cultural Affairs",
                }
            ],
        ),
        (
            "Secretary Rusk and Mr. Whitman (State)",
            [{"name": "Rusk", "post": "Secretary", "body": "State"}, {"name": "Whitman", "body": "State"}],
        ),
        (
            "The President, the Vice President, Ambassador Harriman, Mr. Bohlen",
            [
                {"post": "President"},
                {"post": "Vice President"},
                {"name": "Harriman", "post": "Ambassador"},
                {"name": "Bohlen"},
            ],
        ),
        (
            "The Speaker, Senators Mansfield, Byrnes (Wisconsin)",
            [
                {"post": "Speaker"},
                {"name": "Mansfield", "post": "Senator"},
                {"name": "Byrnes", "post": "Senator", "body": "Wisconsin"},
            ],
        ),
        ("President Sukarno of Indonesia", [{"name": "Sukarno", "post": "President", "body": "Indonesia"}]),
        ("Ambassador-at-Large Averell Harriman", [{"name": "Averell Harriman", "post": "Ambassador-at-Large"}]),
        ("Sir Harold Caccia, British Ambassador", [{"name": "Harold Caccia", "post": "British Ambassador"}]),
        ("General Maxwell Taylor", [{"name": "Maxwell Taylor"}]),
        ("Robert Owen, Jr., SOV", [{"name": "Robert Owen, Jr.", "body": "SOV"}]),
        ("U.S.", []),
        ("USSR Participants", []),
        ("Soviet side:", []),
        ("Listed on Page 4", []),
        ("Mr. Cleveland", [{"name": "Cleveland"}]),
    ],
)
def test_participants(line: str, people: list[Any]) -> None:
    assert [who(line, p) for p in parse_line(line, _all(line))] == people


# ── dates ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "place", "first", "period"),
    [
        ("Washington, January 23, 1961, 6:56 p.m.", "Washington", "1961-01-23", "1961-01-23"),
        ("Moscow, November 7, 1980, 1217Z", "Moscow", "1980-11-07", "1980-11-07"),
        ("New York, September 18-19, 1961.", "New York", "1961-09-18", "1961-09-18/1961-09-19"),
        ("Geneva, March 31 and April 1, 1962", "Geneva", "1962-03-31", "1962-03-31/1962-04-01"),
        ("Vienna, December 31–January 2, 1962", "Vienna", "1961-12-31", "1961-12-31/1962-01-02"),
        ("Moscow, November 15, 1961 noon.", "Moscow", "1961-11-15", "1961-11-15"),
        ("[Washington], 3 May 1961", "Washington", "1961-05-03", "1961-05-03"),
        ("Washington, D.C., April 1982", "Washington, D.C", "1982-04", "1982-04"),
        ("Washington, undated.", "Washington", None, None),
        ("May 5, 1961", None, "1961-05-05", "1961-05-05"),
        ("Rome, February 30, 1961", "Rome", None, None),
    ],
)
def test_datelines(line: str, place: str | None, first: str | None, period: str | None) -> None:
    dateline = parse_dateline(line, _all(line))
    assert (dateline.place.of(line) if dateline.place else None) == place
    assert (dateline.first, dateline.period) == (first, period)


@pytest.mark.parametrize(
    ("note", "period"),
    [
        ("Source: A Library, USSR (12/4/82–12/7/82). Secret.", "1982-12-04/1982-12-07"),
        ("Source: A Library, USSR (4/13/1982).", "1982-04-13"),
        ("Source: A Library, Notes—Oct. 1982–Sept. 1983)", "1982-10/1983-09"),
        ("Source: A Library, Death of Brezhnev (November 1982) (1)–(2).", "1982-11"),
        ("Source: A Library, USSR (13/44/82).", None),
        ("Source: A Library, 611.61/5-461.", None),
    ],
)
def test_folder_dates(note: str, period: str | None) -> None:
    assert folder_period(note, 19) == period


def test_years_of_volumes() -> None:
    assert volume_years("frus1981-88v03") == (1981, 1988)
    assert volume_years("frus1955v01") == (1955, 1955)
    assert volume_years("frus1899-00v01") == (1899, 1900)
    assert volume_years("memo") is None


# ── source notes ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("note", "classified"),
    [
        ("Source: Kennedy Library. Secret; Sensitive.", "Secret; Sensitive"),
        ("Source: CIA: Job 79. Top Secret; [codeword not declassified]; Noforn. Prepared", "Top Secret; Noforn"),
        ("Source: Reagan Library, USSR (4/13/82–4/23/82); Secret. Sent for information.", "Secret"),
        ("Source: Department of State, 1-2361. Confidential; Niact. Drafted by X.", "Confidential; Niact"),
        ("Source: Department of State. Official Use Only. Drafted by X.", "Official Use Only"),
        ("Source: Department of State. Limited Official Use.", "Limited Official Use"),
        ("Source: Department of State. No classification marking. A Secret draft.", None),
        ("Source: Kennedy Library, Secret Service Files. No classification marking.", None),
    ],
)
def test_classification(note: str, classified: str | None) -> None:
    fact = parse_source_note(note, _all(note)).classified
    assert (fact.value if fact else None) == classified
    assert fact is None or (fact.span and fact.span.of(note).startswith(str(classified).split(";")[0]))


@pytest.mark.parametrize(
    ("note", "drafters"),
    [
        ("Secret. Drafted by Akalovsky.", [{"name": "Akalovsky"}]),
        ("Secret. Prepared by Pipes. A stamped notation", [{"name": "Pipes"}]),
        ("Secret. Drafted by Kohler on January 23 and approved by Rusk.", [{"name": "Kohler"}]),
        ("Secret. Drafted and initialed by Bohlen.", [{"name": "Bohlen"}]),
        ("Secret. Drafted by Davies et al.; cleared withP.", [{"name": "Davies"}]),
        (
            "Secret. Drafted by Harry G. Barnes, Jr., (EUR/SOV) and cleared by Kohler.",
            [{"name": "Harry G. Barnes, Jr.", "body": "EUR/SOV"}],
        ),
        (
            "Secret. Drafted by McSweeney and Boster (EUR/SOV); cleared with Bohlen.",
            [{"name": "McSweeney"}, {"name": "Boster", "body": "EUR/SOV"}],
        ),
        (
            "Secret. Drafted by Walter Whitman, Science Advisor in the Department of State, and approved in S.",
            [{"name": "Walter Whitman", "post": "Science Advisor in the Department of State"}],
        ),
        ("Secret. According to another copy it was drafted by Armitage and cleared by Bohlen.", [{"name": "Armitage"}]),
        ("Secret. Prepared by CIAʼs Office of Current Intelligence.", []),
        ("Secret. Drafted in EUR and cleared by Kohler.", []),
        ("Secret. The Department prepared this paper in response to a request by Bundy.", []),
        ("Secret. No drafting information appears on the source text.", []),
    ],
)
def test_drafters(note: str, drafters: list[Any]) -> None:
    text = "Source: A Library, Files. " + note
    assert [who(text, p) for p in parse_source_note(text, _all(text)).drafters] == drafters


@pytest.mark.parametrize(
    ("note", "place"),
    [
        (
            "Department of State, Central Files, 611.61/5-461. Secret.",
            ("Department of State", "Central Files", "611.61/5-461"),
        ),
        (
            "Department of State,S/S-NSC Files, NSAMs: Lot 72 D 316. Secret.",
            ("Department of State", "S/S-NSC Files", "NSAMs: Lot 72 D 316"),
        ),
        (
            "Reagan Library, Executive Secretariat, NSC Country File, USSR (01/28/83–02/02/83); NLR–748–23. Secret.",
            ("Reagan Library", "Executive Secretariat, NSC Country File", "USSR (01/28/83–02/02/83)"),
        ),
        (
            "Princeton University, Stevenson Papers, Box 832, John F. Kennedy. No classification marking.",
            ("Princeton University", "Stevenson Papers", "Box 832, John F. Kennedy"),
        ),
        (
            "Central Intelligence Agency: Job 79-S01060A. Secret.",
            ("Central Intelligence Agency", "Job 79-S01060A", None),
        ),
        ("Public Papers of the Presidents: John F. Kennedy, 1961, pp. 741-752.", (None, None, None)),
    ],
)
def test_where_a_document_is_kept(note: str, place: tuple[str | None, ...]) -> None:
    text = "Source: " + note
    parsed = parse_source_note(text, _all(text))
    spans = (parsed.repository, parsed.collection, parsed.file)
    assert tuple(span.of(text) if span else None for span in spans) == place


# ── citations ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("See Document 1.", ["d1"]),
        ("See footnote 1, Document 13. See Document 13.", ["d13"]),
        ("see Documents 83–85 and 87-88", ["d83", "d84", "d85", "d87", "d88"]),
        ("see Foreign Relations, 1961-1963, vol. VI, pp. 5-6.", ["vol. VI, pp. 5-6"]),
        ("see Foreign Relations, 1958-1960, vol. X, Part 1, pp. 388 ff.", ["vol. X, Part 1, pp. 388 ff."]),
        (
            "see Foreign Relations, 1961-1963, volume X, pages 1-3, 7, and 9. See ibid., pages 59-61, and ibid.,"
            " volume XIV,"
            " page 7, footnote 2. (Ibid., page 8, source note)",
            [
                "volume X, pages 1-3, 7, and 9",
                "volume X, pages 59-61",
                "volume XIV, page 7, footnote 2",
                "volume XIV, page 8, source note",
            ],
        ),
        ("in Foreign Relations, 1961-1963, vol. XXIV, Document 34.", ["vol. XXIV, Document 34"]),
        (
            "Foreign Relations, 1981–1988, vol. IV, Soviet Union, January 1983–March 1985, Document 1.",
            ["vol. IV, Document 1"],
        ),
        ("Foreign Relations, 1961-1963, vol. VI, p. 3. Bulletin, pp. 8-9. Ibid., p. 10.", ["vol. VI, p. 3"]),
        ("Foreign Relations, 1961-1963, vol. VI, p. 3. (Ibid., 611.61/5-461)", ["vol. VI, p. 3"]),
        ("Documents on Disarmament, 1961, pp. 55-65; U.N. doc. S/4704; Declassified Documents, 1977, 73B.", []),
    ],
)
def test_citations(text: str, cited: list[str]) -> None:
    assert [fact.value for fact in citations(text)] == cited


def test_a_document_does_not_cite_itself() -> None:
    assert [fact.value for fact in citations("See Documents 4 and 5.", "5")] == ["d4"]


# ── whole headers ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_conversation() -> None:
    text = (
        "12. Memorandum of Conversation*\n\nVienna, June 3,"
        " 1961.\n\nSUBJECT\n\nBerlin1\n\nPARTICIPANTS:\n\nListed on Page 4\n\n"
        "Mr. Khrushchev said what he said, and the President answered him at length.\n\nPARTICIPANTS\n\nUnited States"
        " The President\n\nUSSR Chairman Khrushchev\n\n* * *\n\n* Source: Kennedy Library, Presidentʼs"
        " Office Files, USSR."
        " Secret; Eyes Only. Drafted by Akalovsky.\n\n1 See Document 11.\n"
    )
    found = facts(document(text))
    assert found.pop("source_note").endswith("Akalovsky.")
    assert found == {
        "number": "12",
        "type": "memorandum-of-conversation",
        "title": "Memorandum of Conversation",
        "date": ("1961-06-03", "text"),
        "period": "1961-06-03",
        "place": "Vienna",
        "subject": "Berlin",
        "participants": [{"post": "President"}, {"name": "Khrushchev", "post": "Chairman"}],
        "drafters": [{"name": "Akalovsky"}],
        "classified": "Secret; Eyes Only",
        "cites": ["d11"],
        "repository": "Kennedy Library",
        "collection": "Presidentʼs Office Files",
        "file": "USSR",
    }


def test_a_telegram_signed_and_addressed_in_its_first_line() -> None:
    text = (
        "12. Telegram From the Department of State to the Embassy in the Soviet Union*\n\nWashington, May 6,"
        " 1961, 1:03 a.m.\n\n"
        "1919. Eyes only for Ambassador from Secretary. Your 2710.\n\nRusk\n\n* * *\n\n* Source: Department"
        " of State, Central"
        " Files, 611.61/5-461. Secret.\n"
    )
    found = facts(document(text))
    assert found["senders"] == [{"body": "Department of State"}, {"post": "Secretary"}]
    assert found["addressees"] == [{"body": "Embassy in the Soviet Union"}, {"post": "Ambassador"}]
    assert found["signer"] == {"name": "Rusk"}


def test_a_signature_with_a_post_and_one_of_an_attachment() -> None:
    text = (
        "12. Memorandum for the Record*\n\nWashington, undated.\n\nThe meeting consumed an hour.\n\nJohn A."
        " McCone1\n\nDirector\n\n"
        "Attachment\n\nRome, May 3, 1961.\n\nDear Sir: No.\n\nAndrei Gromyko\n\n* * *\n\n* Source: Kennedy"
        " Library. Secret.\n\n"
        "1 Printed from a copy.\n"
    )
    found = facts(document(text))
    assert found["signer"] == {"name": "John A. McCone", "post": "Director"}
    assert "date" not in found
    assert found["period"] == "1961-05-03"
    assert found["place"] == "Washington"


def test_an_undated_note_is_of_the_days_it_prints() -> None:
    text = "In June 1961 he agreed. On March 7, 1961, and again on May 9, 1961, he did not, unlike on May 9, 1860."
    assert printed_period(text, (1961, 1963)) == "1961-03-07/1961-05-09"
    assert printed_period("On May 9, 1860, he agreed.", (1961, 1963)) is None
