"""A release with a hub: somebody whom 10,000 places of 100 documents mention and 2,000 statements speak of; somebody in
the middle with 60 of each, more than a page holds, and a leaf with one. For tests that their pages cost the same.

Quads are made as publish_sample.py makes them and pass through the real `memograph.release.assemble`.
``python -m tests.hub_sample FOLDER`` makes one from the command line.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.namespaces import RDF, RDFS
from memograph.release import Release, assemble, current_release, publish_current
from tests.conftest import made_once
from tests.publish_sample import FACTS, SITE, Said, Sample, Shard, known, nquads

DOCUMENTS, MENTIONS, STATEMENTS, OTHERS, MIDDLING = 100, 100, 20, 400, 60

#: What is no person: what every document names once, and what only the first one does.
EVERYWHERE = {"Bureau": "organization", "Harbor": "place", "Talks": "event", "Pact": "agreement"}
ONCE = {"Office": "organization", "Island": "place", "Dinner": "event", "Note": "agreement"}

HUB, MIDDLE, LEAF = (SITE.thing("person", slug) for slug in ("hub", "middle", "leaf"))


class _Shard(Shard):
    """A document whose people are called by the end of their address."""

    def thing(self, entity: str) -> None:
        kind, _, name = entity.partition("/")
        self.add(self.iri(entity), f"{RDF}type", SITE.term(kind.capitalize()))
        self.add(self.iri(entity), f"{RDFS}label", ox.Literal(name.title(), language="en"))


def hub_build(folder: Path) -> Release:
    """A build directory with the release of the hub, published."""
    publish_current(folder, assemble(_shards(), known(), SITE, folder, FACTS), FACTS.issued)
    return current_release(folder)


def _shards() -> Iterator[bytes]:
    for number in range(DOCUMENTS):
        shard = _Shard(_sample(number))
        shard.describe()
        for mention in shard.sample.mentions:
            shard.mention(*mention)
        for said in shard.sample.statements:
            shard.state(said)
        yield nquads(shard.quads)


def _sample(number: int) -> Sample:
    """A document of so many sentences; the hub is in each, the others in one of some documents."""
    others = [f"Other-{(number * STATEMENTS + at) % OTHERS}" for at in range(STATEMENTS)]
    met = [f"Hub met {other} on that day." for other in others]
    told = [f"Hub spoke for the {at}th time." for at in range(MENTIONS - STATEMENTS)]
    rare = [name for name, documents in (("Middle", MIDDLING), ("Leaf", 1)) if number < documents]
    meetings = [f"{name} met Other-0 then." for name in rare]
    statements = [Said("person/hub", "metWith", f"person/{x.lower()}", s) for x, s in zip(others, met, strict=True)]
    pairs = zip(rare, meetings, strict=True)
    statements += [Said(f"person/{name.lower()}", "metWith", "person/other-0", meeting) for name, meeting in pairs]
    named = EVERYWHERE | ONCE if number == 0 else EVERYWHERE
    day = (date(1961, 1, 1) + timedelta(days=number)).isoformat()
    return Sample(
        id=f"frus1961-63v99d{number}",
        text="\n\n".join((f"{number}. Memorandum for the Record", " ".join(met), " ".join(told), *meetings, *named)),
        mentions=(
            ("Hub", "person/hub", "name"),
            *((other, f"person/{other.lower()}", "name") for other in others),
            *((name, f"person/{name.lower()}", "name") for name in rare),
            *((name, f"{kind}/{name.lower()}", "name") for name, kind in named.items()),
        ),
        statements=tuple(statements),
        bounds=(day, day),
    )


@pytest.fixture(scope="session")
def hub_build_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build directory with the release of the hub; tests only read it."""
    return made_once(tmp_path_factory, "hub", hub_build)


if __name__ == "__main__":
    made = hub_build(Path(sys.argv[1]))
    print(f"{made.path}: {made.manifest.quads:,} quads")
