"""Releases of many small graphs, real stores to upload them to, and what is the same on both sides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph.namespaces import RDFS
from memograph.release import Release, assemble, open_release, publish_current
from memograph.uploading.addresses import Named
from memograph.uploading.graph_store import Patience
from memograph.uploading.upload import Outcome, Wish, upload
from tests.conftest import made_once
from tests.oxigraph_server import OxigraphServer, oxigraph
from tests.publish_sample import FACTS, SITE, known, nquads, shards

#: Small documents of each release: more than are written between two marks, so that a half of them can be there.
GRAPHS = 60

BOOKS = {SITE.current_graph, SITE.uploaded_graph}
HURRY = Patience(tries=8, first=0.02, longest=2.0, answer=60.0, switch=60.0)


@dataclass
class Watch:
    """Keeps what it is told."""

    stages: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def stage(self, name: str, total: int | None) -> None:
        self.stages.append(name)

    def step(self) -> None:
        """Nothing to show."""

    def problem(self, message: str) -> None:
        self.problems.append(message)


@dataclass(frozen=True)
class Shelf:
    """A build folder with releases in it, all published once: the second changes every other document of the first, and
    drops one and adds one; the third is the second with one document changed.
    """

    folder: Path
    releases: tuple[Release, ...]

    def versions(self) -> list[str]:
        return [each.manifest.version for each in self.releases]

    def upload(self, address: str, number: int, watch: Watch | None = None, **wish: bool) -> Outcome:
        """Upload one of them."""
        wanted = Wish(self.versions()[number], **wish)
        return upload(self.folder, Named(address), wanted, watch or Watch(), HURRY)


def small(number: int, edition: int) -> bytes:
    """A document of three statements, one of which the others share; `edition` is what changes."""
    graph = ox.NamedNode(SITE.document_graph(f"small-{number:03}"))
    thing = ox.NamedNode(SITE.thing("document", f"small-{number:03}"))
    told = [ox.Literal(f"edition {edition} of {number}"), ox.Literal(f"Small document {number}")]
    quads = [ox.Quad(thing, ox.NamedNode(RDFS + "comment"), each, graph) for each in told]
    everybody = ox.NamedNode(SITE.thing("person", "gromyko-andrei"))
    return nquads([*quads, ox.Quad(everybody, ox.NamedNode(RDFS + "seeAlso"), everybody, graph)])


def _release(folder: Path, day: int, documents: dict[int, int]) -> Release:
    small_ones = [small(number, edition) for number, edition in documents.items()]
    facts = replace(FACTS, issued=f"2025-03-{day:02}T12:00:00Z")
    made = assemble([*shards(), *small_ones], known(), SITE, folder, facts)
    publish_current(folder, made, facts.issued)
    return made


def _editions() -> tuple[dict[int, int], ...]:
    first = dict.fromkeys(range(GRAPHS), 0)
    second = {number: number % 2 for number in range(1, GRAPHS + 1)}
    return first, second, second | {7: 2}


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    def make(folder: Path) -> None:
        for day, documents in enumerate(_editions(), start=1):
            _release(folder, day, documents)

    folder = made_once(tmp_path_factory, "shelf", make)
    days = sorted((folder / "releases").iterdir(), key=_issued)
    return Shelf(folder, tuple(open_release(each) for each in days))


def _issued(path: Path) -> str:
    return open_release(path).manifest.issued


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphServer]:
    with oxigraph(tmp_path / "oxigraph") as running:
        yield running


@pytest.fixture(scope="session")
def filled_folder(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Path:
    """Files of a store with the first release, to be copied."""

    def make(folder: Path) -> None:
        with oxigraph(folder) as running:
            shelf.upload(running.address, 0)

    return made_once(tmp_path_factory, "filled", make)


@pytest.fixture
def filled(filled_folder: Path, tmp_path: Path) -> Iterator[OxigraphServer]:
    """A store that holds the first release."""
    shutil.copytree(filled_folder, tmp_path / "oxigraph")
    with oxigraph(tmp_path / "oxigraph") as running:
        yield running


@pytest.fixture
def union_store(tmp_path: Path) -> Iterator[OxigraphServer]:
    """One whose default graph is the union of all graphs."""
    with oxigraph(tmp_path / "oxigraph", "--union-default-graph") as running:
        yield running


def held(store: OxigraphServer) -> set[ox.Quad]:
    """All quads of a store but its bookkeeping; nothing may be left of what was staged."""
    quads = set(ox.parse(store.quads(), format=ox.RdfFormat.N_QUADS))
    return {quad for quad in quads if getattr(quad.graph_name, "value", "") not in BOOKS}


def released(release: Release) -> set[ox.Quad]:
    """All quads of a release, the default graph's among them."""
    return set(ox.Store.read_only(str(release.store)))


def whole(store: OxigraphServer, release: Release) -> bool:
    """Whether the store holds this release, quad for quad, and says so."""
    pointer = f"ASK {{ GRAPH <{SITE.current_graph}> {{ <{SITE.dataset}> ?current <{SITE.release('')}%s> }} }}"
    ours = {quad for quad in held(store) if "/graph/staging" not in str(quad.graph_name)}
    return ours == released(release) and store.ask(pointer % release.manifest.version)
