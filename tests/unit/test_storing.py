"""Stores that grow from that of the release before are those that a load makes; where they cannot, a load it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph import storing
from memograph.release import Release, assemble, publish_current
from tests.publish_sample import FACTS, SITE, known, shards

CATALOG = ox.NamedNode(SITE.catalog_graph)
OTHER = f'<{SITE.base}id/person/new> <{SITE.term("note")}> "Caf\\u00E9"@en <{SITE.authority_graph}> .\n'.encode()


@pytest.fixture(autouse=True)
def _however_much_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "CHANGED", 0)


def made(build: Path, *changes: list[bytes]) -> Release:
    """The last of some releases, one after the other in one folder."""
    for chunks in changes:
        release = assemble(chunks, known(), SITE, build, FACTS)
        publish_current(build, release)
    return release


def quads(release: Release) -> tuple[set[ox.Quad], set[ox.Triple]]:
    """All but the catalogue, which tells what was before; and what stands in the default graph for other graphs."""
    store = ox.Store.read_only(str(release.store))
    named = {quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph)}
    union = {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert {quad.triple for quad in named} == union
    assert {quad.graph_name for quad in named} == set(store.named_graphs())
    kept = {quad for quad in named if quad.graph_name != CATALOG}
    return kept, {quad.triple for quad in kept}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([shards(), [*shards()[1:], OTHER], shards()[:3]], id="came, went, came"),
        pytest.param([shards()[:2], shards()[2:]], id="all others"),
    ],
)
def test_a_grown_store_is_the_store_that_a_load_makes(tmp_path: Path, changes: list[list[bytes]]) -> None:
    grown, loaded = made(tmp_path / "grown", *changes), made(tmp_path / "loaded", changes[-1])
    assert storing.generation(loaded.path) == 0
    assert storing.generation(grown.path) > 0
    assert grown.manifest.version == loaded.manifest.version
    assert quads(grown) == quads(loaded)
    for file in sorted(loaded.dumps.glob("*.gz")):
        assert file.read_bytes() == (grown.dumps / file.name).read_bytes(), file.name


def test_the_store_before_stays_as_it_is(tmp_path: Path) -> None:
    first = made(tmp_path, shards()[:2])
    before = quads(first)
    second = made(tmp_path, shards()[1:])
    assert quads(first) == before
    shutil.rmtree(first.path)
    assert quads(second) == quads(made(tmp_path / "other", shards()[1:]))


@pytest.mark.parametrize("why", ["much changed", "many before", "no store", "harmed store", "another store"])
def test_where_a_store_cannot_grow_it_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    first = made(tmp_path, shards()[:3])
    if why == "much changed":
        monkeypatch.setattr(storing, "CHANGED", 10**6)
    elif why == "many before":
        (first.path / storing.GROWN).write_text(f"{storing.GENERATIONS}\n")
    elif why == "no store":
        shutil.rmtree(first.store)
        first.store.mkdir()
    elif why == "harmed store":
        largest = max(first.store.glob("*.sst"), key=lambda file: file.stat().st_size)
        largest.write_bytes(b"harm" * 100)
    else:
        other = ox.Store(str(first.store))
        other.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")))
        other.flush()
        del other
    second = made(tmp_path, shards())
    assert storing.generation(second.path) == 0
    assert quads(second) == quads(made(tmp_path / "other", shards()))
