"""What the three memoranda say must be found, each with the words that say so (the issue's list, GUIDELINES.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from memograph.extract.annotate import Annotator
from memograph.model import DOC, AnnotatedDocument, Document
from memograph.read import read

D156, D247, D4 = "frus1981-88v03d156", "frus1981-88v03d247", "frus1981-88v04d4"


@pytest.fixture(scope="module")
def memoranda(annotator: Annotator, repository: Path) -> dict[str, AnnotatedDocument]:
    documents = [d for name in (D156, D247, D4) for d in read(repository / f"corpus/memoranda/{name}.txt")]
    return {d.id: annotator.annotate(d) for d in documents if isinstance(d, Document)}


RELATIONS = [
    (D156, DOC, "sentBy", "clark-william-p", "From the President’s Assistant for National Security Affairs (Clark)"),
    (D156, DOC, "sentTo", "reagan-ronald", "to President Reagan"),
    (D247, DOC, "sentBy", "clark-william-p", "From the President’s Assistant for National Security Affairs (Clark)"),
    (D247, DOC, "sentTo", "reagan-ronald", "to President Reagan"),
    (D4, DOC, "sentBy", "clark-william-p", "From the President’s Assistant for National Security Affairs (Clark)"),
    (D4, DOC, "sentTo", "shultz-george", "to Secretary of State Shultz"),
    (D156, DOC, "draftedBy", "pipes-richard", "Prepared by Pipes"),
    (D156, DOC, "classified", "Secret", "Secret"),
    (D4, DOC, "classified", "Secret; Sensitive", "Secret; Sensitive"),
    (D4, DOC, "cites", "d1", "Document 1"),
    (
        D4,
        "clark-william-p",
        "holdsPost",
        "President’s Assistant for National Security Affairs",
        "President’s Assistant for National Security Affairs (Clark)",
    ),
    (D4, "shultz-george", "holdsPost", "Secretary of State", "Secretary of State Shultz"),
    (D4, "shultz-george", "affiliatedWith", "state-department", "Secretary of State Shultz"),
    (D4, "haig-alexander", "metWith", "gromyko-andrei", "meetings which Al Haig and you have had with Gromyko"),
    (D4, "shultz-george", "metWith", "gromyko-andrei", "meetings which Al Haig and you have had with Gromyko"),
    (D247, "inf-talks", "heldIn", "geneva", "INF talks in Geneva"),
    (D247, "reagan-ronald", "traveledTo", "latin-america", "Reagan, who had been on a 5-day trip to Latin America"),
    (
        D4,
        "shultz-george",
        "wroteTo",
        "reagan-ronald",
        "asked me to respond to your thoughtful and suggestive memorandum",
    ),
    (D156, "pipes-richard", "wroteTo", "clark-william-p", "Pipes sent the memorandum to Clark"),
]


@pytest.mark.parametrize(("document", "subject", "predicate", "object_", "words"), RELATIONS)
def test_a_relation_is_found_with_its_words(
    memoranda: dict[str, AnnotatedDocument], document: str, subject: str, predicate: str, object_: str, words: str
) -> None:
    annotated = memoranda[document]
    found = [
        r.evidence.of(annotated.document.text)
        for r in annotated.relations
        if r.predicate == predicate
        and (
            (r.subject, r.object) == (subject, object_)
            or (predicate == "metWith" and (r.object, r.subject) == (subject, object_))
        )
    ]
    assert len(found) == 1, [(r.subject, r.object) for r in annotated.relations if r.predicate == predicate]
    assert words in found[0]


MENTIONS = [
    (D156, "Gromyko", "gromyko-andrei"),
    (D156, "Brezhnev", "brezhnev-leonid"),
    (D156, "Stalin", "stalin-joseph"),
    (D156, "Moscow", "moscow"),
    (D156, "Reagan Library", "reagan-library"),
    (D156, "The President", "reagan-ronald"),
    (D247, "Bill Casey", "casey-william"),
    (D247, "The Vice President", "bush-george-h-w"),
    (D247, "the Secretary of State", "shultz-george"),
    (D247, "Congress", "congress-us"),
    (D247, "Geneva", "geneva"),
    (D247, "Poland", "poland"),
    (D247, "Latin America", "latin-america"),
    (D247, "Middle East", "middle-east"),
    (D247, "INF talks", "inf-talks"),
    (D4, "Al Haig", "haig-alexander"),
    (D4, "Andropov", "andropov-yuri"),
    (D4, "Dobrynin", "dobrynin-anatoly"),
    (D4, "William P. Clark", "clark-william-p"),
    (D4, "NSC", "nsc"),
    (D4, "State Department", "state-department"),
    (D4, "Soviet Ministry of Foreign Affairs", "soviet-foreign-ministry"),
    (D4, "Afghanistan", "afghanistan"),
    (D4, "Namibia", "namibia"),
]


@pytest.mark.parametrize(("document", "words", "entity"), MENTIONS)
def test_a_mention_is_who_it_is(
    memoranda: dict[str, AnnotatedDocument], document: str, words: str, entity: str
) -> None:
    annotated = memoranda[document]
    assert entity in {m.entity for m in annotated.mentions if m.span.of(annotated.document.text) == words}
    (known,) = [e for e in annotated.entities if e.id == entity]
    assert known.known


def test_the_security_council_is_in_the_name_of_its_meeting(memoranda: dict[str, AnnotatedDocument]) -> None:
    """The guidelines mark "NSC meeting of March 25" as one event, so the council is named inside it."""
    (meeting,) = [e for e in memoranda[D156].entities if "NSC meeting of March 25" in e.names]
    assert meeting.type == "Event"
    (council,) = [e for e in memoranda[D156].entities if e.label == "National Security Council"]
    assert (council.type, council.id) in meeting.contains
    assert council.known


def test_people_are_linked_to_the_office_of_the_historian(memoranda: dict[str, AnnotatedDocument]) -> None:
    linked = {e.id: i.value for a in memoranda.values() for e in a.entities for i in e.identifiers if i.scheme == "hsg"}
    assert linked["clark-william-p"] == "115318", "not 102617, his other record, and no other Clark"
    assert linked["gromyko-andrei"] == "105222"
    assert linked["haig-alexander"] == "105381"


def test_dates_come_from_where_they_are_known(memoranda: dict[str, AnnotatedDocument]) -> None:
    dates = {id_: a.header.date for id_, a in memoranda.items()}
    assert {id_: date.value for id_, date in dates.items() if date} == {
        D156: "1982-04-05",
        D247: "1982-12-04",
        D4: "1983-01-28/1983-02-02",
    }
    assert {date.source for date in dates.values() if date} == {"sidecar"}
