"""What a release holds: by class, property, relation and authority, and what it covers.

Called by assembling.py while assembling; void.py writes it down. All counts are over the union of the graphs: of its
sorted quads what grows with the release (counting.py), and of its store the rest.
"""

from __future__ import annotations

import heapq
import importlib.resources
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from memograph.counting import Numbers, numbers
from memograph.model import EntityType
from memograph.namespaces import AUTHORITIES, FOAF, OWL, RDF, SKOS, Site

#: Properties that say: this is, or is about, what another dataset has there.
LINKS = (
    *(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
    OWL + "sameAs",
    FOAF + "page",
)

#: Places that a description names.
PLACES = 50


@dataclass(frozen=True, slots=True)
class Statistics(Numbers):
    """Counts over the union of a release's graphs, without its description: what lines tell, and what the store does.

    Args:
        linked: (name in `AUTHORITIES`, link property) → triples.
        span: first and last day that its documents may have been written on, ``1945-08-06``; None without dates.
        places: up to `PLACES`, those first that most documents mention.
    """

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


def count(files: Iterable[Path], store: ox.Store, site: Site, scratch: Path) -> Statistics:
    """Count what sorted N-Quads hold, and `store` with them.

    Args:
        scratch: an existing directory for intermediate files; they are gone afterwards.
    """
    held = numbers(files, site, scratch)
    return Statistics(
        **{each.name: getattr(held, each.name) for each in fields(held)},
        linked=_linked(store),
        span=_span(store, site),
        places=_places(store, site),
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


def _places(store: ox.Store, site: Site) -> tuple[str, ...]:
    """One place after the other: all at once, the engine remembers each place with each of its documents."""
    kind, found = ox.NamedNode(site.term("Place")), list[tuple[int, str]]()
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind, ox.DefaultGraph()):
        assert isinstance(quad.subject, ox.NamedNode)
        for row in _run(store, site, "places", place=quad.subject):
            found = heapq.nsmallest(PLACES, (*found, (-_number(row["count"]), quad.subject.value)))
    return tuple(iri for _, iri in found)


def _run(store: ox.Store, site: Site, name: str, **bound: ox.NamedNode) -> Iterator[ox.QuerySolution]:
    solutions = store.query(
        _text(name), base_iri=site.base, substitutions={ox.Variable(key): term for key, term in bound.items()}
    )
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


@cache
def _text(name: str) -> str:
    folder = importlib.resources.files("memograph") / "queries"
    return folder.joinpath(f"{name}.rq").read_text(encoding="utf-8")


def _number(term: object) -> int:
    assert isinstance(term, ox.Literal)
    return int(term.value)
