"""What decisions do to a document, and the laws: none, nothing; twice, as once; the order does not matter."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.config import load_config
from memograph.curation.checking import decision_of
from memograph.curation.decision import Decision, Origin
from memograph.curation.plan import Plan, plan_of
from memograph.errors import CurationError
from memograph.model import AnnotatedDocument, DocumentStatements, Kind, Literal, Ref, Statement
from memograph.namespaces import Site
from memograph.read import read_all
from memograph.shards import DocumentWorker

SITE = Site("http://localhost:8000/")
ID = "frus1981-88v04d4"
REPOSITORY = Path(__file__).parents[3]


class Bench:
    """The real pipeline on one memorandum, with whatever is decided."""

    def __init__(self) -> None:
        config = load_config(REPOSITORY / "memograph.toml")
        documents = {d.id: d for d in read_all([REPOSITORY / "corpus/memoranda"])}  # type: ignore[union-attr]
        self.worker = DocumentWorker(config)
        self.annotated: AnnotatedDocument = self.worker.annotated(documents[ID])  # type: ignore[arg-type]

    @property
    def text(self) -> str:
        return self.annotated.document.text

    def decide(self, *decisions: Decision, annotated: AnnotatedDocument | None = None) -> DocumentStatements:
        return self.with_plan(plan_of(decisions), annotated)[0]

    def unfit(self, *decisions: Decision) -> list[str]:
        return [reason for _, reason in self.with_plan(plan_of(decisions), None)[1]]

    def with_plan(
        self, plan: Plan, annotated: AnnotatedDocument | None
    ) -> tuple[DocumentStatements, tuple[object, ...]]:
        self.worker._plan = plan
        try:
            _, statements, unfit = self.worker.decided(annotated or self.annotated)
        finally:
            self.worker._plan = Plan()
        return statements, unfit


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench()


def decision(action: str, about: str, **words: str) -> Decision:
    row = {"action": action, "about": about, "author": "J. Doe", "date": "2026-11-22", **words}
    return decision_of(row, Origin("a.csv", 2), SITE)


def met(action: str, subject: str = "person/shultz-george", **words: str) -> Decision:
    ends = {"subject": subject, "predicate": "metWith", "object": "person/gromyko-andrei"}
    return decision(action, "statement", **{"document": ID, **ends, **words})


def claims(stated: DocumentStatements) -> set[tuple[str, str, str]]:
    return {(s.subject.slug, s.predicate, _end(s)) for s in stated.statements}


def _end(statement: Statement) -> str:
    return statement.object.value if isinstance(statement.object, Literal) else statement.object.slug


def mentions(stated: DocumentStatements) -> dict[str, set[str]]:
    """Words → who they mean."""
    found: dict[str, set[str]] = {}
    for mention in stated.annotated.mentions:
        found.setdefault(mention.span.of(stated.annotated.document.text), set()).add(mention.entity)
    return found


def test_no_decision_changes_nothing(bench: Bench) -> None:
    plain = bench.decide()
    elsewhere = bench.decide(
        met("reject", document="another"), decision("rename", "entity", subject="person/x", label="X")
    )
    assert plain == elsewhere
    assert ("haig-alexander", "metWith", "gromyko-andrei") in claims(plain)


def test_a_rejected_statement_is_never_stated(bench: Bench) -> None:
    stated = bench.decide(met("reject", note="No."))
    assert ("shultz-george", "metWith", "gromyko-andrei") not in claims(stated)
    [former] = stated.curation.former
    assert former.slug == f"{ID}-shultz-george-metwith-gromyko-andrei"
    assert (former.into, former.reason) == (None, "Rejected by J. Doe, 2026-11-22: No.")


def test_a_rejected_statement_is_rejected_from_either_side(bench: Bench) -> None:
    other = decision(
        "reject",
        "statement",
        **{
            "document": ID,
            "subject": "person/gromyko-andrei",
            "predicate": "metWith",
            "object": "person/shultz-george",
        },
    )
    assert claims(bench.decide(other)) == claims(bench.decide(met("reject")))


def test_an_accepted_statement_is_stated_whatever_its_score(bench: Bench) -> None:
    doubtful = tuple(replace(relation, confidence=0.01) for relation in bench.annotated.relations)
    annotated = replace(bench.annotated, relations=doubtful)
    assert ("shultz-george", "metWith", "gromyko-andrei") not in claims(bench.decide(annotated=annotated))
    stated = bench.decide(met("accept"), annotated=annotated)
    assert ("shultz-george", "metWith", "gromyko-andrei") in claims(stated)
    assert list(stated.curation.statements) == [f"{ID}-shultz-george-metwith-gromyko-andrei"]


def test_an_accepted_statement_is_restated_where_extraction_no_longer_finds_it(bench: Bench) -> None:
    annotated = replace(bench.annotated, relations=())
    exact = "meetings which Al Haig and you have had with Gromyko"
    stated = bench.decide(met("accept", exact=exact), annotated=annotated)
    [statement] = [s for s in stated.statements if s.predicate == "metWith"]
    assert (statement.method, statement.confidence) == ("curation", None)
    assert statement.quotations[0].exact == exact
    assert bench.with_plan(plan_of([met("accept")]), annotated)[1], "without a quotation nothing proves it"


def test_a_fact_from_elsewhere_names_who_says_so(bench: Bench) -> None:
    dated = decision(
        "add",
        "statement",
        **{"document": ID, "subject": f"document/{ID}", "predicate": "dated", "object": "1983-01-20"},
        note="Reagan's diary.",
    )
    [statement] = [s for s in bench.decide(dated).statements if s.object == Literal("1983-01-20", f"{_EDTF}")]
    assert (statement.quotations, statement.source) == ((), "J. Doe, 2026-11-22: Reagan's diary.")


_EDTF = "http://id.loc.gov/datatypes/edtf"


def test_a_missed_mention_and_somebody_new(bench: Bench) -> None:
    words = {"exact": "possible summit", "subject": "event/next-round", "label": "Next round"}
    added = decision("add", "mention", document=ID, **words)
    stated = bench.decide(added)
    assert mentions(stated)["possible summit"] == {"next-round"}
    [entity] = [e for e in stated.annotated.entities if e.id == "next-round"]
    assert (entity.label, entity.known) == ("Next round", False)
    assert list(stated.curation.mentions.values()) == [added.slug]


def test_a_rejected_mention_takes_its_statements_with_it(bench: Bench) -> None:
    stated = bench.decide(decision("reject", "mention", document=ID, exact="Al Haig"))
    assert "Al Haig" not in mentions(stated)
    assert ("haig-alexander", "metWith", "gromyko-andrei") not in claims(stated)
    assert [former.slug for former in stated.curation.former] == [f"{ID}-haig-alexander-metwith-gromyko-andrei"]


def test_statements_follow_a_mention_that_means_somebody_else(bench: Bench) -> None:
    linked = decision("add", "link", document=ID, exact="Al Haig", subject="person/weinberger-caspar")
    stated = bench.decide(linked)
    assert mentions(stated)["Al Haig"] == {"weinberger-caspar"}
    assert ("weinberger-caspar", "metWith", "gromyko-andrei") in claims(stated)
    [former] = stated.curation.former
    assert former.into == f"{ID}-weinberger-caspar-metwith-gromyko-andrei"
    assert "haig-alexander" not in {entity.id for entity in stated.annotated.entities}


def test_a_mention_that_does_not_mean_somebody_means_somebody_of_this_document(bench: Bench) -> None:
    stated = bench.decide(decision("reject", "link", document=ID, subject="person/haig-alexander"))
    assert mentions(stated)["Al Haig"] == {f"haig-al-{ID}"}
    assert (f"haig-al-{ID}", "metWith", "gromyko-andrei") in claims(stated)


def test_mentions_split_off_mean_the_other(bench: Bench) -> None:
    split = decision(
        "split", "entity", document=ID, subject="person/haig-alexander", into="person/haig-other", label="Another Haig"
    )
    stated = bench.decide(split)
    assert mentions(stated)["Al Haig"] == {"haig-other"}
    assert [e.label for e in stated.annotated.entities if e.id == "haig-other"] == ["Another Haig"]


def test_merged_everywhere(bench: Bench) -> None:
    merged = decision("merge", "entity", subject="person/haig-alexander", into="person/shultz-george")
    stated = bench.decide(merged)
    assert mentions(stated)["Al Haig"] == {"shultz-george"}
    assert "haig-alexander" not in repr(stated.statements)
    assert {former.into for former in stated.curation.former} == {f"{ID}-shultz-george-metwith-gromyko-andrei"}


def test_what_would_join_a_thing_with_itself_after_a_merge_goes(bench: Bench) -> None:
    merged = decision("merge", "entity", subject="person/haig-alexander", into="person/gromyko-andrei")
    stated = bench.decide(merged)
    assert ("gromyko-andrei", "metWith", "gromyko-andrei") not in claims(stated)
    [former] = [f for f in stated.curation.former if "haig" in f.slug]
    assert former.into is None


def test_renamed_keeps_its_slug_and_its_old_name(bench: Bench) -> None:
    stated = bench.decide(decision("rename", "entity", subject="person/haig-alexander", label="General Haig"))
    assert [e.label for e in stated.annotated.entities if e.id == "haig-alexander"] == ["General Haig"]
    assert stated.curation.names == ((Ref(Kind.PERSON, "haig-alexander"), "Alexander M. Haig, Jr."),)


def test_withdrawn_with_its_mentions_and_statements(bench: Bench) -> None:
    stated = bench.decide(decision("withdraw", "entity", subject="person/haig-alexander", note="Not he."))
    assert "haig-alexander" not in repr(stated.annotated.entities) + repr(stated.annotated.mentions)
    assert ("haig-alexander", "metWith", "gromyko-andrei") not in claims(stated)
    assert stated.curation.former[0].reason == "Withdrawn by J. Doe, 2026-11-22: Not he."


def test_posts_can_be_merged_too(bench: Bench) -> None:
    [(subject, _, post)] = [c for c in claims(bench.decide()) if c[1] == "holdsPost"][:1]
    stated = bench.decide(decision("merge", "entity", subject=f"post/{post}", into="post/the-other-one"))
    assert (subject, "holdsPost", "the-other-one") in claims(stated)
    assert {f.into for f in stated.curation.former} >= {f"{ID}-{subject}-holdspost-the-other-one"}


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            {"action": "reject", "about": "mention", "exact": "no such words"},
            "its words are not in the document any more",
        ),
        (
            {"action": "accept", "about": "link", "subject": "person/nobody"},
            "nothing in the document means person/nobody",
        ),
    ],
)
def test_what_does_not_fit_is_said(bench: Bench, words: dict[str, str], reason: str) -> None:
    [said] = bench.unfit(decision(**{"document": ID, **words}))
    assert reason in said


# ── Laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

MANY = [
    met("reject"),
    met("accept", subject="person/haig-alexander"),
    decision("reject", "mention", document=ID, exact="Namibia"),
    decision("add", "link", document=ID, exact="Al Haig", subject="person/weinberger-caspar"),
    decision("merge", "entity", subject="person/dobrynin-anatoly", into="person/andropov-yuri"),
    decision("merge", "entity", subject="person/andropov-yuri", into="person/gromyko-andrei"),
    decision("rename", "entity", subject="person/shultz-george", label="Secretary Shultz"),
    decision("rename", "entity", subject="person/gromyko-andrei", label="Gromyko"),
    decision("withdraw", "entity", subject="person/reagan-ronald", note="for the test"),
    decision("reject", "link", document=ID, subject="person/clark-william-p"),
]
CHOSEN = st.lists(st.sampled_from(MANY), unique_by=lambda each: each.slug, max_size=6)


def _curated(bench: Bench, decisions: list[Decision], annotated: AnnotatedDocument | None = None) -> DocumentStatements:
    return bench.decide(*decisions, annotated=annotated)


@settings(max_examples=40, deadline=None)
@given(CHOSEN, st.randoms())
def test_decisions_commute(bench: Bench, chosen: list[Decision], random: object) -> None:
    shuffled = list(chosen)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    try:
        once = _curated(bench, chosen)
    except CurationError:
        return
    assert once == _curated(bench, shuffled)


@settings(max_examples=40, deadline=None)
@given(CHOSEN)
def test_applying_twice_is_applying_once(bench: Bench, chosen: list[Decision]) -> None:
    """A document that decisions were applied to says the same after they are applied again."""
    try:
        once = _curated(bench, chosen)
    except CurationError:
        return
    twice = _curated(bench, chosen, once.annotated)
    assert claims(twice) == claims(once)
    assert mentions(twice) == mentions(once)
    assert [(e.id, e.label) for e in twice.annotated.entities] == [(e.id, e.label) for e in once.annotated.entities]
    assert twice.annotated.relations == once.annotated.relations


@settings(max_examples=40, deadline=None)
@given(CHOSEN)
def test_whatever_is_decided_every_end_is_described(bench: Bench, chosen: list[Decision]) -> None:
    try:
        stated = _curated(bench, chosen)
    except CurationError:
        return
    described = {Ref(e.type.kind, e.id) for e in stated.annotated.entities}
    for statement in stated.statements:
        for end in (statement.subject, statement.object, *statement.asserted_by):
            if isinstance(end, Ref) and end.kind in {Kind.PERSON, Kind.PLACE, Kind.ORGANIZATION, Kind.EVENT}:
                assert end in described
    for mention in stated.annotated.mentions:
        assert Ref(mention.type.kind, mention.entity) in described
    assert dataclasses.is_dataclass(stated)
