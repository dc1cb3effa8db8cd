"""The sample release in several editions, for tests of switching, of kept releases and of what changed between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from memograph.namespaces import RDFS
from memograph.release import Release, assemble
from tests.publish_sample import FACTS, SITE, known, nquads, shards

MARK = "http://example.org/edition"

#: A query whose one row tells the edition that answered.
EDITION = f"SELECT ?o {{ <{SITE.thing('person', 'gromyko-andrei')}> <{MARK}> ?o }}"


def edition(directory: Path, number: int) -> Release:
    """The sample release of day `number` + 1 of March 2025, with “edition-<number>” in what it says of one person."""
    person = ox.NamedNode(SITE.thing("person", "gromyko-andrei"))
    graph = ox.NamedNode(SITE.document_graph("edition"))
    told = ox.Literal(f"edition-{number}")
    quads = [ox.Quad(person, ox.NamedNode(predicate), told, graph) for predicate in (MARK, RDFS + "comment")]
    facts = replace(FACTS, issued=f"2025-03-{number + 1:02}T12:00:00Z")
    return assemble([*shards(), nquads(quads)], known(), SITE, directory, facts)
