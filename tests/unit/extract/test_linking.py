"""Who a name or an office is: by given name, by post, by date; kept apart where it cannot be told."""

from __future__ import annotations

from pathlib import Path

from memograph.extract.annotate import Annotator
from memograph.model import Document
from memograph.read import read
from tests.unit.extract.conftest import Annotate, memorandum


def persons(annotate: Annotate, body: str) -> dict[str, str]:
    """Words → slug of the person they mention."""
    annotated = annotate(memorandum(body))
    return {m.span.of(annotated.document.text): m.entity for m in annotated.mentions if m.type == "Person"}


def test_offices_resolve_by_the_date(annotate: Annotate) -> None:
    found = persons(annotate, "The President agreed, but the Vice President and the Secretary of Defense did not.")
    assert found["The President"] == "kennedy-john-f"
    assert found["the Vice President"] == "johnson-lyndon"
    assert found["the Secretary of Defense"] == "mcnamara-robert"


def test_brothers_are_kept_apart(annotate: Annotate) -> None:
    found = persons(annotate, "Robert Kennedy spoke. Mr. Kennedy was brief. John F. Kennedy listened.")
    assert found["Robert Kennedy"] == found["Kennedy"] == "kennedy-robert-f"
    assert found["John F. Kennedy"] == "kennedy-john-f"


def test_a_person_the_authority_does_not_know_stays_in_the_document(annotate: Annotate) -> None:
    found = persons(annotate, "Mr. Walter Q. Brindlemoor came early. Brindlemoor left late.")
    assert found["Walter Q. Brindlemoor"] == found["Brindlemoor"] == "brindlemoor-walter-q-frus1961-63v05d999"


def test_a_namesake_with_other_initials_is_somebody_else(annotate: Annotate) -> None:
    found = persons(annotate, "Dr. Zebulon X. Gromyko of Omaha wrote to us.")
    assert found["Zebulon X. Gromyko"] != "gromyko-andrei"


def test_an_office_before_a_name_is_a_title_not_a_mention(annotate: Annotate) -> None:
    found = persons(annotate, "Then President Eisenhower spoke for an hour.")
    assert "President" not in found
    assert found["Eisenhower"] == "eisenhower-dwight"


def test_the_dead_may_be_spoken_of(annotate: Annotate) -> None:
    assert persons(annotate, "Nothing has changed since the death of Stalin.")["Stalin"] == "stalin-joseph"


def test_a_volumes_list_of_persons_names_whom_the_authority_does_not_know(annotator: Annotator, shared: Path) -> None:
    documents = {d.id: d for d in read(shared / "data/frus/frus1981-88v03-excerpt.xml") if isinstance(d, Document)}
    annotated = annotator.annotate(documents["frus1981-88v03d1"])
    people = {e.id: e for e in annotated.entities if e.type == "Person"}
    assert people["arbatov-georgii-frus1981-88v03"].label == "Georgii Arbatov", "one person in all of the volume"
    assert people["haig-alexander"].known, "who is in both is the authority's"
    methods = {m.method for m in annotated.mentions if m.entity == "haig-alexander"}
    assert "editorial" in methods


def test_editors_markup_is_taken_as_given(annotator: Annotator, shared: Path) -> None:
    for document in read(shared / "data/frus/frus1981-88v03-excerpt.xml"):
        assert isinstance(document, Document)
        named = {m.span for m in annotator.annotate(document).mentions if m.type == "Person"}
        for mark in document.markup:
            if mark.tag == "persName":
                assert any(span.overlaps(mark.span) for span in named), mark.span.of(document.text)
