"""A document as it is printed: nothing lost, notes linked both ways, pages and portions where they are, marks in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.layout import Layout
from memograph.model import Document, Source
from memograph.publish.pages.printed import Block, Mark, Named, Paragraph, Piece, Quoted, printed
from memograph.read import read as read_file
from memograph.read.frus_text import document_of
from tests.publish_sample import memorandum

NAMES = ("frus1981-88v04d4", "frus1981-88v03d247", "frus1981-88v03d156")


def mark(start: int, end: int, kind: str = "person") -> Mark:
    return Mark(start, end, Named(kind, "Somebody", "/page/person/x"))


def read(text: str) -> Document:
    return document_of("d1", text, Source("d1.txt", "text/plain", ""))


def shown(text: str) -> tuple[Block, ...]:
    return printed(text, Layout.of(read(text)))


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        yield from block.paragraphs
        for note in block.notes:
            yield from note.paragraphs


def words(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


TEXT = "Heading 😀\n\nAl Haig met Gromyko.\n  1. A note."


def test_without_a_layout_lines_are_told_by_how_they_begin() -> None:
    [block] = printed(TEXT, Layout(), [mark(11, 18), mark(23, 30)])
    assert [line.kind for line in block.paragraphs] == ["heading", "body", "note"]
    assert [(piece.text, piece.anchor) for piece in block.paragraphs[1].pieces] == [
        ("Al Haig", "mention-11-18"),
        (" met ", None),
        ("Gromyko", "mention-23-30"),
        (".", None),
    ]


def test_the_passage_asked_for_cuts_marks_and_carries_one_anchor() -> None:
    [block] = printed(TEXT, Layout(), [mark(11, 18), mark(23, 30)], highlight=(14, 25))
    line = block.paragraphs[1]
    assert [(p.text, p.highlighted, p.first_highlighted, bool(p.mark)) for p in line.pieces] == [
        ("Al ", False, False, True),
        ("Haig", True, True, True),
        (" met ", True, False, False),
        ("Gr", True, False, True),
        ("omyko", False, False, True),
        (".", False, False, False),
    ]
    assert [piece.anchor for piece in line.pieces if piece.mark] == ["mention-11-18", None, "mention-23-30", None]


def test_the_longest_of_overlapping_marks_wins() -> None:
    marks = [mark(0, 8, "place"), mark(0, 14, "organization"), mark(4, 14)]
    [[line]] = [block.paragraphs for block in printed("New York Times", Layout(), marks)]
    assert [(p.text, p.mark.kind if p.mark else "") for p in line.pieces] == [("New York Times", "organization")]


def test_quotations_may_overlap_and_each_ends_once() -> None:
    [[line]] = [b.paragraphs for b in printed("He met her there.", Layout(), [], [Quoted(0, 10, 1), Quoted(3, 16, 2)])]
    assert [(piece.text, piece.said, piece.ends) for piece in line.pieces] == [
        ("He ", (1,), ()),
        ("met her", (1, 2), (1,)),
        (" there", (2,), (2,)),
        (".", (), ()),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_memorandum(name: str) -> None:
    """Each reference leads to its note and back; the source note is the first; portions are in brackets."""
    text = memorandum(name)
    document = read(text)
    [block] = shown(text)
    pieces = [piece for line in paragraphs((block,)) for piece in line.pieces]
    references = [piece.reference for piece in pieces if piece.reference]
    assert [each.label for each in references] == [each.label for each in document.note_references]
    assert [each.target for each in references] == [note.anchor for note in block.notes]
    assert [note.references for note in block.notes] == [(each.anchor,) for each in references]
    assert words(block.notes[0].paragraphs[0].pieces).startswith("Source: ")
    assert block.notes[0].label == "1."
    assert [f"({piece.portion})" for piece in pieces if piece.portion] == [p.text for p in pieces if p.portion]
    assert [piece.page.anchor for piece in pieces if piece.page] == [f"page-{page.label}" for page in document.pages]
    assert block.paragraphs[0].kind == "heading"
    anchors = [line.anchor for line in block.paragraphs if line.anchor]
    assert anchors == [f"p{number}" for number in range(1, len(anchors) + 1)]


def test_labels_and_rules_are_no_zones_and_are_shown() -> None:
    text = (
        "3. Memorandum of Conversation*\n\nWashington, May 1, 1961.\n\nSUBJECT\n\nLaos\n\nPARTICIPANTS\n\n"
        "Mr. Bohlen\n\nHe spoke [Page 7] at some length about it.1\n\n[Page 8]\n\n"
        "Charles Bohlen\n\n* * *\n\n* Source: Kennedy Library.\n\n1 See below.\n\nAnd below."
    )
    [block] = shown(text)
    kinds = [line.kind for line in block.paragraphs]
    assert kinds == (
        ["heading", "dateline", "label", "subject", "label", "participants", "body", "page", "signature", "rule"]
    )
    assert [(note.label, note.anchor, len(note.references)) for note in block.notes] == [
        ("*", "note-star", 1),
        ("1", "note-1", 1),
    ]
    assert [words(line.pieces) for line in block.notes[1].paragraphs] == ["See below.", "And below."]


def test_two_documents_in_one_file_have_notes_of_their_own() -> None:
    one = "3. Letter From A to B*\n\nMoscow, May 1, 1961.\n\nIt is so.1\n\n* * *\n\n* Source: X.\n\n1 One.\n\n"
    blocks = shown(one + one.replace("3. ", "4. ").replace("One", "Other"))
    assert [[note.anchor for note in block.notes] for block in blocks] == [
        ["note-star", "note-1"],
        ["note-star-2", "note-1-2"],
    ]
    second = [piece.reference for line in blocks[1].paragraphs for piece in line.pieces if piece.reference]
    assert [(each.anchor, each.target) for each in second] == [("ref-star-2", "note-star-2"), ("ref-1-2", "note-1-2")]


def test_tei_prints_neither_references_nor_breaks_and_both_are_shown(shared: Path) -> None:
    read_ones = read_file(shared / "data/frus/frus1981-88v03-excerpt.xml")
    documents = [each for each in read_ones if isinstance(each, Document) and each.pages]
    assert documents
    for document in documents:
        blocks = printed(document.text, Layout.of(document))
        pieces = [piece for line in paragraphs(blocks) for piece in line.pieces]
        places = [piece.reference or piece.page for piece in pieces if piece.reference or piece.page]
        assert len(places) == len(document.note_references) + len(document.pages)
        assert not any(place.printed for place in places if place)
        assert all(piece.reference.target for piece in pieces if piece.reference)
        told = ["".join(line.split()) for line in document.text.split("\n") if line.strip()]
        lines = [words(line.pieces) for block in blocks for line in block.paragraphs]
        lines += [
            note.label + words(line.pieces) for block in blocks for note in block.notes for line in note.paragraphs
        ]
        assert sorted("".join(line.split()) for line in lines) == sorted(told)


@given(
    st.text("ab \n😀", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=4),
    st.tuples(st.integers(0, 60), st.integers(0, 60)),
)
def test_no_character_is_lost(
    text: str, spans: list[tuple[int, int]], quotations: list[tuple[int, int]], highlight: tuple[int, int]
) -> None:
    marks = [mark(start, start + length) for start, length in spans]
    quoted = [Quoted(start, start + length, n) for n, (start, length) in enumerate(quotations, start=1)]
    lines = list(paragraphs(printed(text, Layout(), marks, quoted, highlight)))
    assert [words(line.pieces) for line in lines] == [line.strip() for line in text.split("\n") if line.strip()]
    assert sum(piece.first_highlighted for line in lines for piece in line.pieces) <= 1
