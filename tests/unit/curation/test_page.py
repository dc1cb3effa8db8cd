"""docs/curation.md: its examples are decisions, and its tables have what the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from memograph.curation.anchoring import locate
from memograph.curation.decision import COLUMNS, POSSIBLE
from memograph.curation.files import read_decisions
from memograph.curation.plan import plan_of
from memograph.model import Document
from memograph.namespaces import Site
from memograph.read import read_all

SITE = Site("http://localhost:8000/")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / "docs/curation.md").read_text(encoding="utf-8")


def example(page: str, language: str) -> str:
    found, *_ = re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_examples_are_decisions_that_go_together(page: str, tmp_path: Path) -> None:
    for suffix, language in (("csv", "csv"), ("ttl", "turtle")):
        (tmp_path / f"example.{suffix}").write_text(example(page, language), encoding="utf-8")
    table = read_decisions([tmp_path / "example.csv"], SITE)
    turtle = read_decisions([tmp_path / "example.ttl"], SITE)
    assert (len(table), len(turtle)) == (12, 2)
    plan_of(table)
    plan_of(turtle)
    assert {each.action for each in table} == {action for action, _ in POSSIBLE}
    assert {each.about for each in table} == {about for _, about in POSSIBLE}


def test_the_words_of_the_examples_stand_in_the_memoranda(page: str, repository: Path, tmp_path: Path) -> None:
    texts = {d.id: d.text for d in read_all([repository / "corpus/memoranda"]) if isinstance(d, Document)}
    for suffix, language in (("csv", "csv"), ("ttl", "turtle")):
        (tmp_path / f"example.{suffix}").write_text(example(page, language), encoding="utf-8")
    anchors = [each.anchor for each in read_decisions([tmp_path], SITE) if each.anchor and each.anchor.exact]
    assert len(anchors) == 5
    assert [anchor for anchor in anchors if locate(texts[anchor.document], anchor) is None] == []


def test_every_column_is_described(page: str) -> None:
    described = re.search(r"\| column \| is \|\n.*?\n\n", page, re.DOTALL)
    assert described
    names = [
        name for row in described.group(0).strip().splitlines() for name in re.findall(r"`(\w+)`", row.split("|")[1])
    ]
    assert names == list(COLUMNS)


def test_everything_that_can_be_done_is_described(page: str) -> None:
    table = re.search(r"\| decision \| does \|\n.*?\n\n", page, re.DOTALL)
    assert table
    said = set()
    for row in table.group(0).strip().splitlines()[2:]:
        *actions, last = re.split(r", | ", row.split("|")[1].strip())
        about = last if last in ("statement", "mention", "link", "match") else "entity"
        said |= {(action, about) for action in (actions if about != "entity" else [last])}
    assert said == {(str(action), str(about)) for action, about in POSSIBLE}
