"""HIPE and CoNLL-2003: a token a line, read with the csv module as the HIPE scorer does."""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from pathlib import Path

from memograph.exchange.hipe import COLUMNS
from tests.unit.exchange.conftest import Exported

Rows = dict[str, list[dict[str, str]]]


def hipe(exported: Exported, folder: Path) -> tuple[Rows, dict[str, dict[str, str]]]:
    """Rows and comments by document; read as the HIPE scorer reads (no quotes, comments begin with #)."""
    rows: Rows = defaultdict(list)
    comments: dict[str, dict[str, str]] = defaultdict(dict)
    current = ""
    with exported.to("hipe", folder / "all.tsv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None)
        assert tuple(reader.fieldnames or ()) == COLUMNS
        for row in reader:
            token = row["TOKEN"]
            if token.startswith("#"):
                name, _, value = token[1:].partition(" = ")
                current = value if name.strip() == "hipe2022:document_id" else current
                comments[current][name.strip()] = value
            elif token:
                assert None not in row.values(), row
                rows[current].append(row)
    return rows, comments


def flags(row: dict[str, str], name: str) -> list[str]:
    return [flag.partition("-")[2] for flag in row["MISC"].split("|") if flag.partition("-")[0] == name]


def test_offsets_give_the_text_back(exported: Exported, tmp_path: Path) -> None:
    rows, comments = hipe(exported, tmp_path)
    assert set(comments) == {document.id for document in exported.source.documents()}
    for name in comments:
        text, end = exported.source.document(name).text, 0
        for row in rows[name]:
            (offset,) = flags(row, "Offset")
            start, stop = map(int, offset.split(":"))
            assert text[start:stop] in (row["TOKEN"], "#")
            assert text[end:start].strip() == ""
            end = stop
        assert text[end:].strip() == ""


def test_no_mention_is_lost_without_a_word(exported: Exported, tmp_path: Path) -> None:
    rows, _ = hipe(exported, tmp_path)
    every = [row for document in rows.values() for row in document]
    begun = sum(row[column].startswith("B-") for row in every for column in ("NE-COARSE-LIT", "NE-NESTED"))
    told = sum(note.count("“") for note in exported.notes)
    assert begun + told == exported.count("?m a mg:Mention ; oa:hasBody ?b") > 0
    for one, other in itertools.pairwise(every):
        if other["NE-COARSE-LIT"].startswith("I-"):
            assert one["NE-COARSE-LIT"][2:] == other["NE-COARSE-LIT"][2:]
            assert one["NEL-LIT"] == other["NEL-LIT"]


def test_links_are_wikidata_items_or_nil(exported: Exported, tmp_path: Path) -> None:
    rows, _ = hipe(exported, tmp_path)
    links = {row["NEL-LIT"] for document in rows.values() for row in document}
    assert all(re.fullmatch(r"Q\d+|NIL|_", link) for link in links)
    assert any(link.startswith("Q") for link in links)
    for row in (row for document in rows.values() for row in document):
        assert (row["NEL-LIT"] == "_") == (row["NE-COARSE-LIT"] == "O")


def test_overlaps_partial_tokens_and_hashes(strange: Exported, tmp_path: Path) -> None:
    rows, _ = hipe(strange, tmp_path)
    tokens = {row["TOKEN"]: row for row in rows["strange-1"]}
    assert tokens["andUSSR"]["NE-COARSE-LIT"] == "B-loc"
    assert flags(tokens["andUSSR"], "Partial") == ["3:7"]
    assert tokens["＃"]["NE-COARSE-LIT"] == "O", "a line that begins with # would be a comment"
    assert tokens["Embassy"]["NE-COARSE-LIT"] == "B-org"
    assert tokens["Moscow"]["NE-NESTED"] == "B-loc"
    assert len(strange.notes) == 1
    assert "Moscow of the U.S.S.R" in strange.notes[0], "it crosses the embassy's name"


def test_tokens_do_not_depend_on_what_was_found(strange: Exported, tmp_path: Path) -> None:
    """A scorer compares two files line by line."""
    from memograph.exchange.tokens import tokenized

    rows, _ = hipe(strange, tmp_path)
    text = strange.source.document("strange-1").text
    assert [row["TOKEN"].replace("＃", "#") for row in rows["strange-1"]] == [t.span.of(text) for t in tokenized(text)]


def test_metadata_lines(corpus: Exported, tmp_path: Path) -> None:
    _, comments = hipe(corpus, tmp_path)
    memorandum = comments["frus1981-88v04d4"]
    assert memorandum["hipe2022:date"] == "1983-01-28"
    assert memorandum["hipe2022:language"] == "en"
    assert set(memorandum["hipe2022:applicable_columns"].split()) <= set(COLUMNS)


def test_conll_has_four_columns_and_legal_sequences(exported: Exported, tmp_path: Path) -> None:
    written = exported.to("conll", tmp_path / "all.conll").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in written.split("\n\n") if block]
    documents = [lines for lines in blocks if lines[0].startswith("-DOCSTART-")]
    assert len(documents) == exported.count("?d a mg:Document")
    before, begun = "O", 0
    for line in (line for block in blocks for line in block):
        token, part, chunk, tag = line.split(" ")
        assert token
        assert (part, chunk) == ("-X-", "-X-")
        assert re.fullmatch(r"O|[BI]-(PER|ORG|LOC|MISC)", tag)
        assert not tag.startswith("I-") or before[2:] == tag[2:]
        before, begun = tag, begun + tag.startswith("B-")
    left_out = sum(int(re.search(r": (\d+) mentions", note)[1]) for note in exported.notes)  # type: ignore[index]
    assert begun + left_out == exported.count("?m a mg:Mention ; oa:hasBody ?b") > 0
