"""What holds for every header, and how the literal facts compare with the gold annotations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.dates import bounds
from memograph.extract.header.document import parse_header
from memograph.model import Document
from memograph.read import read_all
from tests.unit.extract.header_facts import document, facts, spans


def _assert_lawful(doc: Document) -> None:
    header = parse_header(doc)
    for span in spans(header):
        assert 0 <= span.start < span.end <= len(doc.text)
        assert span.of(doc.text) == span.of(doc.text).strip()
    for party in (*header.senders, *header.addressees, *header.participants, *header.drafters):
        inside = [s for s in (party.name, party.post) if s]
        assert all(party.span.contains(s) for s in inside)
        assert not (party.name and party.post and party.name.overlaps(party.post))
    assert all(bounds(value) for value in (header.date.value if header.date else None, header.period) if value)


def test_headers_of_all_real_documents_are_lawful(shared: Path) -> None:
    folder = shared / "data"
    results = list(read_all([folder / "memoranda", folder / "frus/frus1961-63v05"]))
    results += list(read_all([folder / "frus/frus1981-88v03-excerpt.xml"]))
    documents = [r for r in results if isinstance(r, Document)]
    assert len(documents) == len(results) == 3 + 198 + 10
    for doc in documents:
        _assert_lawful(doc)


def test_unlisted_types_do_not_occur_in_the_volume(shared: Path) -> None:
    documents = [r for r in read_all([shared / "data/frus/frus1961-63v05"]) if isinstance(r, Document)]
    assert "document" not in {parse_header(doc).type for doc in documents}


@pytest.mark.parametrize("relation", ["dated", "classified", "cites"])
def test_literal_facts_agree_with_the_gold(shared: Path, relation: str) -> None:
    right = missed = wrong = 0
    for file in sorted((shared / "gold").glob("*/*.json")):
        gold = {
            o for s, r, o, _ in json.loads(file.read_text(encoding="utf-8"))["relations"] if (s, r) == ("DOC", relation)
        }
        found = facts(document(file.with_suffix(".txt").read_text(encoding="utf-8"), file.stem))
        mine = {
            "dated": {found["date"][0]} if "date" in found else set(),
            "classified": {found["classified"]} if "classified" in found else set(),
            "cites": set(found.get("cites", [])),
        }[relation]
        right, missed, wrong = right + len(mine & gold), missed + len(gold - mine), wrong + len(mine - gold)
    assert right > 70
    assert right / (right + wrong) > 0.99
    assert right / (right + missed) > 0.98


_WORDS = st.sampled_from(
    "the The of to and at for from President Secretary State Embassy Rusk Kennedy (Clark) (S) Mr. Jr."
    " General d’Affaires Senators"
    " Department Paris, Rome 1961, May 3 — US EUR— Assistant Deputy Foreign Minister von J. F. , ; : ."
    " Source: Secret. Drafted by"
    " Prepared Between With From Diary vol. VI, pp. 5-6 Ibid., Document 12 Foreign Relations, 1961-1963,"
    " supplement pages".split()
)
_LINE = st.lists(_WORDS | st.text(max_size=6), min_size=1, max_size=14).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(_LINE, st.lists(_LINE, max_size=4), _LINE)
def test_headers_of_any_words_are_lawful(title: str, lines: list[str], note: str) -> None:
    title = " ".join(title.split()) or "Note"
    listed = "\n".join(lines)
    text = (
        f"12. {title}*\n\nRome, May 3, 1961.\n\nPARTICIPANTS\n{listed}\n\n* * *\n\n* Source: {note}\n\n1 See {note}\n"
    )
    _assert_lawful(document(text))
