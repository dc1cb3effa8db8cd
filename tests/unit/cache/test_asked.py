"""What a document asked is noted once, with its answer, and the answer is known again by its digest."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from memograph.asked import Noticing, Question, for_all_documents, inquiry, looked_through, question, told
from memograph.authority.entries import PersonEntry, Tenure
from memograph.curation.decision import About, Action, Decision, Origin
from memograph.model import EntityType, Kind, Ref
from memograph.personal_names import parse_name
from memograph.questions import reach_of, written_reach


class _Parish:
    def __init__(self) -> None:
        self.people = {"clark": ("william",)}

    @question
    def named(self, name: str) -> tuple[str, ...]:
        return self.people[name]

    @question
    def count(self, *names: str) -> int:
        return sum(len(self.named(name)) for name in names)


def test_a_question_is_noted_once_and_what_it_asks_in_turn_is_part_of_it() -> None:
    parish = _Parish()
    with inquiry() as found:
        assert parish.count("clark") == parish.count("clark") == 1
    assert [asked for asked, _ in found.reach().answers] == [Question("_Parish.count", ("clark",))]


def test_that_nobody_is_known_is_an_answer_too() -> None:
    parish = _Parish()
    with inquiry() as found, pytest.raises(KeyError):
        parish.named("haig")
    [(asked, before)] = found.reach().answers
    assert asked.arguments == ("haig",)
    parish.people["haig"] = ("alexander",)
    assert told(parish.named("haig")) != before


def test_nothing_is_noted_outside_of_an_inquiry_nor_after_it() -> None:
    parish = _Parish()
    with inquiry() as found:
        looked_through("Al Haig, Jr.")
    parish.named("clark")
    assert found.reach().answers == ()
    assert found.words == {"Al", "Haig", "Jr"}


def test_a_document_may_look_into_decisions_but_not_go_through_them() -> None:
    asked: list[str] = []
    kept = Noticing({"a": 1}, asked.append)
    assert (kept.get("a"), kept.get("b"), "c" in kept, list(kept), len(kept)) == (1, None, False, ["a"], 1)
    assert asked == ["a", "b", "c"]
    with inquiry():
        assert {"a", "z"} & kept.keys() == {"a"}
        with pytest.raises(RuntimeError, match="not go through"):
            list(kept)
        with pytest.raises(RuntimeError, match="not go through"):
            for_all_documents()
    assert asked[-2:] in (["a", "z"], ["z", "a"])


def test_answers_are_told_apart_by_everything_but_the_place_of_a_decision() -> None:
    clark = PersonEntry(EntityType.PERSON, "clark", "Clark", family_name="Clark")
    moved = Tenure("clark", "adviser", "1982-01-04", None, "a list")
    decision = Decision("d1", Action.RENAME, About.ENTITY, "me", "2026-01-02", subject=Ref(Kind.PERSON, "clark"))
    further = Decision(
        "d1", Action.RENAME, About.ENTITY, "me", "2026-01-02", subject=decision.subject, origin=Origin("a.csv", 9)
    )
    different = (
        None,
        0,
        False,
        "",
        (),
        ("",),
        ("a", "b"),
        ("ab",),
        clark,
        moved,
        frozenset("a"),
        EntityType.PERSON,
        "Person",
    )
    assert len({told(each).digest for each in different}) == len(different)
    assert told(decision) == told(further)
    assert set(told((clark, decision)).things) == {"person/clark", "decision/d1"}


def test_a_digest_is_the_same_in_another_process() -> None:
    program = (
        "from memograph.asked import told\n"
        "print(told((frozenset(map(str, range(50))), {'b': 1, 'a': ('x', None)}, 0.5)).digest.hex())"
    )
    run = (subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True) for _ in "ab")
    assert len({each.stdout for each in run}) == 1


def test_what_was_asked_survives_being_written_down() -> None:
    class Everything:
        @question
        def asked(self, *_: object) -> object:
            return PersonEntry(EntityType.PERSON, "clark", "Clark"), Ref(Kind.PERSON, "clark")

    arguments = (
        "a",
        None,
        3,
        (date(1983, 1, 28), date(1983, 2, 2)),
        Ref(Kind.PLACE, "x"),
        EntityType.PLACE,
        frozenset({"b", "a"}),
        parse_name("Haig, Alexander M., Jr."),
        (Ref(Kind.EVENT, "y"),),
    )
    with inquiry() as found:
        Everything().asked(*arguments)
    reach = found.reach()
    assert reach_of(json.loads(json.dumps(written_reach(reach)))) == reach
    with inquiry() as found:
        Everything().asked(object())
    with pytest.raises(ValueError, match="object is nothing that can be asked about"):
        reach_of(written_reach(found.reach()))
