"""A release of any size for tests of limits and for bench/endpoint.py: the sample's memoranda over and over, with other
people in them, and a dense graph of people who all met each other.

Shards are copies of those of publish_sample.py; they pass through the real `memograph.release.assemble`.
``python -m tests.large_sample FOLDER [QUADS]`` makes one from the command line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from memograph.namespaces import RDF, RDFS
from memograph.release import Release, assemble, current_release, publish_current
from tests.conftest import made_once
from tests.publish_sample import FACTS, SITE, known, shards

#: Quads of the release that tests of limits run on.
QUADS = 300_000

#: People of the dense graph: each met each other, which gives about the square of it in triples.
DENSE = 200

#: How often a person of the sample is another person.
DOUBLES = 60

_PERSON = re.compile(rb"(/id/person/[a-z-]+)(?=[>#])")
_LABEL = re.compile(rb'^(<[^>]+/id/person/[^>#]+>) <[^>]+#label> "([^"]+)"@en ', re.MULTILINE)


def large_build(folder: Path, quads: int = QUADS) -> Release:
    """A build directory with one release of at least `quads` quads, published; about 10 s for 300,000."""
    publish_current(folder, assemble(_documents(quads), [*known(), _people(), _dense()], SITE, folder, FACTS))
    release = current_release(folder)
    assert release.manifest.quads >= quads, release.manifest.quads
    return release


def _documents(quads: int) -> Iterator[bytes]:
    """Shards of copied documents; the sample's hostile document is not among them."""
    memoranda = [shard for shard in shards() if b"/id/document/hostile" not in shard]
    each = sum(shard.count(b"\n") for shard in memoranda)
    for turn in range(max(1, -(-(quads - DENSE * DENSE) // each))):
        for shard in memoranda:
            yield _copy(shard, turn)


def _copy(shard: bytes, turn: int) -> bytes:
    found = re.search(rb"/graph/document/([^>]+)>", shard)
    assert found is not None
    other = shard.replace(found[1], b"%s-%d" % (found[1], turn))
    return _sorted(_PERSON.sub(rb"\g<1>-%d" % (turn % DOUBLES), other))


def _people() -> bytes:
    """Names and classes of the people that the copies speak of."""
    named = {match[1]: match[2] for shard in [*known(), *shards()] for match in _LABEL.finditer(shard)}
    graph = f"<{SITE.authority_graph}>".encode()
    lines = []
    for person, label in named.items():
        for number in range(DOUBLES):
            iri = b"%s-%d>" % (person[:-1], number)
            lines.append(b'%s <%slabel> "%s (%d)"@en %s .\n' % (iri, RDFS.encode(), label, number, graph))
            lines.append(b"%s <%stype> <%s> %s .\n" % (iri, RDF.encode(), SITE.term("Person").encode(), graph))
    return _sorted(b"".join(lines))


def _dense() -> bytes:
    """Everybody met everybody: a path over this graph has no end in sight."""
    graph, met = SITE.document_graph("dense"), SITE.term("metWith")
    people = [SITE.thing("person", f"dense-{number}") for number in range(DENSE)]
    lines = [f"<{one}> <{met}> <{other}> <{graph}> .\n" for one in people for other in people if one != other]
    lines += [f"<{each}> <{RDF}type> <{SITE.term('Person')}> <{graph}> .\n" for each in people]
    return _sorted("".join(lines).encode())


def _sorted(quads: bytes) -> bytes:
    return b"".join(sorted(set(quads.splitlines(keepends=True))))


@pytest.fixture(scope="session")
def large_build_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build directory with the large release; tests only read it."""
    return made_once(tmp_path_factory, "large", large_build)


if __name__ == "__main__":
    made = large_build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else QUADS)
    print(f"{made.path}: {made.manifest.quads:,} quads")
