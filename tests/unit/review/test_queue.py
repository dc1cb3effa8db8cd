"""What is worth a look: every kind finds its thing, in an order that can be explained, and nothing is shown twice."""

from __future__ import annotations

import importlib.resources
from dataclasses import replace
from pathlib import Path

import pytest

from memograph.curation.decision import About, Action, Anchor, Decision
from memograph.errors import ReleaseError
from memograph.model import Kind, Literal, Ref
from memograph.namespaces import EDTF
from memograph.release import current_release
from memograph.review.findings import sorts
from memograph.review.item import ReviewItem
from memograph.review.published import Published
from memograph.review.queue import Wanted, kinds, review_queue
from tests.review_sample import D1, D2, D3, D4, FIRST

#: What each kind finds in the sample: document and claim, all of it.
FOUND = {
    "after-death": {(D1, "Carl Cole  metWith  Ernst Ende")},
    "before-birth": {(D1, "Yves Young  wroteTo  Carl Cole")},
    "not-corroborated": {(D4, "Dora Dole  wroteTo  Ann Adams")},
    "post-of-another": {(D1, "Carl Cole  holdsPost  Attorney General")},
    "two-classifications": {(D1, "document  classified  Secret"), (D1, "document  classified  Top Secret")},
    "two-dates": {(D1, "document  dated  1961-03-03"), (D1, "document  dated  1961-03-04")},
    "two-holders": {(D1, "Carl Cole  holdsPost  Ambassador"), (D1, "Bob Brown  holdsPost  Ambassador")},
    "two-places-one-day": {(D1, "Carl Cole  traveledTo  Paris"), (D1, "Carl Cole  traveledTo  Rome")},
    "two-senders": {(D1, "document  sentBy  Ann Adams"), (D1, "document  sentBy  Bob Brown")},
    "undecided": {(D1, "Müller  metWith  Dora Dole")},
    "unknown-name": {(D1, "“Planning Group”  means  Planning Group (organization)")},
    "unlinked-person": {(D1, "“Webb”  means  Webb (person)"), (D2, "“Webb”  means  Webb (person)")},
    "unsure-link": {(D2, "“Roosevelt”  means  Franklin D. Roosevelt (person)")},
    "unsure-name": {(D3, "“Lands End”  means  Lands End (place)")},
    "unsure-statement": {(D1, "Carl Cole  metWith  Dora Dole")},
}


def claim(item: ReviewItem) -> tuple[str, str]:
    return item.source.id, item.claim.replace(item.source.title, "document")


def test_every_kind_has_a_case_here_and_a_query_with_a_message() -> None:
    assert {name for name, _ in kinds()} == set(FOUND)
    assert all(title.endswith(".") for _, title in kinds())
    folder = importlib.resources.files("memograph.review") / "queries"
    assert len(sorts()) == len([f for f in folder.iterdir() if f.name.endswith(".rq")]) == len(FOUND) - 1


@pytest.mark.parametrize("kind", FOUND)
def test_each_kind_finds_what_it_is_for_and_nothing_else(published: Published, kind: str) -> None:
    items = review_queue(published, (), Wanted(kinds=frozenset({kind})))
    assert {claim(item) for item in items} == FOUND[kind]
    assert {reason.kind for item in items for reason in item.reasons} == {kind}


def test_messages_are_sentences_with_names(published: Published) -> None:
    said = {reason.kind: reason.message for item in review_queue(published, ()) for reason in item.reasons}
    assert said["post-of-another"] == (
        "contradictory: by the authority file Dora Dole was Attorney General then, and the person named never was"
    )
    assert said["after-death"] == "contradictory: Ernst Ende died in 1950, and this is of 1961-03-04"
    assert said["two-places-one-day"].startswith("contradictory: on the same day, 1961-03-03, the traveller is said")
    assert said["not-corroborated"] == "not borne out: “Travels of the Secretary” should have it and has not"
    assert "named 4 times in 2 documents" in said["unlinked-person"]
    assert "?" not in "".join(said.values())


def test_the_words_are_those_of_the_text_in_code_points(published: Published) -> None:
    items = review_queue(published, ())
    assert len(items) == sum(map(len, FOUND.values()))
    for item in items:
        assert item.quotations or item.predicate in ("dated", "classified")
        for quotation in item.quotations:
            assert item.source.text[quotation.span.start : quotation.span.end] == quotation.exact
    (undecided,) = (item for item in items if not item.published)
    assert undecided.quotations[0].exact == "Chargé Müller signed it 😀"
    assert undecided.address.endswith(f"?at={FIRST.index('Chargé')}-{FIRST.index('Chargé') + 25}#at")
    assert undecided.because == ("nearest +0.33", "far away -1.50")


