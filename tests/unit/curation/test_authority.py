"""The authority graph after decisions: what no decision is about stays as it is."""

from __future__ import annotations

from pathlib import Path

from memograph.authority.index import turtle_files
from memograph.curation.authority import curate_authority
from memograph.curation.plan import Plan
from memograph.graph import authority_graph, nquads
from memograph.namespaces import Site

SITE = Site("http://localhost:8000/")


def test_without_decisions_every_term_keeps_its_language(repository: Path) -> None:
    """“Chiang” is an alias in English and a family name without a language: two terms, in whatever order they come."""
    graph = authority_graph(turtle_files([repository / "corpus/authority"]), SITE)
    curated = curate_authority(graph, Plan(), SITE)
    assert nquads(curated, SITE.authority_graph) == nquads(graph, SITE.authority_graph)
