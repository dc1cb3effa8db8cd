"""Citations in BibTeX and CSL-JSON: what is special there, in names of sites that have it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from memograph.publish.engine.digest import has_order
from memograph.publish.query.references import Reference

REFERENCE = Reference(
    title="Memoranda & more: 100 % of {them}",
    publisher="A_B \\ C",
    version="0123456789ab",
    issued=date(2025, 3, 1),
    address="https://archive.example/memo/sparql?query=ASK%20%7B%7D&release=0123456789ab",
    size="1 row",
    sha256="a" * 64,
    accessed=date(2026, 1, 31),
)


def test_bibtex_escapes_what_is_special_to_it() -> None:
    entry = REFERENCE.bibtex()
    assert entry.startswith("@dataset{memograph-0123456789ab-aaaaaaaa,\n")
    assert r"title = {{Memoranda \& more: 100 \% of \{them\}: result of a SPARQL query}}," in entry
    assert r"publisher = {A\_B \textbackslash{} C}," in entry
    assert "url = {https://archive.example/memo/sparql?query=ASK%20%7B%7D&release=0123456789ab}," in entry
    plain = re.sub(r"\\[{}]", "", entry)
    assert plain.count("{") == plain.count("}")


def test_csl_has_dates_in_parts() -> None:
    item = REFERENCE.csl()
    assert item["issued"] == {"date-parts": [[2025, 3, 1]]}
    assert item["accessed"] == {"date-parts": [[2026, 1, 31]]}
    assert item["type"] == "dataset"


def test_a_site_that_is_called_as_its_dataset_is_named_once() -> None:
    assert REFERENCE.plain().count(REFERENCE.publisher) == 1
    assert replace(REFERENCE, publisher=REFERENCE.title).plain().count(REFERENCE.title) == 1


def test_without_a_hash_nothing_is_claimed() -> None:
    without = replace(REFERENCE, sha256=None, size="another result each time")
    assert "SHA-256" not in without.plain() + without.bibtex() + str(without.csl())
    assert without.key == "memograph-0123456789ab"


@pytest.mark.parametrize(
    ("query", "ordered"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT * { ?s ?p ?o }order  #\n by?s", True),
        ("SELECT * { ?s ?p ?o } ORDERBY ?s", True),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?s ORDER BY (COUNT(?o))", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } }", False),
        ('SELECT * { ?s ?p "} ORDER BY ?s" }', False),
        ("SELECT * { ?s ?p ?o } # ORDER BY ?s", False),
        ("PREFIX order: <http://order/by> SELECT ?order { ?order order:by ?o }", False),
        ("SELECT * { ?s ?p ?o FILTER(?s<?o && ?o>?s) } ORDER BY ?s", True),
    ],
)
def test_order_of_the_whole_result(query: str, ordered: bool) -> None:
    assert has_order(query) is ordered
