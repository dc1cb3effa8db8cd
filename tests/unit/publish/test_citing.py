"""A release as a reference, sizes in words, entries of BibTeX."""

from __future__ import annotations

import pytest

from memograph.manifest import Counts, Manifest
from memograph.namespaces import Site
from memograph.publish.catalog.citing import cited
from memograph.publish.catalog.releaselist import size
from memograph.publish.pages.bibtex import entry, escaped

MANIFEST = Manifest(
    version="0123456789ab",
    base="https://example.org/",
    title="Cables & memos 100%",
    issued="2026-03-01T23:59:00Z",
    inputs="0" * 64,
    nquads_sha256="0" * 64,
    quads=1,
    counts=Counts(1, 0, {}, {}),
    model="m",
    software="s",
)


def test_a_release_is_cited_by_its_own_address() -> None:
    found = cited(MANIFEST, Site(MANIFEST.base))
    assert found.chicago == (
        "Cables & memos 100%. Dataset, release 0123456789ab. March 1, 2026. https://example.org/dumps/0123456789ab."
    )
    assert found.bibtex == (
        "@dataset{memograph-0123456789ab,\n"
        "  title = {Cables \\& memos 100\\%},\n"
        "  version = {0123456789ab},\n"
        "  year = {2026},\n"
        "  date = {2026-03-01},\n"
        "  url = {https://example.org/dumps/0123456789ab},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (1_234_567, "1.2 MB"),
        (2_000_000_000, "2 GB"),
    ],
)
def test_sizes(number: int, words: str) -> None:
    assert size(number) == words


def test_bibtex_keeps_to_what_tex_can_print() -> None:
    assert escaped(r"a_b {c} \d ~ ^ #1 $2") == (
        r"a\_b \{c\} \textbackslash{}d \textasciitilde{} \textasciicircum{} \#1 \$2"
    )
    assert entry("misc", "k", {"title": "T", "note": ""}) == "@misc{k,\n  title = {T},\n}\n"
