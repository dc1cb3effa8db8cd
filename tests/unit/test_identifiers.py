"""The form of identifiers: what is one and what is not, the same in Python, in the shapes and in addresses."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH, SKOS

from memograph.identifiers import FORMS, check_character, check_identifier
from memograph.namespaces import AUTHORITIES, DCTERMS, IDENTIFIER_SCHEMES, Site, identifier_iri
from memograph.rdf import read_rdf
from memograph.validation import Shapes, load_shapes, validate
from tests.conftest import REPOSITORY

SITE = Site("http://localhost:8000/")
REAGAN = URIRef(SITE.thing("person", "reagan-ronald"))

VALID = {
    "wikidata": ("Q1", "Q184267"),
    "viaf": ("100", "46776864", "1234567890123456789012"),
    "lcnaf": ("n79059562", "nb2001016000", "no98012345", "nr00012345", "ns20018765"),
    "geonames": ("1", "2660646"),
    "hsg": ("105222",),
    "tgn": ("7007157", "1000070"),
    "isni": ("0000000121354797", "000000012281955X", "0000000121032683"),
    "fast": ("814908",),
    "lcsh": ("sh85007351", "sh2001000147"),
    "snac": ("http://n2t.net/ark:/99166/w6515bvz",),
    "pocom": ("shultz-george-pratt",),
}
INVALID = {
    "wikidata": ("", "184267", "Q", "Q0", "Q184267 ", "q184267", "P31", "http://www.wikidata.org/entity/Q184267"),
    "viaf": ("", "0", "046776864", "viaf46776864", "46 776 864", "٤٦"),
    "lcnaf": ("", "n7905956", "79059562", "sh79059562", "n 79059562", "N79059562"),
    "geonames": ("", "0", "US", "2660646/", "-1"),
    "hsg": ("", "reagan-ronald", "0105222"),
    "tgn": ("", "tgn7007157", "700715", "70071571", "7007157\n"),
    "isni": ("", "0000 0001 2135 4797", "0000000121354798", "00000001213547", "00000001213547970", "X000000121354797"),
    "fast": ("", "fst00814908", "0814908"),
    "lcsh": ("", "n79059562", "sh8500735"),
    "snac": ("", "w6515bvz", "https://n2t.net/ark:/99166/w6515bvz", "http://n2t.net/ark:/99166/w6515bvz/"),
    "pocom": ("", "shultz", "Shultz-George", "shultz--george"),
}


def pairs(lists: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(scheme, value) for scheme, values in lists.items() for value in values]


@pytest.mark.parametrize(("scheme", "value"), pairs(VALID))
def test_an_identifier_of_its_scheme(scheme: str, value: str) -> None:
    check_identifier(scheme, value)


@pytest.mark.parametrize(("scheme", "value"), pairs(INVALID))
def test_no_identifier_of_its_scheme(scheme: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"is no (identifier of the scheme|ISNI)") as caught:
        check_identifier(scheme, value)
    assert "; " in str(caught.value), "no remedy"


def test_every_scheme_has_a_form_and_examples() -> None:
    assert len(FORMS) == 11
    assert list(IDENTIFIER_SCHEMES) == list(FORMS) == list(VALID) == list(INVALID)
    assert set(AUTHORITIES) == {*FORMS, "frus"}


@pytest.mark.parametrize(("scheme", "value"), pairs(VALID))
def test_the_address_of_a_record_begins_as_those_of_its_authority(scheme: str, value: str) -> None:
    address = identifier_iri(scheme, value)
    assert [name for name, (_, _, space) in AUTHORITIES.items() if address.startswith(space)] == [scheme]


def test_one_wrong_digit_of_an_isni_or_two_exchanged_are_found() -> None:
    """What ISO 7064 MOD 11-2 promises (ISO/IEC 7064:2003, section 4)."""
    right = "000000012281955"
    wrong = {right[:i] + str(d) + right[i + 1 :] for i in range(15) for d in range(10)} - {right}
    wrong |= {right[:i] + right[i + 1] + right[i] + right[i + 2 :] for i in range(14)} - {right}
    assert len(wrong) == 15 * 9 + 6
    assert check_character(right) == "X"
    assert "X" not in map(check_character, wrong)


# ── the shapes say the same ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return load_shapes([REPOSITORY / "shapes" / "identifier.ttl"], SITE)


def identified(scheme: str, value: str, address: str) -> Graph:
    """A person with one identifier, and a link to an address."""
    graph, node = Graph(), URIRef(f"{REAGAN}#{scheme}")
    graph.add((REAGAN, SKOS.exactMatch, URIRef(address)))
    graph.add((REAGAN, URIRef(SITE.term("identifiedBy")), node))
    graph.add((node, RDF.type, URIRef(SITE.term("Identifier"))))
    graph.add((node, URIRef(SITE.term("scheme")), Literal(scheme)))
    graph.add((node, SKOS.notation, Literal(value)))
    graph.add((node, URIRef(DCTERMS + "source"), Literal("example")))
    return graph


def test_the_patterns_of_the_shapes_are_these() -> None:
    graph = read_rdf(REPOSITORY / "shapes" / "identifier.ttl", SITE.base)
    found = {str(graph.value(shape, SH.targetNode)): str(p) for shape, p in graph.subject_objects(SH.pattern)}
    assert found == {scheme: f"^{pattern}$" for scheme, (pattern, _) in FORMS.items()}


@pytest.mark.parametrize(("scheme", "value"), pairs(VALID))
def test_the_shapes_know_the_address_of_each_identifier(shapes: Shapes, scheme: str, value: str) -> None:
    right = identifier_iri(scheme, value)
    assert validate(identified(scheme, value, right), shapes).results == ()
    report = validate(identified(scheme, value, right + "0"), shapes)
    assert {result.shape.rpartition("#")[2] for result in report.results} >= {"Identifier-link"}
    assert not report.conforms
