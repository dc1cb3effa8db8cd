"""Making, describing, reusing and publishing a release; merging sorted N-Quads; Turtle with stable bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memograph import dumping, nquads, storing
from memograph.errors import ReleaseError
from memograph.model import Measurement
from memograph.namespaces import DCAT, DCTERMS, RDF, VOID, Site
from memograph.pageindex.tables import FORMAT, format_of
from memograph.release import Manifest, Release, assemble, current_release, open_release, publish_current
from memograph.turtle import write_turtle
from tests.publish_sample import FACTS, SITE, build_dir, known, shards
from tests.publish_sample import release as sample

__all__ = ["build_dir", "sample"]  # fixtures

DUMPS = [each.name for each in dumping.DUMP_FORMATS]
WHOLE = [each.name for each in dumping.DUMP_FORMATS if each.whole]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return assemble(shards(), known(), SITE, tmp_path_factory.mktemp("build"), FACTS)


def dump(made: Release, name: str) -> bytes:
    return gzip.decompress((made.dumps / name).read_bytes())


def test_version_is_the_hash_of_the_dumped_quads(made: Release) -> None:
    whole = dump(made, dumping.NQUADS_DUMP)
    digest = hashlib.sha256(whole).hexdigest()
    assert made.manifest.nquads_sha256 == digest
    assert made.manifest.version == made.path.name == digest[:12]
    assert made.manifest.quads == len(whole.splitlines())


def test_the_dump_is_what_came_in_and_the_description(made: Release) -> None:
    everything = sorted({line for chunk in (*shards(), *known()) for line in chunk.splitlines(keepends=True)})
    suffix = f" <{SITE.release_graph}> .\n".encode()
    lines = dump(made, dumping.NQUADS_DUMP).splitlines(keepends=True)
    assert lines == sorted(lines)
    assert [line for line in lines if not line.endswith(suffix)] == everything
    assert len(everything) < len(lines)
    assert made.manifest.version.encode() not in b"".join(lines), "a file cannot hold its own hash"


def test_counts(made: Release) -> None:
    counts = made.manifest.counts
    assert (counts.documents, counts.quarantined) == (4, 1)
    spoken_of = {"Person": 7, "Organization": 2, "Place": 4, "Event": 2, "Agreement": 0, "Post": 1}
    assert counts.entities == spoken_of, "the others are in the authority only"
    assert counts.relations["metWith"] == 3
    assert counts.relations["subject"] == 1
    assert sum(counts.relations.values()) == 18


def test_same_input_gives_the_same_bytes_in_any_order(made: Release, tmp_path: Path) -> None:
    files = []
    for number, chunk in enumerate(reversed([*shards(), *known()])):
        files.append(tmp_path / f"{number}.nq")
        files[-1].write_bytes(chunk)
    again = assemble(files[3:], files[:3], SITE, tmp_path / "build", FACTS)
    assert again.manifest == made.manifest
    for name in (*DUMPS, dumping.CHECKSUMS):
        assert (again.dumps / name).read_bytes() == (made.dumps / name).read_bytes()


def test_store_holds_the_graphs_and_their_union(made: Release) -> None:
    store = ox.Store.read_only(str(made.store))
    quads = set(ox.parse(dump(made, dumping.NQUADS_DUMP), format=ox.RdfFormat.N_QUADS))
    named = {quad for quad in store if quad.graph_name != ox.DefaultGraph()}
    union = {quad.triple for quad in store if quad.graph_name == ox.DefaultGraph()}
    catalog = {quad for quad in named if quad.graph_name == ox.NamedNode(SITE.catalog_graph)}
    assert named - catalog == quads
    assert len(catalog) > 50, "it is in the store, and in no dump"
    assert union == {quad.triple for quad in named}


def test_a_store_that_is_loaded_in_parts_is_the_same(
    made: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "LOAD_BYTES", 20_000)
    again = assemble(shards(), known(), SITE, tmp_path, FACTS)
    assert again.manifest == made.manifest
    assert set(ox.Store.read_only(str(again.store))) == set(ox.Store.read_only(str(made.store)))


def test_description(made: Release) -> None:
    store = ox.Store.read_only(str(made.store))
    graph, dataset = ox.NamedNode(SITE.release_graph), ox.NamedNode(SITE.dataset)

    def values(predicate: str) -> set[str]:
        return {q.object.value for q in store.quads_for_pattern(dataset, ox.NamedNode(predicate), None, graph)}  # type: ignore[union-attr]

    assert values(RDF + "type") == {VOID + "Dataset", DCAT + "Dataset"}
    assert values(DCTERMS + "title") == {"Sample memoranda"}
    assert values(DCTERMS + "license") == {"https://creativecommons.org/publicdomain/zero/1.0/"}
    assert values(VOID + "sparqlEndpoint") == {f"{SITE.base}sparql"}
    assert values(VOID + "dataDump") == {f"{SITE.base}dumps/latest/{name}" for name in WHOLE}
    assert values(VOID + "uriSpace") == {f"{SITE.base}id/"}
    assert SITE.ontology in values(VOID + "vocabulary")
    described = list(store.quads_for_pattern(None, None, None, graph))
    catalog = ox.NamedNode(SITE.catalog_graph)
    rest = {q.triple for q in store if q.graph_name not in (ox.DefaultGraph(), graph, catalog)}
    assert values(VOID + "triples") == {str(len(rest))}
    person = next(q.subject for q in described if q.object == ox.NamedNode(SITE.term("Person")))
    assert ox.Literal("8", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")) in {
        q.object for q in described if q.subject == person
    }
    assert not any(isinstance(node, ox.BlankNode) for q in store for node in (q.subject, q.object))


def test_a_complete_release_is_reused(made: Release) -> None:
    build = made.path.parent.parent
    inode = made.store.stat().st_ino
    later = replace(FACTS, issued="2026-01-01T00:00:00Z", inputs="1" * 64, quarantined=2)
    again = assemble(shards(), known(), SITE, build, later)
    assert again.store.stat().st_ino == inode
    assert again.manifest.issued == FACTS.issued
    assert (again.manifest.inputs, again.manifest.counts.quarantined) == ("1" * 64, 2)
    assert open_release(again.path).manifest == again.manifest


def test_an_incomplete_release_is_made_anew(tmp_path: Path) -> None:
    first = assemble(shards(), known(), SITE, tmp_path, FACTS)
    inode = first.store.stat().st_ino
    (first.path / "manifest.json").unlink()
    again = assemble(shards(), known(), SITE, tmp_path, FACTS)
    assert again.path == first.path
    assert again.store.stat().st_ino != inode
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [again.path.name]


@pytest.mark.parametrize("change", ["title", "measured"])
def test_what_is_described_differently_is_another_release(tmp_path: Path, change: str) -> None:
    first = assemble(shards(), known(), SITE, tmp_path, FACTS)
    before = {name: (first.dumps / name).read_bytes() for name in DUMPS}
    other = (Measurement("sentBy", 0.5, 0.5, 1, "By hand."),) if change == "measured" else "Another"
    again = assemble(shards(), known(), SITE, tmp_path, replace(FACTS, **{change: other}))
    assert again.path != first.path
    assert {name: (first.dumps / name).read_bytes() for name in DUMPS} == before, "what has an address stays"


def test_publishing_switches_a_link(tmp_path: Path) -> None:
    first = assemble(shards(), known(), SITE, tmp_path, FACTS)
    with pytest.raises(ReleaseError, match="memograph build"):
        current_release(tmp_path)
    publish_current(tmp_path, first)
    assert current_release(tmp_path) == first
    second = assemble(shards()[1:], known(), SITE, tmp_path, FACTS)
    assert second.path != first.path
    publish_current(tmp_path, second)
    assert current_release(tmp_path) == second
    assert (tmp_path / "current").readlink() == Path("releases") / second.manifest.version
    assert {path.name for path in tmp_path.iterdir()} == {"current", "releases", "history.jsonl"}


@pytest.mark.parametrize(
    "chunk", [b"<b:b> <b:b> <b:b> <g:g> .\n<a:a> <b:b> <b:b> <g:g> .\n", b"<a:a> <b:b> <b:b> <g:g> ."]
)
def test_what_is_not_sorted_lines_is_refused_and_nothing_remains(tmp_path: Path, chunk: bytes) -> None:
    with pytest.raises(ReleaseError, match="not sorted N-Quads"):
        assemble([chunk], [], SITE, tmp_path, FACTS)
    assert list((tmp_path / "releases").iterdir()) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": None}, "version"),
        ({"surprise": 1}, "surprise"),
        ({"quads": "many"}, "quads"),
        ({"counts": []}, "counts"),
        ({"counts": {"documents": 1}}, "quarantined"),
    ],
)
def test_a_bad_manifest_is_an_error_that_names_the_field(
    sample: Release, tmp_path: Path, change: dict[str, object], said: str
) -> None:
    raw = json.loads((sample.path / "manifest.json").read_text()) | change
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({name: value for name, value in raw.items() if value is not None}))
    with pytest.raises(ReleaseError, match=said):
        Manifest.read(path)


@pytest.mark.parametrize("content", [None, "{", '"text"'])
def test_no_manifest(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ReleaseError, match=str(tmp_path)):
        open_release(tmp_path)


def test_a_release_without_its_store(tmp_path: Path, sample: Release) -> None:
    sample.manifest.write(tmp_path / "manifest.json")
    with pytest.raises(ReleaseError, match="store"):
        open_release(tmp_path)


LINES = st.lists(st.text("ab<>", min_size=1, max_size=4).map(lambda text: f"{text} .\n".encode()), max_size=30)


class Listed:
    """Lines that come from neither memory nor a file."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines

    def lines(self) -> Iterator[bytes]:
        yield from self._lines