def test_the_order_is_by_worth_which_is_explained_and_the_same_again(published: Published) -> None:
    items = review_queue(published, ())
    assert [item.worth for item in items] == sorted((item.worth for item in items), reverse=True)
    assert [item.key for item in items] == [item.key for item in review_queue(published, ())]
    group = next(item for item in items if item.subject.label == "Planning Group")
    assert group.worth_explained == "1.29 = uncertainty 0.50 × reach 2.58 (3 documents)"
    dole = next(item for item in items if item.claim == "Carl Cole  metWith  Dora Dole")
    assert dole.worth_explained == "0.90 = uncertainty 0.90 × reach 1.00 (1 document)"
    assert dole.because == ("saw +1.20", "far -0.30"), "the strongest part of the score first"


def test_what_is_wanted_is_chosen_by_kind_document_and_number(published: Published) -> None:
    assert {item.source.id for item in review_queue(published, (), Wanted(documents=frozenset({D2})))} == {D2}
    everything = review_queue(published, ())
    assert review_queue(published, (), Wanted(limit=3)) == everything[:3]


def test_one_statement_that_is_doubtful_for_two_reasons_is_one_item(published: Published) -> None:
    both = [item for item in review_queue(published, ()) if len(item.reasons) > 1]
    assert both == [], "no statement of the sample is"
    (item,) = review_queue(published, (), Wanted(kinds=frozenset({"unsure-statement"})))
    twice = replace(item, reasons=(*item.reasons, *item.reasons))
    assert twice.key == item.key


def decision(action: Action, about: About, anchor: Anchor | None, **more: object) -> Decision:
    return Decision("x", action, about, "A", "2026-01-01", anchor=anchor, **more)  # type: ignore[arg-type]


def person(slug: str) -> Ref:
    return Ref(Kind.PERSON, slug)


@pytest.mark.parametrize(
    ("made", "gone"),
    [
        (
            decision(
                Action.REJECT,
                About.STATEMENT,
                Anchor(D1),
                subject=person("dole"),
                predicate="metWith",
                object=person("cole"),
            ),
            {(D1, "Carl Cole  metWith  Dora Dole")},
        ),
        (
            decision(
                Action.ACCEPT,
                About.STATEMENT,
                Anchor(D1),
                subject=Ref(Kind.DOCUMENT, D1),
                predicate="dated",
                object=Literal("1961-03-03", EDTF),
            ),
            {(D1, "document  dated  1961-03-03")},
        ),
        (
            decision(Action.MERGE, About.ENTITY, None, subject=person(f"webb-{D2}"), into=person("webb-james")),
            {(D2, "“Webb”  means  Webb (person)")},
        ),
        (
            decision(Action.ADD, About.LINK, Anchor(D2, "Roosevelt", "He asked for "), subject=person("dole")),
            {(D2, "“Roosevelt”  means  Franklin D. Roosevelt (person)")},
        ),
        (
            decision(Action.WITHDRAW, About.ENTITY, None, subject=Ref(Kind.PLACE, "lands-end"), note="none"),
            {(D3, "“Lands End”  means  Lands End (place)")},
        ),
        (
            decision(Action.REJECT, About.LINK, Anchor(D2), subject=person("roosevelt-franklin")),
            {(D2, "“Roosevelt”  means  Franklin D. Roosevelt (person)")},
        ),
        (
            decision(
                Action.MERGE,
                About.ENTITY,
                None,
                subject=Ref(Kind.ORGANIZATION, "planning-group"),
                into=Ref(Kind.ORGANIZATION, "policy-planning-group"),
            ),
            {(D1, "“Planning Group”  means  Planning Group (organization)")},
        ),
        (decision(Action.ADD, About.LINK, Anchor(D2, "Roosevelt", "elsewhere "), subject=person("dole")), set()),
        (decision(Action.ADD, About.LINK, Anchor(D1, "Roosevelt"), subject=person("dole")), set()),
    ],
)
def test_what_a_decision_covers_is_not_shown_again(
    published: Published, made: Decision, gone: set[tuple[str, str]]
) -> None:
    before = {claim(item) for item in review_queue(published, ())}
    assert before - {claim(item) for item in review_queue(published, (made,))} == gone


def test_a_real_release_gives_items_with_sentences(built: Path) -> None:
    items = review_queue(Published(current_release(built)), ())
    undecided = [item for item in items if not item.published]
    assert len(undecided) >= 3
    assert all(item.quotations and item.confidence is not None and item.confidence < 0.5 for item in undecided)
    assert all(item.source.text[q.span.start : q.span.end] == q.exact for item in items for q in item.quotations)


def test_a_broken_list_of_what_was_left_is_an_error_with_a_line(project: Path) -> None:
    release = current_release(project / "build")
    (release.reports / "review.jsonl").write_text('{"document": 1}\n', encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"review\.jsonl:1: not a statement left to review"):
        review_queue(Published(release), ())
