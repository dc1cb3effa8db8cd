"""How often each term is used, and an example of it from the release, for the page of the ontology.

Part of `writing`, after things and statements have their numbers: the example is the statement that is surest and
shortest, or the triple of what most documents mention, so that a reader meets names that he or she knows.
"""

from __future__ import annotations

import importlib.resources
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from memograph.namespaces import DCTERMS, RDF, RDFS, SKOS, Site

#: Triples of a term that an example is chosen from.
_LOOKED_AT = 200

#: Characters of a literal that an example shows.
_SHOWN = 200

#: The surest statement of a relation; of those the one with the shortest quotation that still tells both ends.
_STATEMENT = """
SELECT s.number FROM statement s JOIN evidence e ON e.statement = s.number AND e.ordinal = 1
WHERE s.relation = ? AND s.decided = 0
ORDER BY IFNULL(round(s.confidence, 1), 0) DESC, s.modality NOT IN ('', 'fact'), length(e.exact), s.number LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class _Example:
    """A triple; `object` is empty where it is a literal, whose words are its name."""

    subject: str = ""
    subject_name: str = ""
    property: str = ""
    object: str = ""
    object_name: str = ""


def fill_terms(connection: sqlite3.Connection, store: ox.Store, site: Site) -> None:
    """One row for each term of the ontology, and for those of other vocabularies that the release uses."""
    used = dict(_used(store, site))
    own = {quad.subject.value for quad in _own(store, site) if isinstance(quad.subject, ox.NamedNode)}
    concepts = (site.ontology, site.address("id/topic/"))
    for iri in sorted(used.keys() | {iri for iri in own if iri.startswith(concepts)}):
        uses = used.get(iri)
        triples = _triples(store, iri) if uses else list(_pointing(store, site, iri))
        relation = iri.startswith(site.ontology) or iri == DCTERMS + "subject"
        name = iri.rpartition("#")[2].rpartition("/")[2] if relation else ""
        statement = connection.execute(_STATEMENT, (name,)).fetchone() if name else None
        found = _example(connection, store, site, triples)
        row = (iri, len(triples) if uses is None else uses, statement[0] if statement else 0)
        shown = (found.subject, found.subject_name, found.property, found.object, found.object_name)
        connection.execute("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row + shown)


def _used(store: ox.Store, site: Site) -> Iterator[tuple[str, int]]:
    text = (importlib.resources.files("memograph") / "queries/pages_terms.rq").read_text(encoding="utf-8")
    solutions = store.query(text, base_iri=site.base)
    assert isinstance(solutions, ox.QuerySolutions)
    for row in solutions:
        yield row["term"].value, int(row["uses"].value)


def _own(store: ox.Store, site: Site) -> Iterable[ox.Quad]:
    return store.quads_for_pattern(None, None, None, ox.NamedNode(site.ontology_graph))


def _triples(store: ox.Store, iri: str) -> list[ox.Quad]:
    """Some triples with a property, or that make something a member of a class."""
    term, union = ox.NamedNode(iri), ox.DefaultGraph()
    found = list(islice(store.quads_for_pattern(None, term, None, union), _LOOKED_AT))
    return found or list(islice(store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), term, union), _LOOKED_AT))


def _pointing(store: ox.Store, site: Site, iri: str) -> Iterator[ox.Quad]:
    """What points to a concept from outside of the ontology; a statement about it points as the triple beside it."""
    graph, object_ = ox.NamedNode(site.ontology_graph), RDF + "object"
    for quad in store.quads_for_pattern(None, None, ox.NamedNode(iri), ox.DefaultGraph()):
        if quad.predicate.value != object_ and ox.Quad(quad.subject, quad.predicate, quad.object, graph) not in store:
            yield quad


def _example(connection: sqlite3.Connection, store: ox.Store, site: Site, quads: Iterable[ox.Quad]) -> _Example:
    """The triple whose subject most documents mention; the first by address where no document does."""
    ranked = (
        (_rank(connection, site, subject.value), str(object_), subject, quad.predicate, object_)
        for quad in quads
        for subject, object_ in ((quad.subject, quad.object),)
        if isinstance(subject, ox.NamedNode) and isinstance(object_, ox.NamedNode | ox.Literal)
    )
    best = min(ranked, default=None, key=lambda each: each[:2])
    if best is None:
        return _Example()
    _, _, subject, property_, object_ = best
    said = (subject.value, _name(store, subject.value), property_.value)
    if isinstance(object_, ox.Literal):
        return _Example(*said, "", _cut(object_.value))
    return _Example(*said, object_.value, _name(store, object_.value))


def _rank(connection: sqlite3.Connection, site: Site, iri: str) -> tuple[int, str]:
    """By the number of the thing, which is larger for what no document mentions; others come last."""
    thing = iri.removeprefix(site.address("id/")).partition("#")[0]
    row = connection.execute("SELECT number FROM thing WHERE path = ?", (thing,)).fetchone()
    return (row[0] if row else sys.maxsize, iri)


def _name(store: ox.Store, iri: str) -> str:
    """The alphabetically first label; of a part without one, that of what it is a part of; else empty."""
    for node in dict.fromkeys((iri, iri.partition("#")[0])):
        for property_ in (RDFS + "label", SKOS + "prefLabel"):
            found = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(property_), None, ox.DefaultGraph())
            if names := [quad.object.value for quad in found if isinstance(quad.object, ox.Literal)]:
                return _cut(min(names))
    return ""


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"
