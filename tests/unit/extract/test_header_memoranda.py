"""The headers of the three memoranda, exactly, from plain text and from TEI."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from memograph.model import Document
from memograph.read import read_all
from tests.unit.extract.header_facts import document, facts

CLARK = {"name": "Clark", "post": "President’s Assistant for National Security Affairs"}
MEMORANDUM = "Memorandum From the President’s Assistant for National Security Affairs (Clark) to "

EXPECTED: dict[str, dict[str, Any]] = {
    "frus1981-88v03d156": {
        "number": "156",
        "type": "memorandum",
        "title": MEMORANDUM + "President Reagan",
        "senders": [CLARK],
        "addressees": [{"name": "Reagan", "post": "President"}],
        "drafters": [{"name": "Pipes"}],
        "date": ("1982-04-05", "sidecar"),
        "period": "1982-04-05",
        "subject": "When to Negotiate with the Soviet Union",
        "classified": "Secret",
        "repository": "Reagan Library",
        "collection": "Executive Secretariat, NSC: Country File",
        "file": "USSR (4/13/82–4/23/82)",
    },
    "frus1981-88v03d247": {
        "number": "247",
        "type": "memorandum",
        "title": MEMORANDUM + "President Reagan",
        "senders": [CLARK],
        "addressees": [{"name": "Reagan", "post": "President"}],
        "date": ("1982-12-04", "sidecar"),
        "period": "1982-12-04",
        "subject": "Engaging the Soviets In a Serious Effort to Make Progress—Is Now the Time?",
        "classified": "Secret",
        "repository": "Reagan Library",
        "collection": "Executive Secretariat, NSC: Country File",
        "file": "USSR (12/4/82–12/7/82)",
    },
    "frus1981-88v04d4": {
        "number": "4",
        "type": "memorandum",
        "title": MEMORANDUM + "Secretary of State Shultz",
        "senders": [CLARK],
        "addressees": [{"name": "Shultz", "post": "Secretary of State"}],
        "signer": {"name": "William P. Clark"},
        "date": ("1983-01-28/1983-02-02", "sidecar"),
        "period": "1983-01-28/1983-02-02",
        "subject": "U.S.-Soviet Relations in 1983",
        "classified": "Secret; Sensitive",
        "cites": ["d1"],
        "repository": "Reagan Library",
        "collection": "Executive Secretariat, NSC Country File",
        "file": "Europe and Soviet Union, USSR (01/28/83–02/02/83)",
    },
}


def _corpus(repository: Path) -> dict[str, Document]:
    results = read_all([repository / "corpus/memoranda"])
    return {r.id: r for r in results if isinstance(r, Document)}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_facts_of_a_memorandum(repository: Path, name: str) -> None:
    found = facts(_corpus(repository)[name])
    assert found.pop("source_note").startswith("Source: Reagan Library, Executive Secretariat, NSC")
    assert found == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
@pytest.mark.parametrize("variant", ["crlf", "bom"])
def test_line_ends_and_byte_order_mark_change_no_fact(repository: Path, name: str, variant: str) -> None:
    text = (repository / "corpus/memoranda" / f"{name}.txt").read_text(encoding="utf-8")
    changed = "\ufeff" + text if variant == "bom" else text.replace("\n", "\r\n")
    assert facts(document(changed, name)) == facts(document(text, name))


def test_without_its_sidecar_the_folder_bounds_the_period(repository: Path) -> None:
    text = (repository / "corpus/memoranda/frus1981-88v03d156.txt").read_text(encoding="utf-8")
    found = facts(document(text, "frus1981-88v03d156"))
    assert "date" not in found
    assert found["period"] == "1982-04-13/1982-04-23"


def test_tei_gives_the_same_facts_and_a_date(shared: Path) -> None:
    excerpt = shared / "data/frus/frus1981-88v03-excerpt.xml"
    documents = {d.id: d for d in read_all([excerpt]) if isinstance(d, Document)}
    for name in ("frus1981-88v03d156", "frus1981-88v03d247"):
        found = facts(documents[name])
        assert found.pop("source_note").startswith("Source: Reagan Library, Executive Secretariat, NSC: Country File")
        assert found == {**EXPECTED[name], "date": (EXPECTED[name]["date"][0], "markup"), "place": "Washington"}
