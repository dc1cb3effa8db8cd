"""Any Accept header, at every address that chooses: a property test against a reading of RFC 9110, section 12.5.1.

The reading stands here and shares nothing with publish/http/negotiate.py: hypothesis makes media ranges, this file
writes them as a header and says what each type on offer is worth. What is on offer the server says itself, in its 406.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.publish_sample import start_server, stop_server

GROMYKO = "http://memograph.test/id/person/gromyko-andrei"
ADDRESSES = {
    "id": "id/person/gromyko-andrei",
    "data": "data/person/gromyko-andrei",
    "ontology": "ontology",
    "void": ".well-known/void",
    "service description": "sparql",
    "select": f"sparql?query=SELECT ?p WHERE {{ <{GROMYKO}> ?p ?o }}",
    "ask": f"sparql?query=ASK {{ <{GROMYKO}> ?p ?o }}",
    "construct": f"sparql?query=CONSTRUCT WHERE {{ <{GROMYKO}> ?p ?o }}",
    "describe": f"sparql?query=DESCRIBE <{GROMYKO}>",
}
#: Further media types that a client may name a format by (docs/endpoint.md, "Formats").
ALIASES = {
    "text/html": {"application/xhtml+xml"},
    "text/turtle": {"application/x-turtle", "text/n3", "text/rdf+n3"},
    "application/n-triples": {"text/plain"},
    "application/rdf+xml": {"application/xml", "text/xml"},
    "application/ld+json": {"application/json"},
    "application/trig": {"application/x-trig"},
    "application/n-quads": {"text/x-nquads"},
    "application/sparql-results+json": {"application/json"},
    "application/sparql-results+xml": {"application/xml", "text/xml"},
}
SUFFIXES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}


@dataclass(frozen=True)
class Range:
    """A media range as the grammar has it: type, parameters as written, weight as written (or none)."""

    type: str
    parameters: str
    weight: str

    @property
    def quality(self) -> float:
        return float(self.weight) if self.weight else 1.0


@dataclass(frozen=True)
class Header:
    """A header and the ranges it was written from."""

    text: str
    ranges: tuple[Range, ...]


ranges = st.builds(
    Range,
    st.sampled_from(
        sorted(
            {*ALIASES, *(alias for each in ALIASES.values() for alias in each), "text/csv", "text/tab-separated-values"}
            | {"*/*", "text/*", "application/*", "image/*", "image/png", "application/problem+json"}
        )
    ),
    st.sampled_from(["", "", "", ";charset=utf-8", ';profile="http://e.example/a,b;q=0"', ";level=1"]),
    st.sampled_from(["", "", "0", "0.", "0.0", "0.000", "0.001", "0.3", "0.50", "0.999", "1", "1.", "1.000"]),
)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    """A header in some of the ways one may be written: case, white space, empty elements."""
    given_ranges = draw(st.lists(ranges, max_size=6))
    space = st.sampled_from(["", " ", "\t", "  "])
    elements = []
    for each in given_ranges:
        name = draw(st.sampled_from([each.type, each.type.upper(), each.type.title()]))
        key = draw(st.sampled_from(["q", "q", "Q"]))
        weight = f"{draw(space)};{draw(space)}{key}={each.weight}" if each.weight else ""
        elements.append(f"{name}{each.parameters}{weight}")
        if draw(st.integers(0, 9)) == 0:
            elements.append("")
    text = "".join(f"{draw(space)},{draw(space)}{element}" for element in elements).lstrip(", \t").strip(" \t")
    return Header(text, tuple(given_ranges))


def worth(media_type: str, given_ranges: tuple[Range, ...]) -> tuple[float, float]:
    """What a type is worth to the client: least and most, because a range that comes twice may have two weights.

    The most specific range counts: the type itself, else another name of its format or a wildcard, whichever is more.
    Parameters are no ground to refuse (docs/endpoint.md).
    """
    if not given_ranges:
        return 1.0, 1.0
    by_type = {kind: [each.quality for each in given_ranges if each.type == kind] for kind in map(_type, given_ranges)}
    if media_type in by_type:
        return min(by_type[media_type]), max(by_type[media_type])
    wild = by_type.get(f"{media_type.partition('/')[0]}/*") or by_type.get("*/*") or [0.0]
    named = [quality for alias in ALIASES.get(media_type, ()) for quality in by_type.get(alias, [])] or [0.0]
    return max(min(wild), min(named)), max(*wild, *named)


def _type(each: Range) -> str:
    return each.type


@pytest.fixture(scope="module")
def site(build_dir: Path) -> Iterator[httpx.Client]:
    """A server of its own, because most of these requests are errors."""
    server = start_server(build_dir)
    with httpx.Client(base_url=server.address, timeout=20) as client:
        yield client
    stop_server(server)


@cache
def on_offer(client: httpx.Client, address: str) -> tuple[str, ...]:
    response = client.get(address, headers={"Accept": "video/never"})
    assert response.status_code == 406
    return tuple(response.json()["acceptable"])


def media_type(response: httpx.Response) -> str:
    """Of the answer, or of what a redirect leads to."""
    if response.status_code != 303:
        return response.headers["Content-Type"].partition(";")[0]
    location = response.headers["Location"]
    return "text/html" if location.startswith("/page/") else SUFFIXES[location.rpartition(".")[2]]


@pytest.mark.parametrize("name", ADDRESSES)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(header=headers())
def test_the_best_of_what_is_acceptable(site: httpx.Client, name: str, header: Header) -> None:
    address = ADDRESSES[name]
    offered = on_offer(site, address)
    values = {each: worth(each, header.ranges) for each in offered}
    response = site.get(address, headers={"Accept": header.text})
    assert "Accept" in response.headers["Vary"]
    if response.status_code == 406:
        assert {each for each, (least, _) in values.items() if least > 0} == set(), header.text
        return
    assert response.status_code in (200, 303), response.text
    chosen = media_type(response)
    assert chosen in offered
    most = values[chosen][1]
    assert most > 0, f"{chosen} is excluded by {header.text}"
    assert all(least <= most for least, _ in values.values()), f"{chosen} is not the best for {header.text}"


@pytest.mark.parametrize("name", ADDRESSES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=80))
@example("text/turtle;q=high")
@example(";;;,,,q=")
@example("text/turtle;q=")
@example("text/turtle;q=-1")
@example("text/turtle;q=NaN")
@example("text/turtle;q=1e999")
@example("*")
@example("text")
@example("/")
@example('text/turtle;a="')
@example("text/turtle" * 6)
def test_no_header_is_too_odd(site: httpx.Client, name: str, text: str) -> None:
    """Whatever stands there, the answer is one of those for a header that is well made."""
    response = site.get(ADDRESSES[name], headers={"Accept": text.strip().encode("latin-1")})
    assert response.status_code in (200, 303, 406), (text, response.text)


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_type_on_offer_can_be_had(site: httpx.Client, name: str) -> None:
    offered = on_offer(site, ADDRESSES[name])
    assert len(offered) >= 3
    for each in offered:
        for accept in (each, f"*/*;q=0.1, {each}", f"{each};q=0.2, */*;q=0.1, image/png"):
            assert media_type(site.get(ADDRESSES[name], headers={"Accept": accept})) == each
        others = site.get(ADDRESSES[name], headers={"Accept": f"{each};q=0, */*"})
        assert media_type(others) != each
