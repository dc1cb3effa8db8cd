"""Plain text → Document: both layouts, what is set into the text, and files that cannot be read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memograph.errors import ReadError
from memograph.model import Document, Source, ZoneKind
from memograph.read import read
from memograph.read.frus_text import document_of
from tests.unit.read.reading_laws import assert_lawful

MEMORANDA = ("frus1981-88v03d156", "frus1981-88v03d247", "frus1981-88v04d4")

VOLUME_LAYOUT = """\
12. Memorandum of Conversation*

Washington, May 16, 1961, 10 a.m.

SUBJECT

Khrushchevʼs Letter of May 12 to the President1

PARTICIPANTS

The President
Mr. Smirnovski, Counselor, Sov. Emb.

At his request, the Ambassador called on the President, who had seen “the paper”.2 The U-2 flew at 8.6 miles.

They agreed on June 3 and 43 and on the G-13. It cost $3.5 million.

Attachment

Dear Sir: The attached was never sent.

Andrei Gromyko4

Minister of Foreign Affairs of the USSR

* * *

* Source: Department of State, Central Files, 611.61/5-1661. Secret. Drafted by Davis.

1 See Document 35.

2 Its text follows:

“A second paragraph of the same note.”

3 Not printed.

4 Printed from a copy.
"""


def _read(path: Path) -> Document:
    (document,) = read(path)
    return document


def _document(text: str) -> Document:
    return document_of("frus1961-63v05d12", text, Source("d12.txt", "text/plain", ""))


def _words(document: Document, *kinds: ZoneKind) -> list[str]:
    return [zone.span.of(document.text) for zone in document.zones_of(*kinds)]


# ── the real inputs ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_all_documents_of_the_volume_read_lawfully(shared: Path) -> None:
    files = sorted((shared / "data/frus/frus1961-63v05").glob("*.txt"))
    assert len(files) == 198
    for file in files:
        document = _read(file)
        assert_lawful(document)
        assert document.text == file.read_bytes().decode("utf-8")
        source_notes = document.zones_of(ZoneKind.SOURCE_NOTE)
        headings = _words(document, ZoneKind.HEADING)
        assert len(source_notes) == sum("Editorial Note" not in heading for heading in headings)
        assert all(note.span.of(document.text).startswith("Source: ") for note in source_notes)


def test_nearly_every_note_of_the_volume_has_its_place_in_the_text(shared: Path) -> None:
    placed = notes = 0
    for file in sorted((shared / "data/frus/frus1961-63v05").glob("*.txt")):
        document = _read(file)
        labels = {zone.label for zone in document.zones_of(ZoneKind.NOTE)}
        notes += len(labels)
        placed += len(labels & {reference.label for reference in document.note_references})
    assert notes > 250
    assert placed / notes > 0.95


@pytest.mark.parametrize("name", MEMORANDA)
def test_memoranda_are_read_without_a_character_changed(repository: Path, name: str) -> None:
    file = repository / "corpus/memoranda" / f"{name}.txt"
    document = _read(file)
    assert_lawful(document)
    assert document.id == name
    assert document.text.encode("utf-8") == file.read_bytes()
    assert document.source.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_marks_of_the_memoranda(repository: Path) -> None:
    seen = {}
    for name in MEMORANDA:
        document = _read(repository / "corpus/memoranda" / f"{name}.txt")
        text = document.text
        glued = [text[r.span.start - 6 : r.span.end] for r in document.note_references]
        assert all(text[r.span.start : r.span.end] == r.label for r in document.note_references)
        assert all(text[p.span.start : p.span.end] == f"[Page {p.label}]" for p in document.pages)
        assert all(text[p.span.start : p.span.end] == f"({p.value})" for p in document.portions)
        seen[name] = (glued, [p.label for p in document.pages], [p.value for p in document.portions])
    assert seen == {
        "frus1981-88v03d156": (["Reagan1"], ["524"], ["S"] * 4),
        "frus1981-88v03d247": (["eagan 1", "eneva.2", "ipals.3"], ["818"], []),
        "frus1981-88v04d4": (["Shultz1", " year.2", " Clark3"], ["14"], ["S"] * 5),
    }


def test_zones_of_a_memorandum(repository: Path) -> None:
    document = _read(repository / "corpus/memoranda/frus1981-88v04d4.txt")
    assert [zone.kind for zone in document.zones] == [
        ZoneKind.HEADING,
        ZoneKind.SUBJECT,
        *[ZoneKind.BODY] * 5,
        ZoneKind.SIGNATURE,
        ZoneKind.SOURCE_NOTE,
        ZoneKind.NOTE,
        ZoneKind.NOTE,
    ]
    assert _words(document, ZoneKind.HEADING)[0].endswith("to Secretary of State Shultz")
    assert _words(document, ZoneKind.SUBJECT, ZoneKind.SIGNATURE) == [
        "U.S.-Soviet Relations in 1983",
        "William P. Clark",
    ]
    assert _words(document, ZoneKind.NOTE)[0] == "See Document 1."
    assert [zone.label for zone in document.zones_of(ZoneKind.SOURCE_NOTE, ZoneKind.NOTE)] == ["1", "2", "3"]


# ── the layout of the volumes ─────────────────────────────────────────────────────────────────────────────────────────


def test_zones_of_the_volume_layout() -> None:
    document = _document(VOLUME_LAYOUT)
    assert_lawful(document)
    assert _words(document, ZoneKind.HEADING) == ["12. Memorandum of Conversation"]
    assert _words(document, ZoneKind.DATELINE) == ["Washington, May 16, 1961, 10 a.m."]
    assert _words(document, ZoneKind.SUBJECT) == ["Khrushchevʼs Letter of May 12 to the President"]
    assert _words(document, ZoneKind.PARTICIPANTS) == ["The President", "Mr. Smirnovski, Counselor, Sov. Emb."]
    assert _words(document, ZoneKind.ATTACHMENT) == ["Attachment"]
    assert _words(document, ZoneKind.SIGNATURE) == ["Andrei Gromyko", "Minister of Foreign Affairs of the USSR"]
    assert _words(document, ZoneKind.NOTE) == [
        "See Document 35.",
        "Its text follows:\n\n“A second paragraph of the same note.”",
        "Not printed.",
        "Printed from a copy.",
    ]


def test_a_number_is_a_reference_only_where_it_can_be_one() -> None:
    document = _document(VOLUME_LAYOUT)
    before = {r.label: document.text[r.span.start - 9 : r.span.start] for r in document.note_references}
    assert before == {"*": "versation", "1": "President", "2": "e paper”.", "3": "e 3 and 4", "4": "i Gromyko"}


def test_a_document_run_into_the_file_brings_its_own_heading() -> None:
    text = VOLUME_LAYOUT + "\n13. Salinger Diary Entry*\n\nWashington, March 6, 1962.\n\nA text.\n"
    document = _document(text)
    assert_lawful(document)
    assert _words(document, ZoneKind.HEADING) == ["12. Memorandum of Conversation", "13. Salinger Diary Entry"]
    assert _words(document, ZoneKind.DATELINE)[1] == "Washington, March 6, 1962."


@pytest.mark.parametrize("name", MEMORANDA)
@pytest.mark.parametrize("variant", ["crlf", "bom", "cr"])
def test_line_ends_and_byte_order_mark_change_no_zone(repository: Path, name: str, variant: str) -> None:
    text = (repository / "corpus/memoranda" / f"{name}.txt").read_text(encoding="utf-8")
    changed = {"crlf": text.replace("\n", "\r\n"), "cr": text.replace("\n", "\r"), "bom": "\ufeff" + text}[variant]
    one, two = _document(text), _document(changed)
    assert two.text == changed
    assert_lawful(two)
    assert [(z.kind, z.label, z.span.of(one.text)) for z in one.zones] == [
        (z.kind, z.label, z.span.of(two.text)) for z in two.zones
    ]
    assert [r.label for r in one.note_references] == [r.label for r in two.note_references]


# ── files that cannot be read ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "reason", "line", "offset"),
    [
        (b"1. Memorandum\n\nCaf\xe9 and more\n", "byte 18 is not UTF-8", 3, 18),
        (b"", "the file is empty", None, None),
        (b"\xef\xbb\xbf \r\n\r\n", "the file is empty", None, None),
        (b"\n\nDear Sir,\n\n1. Memorandum From A to B\n", "no heading", 3, 2),
        (b"[Page 3]\n" + b"2. " + b"word " * 200, "no heading", 2, 9),
    ],
)
def test_bad_files_are_refused_with_their_position(
    tmp_path: Path, data: bytes, reason: str, line: int | None, offset: int | None
) -> None:
    file = tmp_path / "d1.txt"
    file.write_bytes(data)
    (error,) = read(file)
    assert isinstance(error, ReadError)
    assert reason in str(error)
    assert (error.path, error.line, error.offset) == (str(file), line, offset)


_FRAGMENTS = st.sampled_from(
    [
        "2. Memorandum From Secretary of State Rusk to President Kennedy*",
        "Washington, February 26, 1961.",
        "SUBJECT",
        "PARTICIPANTS",
        "  • Bulleted",
        "The Secretary",
        "Attachment",
        "* * *",
        "* Source: Kennedy Library. Secret.",
        "1 See Document 2.",
        "  1. Source: Reagan Library. Secret.",
        "  2. Not printed.",
        "Dean Rusk2",
        "A paragraph with a word.1 And another.2 (S)",
        "[Page 3]",
        "[Page 4] text",
        "3. Editorial Note",
        "",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(_FRAGMENTS | st.text(max_size=40), max_size=14), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_whatever_follows_a_heading_reads_lawfully(lines: list[str], ending: str) -> None:
    text = ending.join(["1. Telegram From the Embassy in France to the Department of State*", *lines])
    document = _document(text)
    assert document.text == text
    assert_lawful(document)


def test_the_longest_rising_run_of_numbers_are_the_references() -> None:
    notes = "".join(f"{n} Note {n}.\n\n" for n in range(1, 5))
    text = f"1. Editorial Note\n\nUnit3 met.1 Then.1 It saw2 model4 and.3 The end.4\n\n* * *\n\n{notes}"
    document = _document(text)
    assert [(r.label, text[r.span.start - 3 : r.span.start]) for r in document.note_references] == [
        ("1", "et."),
        ("2", "saw"),
        ("3", "nd."),
        ("4", "nd."),
    ]


def test_a_long_file_of_nothing_but_numbers_is_read_in_time() -> None:
    text = "1. Editorial Note\n\n" + "word1 " * 20_000 + "\n\n* * *\n\n1 Only one.\n"
    assert len(_document(text).note_references) == 1
