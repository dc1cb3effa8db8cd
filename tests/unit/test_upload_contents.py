"""Graphs as sorted files, in parts that are merged, and what differs between two of them."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.errors import UploadError
from memograph.uploading import contents
from memograph.uploading.contents import NOTHING, Contents, difference, read_triples, sort_triples

P = ox.NamedNode("http://example.org/p")


def triple(number: int) -> ox.Triple:
    return ox.Triple(ox.NamedNode(f"http://example.org/{number}"), P, ox.Literal(f"line\n{number} “é” \u200f"))


def lines(made: Contents) -> list[bytes]:
    return made.path.read_bytes().splitlines(keepends=True)


def written(path: Path, numbers: list[int], scratch: Path) -> Contents:
    return sort_triples((triple(number) for number in numbers), path, scratch)


@pytest.mark.parametrize("part", [3, 1000])
def test_sorted_in_parts_as_in_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    monkeypatch.setattr(contents, "SORTED", part)
    numbers = random.Random(1).sample(range(100), 20) * 2
    made = written(tmp_path / "sorted.nt", numbers, tmp_path)
    assert lines(made) == sorted(set(lines(made)))
    assert made.triples == 20
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert {each.subject for each in read_triples(made.path, "here")} == {triple(n).subject for n in numbers}
    assert list((tmp_path / "parts").iterdir()) == []


def test_nothing_is_a_mark_of_its_own(tmp_path: Path) -> None:
    assert written(tmp_path / "none.nt", [], tmp_path).mark == NOTHING
    assert written(tmp_path / "one.nt", [1], tmp_path).mark.startswith("1 ")


@pytest.mark.parametrize(
    ("before", "after"), [([], []), ([], [1, 2]), ([1, 2], []), ([1, 2, 3], [2]), ([2], [1, 2, 3]), ([1, 3], [2, 4])]
)
def test_what_differs(tmp_path: Path, before: list[int], after: list[int]) -> None:
    old, new = written(tmp_path / "old.nt", before, tmp_path), written(tmp_path / "new.nt", after, tmp_path)
    removed, added = difference(old, new, tmp_path / "removed.nt", tmp_path / "added.nt")
    left, right = set(lines(old)), set(lines(new))
    assert (lines(removed), lines(added)) == (sorted(left - right), sorted(right - left))
    assert (removed.triples, added.triples) == (len(left - right), len(right - left))


def test_a_blank_node_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UploadError, match="blank node"):
        sort_triples([ox.Triple(ox.BlankNode("b"), P, ox.Literal("_:x"))], tmp_path / "b.nt", tmp_path)
    literal = ox.Triple(ox.NamedNode("http://example.org/a"), P, ox.Literal("_:x"))
    assert sort_triples([literal], tmp_path / "b.nt", tmp_path).triples == 1
