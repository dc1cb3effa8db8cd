"""Accept → format, by RFC 9110, section 12.5.1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph.publish.http.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON,
    JSONLD,
    NTRIPLES,
    RDFXML,
    ROW_FORMATS,
    TURTLE,
    XML,
    Format,
)
from memograph.publish.http.negotiate import choose

OFFERED = (HTML, *GRAPH_FORMATS)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, HTML),
        ("", HTML),
        ("*/*", HTML),
        ("text/turtle", TURTLE),
        ("TEXT/TURTLE", TURTLE),
        ("text/turtle;q=0.5, application/n-triples", NTRIPLES),
        ("text/turtle;q=0.5, application/n-triples;q=0.4", TURTLE),
        ("text/*", HTML),
        ("text/*;q=0.5, application/rdf+xml;q=0.4", HTML),
        ("application/*", NTRIPLES),
        ("text/turtle;q=0, */*", HTML),
        ("text/html;q=0, */*", TURTLE),
        ("text/*;q=0, */*;q=0.1", NTRIPLES),
        ("*/*;q=0.1, text/html;q=0", TURTLE),
        ("text/html;q=0.1, */*;q=0.9", TURTLE),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', JSONLD),
        ("text/turtle;charset=utf-8", TURTLE),
        ("application/xhtml+xml", HTML),
        ("application/xml", RDFXML),
        ("application/json", JSONLD),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", HTML),
        ("application/rdf+xml, text/turtle;q=0.9", RDFXML),
        ("image/png", None),
        ("text/turtle;q=0", None),
        ("*/*;q=0", None),
        ("text/turtle;q=0.001", TURTLE),
        ("text/html;q=0., text/turtle ;q=1.", TURTLE),
        ("application/ld+json;q=0, application/json", None),
        ("application/json;q=0.5, */*;q=0.1", JSONLD),
    ],
)
def test_choice(accept: str | None, chosen: Format | None) -> None:
    assert choose(accept, OFFERED) is chosen


def test_results() -> None:
    assert choose("application/json", ROW_FORMATS) is JSON
    assert choose("application/xml, text/csv;q=0.5", ROW_FORMATS) is XML
    assert choose("*/*", ()) is None


@given(st.text(max_size=100))
def test_any_header_is_understood_somehow(accept: str) -> None:
    assert choose(accept, OFFERED) in (*OFFERED, None)


@given(st.sampled_from(OFFERED), st.permutations(OFFERED))
def test_the_one_type_asked_for_is_given(wanted: Format, offered: list[Format]) -> None:
    assert choose(wanted.media_type, offered) is wanted
