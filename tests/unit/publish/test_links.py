"""Addresses that pages may link to."""

from __future__ import annotations

import pytest

from memograph.model import Kind
from memograph.namespaces import Site
from memograph.publish.links import Links

ROOT = Links(Site("http://memograph.test/"))
BELOW = Links(Site("https://archive.test/memo/"))


@pytest.mark.parametrize(
    ("iri", "root", "below"),
    [
        ("{base}id/person/x", "/page/person/x", "/memo/page/person/x"),
        ("{base}id/person/x#wikidata", "/page/person/x#wikidata", "/memo/page/person/x#wikidata"),
        ("{base}id/place/a%2Fb", "/page/place/a%2Fb", "/memo/page/place/a%2Fb"),
        ("{base}id/document/d#mention-1-2", "/page/document/d#mention-1-2", "/memo/page/document/d#mention-1-2"),
        ("{base}id/document/d#target-1-2", "/page/document/d?at=1-2#at", "/memo/page/document/d?at=1-2#at"),
        ("{base}id/document/d#quote-1-2", "/page/document/d?at=1-2#at", "/memo/page/document/d?at=1-2#at"),
        ("{base}ontology#metWith", "/ontology#metWith", "/memo/ontology#metWith"),
        ("{base}id/nothing/x", "/id/nothing/x", "/memo/id/nothing/x"),
        (
            "https://www.wikidata.org/entity/Q1",
            "https://www.wikidata.org/entity/Q1",
            "https://www.wikidata.org/entity/Q1",
        ),
        ("javascript:alert(1)", None, None),
        ("data:text/html,x", None, None),
        ("urn:isbn:1", None, None),
        ("HTTP://x/", None, None),
        ("//x/", None, None),
    ],
)
def test_page(iri: str, root: str | None, below: str | None) -> None:
    assert ROOT.page(iri.replace("{base}", ROOT.site.base)) == root
    assert BELOW.page(iri.replace("{base}", BELOW.site.base)) == below


def test_kind() -> None:
    assert ROOT.kind("http://memograph.test/id/person/x#y") is Kind.PERSON
    assert ROOT.kind("http://memograph.test/id/person/") is None
    assert ROOT.kind("http://memograph.test/id/people/x") is None
    assert ROOT.kind("http://elsewhere.test/id/person/x") is None


def test_data_and_passage() -> None:
    assert BELOW.data("https://archive.test/memo/id/person/x#y", "ttl") == "/memo/data/person/x.ttl"
    assert ROOT.passage("http://memograph.test/id/document/d1", 10, 17) == "/page/document/d1?at=10-17#at"
