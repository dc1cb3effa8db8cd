"""docs/conformance.md tells the numbers that run."""

from __future__ import annotations

from tests.conformance.w3c import document
from tests.conformance.w3c.exceptions import SHACL, SPARQL


def test_the_document_is_up_to_date() -> None:
    assert document.current() == document.made(), "run: python -m tests.conformance.w3c.document"


def test_the_table_of_suites() -> None:
    text = document.DOCUMENT.read_text(encoding="utf-8")
    assert f"in every result format | {sum(SPARQL.collected.values())} |" in text
    assert f"compared as graphs | {sum(SHACL.collected.values())} |" in text
