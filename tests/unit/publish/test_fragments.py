"""How a pattern is read, and how addresses of pages are made."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import BadRequest

from memograph.publish.query.fragments import parse_place
from memograph.publish.query.hydra import Addresses, Controls

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("", ""),
        ("?x", "x"),
        ("?été", "été"),
        ("http://example.org/é", ox.NamedNode("http://example.org/é")),
        ("<http://example.org/>", ox.NamedNode("http://example.org/")),
        ("urn:isbn:0", ox.NamedNode("urn:isbn:0")),
        ('""', ox.Literal("")),
        ('"a "b" c"', ox.Literal('a "b" c')),
        ('"a\nb\\n"', ox.Literal("a\nb\\n")),
        ('"x@en"', ox.Literal("x@en")),
        ('"x"@en-GB', ox.Literal("x", language="en-gb")),
        ('"a"@en"', ox.Literal('a"@en')),
        (f'"5"^^{XSD}integer', ox.Literal("5", datatype=ox.NamedNode(XSD + "integer"))),
        (f'"5"^^<{XSD}integer>', ox.Literal("5", datatype=ox.NamedNode(XSD + "integer"))),
        (f'"a"^^{XSD}string', ox.Literal("a")),
    ],
)
def test_places(value: str, place: object) -> None:
    assert parse_place("object", value) == place


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "?",
        "?a b",
        "_:b",
        "_:",
        '"x',
        'x"',
        '"x"@',
        '"x"^^',
        '"x"^^integer',
        '"x"@e n',
        "a b:c",
        "<<a:b>>",
        "<a:b",
        "http://a/%z",
    ],
)
def test_no_places(value: str) -> None:
    with pytest.raises(BadRequest, match="object"):
        parse_place("object", value)


@given(st.text())
def test_any_text_is_a_place_or_refused(value: str) -> None:
    try:
        place = parse_place("object", value)
    except BadRequest:
        return
    assert isinstance(place, ox.NamedNode | ox.Literal | str)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", "en", "en-gb"]))
def test_every_literal_can_be_written(text: str, language: str) -> None:
    assert parse_place("object", f'"{text}"' + (f"@{language}" if language else "")) == ox.Literal(
        text, language=language or None
    )


@given(st.binary())
def test_addresses_are_addresses(query: bytes) -> None:
    """Whatever a client sends as query string, what comes out is an IRI, in ASCII, and percent-encoded once."""
    addresses = Addresses.of("http://example.org/fragments", query)
    for each in (addresses.asked, addresses.fragment, addresses.page(7)):
        assert ox.NamedNode(each).value == each
        assert each.isascii()
        assert not set(each) & set('<>"{}|\\^` ')
    assert Addresses.of("http://example.org/fragments", addresses.asked.partition("?")[2].encode()) == addresses


def test_what_is_an_address_already_is_not_touched() -> None:
    sent = "subject=http%3A%2F%2Fa%2Fb&object=%22x%22@en&page=3&x=%7e"
    addresses = Addresses.of("http://example.org/fragments", sent.encode())
    assert addresses.asked == f"http://example.org/fragments?{sent}"
    assert addresses.page(4) == "http://example.org/fragments?subject=http%3A%2F%2Fa%2Fb&object=%22x%22@en&x=%7e&page=4"


@pytest.mark.parametrize(
    ("number", "total", "more", "relations"),
    [
        (1, 5, False, "first"),
        (1, 500, True, "first next"),
        (2, 150, False, "first prev"),
        (9, 150, False, "first"),
        (9, 0, False, "first"),
    ],
)
def test_links_lead_to_pages_that_are_there(number: int, total: int, more: bool, relations: str) -> None:
    controls = Controls(Addresses.of("http://example.org/fragments", b""), None, number, total, True, more)
    assert list(controls.links()) == relations.split()
