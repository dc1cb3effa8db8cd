"""What all shards come to does not depend on their order, and holds none of their quads."""

from __future__ import annotations

import json
from contextlib import closing
from itertools import permutations
from pathlib import Path

from memograph.gathering import Gathered
from memograph.model import Applied, Kind, Ref, Report, Result, Shard

CLARK, HAIG = Ref(Kind.PERSON, "clark"), Ref(Kind.PERSON, "haig")


def review(statement: str, confidence: float) -> str:
    return json.dumps({"statement": statement, "predicate": "metWith", "confidence": confidence})


SHARDS = (
    Shard("d1", b"", Report(True, ()), (review("a", 0.2),), (CLARK,), Applied((("x", "gone"),), frozenset({HAIG}))),
    Shard(
        "d2",
        b"",
        Report(True, (Result("Warning", "n", None, None, "Odd.", "shape", "c"),)),
        (review("b", 0.4), review("c", 0.2)),
        (CLARK, HAIG),
        Applied((("x", "moved"),), frozenset(), ((CLARK, "Clark"),), frozenset({CLARK})),
    ),
    Shard("d3", b"", Report(False, (Result("Violation", "n", None, None, "No.", "shape", "c"),)), referred=(HAIG,)),
)


def test_the_order_of_shards_does_not_matter(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate(permutations(SHARDS)):
        scratch = tmp_path / str(number)
        scratch.mkdir()
        with closing(Gathered(scratch)) as gathered:
            for shard in order:
                gathered.add(shard, scratch / f"{shard.document_id}.nq")
            gathered.write_reports(scratch / "out")
        found_files = {file.relative_to(scratch / "out").as_posix() for file in (scratch / "out").rglob("*.json*")}
        assert found_files == {"documents/d1.json", "documents/d2.json", "documents/d3.json", "review.jsonl"}
        assert [document for document, _ in gathered.quads()] == ["d1", "d2"]
        assert (gathered.documents, gathered.left_out, gathered.published) == ({"d1", "d2", "d3"}, ["d3"], 2)
        assert (gathered.referred, gathered.touched, gathered.called) == ({CLARK, HAIG}, {HAIG}, {CLARK})
        assert gathered.unfit == {"x": "gone"}
        lines = (scratch / "out" / "review.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["statement"] for line in lines] == ["b", "a", "c"]
        found.append(gathered.tally.verdict(Report(True, ()), (), 0, gathered.uncertain))
    assert len(set(map(str, found))) == 1
    assert [(each.number, each.severity) for each in found[0].found] == [(1, "Warning")]
    assert [each.document for each in found[0].left_out] == ["d3"]
    assert found[0].uncertain == {"metWith": 3}
