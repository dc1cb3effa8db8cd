"""TEI volumes as a stream: the same documents as from a whole tree, in constant memory, up to where a file breaks."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from memograph.errors import ReadError
from memograph.model import Raw
from memograph.read import limits, raw_documents, read_all, read_raw
from memograph.read.flatten import Flattener
from memograph.tei import TEI, XML_ID, line_of, listed_persons, listed_terms, parse_tei, volume_of

EXCERPT = "data/frus/frus1981-88v03-excerpt.xml"
START = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="v1"><text>'
LISTS = (
    '<front><list><item><persName xml:id="p_1">Rusk, Dean</persName>, Secretary</item></list></front>',
    '<back><list><item>  <term xml:id="t_1">NSC</term> , National <hi>Security</hi> Council</item></list></back>',
)
ONE = '<div type="document" xml:id="d{n}"><head>{n}. Note</head>\n<p>Words.</p></div>\n'


def _volume(folder: Path, *parts: str) -> Path:
    file = folder / "volume.xml"
    file.write_text(START + "".join(parts) + "</text></TEI>", encoding="utf-8")
    return file


def _raws(file: Path) -> list[Raw]:
    found = list(raw_documents([file]))
    raws = [each for each in found if isinstance(each, Raw)]
    assert len(raws) == len(found), found
    return raws


def test_the_stream_gives_what_the_whole_tree_gives(shared: Path) -> None:
    file = shared / EXCERPT
    root = parse_tei(file, file.read_bytes())
    divs = [div for div in root.iter(f"{TEI}div") if div.get("type") == "document"]
    raws = _raws(file)
    assert len(raws) == len(divs) == 10
    for raw, div in zip(raws, divs, strict=True):
        flat, document = Flattener().document(div), read_raw(raw)
        assert document.id == volume_of(root, file) + div.get(XML_ID, "")
        assert (raw.line, raw.source_sha256) == (line_of(div), hashlib.sha256(file.read_bytes()).hexdigest())
        assert document.text == "".join(flat.text)
        assert document.zones == tuple(sorted(flat.zones, key=lambda zone: zone.span))
        assert document.markup == tuple(sorted(flat.markup, key=lambda mark: (mark.span, mark.tag)))
        assert (document.pages, document.note_references) == (tuple(flat.pages), tuple(flat.references))
        assert document.persons == tuple(listed_persons(root))
        assert document.terms == tuple(listed_terms(root))


def test_lists_may_stand_before_and_behind_the_documents(tmp_path: Path) -> None:
    before, behind = LISTS
    found = [
        read_raw(raw)
        for parts in ((before, behind, ONE.format(n=1)), (ONE.format(n=1), behind, before))
        for raw in _raws(_volume(tmp_path, *parts))
    ]
    for document in found:
        assert [(each.key, each.name, each.remark) for each in document.persons] == [("p_1", "Rusk, Dean", "Secretary")]
        assert [(each.key, each.term, each.meaning) for each in document.terms] == [
            ("t_1", "NSC", "National Security Council")
        ]


def test_a_document_inside_another_comes_after_it(tmp_path: Path) -> None:
    inner, outer = ONE.format(n=2), ONE.format(n=1).replace("</div>", "{}</div>")
    first, second = _raws(_volume(tmp_path, outer.format(inner)))
    assert (first.id, second.id) == ("v1d1", "v1d2")
    assert "2. Note" in read_raw(first).text
    assert read_raw(second).text == "2. Note\n\nWords."


@pytest.mark.parametrize(("shorter", "good"), [(1, 3), (8, 3), (60, 2), (160, 1), (200, 0)])
def test_what_stands_before_the_place_where_a_file_breaks_is_good(tmp_path: Path, shorter: int, good: int) -> None:
    file = _volume(tmp_path, LISTS[0], *(ONE.format(n=n) for n in (1, 2, 3)))
    content = file.read_bytes()[:-shorter]
    file.write_bytes(content)
    *raws, error = raw_documents([file])
    assert [raw.id for raw in raws if isinstance(raw, Raw)] == ["v1d1", "v1d2", "v1d3"][:good]
    assert len(raws) == good
    assert isinstance(error, ReadError)
    assert (error.kind, error.line) == ("xml", content.count(b"\n") + 1)
    for raw in raws:
        assert isinstance(raw, Raw)
        assert raw.source_sha256 == hashlib.sha256(content).hexdigest()
        assert read_raw(raw).persons[0].key == "p_1"


def test_lines_are_right_beyond_what_sixteen_bits_can_count(tmp_path: Path) -> None:
    file = _volume(tmp_path, "\n" * 70_000, ONE.format(n=1), "\n<div type='document'><p>No id.</p></div>")
    raw, error = raw_documents([file])
    assert isinstance(raw, Raw)
    assert raw.line == 70_001
    assert isinstance(error, ReadError)
    assert error.line == 70_004


def test_a_document_too_large_or_too_deep_leaves_the_others(tmp_path: Path) -> None:
    deep = "<ab>" * (limits.DEPTH + 1) + "x" + "</ab>" * (limits.DEPTH + 1)
    large = "<p>" + "word " * 1000 + "</p>\n"
    large *= 2 * limits.DOCUMENT // len(large) + 20
    parts = [ONE.format(n=n) for n in (1, 2, 3, 4)]
    parts[1], parts[2] = parts[1].replace("<p>", deep + "<p>"), parts[2].replace("<p>", large + "<p>")
    first, too_deep, too_large, last = raw_documents([_volume(tmp_path, *parts)])
    assert isinstance(first, Raw)
    assert isinstance(last, Raw)
    assert isinstance(too_deep, ReadError)
    assert (too_deep.kind, too_deep.line) == ("depth", 3)
    assert isinstance(too_large, ReadError)
    assert (too_large.kind, too_large.line) == ("too-large", 5)
    assert read_raw(last).text == "4. Note\n\nWords."


def test_the_deepest_document_that_is_let_through_is_read(tmp_path: Path) -> None:
    deep = "<ab>" * (limits.DEPTH - 1) + "x" + "</ab>" * (limits.DEPTH - 1)
    (raw,) = _raws(_volume(tmp_path, ONE.format(n=1).replace("<p>", deep + "<p>")))
    assert read_raw(raw).text == "1. Note\n\nx\n\nWords."


def test_a_document_that_uses_an_entity_is_refused_alone(tmp_path: Path) -> None:
    file = _volume(tmp_path, ONE.format(n=1), ONE.format(n=2).replace("Words", "&nbsp;"), ONE.format(n=3))
    file.write_text('<!DOCTYPE TEI SYSTEM "tei.dtd">\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    first, error, third = raw_documents([file])
    assert isinstance(first, Raw)
    assert isinstance(third, Raw)
    assert isinstance(error, ReadError)
    assert (error.kind, error.line) == ("entities", 5)


def test_comments_and_instructions_are_as_if_they_were_not_there(tmp_path: Path) -> None:
    plain, marked = ONE.format(n=1), ONE.format(n=1).replace("Words", "<!-- a -->Wo<?b c?>r<!-- d -->ds")
    texts = [read_raw(raw).text for part in (plain, marked) for raw in _raws(_volume(tmp_path, part))]
    assert texts == ["1. Note\n\nWords."] * 2


CHILD = """
import resource, sys
from memograph.model import Raw
from memograph.read import raw_documents
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(sum(isinstance(raw, Raw) for raw in raw_documents(sys.argv[1:])))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_volume_is_read_in_the_memory_of_a_document(shared: Path, tmp_path: Path) -> None:
    """60 MB and 6 MB of TEI: both within 24 MiB above what the imports take (measured: 4 to 8)."""
    source = (shared / EXCERPT).read_text(encoding="utf-8")
    start, end = source.index('<div type="document" n="1"'), source.rindex("</div>")
    documents, grown = source[start:end], []
    for copies in (60, 600):
        file = tmp_path / "volume.xml"
        with file.open("w", encoding="utf-8") as out:
            out.write(source[:start])
            for copy in range(copies):
                out.write(re.sub(r'xml:id="d(\d+)"', rf'xml:id="d{copy}x\1"', documents))
            out.write(source[end:])
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(file)], capture_output=True, text=True, check=True, timeout=300
        )
        found, mebibytes = map(int, done.stdout.split())
        assert found == 10 * copies
        grown.append(mebibytes)
    assert max(grown) < 24, grown


def test_a_volume_may_be_in_any_encoding_that_it_declares(tmp_path: Path) -> None:
    file = tmp_path / "volume.xml"
    content = START + ONE.format(n=1).replace("Words", "Côte d’Ivoire") + "</text></TEI>"
    for encoding in ("utf-16", "windows-1252"):
        file.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>{content}'.encode(encoding))
        (raw,) = _raws(file)
        assert read_raw(raw).text == "1. Note\n\nCôte d’Ivoire."


def test_everything_that_is_yielded_can_be_parsed_by_itself(shared: Path) -> None:
    for raw in _raws(shared / EXCERPT):
        div = etree.fromstring(raw.data)
        assert div.tag == f"{TEI}div"
        assert raw.id.endswith(div.get(XML_ID, "-"))
    assert sum(1 for each in read_all([shared / EXCERPT]) if isinstance(each, ReadError)) == 0
