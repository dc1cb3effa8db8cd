"""Values as gazetteers write them: addresses of records, dates, degrees, slugs."""

from __future__ import annotations

import pytest

from memograph.authority.sources.fields import date, forms, identifier_at, identifier_of, one_a_scheme, point, slug_at
from memograph.model import Identifier


@pytest.mark.parametrize(
    ("address", "scheme", "value"),
    [
        ("http://www.wikidata.org/entity/Q1156", "wikidata", "Q1156"),
        ("https://www.wikidata.org/wiki/Q1156#sitelinks", "wikidata", "Q1156"),
        ("wd:Q1156", "wikidata", "Q1156"),
        ("https://viaf.org/viaf/46776864/", "viaf", "46776864"),
        ("http://id.loc.gov/authorities/names/n50032803.html", "lcnaf", "n50032803"),
        ("http://id.loc.gov/rwo/agents/n50032803", "lcnaf", "n50032803"),
        ("https://www.geonames.org/1275339/mumbai.html", "geonames", "1275339"),
        ("http://sws.geonames.org/1275339/", "geonames", "1275339"),
        ("gn:1275339", "geonames", "1275339"),
        ("tgn:7001535", "tgn", "7001535"),
        ("http://vocab.getty.edu/page/tgn/7001535", "tgn", "7001535"),
        ("https://isni.org/isni/0000000121354797", "isni", "0000000121354797"),
        ("https://github.com/HistoryAtState/people/blob/master/data/100000/1/0/5/2/105222.xml", "hsg", "105222"),
    ],
)
def test_addresses_of_records(address: str, scheme: str, value: str) -> None:
    found = identifier_at(address, "a test")
    assert found is not None
    assert (found.scheme, found.value, found.source) == (scheme, value, "a test")


@pytest.mark.parametrize(
    "address",
    ["", "Q1156", "surat", "https://example.org/Q1156", "tgn:12", "http://www.wikidata.org/entity/P31", "wd:"],
)
def test_what_is_no_address_of_a_record(address: str) -> None:
    assert identifier_at(address, "a test") is None


def test_an_identifier_or_its_address_in_a_cell() -> None:
    assert identifier_of("wikidata", " Q1156 ", "s") == identifier_of(
        "wikidata", "https://www.wikidata.org/wiki/Q1156", "s"
    )
    for wrong in ("1156", "https://viaf.org/viaf/1", "Q1156, Q2", ""):
        with pytest.raises(ValueError, match=r"wikidata"):
            identifier_of("wikidata", wrong, "s")


def test_a_thing_has_one_identifier_of_a_scheme() -> None:
    def one(value: str, match: str = "exactMatch") -> Identifier:
        return Identifier("wikidata", value, f"http://www.wikidata.org/entity/{value}", "s", match)  # type: ignore[arg-type]

    told: list[str] = []
    kept = one_a_scheme([one("Q3", "closeMatch"), one("Q2", "sameAs"), one("Q1"), one("Q1", "closeMatch")], told.append)
    assert [(each.value, each.match) for each in kept] == [("Q1", "exactMatch"), ("Q3", "closeMatch")]
    assert told == ["wikidata Q2 is left out, because it has Q1 of the same scheme"]


@pytest.mark.parametrize(
    ("written", "edtf"), [(" 676", "0676"), ("1779-10", "1779-10"), ("1819~", "1819~"), ("", None)]
)
def test_dates(written: str, edtf: str | None) -> None:
    assert date(written) == edtf


@pytest.mark.parametrize("written", ["6.10.1779", "1779-13", "-0044", "c. 1800", "12345"])
def test_what_is_no_date(written: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF"):
        date(written)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("91", "0"), ("0", "181"), ("", "1"), ("1,5", "1"), ("1e1", "2"), ("nan", "1")]
)
def test_what_is_no_point(latitude: str, longitude: str) -> None:
    with pytest.raises(ValueError, match=r"degrees"):
        point(latitude, longitude)
    assert point("+18.9750", "-72.8") == ("18.9750", "-72.8"), "as written"


def test_a_form_stands_in_one_group() -> None:
    assert list(forms("Bombay", ["Mumbai", " Bombay ", "Bom  bay"], ["Mumbai", "Bombey", ""])) == [
        ("Bom bay", "Mumbai"),
        ("Bombey",),
    ]


def test_a_slug_is_of_the_label_and_the_address() -> None:
    assert slug_at("Surat", "https://example.org/places/surat") == "surat"
    assert slug_at("Surat", "https://example.org/places/17/") == "surat-17"
    assert slug_at("Surat", "https://example.org/?id=gazetteer:5600714") == "surat-5600714"
    assert slug_at("Surat", "") == "surat"
