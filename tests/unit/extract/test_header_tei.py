"""Headers of the TEI excerpt, whose kinds the memoranda do not have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from memograph.model import Document
from memograph.read import read
from tests.unit.extract.header_facts import facts

SELECTED: dict[str, dict[str, Any]] = {
    "d1": {
        "type": "telegram",
        "senders": [{"body": "Embassy in the Soviet Union"}],
        "addressees": [{"body": "Department of State"}],
        "signer": {"name": "Watson"},
        "date": ("1980-11-07", "markup"),
        "place": "Moscow",
        "subject": "Initial Moscow Views on the U.S. Election",
        "classified": "Confidential; Immediate",
        "collection": "Central Foreign Policy File",
        "file": "D800532–1105",
    },
    "d2": {"type": "action-memorandum", "drafters": [{"name": "German"}], "period": "1981-01-22"},
    "d155": {
        "senders": [{"name": "Richard Pipes", "body": "National Security Council Staff"}],
        "addressees": [{"name": "Clark", "post": "President’s Assistant for National Security Affairs"}],
        "place": "Washington",
        "period": "1982-04-02/1982-04-03",
        "cites": ["d154", "d159"],
    },
    "d228": {
        "type": "letter",
        "senders": [{"name": "Brezhnev", "post": "Soviet General Secretary"}],
        "signer": {"name": "L. Brezhnev"},
        "cites": ["d225"],
    },
    "d229": {"type": "minutes", "date": ("1982-11-02", "markup"), "classified": "Confidential"},
    "d233": {"type": "editorial-note"},
    "d234": {
        "type": "memorandum-of-conversation",
        "participants": [
            {"name": "George Bush", "post": "Vice President"},
            {"name": "George P. Shultz", "post": "Secretary of State"},
            {"name": "Arthur Hartman", "post": "Ambassador"},
            {"name": "William D. Krimer", "post": "Interpreter"},
            {"name": "Yuriy V. Andropov", "post": "General Secretary of the CPSU"},
            {"name": "A.A. Gromyko", "post": "Minister of Foreign Affairs"},
            {"name": "Andrey M. Aleksandrov-Agentov", "post": "Assistant to the General Secretary of the CPSU"},
            {"name": "Viktor Sukhodrev", "post": "Interpreter"},
        ],
        "cites": ["d233"],
    },
    "d248": {"type": "editorial-note", "cites": ["d247"]},
}


@pytest.fixture(scope="module")
def documents(shared: Path) -> dict[str, Document]:
    results = read(shared / "data/frus/frus1981-88v03-excerpt.xml")
    return {d.id.removeprefix("frus1981-88v03"): d for d in results if isinstance(d, Document)}


@pytest.mark.parametrize("name", sorted(SELECTED))
def test_selected_facts(documents: dict[str, Document], name: str) -> None:
    found = facts(documents[name])
    assert {key: found.get(key) for key in SELECTED[name]} == SELECTED[name]


def test_an_enclosure_gives_the_document_neither_date_nor_signer(documents: dict[str, Document]) -> None:
    assert not {"date", "signer", "classified"} & facts(documents["d155"]).keys()


def test_editorial_notes_have_no_date_sender_addressee_or_classification(documents: dict[str, Document]) -> None:
    for name in ("d233", "d248"):
        assert not {"date", "senders", "addressees", "classified", "source_note"} & facts(documents[name]).keys()
