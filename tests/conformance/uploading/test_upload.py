"""`memograph publish --to` and a real `oxigraph serve`: what it holds afterwards, and who sees what meanwhile."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest

from memograph.errors import ReleaseNotKept, UploadError
from memograph.namespaces import RDFS
from tests.conformance.uploading.conftest import GRAPHS, Shelf, Watch, held, released, whole
from tests.oxigraph_server import OxigraphServer
from tests.publish_sample import SITE
from tests.store_proxy import proxy


def test_a_store_holds_a_release_and_then_the_next_and_then_the_first_again(
    store: OxigraphServer, shelf: Shelf
) -> None:
    first, second, third = shelf.releases
    versions = shelf.versions()
    with proxy(store.address) as before:
        filled = shelf.upload(before.address, 0)
        assert whole(store, first)
        assert held(store) == released(first)
        assert (filled.version, filled.before, filled.switched) == (versions[0], "", 0)
        graphs = filled.sent.graphs
        assert (filled.changed, filled.unchanged) == (graphs, 0)
        assert graphs == len(before.writes()) > GRAPHS

        before.asked.clear()
        again = shelf.upload(before.address, 0)
        assert again.sent.graphs == 0
        assert {each.target.partition("?")[0] for each in before.asked if each.method != "GET"} == {"/query"}

        staged = shelf.upload(before.address, 1)
        assert whole(store, second)
        assert held(store) == released(second)
        assert staged.before == versions[0]
        assert staged.unchanged >= GRAPHS // 2
        assert 0 < staged.sent.triples < filled.sent.triples // 4
        gone = SITE.document_graph("small-000")
        assert gone not in store.query("SELECT ?g { GRAPH ?g {} }", "text/csv").text

        one = shelf.upload(before.address, 2)
        assert whole(store, third)
        assert one.unchanged == graphs - 2  # all but that document's, and the catalogue with the sizes of files
        assert one.changed == 2
        assert one.sent.triples < 400

        back = shelf.upload(before.address, 0)
        assert (back.version, back.before) == (versions[0], versions[2])
        assert whole(store, first)
        assert held(store) == released(first)


def test_a_rehearsal_counts_what_would_be_sent_and_sends_nothing(store: OxigraphServer, shelf: Shelf) -> None:
    with proxy(store.address) as before:
        planned = shelf.upload(before.address, 0, rehearsal=True)
        assert {each.method for each in before.asked} <= {"GET", "POST"}
        assert not [each for each in before.asked if each.target.startswith(("/update", "/store")) and each.body]
        assert store.quads() == b""
        assert planned.sent == shelf.upload(before.address, 0).sent
        planned = shelf.upload(before.address, 1, rehearsal=True)
        assert whole(store, shelf.releases[0])
        done = shelf.upload(before.address, 1)
        assert (planned.sent, planned.switched, planned.unchanged) == (done.sent, done.switched, done.unchanged)


#: In one query: which release, and how many changed documents in their graphs and in the default graph.
MIXTURE = f"""
SELECT ?release (SUM(?new) AS ?named) (SUM(?all) AS ?merged) WHERE {{
  GRAPH <{SITE.current_graph}> {{ ?dataset ?current ?release FILTER(STRSTARTS(STR(?release), "{SITE.release("")}")) }}
  {{ GRAPH ?g {{ ?s <{RDFS}comment> ?told FILTER(STRSTARTS(?told, "edition 1")) }} BIND(1 AS ?new) BIND(0 AS ?all)
     FILTER(!CONTAINS(STR(?g), "/graph/staging")) }}
  UNION {{ ?s <{RDFS}comment> ?told FILTER(STRSTARTS(?told, "edition 1")) BIND(0 AS ?new) BIND(1 AS ?all) }}
  UNION {{ BIND(0 AS ?new) BIND(0 AS ?all) }}
}} GROUP BY ?release
"""


@dataclass
class Reader:
    """Asks all the time what a reader could see."""

    store: OxigraphServer
    seen: list[tuple[str, ...]] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    def read(self) -> None:
        while not self.done.is_set():
            lines = self.store.query(MIXTURE, "text/csv").text.split()[1:]
            self.seen.append(tuple(sorted(lines)))


def test_readers_see_the_old_release_or_the_new_one(filled: OxigraphServer, shelf: Shelf) -> None:
    reader = Reader(filled)
    thread = threading.Thread(target=reader.read)
    thread.start()
    try:
        for number in (1, 0):
            shelf.upload(filled.address, number)
    finally:
        reader.done.set()
        thread.join()
    old, new = shelf.versions()[:2]
    odd = sum(1 for number in range(1, GRAPHS + 1) if number % 2)
    whole_ones = {(f"{SITE.release(old)},0,0",), (f"{SITE.release(new)},{odd},{odd}",)}
    assert set(reader.seen) == whole_ones
    assert len(reader.seen) > 10


def test_a_store_with_data_of_others_is_left_alone(store: OxigraphServer, shelf: Shelf) -> None:
    store.update("INSERT DATA { <http://example.org/a> <http://example.org/b> <http://example.org/c> }")
    with pytest.raises(UploadError, match="memograph did not write"):
        shelf.upload(store.address, 0)
    assert store.quads().count(b"\n") == 1


def test_a_store_whose_default_graph_is_the_union_of_all(union_store: OxigraphServer, shelf: Shelf) -> None:
    shelf.upload(union_store.address, 0)
    named = {quad for quad in released(shelf.releases[0]) if "graph/" in str(quad.graph_name)}
    assert held(union_store) == named
    with pytest.raises(UploadError, match="union of all graphs"):
        shelf.upload(union_store.address, 1)
    assert held(union_store) == named
    done = shelf.upload(union_store.address, 1, in_place=True)
    assert done.unchanged >= GRAPHS // 2
    assert held(union_store) == {quad for quad in released(shelf.releases[1]) if "graph/" in str(quad.graph_name)}


def test_in_place_there_is_no_release_until_all_is_there(filled: OxigraphServer, shelf: Shelf) -> None:
    seen = []
    pointer = f"ASK {{ GRAPH <{SITE.current_graph}> {{ ?s ?p ?o }} }}"
    with proxy(filled.address, lambda asked: seen.append((asked, filled.ask(pointer)))) as before:
        shelf.upload(before.address, 1, in_place=True)
    writing = [there for asked, there in seen if asked.method == "PUT" and "graph%2Fdocument" in asked.target]
    assert len(writing) > GRAPHS // 2
    assert not any(writing)
    assert whole(filled, shelf.releases[1])
    assert held(filled) == released(shelf.releases[1])


def test_a_release_that_is_not_kept(store: OxigraphServer, shelf: Shelf) -> None:
    from memograph.uploading.addresses import Named
    from memograph.uploading.upload import Wish, upload

    with pytest.raises(ReleaseNotKept, match=shelf.versions()[0]):
        upload(shelf.folder, Named(store.address), Wish("0" * 12), Watch())
    assert store.quads() == b""
