"""Writes the part of docs/conformance.md that tells numbers: ``python -m tests.conformance.w3c.document``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tests.conformance.w3c.exceptions import SHACL, SPARQL, Exceptions

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "conformance.md"
START, END = "<!-- made by: python -m tests.conformance.w3c.document -->\n", "<!-- end -->\n"


def made() -> str:
    """What stands between the two marks."""
    parts = [*_suite("SPARQL 1.0 and 1.1 Query", SPARQL), *_suite("SHACL Core and SHACL-SPARQL", SHACL)]
    return "\n" + "\n".join(parts) + "\n"


def _suite(title: str, suite: Exceptions) -> Iterator[str]:
    total, skipped = sum(suite.collected.values()), len(suite.skipped)
    yield f"## {title}: {total} cases, {total - skipped} pass, {skipped} do not\n"
    yield "| folder | cases | pass | by value | do not pass |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for folder, cases in suite.collected.items():
        out = sum(name.rpartition("/")[0] == folder for name in suite.skipped)
        equal = sum(name.rpartition("/")[0] == folder for name in suite.by_value)
        yield f"| {folder} | {cases} | {cases - out} | {equal or ''} | {out or ''} |"
    yield "\nDo not pass:\n"
    for reason, names in groupby(suite.skipped, lambda name: suite.skipped[name].reason):
        yield f"- {reason} {', '.join(f'`{name}`' for name in names)}"
    if suite.by_value:
        names = ", ".join(f"`{name}`" for name in suite.by_value)
        yield f"\nPass by value, because the answer spells a number, truth value or date in another way: {names}"
    yield ""


def current() -> str:
    """What stands there now."""
    _, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(START)
    return rest.partition(END)[0]


if __name__ == "__main__":
    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(text.replace(START + current(), START + made()), encoding="utf-8")
