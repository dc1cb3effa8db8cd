"""What a release says about other authorities: which of their records is of which of its things, and why we think so.

Read from a release's store by assembling.py, written down by sssom.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TypeGuard

import pyoxigraph as ox

from memograph.namespaces import AUTHORITIES, DCTERMS, IDENTIFIER_SCHEMES, OWL, RDFS, SKOS, Site, identifier_iri

#: Properties that say that a record of another authority is of a thing, or near it.
PREDICATES = (
    *(SKOS + name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
    OWL + "sameAs",
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """One mapping.

    Args:
        record: IRI of the mapping: that of its identifier, where there is one.
        subject, predicate, object: IRIs.
        justification: local name of a term of the Semantic Mapping Vocabulary.
        confidence: a decimal number as the graph has it; empty where nobody said.
        author: an IRI or a name; empty where only the source is known.
        date: ``YYYY-MM-DD`` or empty.
        authority: name in `AUTHORITIES` of what the object is a record of; empty for others.
        graph: name of the graph that states it.
        source: who says so, in words.
    """

    record: str
    subject: str
    label: str
    predicate: str
    object: str
    justification: str
    confidence: str
    author: str
    date: str
    authority: str
    graph: str
    source: str


@dataclass(frozen=True, slots=True)
class MappingSet:
    """All mappings of a release, in the order of their subjects.

    Args:
        address: where its TSV file lies, which is its name.
    """

    address: str
    title: str
    version: str
    mappings: tuple[Mapped, ...]


def read_mappings(store: ox.Store, site: Site) -> tuple[Mapped, ...]:
    """Every link of a thing of the site to a record on the web, with what its identifier says about it."""
    links = {
        (quad.subject.value, predicate, quad.object.value)
        for predicate in PREDICATES
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and _on_the_web(quad.object)
    }
    own = site.address("id/")
    return tuple(_mapped(store, site, *link) for link in sorted(links) if link[0].startswith(own))


def _on_the_web(term: object) -> TypeGuard[ox.NamedNode]:
    return isinstance(term, ox.NamedNode) and term.value.startswith(("http://", "https://"))


def _mapped(store: ox.Store, site: Site, subject: str, predicate: str, record: str) -> Mapped:
    node = _identifier(store, site, subject, record)
    digest = sha256(f"{subject} {predicate} {record}".encode()).hexdigest()[:12]

    def said(property_: str) -> str:
        return _first(store, node, property_) if node else ""

    return Mapped(
        record=node or f"{subject.partition('#')[0]}#mapping-{digest}",
        subject=subject,
        label=_first(store, subject, RDFS + "label"),
        predicate=predicate,
        object=record,
        justification=said(site.term("justification")) or "UnspecifiedMatching",
        confidence=said(site.term("confidence")),
        author=said(DCTERMS + "creator"),
        date=said(DCTERMS + "created"),
        authority=next((name for name, (_, _, space) in AUTHORITIES.items() if record.startswith(space)), ""),
        graph=_graph(store, subject, predicate, record, site),
        source=said(DCTERMS + "source"),
    )


def _identifier(store: ox.Store, site: Site, subject: str, record: str) -> str:
    """The identifier of `subject` whose record has that address; empty where none says so."""
    for quad in store.quads_for_pattern(
        ox.NamedNode(subject), ox.NamedNode(site.term("identifiedBy")), None, ox.DefaultGraph()
    ):
        if isinstance(quad.object, ox.NamedNode):
            node = quad.object.value
            scheme, value = _first(store, node, site.term("scheme")), _first(store, node, SKOS + "notation")
            if scheme in IDENTIFIER_SCHEMES and identifier_iri(scheme, value) == record:
                return node
    return ""


def _first(store: ox.Store, subject: str, property_: str) -> str:
    """The alphabetically first value, empty without one."""
    found = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(property_), None, ox.DefaultGraph())
    return min((quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)), default="")


def _graph(store: ox.Store, subject: str, predicate: str, record: str, site: Site) -> str:
    """The graph that states it: that of the authorities before those of documents."""
    quads = store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(record), None)
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    return site.authority_graph if site.authority_graph in names else min(names)
