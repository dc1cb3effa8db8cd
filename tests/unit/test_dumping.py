"""The dumps of a release: one content in four formats, the same bytes each time, written without holding it."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset
from rdflib.compare import isomorphic
from rdflib.graph import Graph
from rdflib.term import URIRef

from memograph import dumping, nquads, segments
from memograph.release import Release, assemble
from tests.conftest import REPOSITORY
from tests.publish_sample import FACTS, SITE, known, shards

QUADS = {
    dumping.NQUADS_DUMP: ox.RdfFormat.N_QUADS,
    dumping.TRIG_DUMP: ox.RdfFormat.TRIG,
    dumping.JSONLD_DUMP: ox.RdfFormat.JSON_LD,
}


WHOLE = [each.name for each in dumping.DUMP_FORMATS if each.whole]
COMPRESS = segments.compress


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return assemble(shards(), known(), SITE, tmp_path_factory.mktemp("build"), FACTS)


def content(made: Release, name: str) -> bytes:
    return gzip.decompress((made.dumps / name).read_bytes())


def expected(made: Release) -> set[ox.Quad]:
    return set(ox.parse(content(made, dumping.NQUADS_DUMP), format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize("name", QUADS)
def test_each_dump_of_graphs_holds_every_quad(made: Release, name: str) -> None:
    found = list(ox.parse(content(made, name), format=QUADS[name]))
    assert set(found) == expected(made)
    assert len(found) == len(set(found)) == made.manifest.quads


def test_the_turtle_dump_is_the_union(made: Release) -> None:
    found = [quad.triple for quad in ox.parse(content(made, dumping.TURTLE_DUMP), format=ox.RdfFormat.TURTLE)]
    assert set(found) == {quad.triple for quad in expected(made)}
    assert len(found) == len(set(found))
    assert content(made, dumping.TURTLE_DUMP).startswith(b"@prefix adms:")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own use of what it deprecates
@pytest.mark.parametrize(("name", "form"), [(dumping.JSONLD_DUMP, "json-ld"), (dumping.TRIG_DUMP, "trig")])
def test_rdflib_reads_the_same_graphs(made: Release, name: str, form: str) -> None:
    found = Dataset().parse(data=content(made, name), format=form)
    wanted = Dataset().parse(data=content(made, dumping.NQUADS_DUMP), format="nquads")
    assert isinstance(found, Dataset)
    assert isinstance(wanted, Dataset)
    graphs = {graph.identifier for graph in wanted.graphs() if len(graph)}
    assert {graph.identifier for graph in found.graphs() if len(graph)} == graphs
    assert len(graphs) == 8, "four documents, authority, ontology, curation, release"
    assert all(isomorphic(found.graph(graph), wanted.graph(graph)) for graph in graphs)


def test_rdflib_reads_the_turtle(made: Release) -> None:
    found = Graph().parse(data=content(made, dumping.TURTLE_DUMP), format="turtle")
    assert len(found) == len({quad.triple for quad in expected(made)})
    assert (URIRef(SITE.dataset), None, None) in found


def test_each_graph_stands_in_one_piece(made: Release) -> None:
    for name in (dumping.TRIG_DUMP, dumping.JSONLD_DUMP):
        graphs = [quad.graph_name for quad in ox.parse(content(made, name), format=QUADS[name])]
        runs = [graph for number, graph in enumerate(graphs) if not number or graphs[number - 1] != graph]
        assert len(runs) == len(set(runs))


def test_small_chunks_give_the_same_bytes(made: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumping, "CHUNK", 5000)
    monkeypatch.setattr(nquads, "OPEN_FILES", 3)
    whole = tmp_path / "whole.nq"
    whole.write_bytes(content(made, dumping.NQUADS_DUMP))
    for folder in ("dumps", "scratch"):
        (tmp_path / folder).mkdir()
    dumping.write_dumps(whole, tmp_path / "dumps", SITE, tmp_path / "scratch")
    for name in (dumping.MAPPINGS_TSV, dumping.MAPPINGS_RDF):
        shutil.copy(made.dumps / name, tmp_path / "dumps")
    assert dumping.write_checksums(tmp_path / "dumps") == dumping.read_dumps(made.dumps)
    assert len(list((tmp_path / "scratch").glob("*.graphs"))) > 10


def test_what_the_dumps_before_have_is_copied_and_what_is_damaged_there_is_not(
    made: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole.nq"
    whole.write_bytes(content(made, dumping.NQUADS_DUMP))
    for folder in ("before", "after", "damaged", "scratch"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(dumping, "_border", lambda subject: subject.endswith(b"1> "))

    def written(folder: str, before: str = "") -> dict[str, str]:
        earlier = tmp_path / before if before else None
        dumping.write_dumps(whole, tmp_path / folder, SITE, tmp_path / "scratch", earlier)
        return {name: hashlib.sha256((tmp_path / folder / name).read_bytes()).hexdigest() for name in WHOLE}

    first = written("before")
    compressed = []
    monkeypatch.setattr(segments, "compress", lambda data: compressed.append(data) or COMPRESS(data))
    assert written("after", "before") == first
    assert max(map(len, compressed)) < 2000, "prefixes, brackets and commas"
    with (tmp_path / "before" / dumping.TRIG_DUMP).open("r+b") as file:
        file.seek(3000)
        file.write(b"harm")
    assert written("damaged", "before") == first


def test_large_graphs_are_cut(made: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumping, "LARGE", 500)
    monkeypatch.setattr(dumping, "_border", lambda subject: True)
    whole = tmp_path / "whole.nq"
    whole.write_bytes(content(made, dumping.NQUADS_DUMP))
    for folder in ("dumps", "scratch"):
        (tmp_path / folder).mkdir()
    dumping.write_dumps(whole, tmp_path / "dumps", SITE, tmp_path / "scratch")
    for name, form in QUADS.items():
        data = gzip.decompress((tmp_path / "dumps" / name).read_bytes())
        found = list(ox.parse(data, format=form))
        assert len(found) == made.manifest.quads, name
        assert set(found) == expected(made)


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_the_checksum_of_two_stretches_comes_from_those_of_each(first: bytes, second: bytes) -> None:
    assert segments.combined(zlib.crc32(first), zlib.crc32(second), len(second)) == zlib.crc32(first + second)


PROGRAM = """
import sys
from pathlib import Path
from memograph.release import assemble
from tests.publish_sample import FACTS, SITE, known, shards
print((assemble(shards(), known(), SITE, Path(sys.argv[1]), FACTS).dumps / "SHA256SUMS").read_text(), end="")
"""


@pytest.mark.parametrize("seed", ["1", "4294967295"])
def test_another_folder_and_another_hash_seed_give_the_same_bytes(made: Release, tmp_path: Path, seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland"}
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / seed / "build")]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == (made.dumps / dumping.CHECKSUMS).read_text()


def test_sha256sum_checks_the_checksums(made: Release) -> None:
    command = ["sha256sum", "--check", "--strict", dumping.CHECKSUMS]
    done = subprocess.run(command, cwd=made.dumps, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{each.name}: OK" for each in dumping.DUMP_FORMATS]
    for each in dumping.read_dumps(made.dumps):
        data = (made.dumps / each.name).read_bytes()
        assert (each.size, each.sha256) == (len(data), hashlib.sha256(data).hexdigest())


MEMORY = """
import resource, sys
from pathlib import Path
from memograph import dumping
from memograph.namespaces import Site
dumping.CHUNK = 2**20
folder = Path(sys.argv[1])
whole = folder / "whole.nq"
with whole.open("wb") as output:
    for number in range(int(sys.argv[2])):
        output.write(b'<http://a.test/id/thing/%09d> <http://a.test/p> "%s" <http://a.test/graph/%02d> .\\n'
                     % (number, b"x" * 200, number % 50))
for name in ("dumps", "scratch"):
    (folder / name).mkdir()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
dumping.write_dumps(whole, folder / "dumps", Site("http://a.test/"), folder / "scratch")
print(whole.stat().st_size >> 10, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_dumps_are_not_held_in_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEMORY, str(tmp_path), "80000"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    size, more = (int(number) for number in done.stdout.split())
    assert size > 20_000, "KiB of N-Quads"
    assert more < 11_000, "KiB; as much for ten times as many quads"
