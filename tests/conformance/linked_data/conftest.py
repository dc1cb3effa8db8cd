"""A site below a path with three kept releases, in the last of which one place is spoken of thousands of times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from memograph.namespaces import OA, RDF, RDFS, Site
from memograph.release import Release, assemble, publish_current
from tests.publish_sample import FACTS, known, shards, start_server, stop_server

BELOW = Site("https://archive.test/memo/")

#: Dates of the releases, in the form of HTTP.
DATES = ("Wed, 01 Jan 2025 12:00:00 GMT", "Sat, 01 Feb 2025 12:00:00 GMT", "Sat, 01 Mar 2025 12:00:00 GMT")

#: Mentions of the place that is everywhere, and statements about it.
MENTIONS, STATEMENTS = 1500, 1200


@dataclass(frozen=True)
class Archive:
    """The running site: a client for it, its releases from the oldest on."""

    client: httpx.Client
    releases: tuple[Release, ...]

    @property
    def versions(self) -> list[str]:
        return [release.manifest.version for release in self.releases]


def everywhere() -> list[bytes]:
    """N-Quads of a place that one document mentions and speaks of more often than a page of data holds."""
    place, graph = f"<{BELOW.thing('place', 'everywhere')}>", f"<{BELOW.document_graph('much')}>"
    much, mg = BELOW.thing("document", "much"), BELOW.term
    triples = [
        f"{place} <{RDF}type> <{mg('Place')}>",
        f'{place} <{RDFS}label> "Everywhere"@en',
        f'<{much}> <{RDFS}label> "Much"@en',
        *(f"<{much}#mention-{n}> <{OA}hasBody> {place}" for n in range(MENTIONS)),
    ]
    for n in range(STATEMENTS):
        statement, other = f"<{BELOW.thing('statement', f's-{n}')}>", f"<{BELOW.thing('person', f'p-{n}')}>"
        triples += [
            f"{statement} <{RDF}type> <{mg('Statement')}>",
            f"{statement} <{RDF}subject> {other}",
            f"{statement} <{RDF}predicate> <{mg('traveledTo')}>",
            f"{statement} <{RDF}object> {place}",
            f"{statement} <{mg('statedIn')}> <{much}>",
            f'{other} <{RDFS}label> "Somebody {n}"@en',
        ]
    return sorted(f"{triple} {graph} .\n".encode() for triple in triples)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Three releases of a growing corpus, and a server on them."""
    folder = tmp_path_factory.mktemp("archive")
    first, *rest = (_moved(chunk) for chunk in shards())
    background = [_moved(chunk) for chunk in known()]
    corpora = ([first], [first, rest[0]], [first, *rest, b"".join(everywhere())])
    made = tuple(_assembled(corpus, background, folder, date) for corpus, date in zip(corpora, "123", strict=True))
    for release in made:
        publish_current(folder, release, release.manifest.issued)
    server = start_server(folder, query_seconds=10.0)
    with httpx.Client(base_url=server.address, timeout=20) as client:
        yield Archive(client, made)
    stop_server(server)


def _moved(chunk: bytes) -> bytes:
    lines = chunk.replace(b"http://memograph.test/", BELOW.base.encode()).splitlines(keepends=True)
    return b"".join(sorted(lines))


def _assembled(corpus: list[bytes], background: list[bytes], folder: Path, month: str) -> Release:
    facts = replace(FACTS, title="Archive", issued=f"2025-0{month}-01T12:00:00Z")
    return assemble(corpus, background, BELOW, folder, facts)
