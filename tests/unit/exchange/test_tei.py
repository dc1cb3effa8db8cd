"""TEI: well-formed for any text, of the structure that the Guidelines allow, and the text recoverable to the letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from memograph.exchange.released import ReleasedDocument
from memograph.exchange.tei import TEI, XML_ID, document_bytes
from memograph.exchange.writing import xml_text
from tests.unit.exchange.conftest import Exported
from tests.unit.exchange.strange import THINGS

NS = {"t": TEI}
SUBSET = etree.RelaxNG(etree.parse(Path(__file__).parent / "tei_subset.rng"))


def files(exported: Exported, folder: Path) -> Iterator[tuple[ReleasedDocument, etree._Element]]:
    for path in sorted(exported.to("tei", folder).glob("*.xml")):
        yield exported.source.document(path.stem), etree.parse(path).getroot()


def text_of(root: etree._Element) -> str:
    return "".join(root.find("t:text/t:body", NS).itertext())


def anchors(root: etree._Element) -> dict[str, int]:
    """How many code points of the text are before each anchor."""
    found, position = {}, 0
    for paragraph in root.iterfind("t:text/t:body/t:p", NS):
        position += len(paragraph.text or "")
        for anchor in paragraph:
            found[f"#{anchor.get(XML_ID)}"] = position
            position += len(anchor.tail or "")
    return found


def test_structure_is_that_of_the_guidelines(exported: Exported, tmp_path: Path) -> None:
    seen = 0
    for _, root in files(exported, tmp_path):
        SUBSET.assertValid(root)
        seen += 1
    assert seen == 3


def test_the_text_is_there_to_the_letter(exported: Exported, tmp_path: Path) -> None:
    for document, root in files(exported, tmp_path):
        assert text_of(root) == xml_text(document.text)
        assert len(xml_text(document.text)) == len(document.text)


def test_spans_lie_where_the_words_are(exported: Exported, tmp_path: Path) -> None:
    mentions = evidence = 0
    for document, root in files(exported, tmp_path):
        places, text = anchors(root), xml_text(document.text)
        for span in root.iterfind("t:standOff/t:spanGrp/t:span", NS):
            assert text[places[span.get("from")] : places[span.get("to")]] == span.text
        mentions += len(root.findall("t:standOff/t:spanGrp[@type='mention']/t:span", NS))
        evidence += len(root.findall("t:standOff/t:spanGrp[@type='evidence']/t:span", NS))
    assert mentions == exported.count("?m a mg:Mention ; oa:hasBody ?b") > 0
    assert evidence == exported.count("?s mg:evidence ?t", "DISTINCT ?t") > 0


def test_pointers_lead_somewhere(exported: Exported, tmp_path: Path) -> None:
    relations = 0
    for _, root in files(exported, tmp_path):
        ids = {f"#{id_}" for id_ in root.xpath("//@xml:id")}
        for name in ("from", "to", "corresp", "active", "passive", "mutual"):
            for value in root.xpath(f"//@{name}[starts-with(., '#')]"):
                assert set(str(value).split()) <= ids
        relations += len(root.findall("t:standOff/t:listRelation/t:relation", NS))
    assert relations == exported.count("?s a mg:Statement") > 0


def test_things_carry_their_identifiers(strange: Exported, tmp_path: Path) -> None:
    (root,) = (root for document, root in files(strange, tmp_path) if document.id == "strange-1")
    listed = {idno.text for idno in root.iterfind("t:standOff//t:idno[@type='wikidata']", NS)}
    assert listed == {f"http://www.wikidata.org/entity/{item}" for _, item in THINGS.values() if item}
    assert root.findtext("t:standOff/t:listBibl/t:bibl/t:title", namespaces=NS) == "SALT II"
    assert root.findtext("t:standOff/t:listPlace/t:place[2]/t:placeName", namespaces=NS) == "Moscow  & <environs>"


@given(
    st.text(
        alphabet=st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("\0\x0b\x1f\ufffe\uffff\r\n "))
    )
)
def test_any_text_makes_a_file_that_gives_it_back(text: str) -> None:
    document = ReleasedDocument("d", "http://x/d", "A label", text, None, None, None, "memograph", (), (), {})
    root = etree.fromstring(document_bytes(document, _Nothing(), _Nothing()))  # type: ignore[arg-type]
    assert text_of(root) == xml_text(text)
    assert len(xml_text(text)) == len(text)


class _Nothing:
    """A release of which only the manifest is asked."""

    class release:
        class manifest:
            title, model, version, base = "Title", "no model", "000000000000", "http://x/"


@pytest.mark.parametrize(
    ("edtf", "attributes"), [("1982-03", {"when": "1982-03"}), ("198X", {}), ("1982/..", {"from": "1982"})]
)
def test_only_dates_that_tei_knows_are_attributes(edtf: str, attributes: dict[str, str]) -> None:
    from memograph.exchange.tei import _dates

    assert _dates(edtf) == attributes
