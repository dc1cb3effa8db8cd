"""What decisions come to together: chains of merges, contradictions with both places, no order that matters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.curation.checking import decision_of
from memograph.curation.decision import Decision, Origin
from memograph.curation.plan import plan_of
from memograph.errors import CurationError
from memograph.model import Kind, Ref
from memograph.namespaces import Site

SITE = Site("http://localhost:8000/")


def decision(line: int, action: str, about: str, **words: str) -> Decision:
    row = {"action": action, "about": about, "author": "J. Doe", "date": "2026-11-22", **words}
    return decision_of(row, Origin("a.csv", line), SITE)


def merge(line: int, old: str, new: str) -> Decision:
    return decision(line, "merge", "entity", subject=f"person/{old}", into=f"person/{new}")


def match(line: int, subject: str, wikidata: str, **words: str) -> Decision:
    record = f"http://www.wikidata.org/entity/{wikidata}"
    return decision(line, "add", "match", subject=subject, object=record, **words)


def person(slug: str) -> Ref:
    return Ref(Kind.PERSON, slug)


def test_a_near_record_and_the_same_one_twice_are_no_contradiction() -> None:
    near = match(3, "person/a", "Q2", match="closeMatch")
    same = [merge(5, "c", "a"), match(6, "person/c", "Q1")]
    plan = plan_of([match(2, "person/a", "Q1"), near, match(4, "person/b", "Q2"), *same])
    assert {ref.slug: len(found) for ref, found in plan.matches.items()} == {"a": 3, "b": 1}


def test_chains_of_merges_are_followed() -> None:
    plan = plan_of([merge(2, "a", "b"), merge(3, "b", "c"), merge(4, "x", "c")])
    assert [plan.survivor(person(slug)).slug for slug in "abxcz"] == ["c", "c", "c", "c", "z"]


def test_decisions_about_what_was_merged_are_about_the_survivor() -> None:
    met = decision(3, "reject", "statement", document="d", subject="person/a", predicate="metWith", object="person/z")
    plan = plan_of([merge(2, "a", "b"), met])
    [found] = plan.by_document["d"]
    assert found.subject == person("b")


@pytest.mark.parametrize(
    ("decisions", "complaint"),
    [
        ([merge(2, "a", "b"), merge(3, "b", "a")], "a.csv:2, a.csv:3: person/a → person/b are merged in a circle"),
        (
            [merge(2, "a", "b"), merge(3, "b", "c"), merge(4, "c", "a")],
            "a.csv:2, a.csv:3, a.csv:4: person/a → person/b",
        ),
        (
            [merge(2, "a", "b"), merge(3, "a", "c")],
            "a.csv:2 (Merged: a into b) and a.csv:3 (Merged: a into c): these two",
        ),
        (
            [merge(2, "a", "b"), decision(3, "withdraw", "entity", subject="person/a", note="no")],
            "a.csv:2 (Merged: a into b) and a.csv:3 (Withdrawn: a): these two contradict",
        ),
        (
            [merge(2, "a", "b"), merge(4, "b", "c"), decision(3, "withdraw", "entity", subject="person/c", note="no")],
            "person/a is merged into what is withdrawn",
        ),
        (
            [match(2, "person/a", "Q1"), match(3, "person/a", "Q2")],
            "a.csv:2 (Added: a is http://www.wikidata.org/entity/Q1) and a.csv:3 (Added: a is http://www.wikidata.org",
        ),
        (
            [match(2, "person/a", "Q1"), match(3, "person/b", "Q1")],
            "a.csv:2 (Added: a is http://www.wikidata.org/entity/Q1) and a.csv:3 (Added: b is http://www.wikidata.org",
        ),
        (
            [decision(n, "rename", "entity", subject="person/a", label=name) for n, name in ((2, "A"), (3, "B"))],
            "a.csv:2 (Renamed: a to “A”) and a.csv:3 (Renamed: a to “B”): these two contradict each other; leave one",
        ),
        (
            [
                decision(
                    2, "accept", "statement", document="d", subject="person/a", predicate="metWith", object="person/b"
                ),
                decision(
                    3, "reject", "statement", document="d", subject="person/b", predicate="metWith", object="person/a"
                ),
            ],
            "a.csv:2 (Accepted: a metWith b (d)) and a.csv:3 (Rejected: b metWith a (d)): these two contradict",
        ),
        (
            [
                decision(2, "accept", "mention", document="d", exact="Clark", subject="person/a"),
                decision(3, "reject", "mention", document="d", exact="Clark"),
            ],
            "a.csv:3 (Rejected: mention “Clark” (d)): these two contradict",
        ),
        (
            [
                decision(2, "add", "link", document="d", exact="Clark", subject="person/a"),
                decision(3, "accept", "mention", document="d", exact="Clark", subject="person/b"),
            ],
            "these two contradict",
        ),
        (
            [
                decision(2, "add", "match", subject="person/a", object="http://www.wikidata.org/entity/Q1"),
                decision(3, "reject", "match", subject="person/a", object="http://www.wikidata.org/entity/Q1"),
            ],
            "these two contradict",
        ),
    ],
)
def test_contradictions_name_both_places(decisions: list[Decision], complaint: str) -> None:
    for order in (decisions, decisions[::-1]):
        with pytest.raises(CurationError) as error:
            plan_of(order)
        assert complaint in str(error.value)


def test_two_claims_that_a_merge_makes_one_contradict() -> None:
    about = {"document": "d", "predicate": "metWith", "object": "person/z"}
    accept = decision(2, "accept", "statement", subject="person/a", **about)
    reject = decision(3, "reject", "statement", subject="person/b", **about)
    assert len(plan_of([accept, reject]).by_document["d"]) == 2
    with pytest.raises(CurationError, match="these two contradict"):
        plan_of([accept, reject, merge(4, "a", "b")])


SLUGS = [f"p{number}" for number in range(7)]


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Merges without a circle: each into one that stands after it."""
    chosen = draw(st.lists(st.sampled_from(range(len(SLUGS) - 1)), unique=True))
    return [(SLUGS[old], SLUGS[draw(st.integers(old + 1, len(SLUGS) - 1))]) for old in chosen]


@settings(max_examples=60, deadline=None)
@given(forests(), st.randoms())
def test_the_order_of_decisions_does_not_matter(pairs: list[tuple[str, str]], random: object) -> None:
    decisions = [merge(number, old, new) for number, (old, new) in enumerate(pairs, start=2)]
    shuffled = list(decisions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    plan, other = plan_of(decisions), plan_of(shuffled)
    assert plan == other
    for slug in SLUGS:  # whatever one is merged into is at the end of all merges
        end = plan.survivor(person(slug))
        assert plan.survivor(end) == end


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(SLUGS), min_size=2, unique=True))
def test_every_circle_is_found(circle: list[str]) -> None:
    decisions = [merge(n, old, new) for n, (old, new) in enumerate(pairwise([*circle, circle[0]]), start=2)]
    with pytest.raises(CurationError, match="merged in a circle"):
        plan_of(decisions)