@given(st.lists(LINES, max_size=8), st.integers(2, 3), st.integers(1, 40))
def test_merge_is_sorted_union(
    tmp_path_factory: pytest.TempPathFactory, chunks: list[list[bytes]], limit: int, size: int
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nquads, "OPEN_FILES", limit)
        patch.setattr(nquads, "RUN", size)
        patch.setattr(nquads, "BLOCK", size // 2 + 1)
        ordered = [sorted(chunk) for chunk in chunks]
        sources = [Listed(chunk) if number % 2 else b"".join(chunk) for number, chunk in enumerate(ordered)]
        merged = nquads.merge(sources, folder / "all.nq", folder)
    expected = b"".join(sorted({line for chunk in chunks for line in chunk}))
    assert (folder / "all.nq").read_bytes() == expected
    assert merged == nquads.Merged(len(expected.splitlines()), hashlib.sha256(expected).hexdigest())


@pytest.mark.parametrize("harm", ["removed", "of another format", "damaged"])
def test_a_release_that_comes_back_gets_the_reading_index_that_pages_need(made: Release, harm: str) -> None:
    before = made.pages.read_bytes()
    if harm == "removed":
        made.pages.unlink()
    elif harm == "damaged":
        made.pages.write_bytes(b"no database")
    else:
        with closing(sqlite3.connect(made.pages)) as connection:
            connection.execute("PRAGMA user_version = 1")
    again = assemble(shards(), known(), SITE, made.path.parents[1], FACTS)
    assert again.path == made.path
    assert format_of(again.pages) == FORMAT
    assert len(before) == made.pages.stat().st_size


def test_turtle_has_its_prefixes_sorted_and_the_same_triples() -> None:
    triples = [
        ox.Triple(ox.NamedNode("http://a/x"), ox.NamedNode("http://b/y"), ox.Literal(f"{n}")) for n in range(500)
    ]
    output = io.BytesIO()
    write_turtle(triples, output, {"b": "http://b/", "a": "http://a/"})
    assert output.getvalue().startswith(b"@prefix a: <http://a/> .\n@prefix b: <http://b/> .\na:x b:y ")
    assert {q.triple for q in ox.parse(output.getvalue(), format=ox.RdfFormat.TURTLE)} == set(triples)


def test_turtle_of_nothing() -> None:
    output = io.BytesIO()
    write_turtle([], output, {"a": "http://a/"})
    assert output.getvalue() == b"@prefix a: <http://a/> .\n"


def test_the_description_says_how_right_each_relation_is(made: Release) -> None:
    store = ox.Store.read_only(str(made.store))
    [row] = store.query(  # type: ignore[union-attr]
        """
        PREFIX dqv: <http://www.w3.org/ns/dqv#>
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?relation ?value WHERE {
          ?part void:property ?relation ; dqv:hasQualityMeasurement ?measurement .
          ?measurement dqv:computedOn ?part ; dqv:isMeasurementOf <ontology#precision> ; dqv:value ?value
        }""",
        base_iri=SITE.base,
    )
    assert (row["relation"].value, row["value"].value) == (SITE.term("metWith"), "0.812")


@pytest.mark.parametrize("damage", ["missing", "cut", "other"])
def test_a_release_before_that_cannot_be_read_is_an_error_that_says_what_to_do(tmp_path: Path, damage: str) -> None:
    first = assemble(shards()[:1], known(), SITE, tmp_path, FACTS)
    publish_current(tmp_path, first)
    path = first.dumps / dumping.NQUADS_DUMP
    content = path.read_bytes()
    path.unlink() if damage == "missing" else path.write_bytes(content[:-20] if damage == "cut" else b"x" * 20)
    with pytest.raises(ReleaseError, match="put the file back"):
        assemble(shards()[:2], known(), SITE, tmp_path, FACTS)
    assert [each.name for each in (tmp_path / "releases").iterdir()] == [first.path.name]
    (tmp_path / "current").unlink()
    assert assemble(shards()[:2], known(), SITE, tmp_path, FACTS).manifest.previous == ""


def test_a_site_that_moved_has_no_release_before(tmp_path: Path) -> None:
    first = assemble(shards()[:1], known(), SITE, tmp_path, FACTS)
    publish_current(tmp_path, first)
    moved = Site("http://moved.test/")
    chunk = shards()[0].replace(SITE.base.encode(), moved.base.encode())
    again = assemble([chunk], [], moved, tmp_path, FACTS)
    assert again.manifest.previous == ""
    assert again.changes(first.manifest.version) is None
