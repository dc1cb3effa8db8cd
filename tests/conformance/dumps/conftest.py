"""Four releases one after the other, the first removed, and a server on the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from memograph.namespaces import DCTERMS, OWL, RDF, RDFS, SKOS, XSD
from memograph.release import Release, assemble, current_release, publish_current
from memograph.retention import prune
from tests.publish_sample import FACTS, SITE, known, nquads, shards, start_server, stop_server

TRUE = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))


@dataclass(frozen=True)
class Site:
    """A server, and the versions it was given: gone, first, before, current."""

    client: httpx.Client
    build: Path
    versions: dict[str, str]
    current: Release


def people(**said: str) -> bytes:
    """Three people of the authority: as ``live``, ``merged`` (into Gromyko) or ``withdrawn``."""
    quads = []
    for slug, state in said.items():
        person = ox.NamedNode(SITE.thing("person", slug))
        graph = ox.NamedNode(SITE.authority_graph)
        label = ox.Literal(slug.title() + " <i>", language="en")
        quads.append(ox.Quad(person, ox.NamedNode(RDFS + "label"), label, graph))
        if state == "live":
            quads.append(ox.Quad(person, ox.NamedNode(RDF + "type"), ox.NamedNode(SITE.term("Person")), graph))
            continue
        quads.append(ox.Quad(person, ox.NamedNode(OWL + "deprecated"), TRUE, graph))
        if state == "merged":
            survivor = ox.NamedNode(SITE.thing("person", "gromyko-andrei"))
            quads.append(ox.Quad(person, ox.NamedNode(DCTERMS + "isReplacedBy"), survivor, graph))
        else:
            why = ox.Literal("A misprint of “Shultz” & nobody.", language="en")
            quads.append(ox.Quad(person, ox.NamedNode(SKOS + "changeNote"), why, graph))
    return nquads(quads)


def publish(build: Path, chunks: list[bytes], issued: str) -> str:
    """Assemble and publish one release; its version."""
    release = assemble(chunks, known(), SITE, build, replace(FACTS, issued=issued))
    publish_current(build, release)
    return release.manifest.version


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    build = tmp_path_factory.mktemp("releases")
    versions = {
        "gone": publish(build, shards()[:1], "2025-01-01T12:00:00Z"),
        "first": publish(build, shards()[:2], "2025-02-01T12:00:00Z"),
        "before": publish(build, [*shards()[:3], people(doppel="live", shulz="live")], "2025-03-01T12:00:00Z"),
        "current": publish(
            build, [*shards(), people(doppel="merged", shulz="withdrawn", newcomer="live")], "2025-04-01T12:00:00Z"
        ),
    }
    assert prune(build, keep=3) == (versions["gone"],)
    running = start_server(build)
    with httpx.Client(base_url=running.address, timeout=20) as client:
        yield Site(client, build, versions, current_release(build))
    stop_server(running)
