"""What a release holds, counted from its lines, is what the engine counts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from memograph import nquads
from memograph.counting import Numbers, numbers
from memograph.namespaces import OA, RDF
from memograph.statistics import count
from memograph.storing import load
from tests.publish_sample import SITE, known, shards

TOTALS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects) WHERE { ?s ?p ?o }
"""
THINGS = """
SELECT (COUNT(DISTINCT ?s) AS ?count) WHERE {
  ?s a ?class FILTER(STRSTARTS(STR(?s), STR(<id/>)) && !CONTAINS(STR(?s), "#"))
}
"""
CLASSES = "SELECT ?term (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s a ?term } GROUP BY ?term ORDER BY ?term"
PROPERTIES = "SELECT ?term (COUNT(*) AS ?count) WHERE { ?s ?term ?o } GROUP BY ?term ORDER BY ?term"
RELATIONS = """
SELECT ?term (COUNT(DISTINCT ?s) AS ?count) WHERE { ?s a <ontology#Statement> ; rdf:predicate ?term }
GROUP BY ?term ORDER BY ?term
"""
MENTIONED = """
SELECT ?term (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  { SELECT DISTINCT ?thing WHERE { ?use oa:hasBody|rdf:subject|rdf:object|^<ontology#namedIn> ?thing } }
  ?thing a ?term
} GROUP BY ?term ORDER BY ?term
"""
PLACES = """
SELECT ?term (COUNT(DISTINCT ?document) AS ?count) WHERE {
  ?term a <ontology#Place> . ?mention oa:hasBody ?term ; oa:hasTarget/oa:hasSource ?document
} GROUP BY ?term ORDER BY DESC(?count) ?term LIMIT 50
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The sample's quads in two sorted files, as those of a release and those that are kept from before."""
    folder = tmp_path_factory.mktemp("quads")
    for name, chunks in (("data.nq", [*shards(), *known()]), ("kept.nq", [shards()[0], OWN])):
        nquads.merge(chunks, folder / name, folder)
    return [folder / "data.nq", folder / "kept.nq"]


#: Things of two classes, one of them mentioned; terms that are nearly the same; and one triple in two graphs.
OWN = b"".join(
    sorted(
        f"{subject} {predicate} {value} <{SITE.base}graph/{graph}> .\n".encode()
        for subject, predicate, value, graph in (
            (f"<{SITE.base}id/place/a>", f"<{RDF}type>", f"<{SITE.term('Place')}>", "one"),
            (f"<{SITE.base}id/place/a>", f"<{RDF}type>", f"<{SITE.term('Place')}>", "two"),
            (f"<{SITE.base}id/place/a>", f"<{RDF}type>", f"<{SITE.term('Harbour')}>", "one"),
            (f"<{SITE.base}id/place/a-b>", f"<{RDF}type>", f"<{SITE.term('Place')}>", "one"),
            (f"<{SITE.base}id/place/a-b#part>", f"<{RDF}type>", f"<{SITE.term('Place')}>", "one"),
            (f"<{SITE.base}id/place/a>", f"<{SITE.term('note')}>", '"x <y> ."', "one"),
            (f"<{SITE.base}id/place/a>", f"<{SITE.term('note')}>", '"x <y> ."@en', "one"),
            (f"<{SITE.base}id/place/a-b>", f"<{SITE.term('note')}>", '"x <y> ."@en', "two"),
            (f"<{SITE.base}id/x#mention>", f"<{OA}hasBody>", f"<{SITE.base}id/place/a>", "one"),
            (f"<{SITE.base}id/x#other>", f"<{OA}hasBody>", f"<{SITE.base}id/place/unknown>", "one"),
            (f"<{SITE.base}id/place/a-b>", f"<{SITE.term('namedIn')}>", f"<{SITE.base}id/x>", "one"),
        )
    )
)


@pytest.fixture(scope="module")
def store(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    path = tmp_path_factory.mktemp("store") / "store"
    for file in files:
        load(path, file)
    return ox.Store.read_only(str(path))


def asked(store: ox.Store, query: str) -> Iterator[ox.QuerySolution]:
    solutions = store.query(query, base_iri=SITE.base, prefixes={"rdf": RDF, "oa": OA})
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def by_term(store: ox.Store, query: str) -> dict[str, int]:
    return {row["term"].value: int(row["count"].value) for row in asked(store, query)}


def counted(store: ox.Store) -> Numbers:
    """The same by the engine."""
    triples, subjects, objects = (int(term.value) for term in next(asked(store, TOTALS)))
    return Numbers(
        triples,
        subjects,
        objects,
        int(next(asked(store, THINGS))["count"].value),
        *(by_term(store, query) for query in (CLASSES, PROPERTIES, RELATIONS, MENTIONED)),
    )


@pytest.mark.parametrize(
    ("block", "held"),
    [
        pytest.param(nquads.BLOCK, nquads.HELD, id="as it is"),
        pytest.param(1, 1, id="line by line, with a file for each"),
        pytest.param(2000, 5000, id="some files"),
    ],
)
def test_lines_are_counted_as_the_engine_counts(
    files: list[Path], store: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int, held: int
) -> None:
    monkeypatch.setattr(nquads, "BLOCK", block)
    monkeypatch.setattr(nquads, "HELD", held)
    found = numbers(files, SITE, tmp_path)
    assert found == counted(store)
    assert list(found.classes) == sorted(found.classes) and len(found.classes) > 5 and len(found.mentioned) > 5
    assert not list(tmp_path.iterdir()), "what it wrote is gone"


def test_places_come_in_the_order_of_how_many_documents_mention_them(
    files: list[Path], store: ox.Store, tmp_path: Path
) -> None:
    places = count(files, store, SITE, tmp_path).places
    assert list(places) == list(by_term(store, PLACES)) and len(places) > 1


def test_nothing_is_counted_as_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty.nq").touch()
    assert numbers([tmp_path / "empty.nq"], SITE, tmp_path) == Numbers(0, 0, 0, 0, {}, {}, {}, {})
