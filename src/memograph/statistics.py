"""What a release holds, counted from its store: by class, property, relation and authority, and what it covers.

Called by assembling.py while assembling; void.py writes it down. All counts are over the union of the graphs.
"""

from __future__ import annotations

import importlib.resources
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from memograph.model import EntityType
from memograph.namespaces import AUTHORITIES, FOAF, OWL, SKOS, Site

#: Properties that say: this is, or is about, what another dataset has there.
LINKS = (
    *(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
    OWL + "sameAs",
    FOAF + "page",
)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts over the union of a release's graphs, without its own description; keys of the mappings are IRIs.

    Args:
        mentioned: class → members that documents speak of.
        linked: (name in `AUTHORITIES`, link property) → triples.
        span: first and last day that its documents may have been written on, ``1945-08-06``; None without dates.
        places: up to fifty, those first that most documents mention.
    """

    triples: int
    subjects: int
    objects: int
    things: int
    classes: dict[str, int]
    properties: dict[str, int]
    relations: dict[str, int]
    mentioned: dict[str, int]
    linked: dict[tuple[str, str], int]
    span: tuple[str, str] | None
    places: tuple[str, ...]

    def entities(self, site: Site) -> dict[str, int]:
        """Number of entities that documents speak of, by local name of their class; a type without any counts 0."""
        names = [*(kind.value for kind in EntityType), "Post"]
        return {name: self.mentioned.get(site.term(name), 0) for name in names}

    def documents(self, site: Site) -> int:
        """Number of documents in the release."""
        return self.classes.get(site.term("Document"), 0)

    def statements(self) -> dict[str, int]:
        """Number of statements by local name of their relation (``subject`` for dcterms:subject)."""
        return {iri.rpartition("#")[2].rpartition("/")[2]: count for iri, count in self.relations.items()}


def count(store: ox.Store, site: Site) -> Statistics:
    """Count what `store` holds."""
    totals = next(_run(store, site, "totals"))
    return Statistics(
        triples=_number(totals["triples"]),
        subjects=_number(totals["subjects"]),
        objects=_number(totals["objects"]),
        things=_number(totals["things"]),
        classes=_by_term(store, site, "classes"),
        properties=_by_term(store, site, "properties"),
        relations=_by_term(store, site, "relations"),
        mentioned=_by_term(store, site, "mentioned"),
        linked=_linked(store),
        span=_span(store, site),
        places=tuple(_by_term(store, site, "places")),
    )


def _linked(store: ox.Store) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for link in LINKS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(link), None, ox.DefaultGraph()):
            target = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            found.update((name, link) for name, (_, _, space) in AUTHORITIES.items() if target.startswith(space))
    return dict(found)


def _span(store: ox.Store, site: Site) -> tuple[str, str] | None:
    row = next(_run(store, site, "span"))
    first, last = row["first"], row["last"]
    return (first.value, last.value) if isinstance(first, ox.Literal) and isinstance(last, ox.Literal) else None


def _run(store: ox.Store, site: Site, name: str) -> Iterator[ox.QuerySolution]:
    folder = importlib.resources.files("memograph") / "queries"
    text = folder.joinpath(f"{name}.rq").read_text(encoding="utf-8")
    solutions = store.query(text, base_iri=site.base)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


def _by_term(store: ox.Store, site: Site, name: str) -> dict[str, int]:
    return {row["term"].value: _number(row["count"]) for row in _run(store, site, name)}


def _number(term: object) -> int:
    assert isinstance(term, ox.Literal)
    return int(term.value)
