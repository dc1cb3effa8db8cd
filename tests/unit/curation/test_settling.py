"""Decisions that fit nowhere, or that bring in somebody whom nothing else names: told, with what to do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from memograph.authority.entries import PlaceEntry
from memograph.authority.index import load_authority
from memograph.authority.writer import write_turtle
from memograph.curation.checking import decision_of
from memograph.curation.decision import Decision, Origin
from memograph.curation.plan import plan_of
from memograph.gathering import Gathered
from memograph.model import Applied, EntityType, Kind, Ref, Report, Shard
from memograph.namespaces import Site
from memograph.settling import unfit
from memograph.shards import entity_of

SITE = Site("http://localhost:8000/")
CLARK, SLIP = (Ref(Kind.PERSON, slug) for slug in ("clark-william-p", "clark-wiliam"))


def decision(action: str, about: str, **words: str) -> Decision:
    row = {"action": action, "about": about, "author": "J. Doe", "date": "2026-11-22", **words}
    return decision_of(row, Origin("a.csv", 2), SITE)


def shard(document: str, *called: Ref, borrowed: frozenset[Ref] = frozenset()) -> Shard:
    applied = Applied(called=tuple((ref, "Clark") for ref in called), borrowed=borrowed)
    return Shard(document, b"", Report(True, ()), applied=applied)


def told(decisions: list[Decision], *shards: Shard) -> list[str]:
    present = {ref for each in shards for ref, _ in each.applied.called}
    with TemporaryDirectory() as scratch, closing(Gathered(Path(scratch))) as gathered:
        for each in shards:
            gathered.add(each, Path(scratch) / f"{each.document_id}.nq")
    return [each.reason for each in unfit(plan_of(decisions), gathered, present, {"person/haig"})]


LINK = decision("add", "link", document="d1", exact="Clark", subject="person/clark-wiliam")
MERGE = decision("merge", "entity", subject="person/haig", into="person/clark-wiliam")


@pytest.mark.parametrize(
    ("said", "way"), [(LINK, "fill in “label” if it is new"), (MERGE, "rename it if it is new")], ids=["link", "merge"]
)
def test_somebody_whom_only_a_decision_names_may_be_a_slip(said: Decision, way: str) -> None:
    lent = shard("d1", SLIP, borrowed=frozenset({SLIP}))
    assert told([said], lent) == [f"nothing else names person/clark-wiliam; correct it, or {way}"]


def test_somebody_whom_another_document_names_is_none() -> None:
    assert told([LINK], shard("d1", SLIP, borrowed=frozenset({SLIP})), shard("d2", SLIP)) == []


def test_somebody_who_is_new_on_purpose_is_none() -> None:
    named = decision("rename", "entity", subject="person/clark-wiliam", label="Wiliam Clark")
    assert told([MERGE, named], shard("d1", SLIP, borrowed=frozenset({SLIP}))) == []


def test_a_merge_of_somebody_who_never_was_is_told() -> None:
    slip = decision("merge", "entity", subject="person/haigh", into="person/clark-william-p")
    assert told([slip], shard("d1", CLARK)) == [
        "no release and no document names person/haigh; correct “subject”, or take the row out"
    ]
    right = decision("merge", "entity", subject="person/haig", into="person/clark-william-p")
    assert told([right], shard("d1", CLARK)) == []


def test_a_place_that_was_imported_is_somebody_s_name_for_it(repository: Path, tmp_path: Path) -> None:
    file = tmp_path / "gazetteer.ttl"
    with file.open("w", encoding="utf-8") as output:
        write_turtle([PlaceEntry(EntityType.PLACE, "timbuktu", "Timbuktu")], output)
    authority = load_authority([repository / "corpus/authority"], SITE, directory=[file])
    found = entity_of(authority, Ref(Kind.PLACE, "timbuktu"))
    assert found is not None and (found.label, found.known) == ("Timbuktu", True)
    assert entity_of(authority, Ref(Kind.PLACE, "timbuctoo")) is None
