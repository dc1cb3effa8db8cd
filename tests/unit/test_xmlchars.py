"""XML 1.0 holds fewer characters than RDF: what is written as XML is read by an XML parser all the same."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from memograph.xmlchars import readable_xml

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(TEXTS)
def test_every_literal_is_read(text: str) -> None:
    triple = ox.Triple(ox.NamedNode("http://e.org/s"), ox.NamedNode("http://e.org/p"), ox.Literal(text))
    written = ox.serialize([triple], format=ox.RdfFormat.RDF_XML)
    assert written is not None
    readable = readable_xml(written)
    etree.fromstring(readable)
    assert len(readable) == len(written)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")))
def test_what_xml_holds_is_left_alone(text: str) -> None:
    data = f"{text}\t\r\n".encode()
    assert readable_xml(data) == data


@pytest.mark.parametrize(
    ("given", "read"), [("a\fb", "a b"), ("a\x00b", "a b"), ("\ufffe", "\ufffd"), ("\x7fé", "\x7fé")]
)
def test_what_takes_the_place(given: str, read: str) -> None:
    assert readable_xml(given.encode()).decode() == read
