"""Typed links from hostile and from foreign addresses."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from memograph.namespaces import FOAF, RDF, Site
from memograph.publish.linked_data.embedded import embedded
from memograph.publish.linked_data.signposts import Signpost, link_header, of_thing
from memograph.publish.links import Links

LINKS = Links(Site("https://archive.test/memo/"))
THING = "https://archive.test/memo/id/document/d1"


def own(predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(THING), ox.NamedNode(predicate), ox.NamedNode(value))


def test_the_header_is_ascii_and_each_target_stays_in_its_brackets() -> None:
    pages = ["https://example.org/köln", "https://example.org/?a=1&b=,;", "javascript:alert(1)", "urn:isbn:1"]
    header = link_header(of_thing(LINKS, THING, [own(FOAF + "page", page) for page in pages]))
    assert header.isascii()
    assert header.count("<") == header.count(">") == header.count("; rel=")
    assert '<https://example.org/k%C3%B6ln>; rel="item"; type="text/html"' in header
    assert '<https://example.org/?a=1&b=,;>; rel="item"' in header
    assert "javascript" not in header
    assert "urn:" not in header


def test_links_of_a_kept_release_stay_in_it_but_the_canonical_ones() -> None:
    leads = of_thing(LINKS, THING, [], "?release=0123456789ab")
    data = "https://archive.test/memo/data/document/d1.ttl?release=0123456789ab"
    assert Signpost("alternate", data, "text/turtle") in leads
    assert Signpost("canonical", "https://archive.test/memo/page/document/d1") in leads
    assert Signpost("cite-as", THING) in leads


def test_a_type_that_is_no_address_is_left_out() -> None:
    leads = of_thing(LINKS, THING, [own(RDF + "type", "urn:x:y"), own(RDF + "type", LINKS.site.term("Document"))])
    assert [each.target for each in leads if each.relation == "type"] == [
        "https://schema.org/AboutPage",
        "https://archive.test/memo/ontology#Document",
        "https://schema.org/DigitalDocument",
    ]


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "a & b", "\u2028\u2029", '"\\', "<script>"])
def test_no_text_ends_the_script_element(text: str) -> None:
    label = ox.Triple(ox.NamedNode(THING), ox.NamedNode("http://x.test/p"), ox.Literal(text, language="en"))
    written = str(embedded(LINKS, THING, [label]))
    assert not set("<>&\u2028\u2029") & set(written)
    (read,) = [quad for quad in ox.parse(written, format=ox.RdfFormat.JSON_LD) if quad.triple == label]
    assert read.object == label.object
