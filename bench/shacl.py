"""Triples a second of SHACL: memograph's validate against bare pyshacl.validate, same shapes, same graphs, same run.

    python bench/shacl.py BUILD [--limit 20]

BUILD is a folder that a build made. The two take turns on the graphs of its documents; CPU time counts, not the clock.
Bare pySHACL gets each graph with the types that the background lends it, loaded beforehand. The script fails if
memograph says something that bare pySHACL does not. The release as a whole is checked last (memory: the peak before and
after), or with --bare-release by bare pySHACL on all triples with predicates of the shapes.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
import pyshacl
from rdflib import Graph

from memograph import vocabularies
from memograph.config import load_config
from memograph.doubts import Background, Triples
from memograph.model import Report
from memograph.namespaces import Site
from memograph.rdf import read_store
from memograph.release import current_release
from memograph.reports import summary
from memograph.validation import Shapes, validate, validate_store

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    started = time.process_time()
    done = work()
    return done, time.process_time() - started


def bare(graph: Graph, shapes: Shapes) -> Report:
    _, found, _ = pyshacl.validate(graph, shacl_graph=shapes.graph)
    assert isinstance(found, Graph)
    return summary(found)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def documents(store: ox.Store, base: str, limit: int) -> list[Triples]:
    names = sorted(str(name.value) for name in store.named_graphs() if isinstance(name, ox.NamedNode))
    graphs = [name for name in names if name.startswith(f"{base}graph/document/")]
    step = max(1, len(graphs) // limit)
    found = []
    for name in graphs[::step][:limit]:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(name))
        found.append(Triples(ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--limit", type=int, default=20, help="so many documents, spread over the release")
    parser.add_argument(
        "--bare-release", action="store_true", help="the whole by bare pySHACL, for its time and memory"
    )
    options = parser.parse_args()
    config, release = load_config(None), current_release(options.build)
    site, store = Site(config.site.base), ox.Store.read_only(str(release.store))
    shapes, of_all = vocabularies.document_shapes(config.paths, site), vocabularies.release_shapes(config.paths, site)
    known = Background(vocabularies.background(config))
    validate(Triples(b""), shapes, known)  # what is made once per process
    triples, ours, theirs = 0, 0.0, 0.0
    for data in documents(store, site.base, options.limit):
        graph = data.graph()
        triples += len(graph)
        for triple in [*known.axioms, *known.types_of(data.untyped)]:
            graph.add(triple)
        report, seconds = timed(lambda data=data: validate(data, shapes, known))  # type: ignore[misc]
        ours += seconds
        whole, seconds = timed(lambda graph=graph: bare(graph, shapes))  # type: ignore[misc]
        theirs += seconds
        # what the background has no more to say of than a type is no fault of the document
        assert set(report.results) <= set(whole.results)
    rates = f"{triples / ours:,.0f} to {triples / theirs:,.0f} a second, ratio {theirs / ours:.1f}"
    print(f"documents: {triples} triples, {rates}")
    size, before = release.manifest.quads, peak()
    if options.bare_release:
        _, seconds = timed(lambda: bare(read_store(store, of_all.predicates), of_all))
    else:
        _, seconds = timed(lambda: validate_store(store, of_all))
    print(f"release: {size} quads, {seconds:.1f} s of processor time, {before} MiB before, {peak()} MiB at most")


if __name__ == "__main__":
    main()
