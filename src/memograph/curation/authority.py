"""The authority graph + `Plan` → the same graph as historians decided: merged, withdrawn, renamed, matched.

What is known of a thing that was merged goes to the survivor: names, identifiers, tenures, and every reference to it.
Where both have a value and there can be one, the survivor's stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias
from urllib.parse import unquote

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from rdflib.term import Node

from memograph.curation.decision import Action, Decision
from memograph.curation.matches import MATCHES, identifier_triples, with_second_identifiers
from memograph.curation.plan import Plan
from memograph.curation.wording import sources
from memograph.model import Kind, Ref
from memograph.model import Literal as Words
from memograph.namespaces import DCTERMS, FOAF, IDENTIFIER_SCHEMES, SCHEMA, Site, identifier_iri

Triple: TypeAlias = tuple[Node, Node, Node]

_LABELS = frozenset({RDFS.label, SKOS.prefLabel})
#: Properties of which a thing has one value; of a merged thing it counts where the survivor has none.
_SINGLE = frozenset(
    {
        *(
            URIRef(SCHEMA + name)
            for name in ("birthDate", "deathDate", "startDate", "endDate", "latitude", "longitude")
        ),
        *(URIRef(SCHEMA + name) for name in ("description", "containedInPlace")),
        *(URIRef(FOAF + name) for name in ("familyName", "givenName")),
        OWL.deprecated,
        URIRef(DCTERMS + "isReplacedBy"),
    }
)
_SINGLE_TERMS = ("postIn", "existedFrom", "existedUntil")


def curate_authority(graph: Graph, plan: Plan, site: Site, named: Collection[Ref] = ()) -> Graph:
    """What is known beforehand, after decisions.

    Args:
        named: things that documents name; they have a label there.
    """
    return _Authority(graph, plan, site, named).curated()


class _Authority:
    """The authority graph while a plan is carried out on it."""

    def __init__(self, graph: Graph, plan: Plan, site: Site, named: Collection[Ref]) -> None:
        self._graph = with_second_identifiers(graph, plan, site)
        self._plan, self._site = plan, site
        self._single = _SINGLE | {URIRef(site.term(name)) for name in _SINGLE_TERMS}
        labelled = {self._thing(node) for node in graph.subjects(RDFS.label)}
        self._labelled = {ref for ref in labelled if ref is not None} | set(named)
        self._iris: dict[Node, Node] = {}

    def curated(self) -> Graph:
        result = Graph(bind_namespaces="none")
        for triple in self._graph:
            for kept in self._followed(triple):
                result.add(kept)
        for ref, decision in self._plan.renamed.items():
            self._rename(result, ref, decision)
        for ref, decisions in self._plan.matches.items():
            for decision in decisions:
                self._match(result, ref, decision)
        return result

    # ── merges and withdrawals ────────────────────────────────────────────────────────────────────────────────────────

    def _followed(self, triple: Triple) -> Iterator[Triple]:
        """A triple with the survivors in place of what was merged; none where an end was withdrawn."""
        subject, predicate, value = triple
        old = self._thing(subject)
        if old in self._plan.withdrawn or self._gone(value):
            return
        new_subject, new_value = self._node(subject), self._node(value)
        if new_subject == subject or old is None or "#" in str(subject):
            yield new_subject, predicate, new_value
            return
        has = (new_subject, predicate, None) in self._graph
        if predicate in _LABELS and self._plan.survivor(old) in self._labelled:
            if (new_subject, RDFS.label, value) not in self._graph:
                yield new_subject, SKOS.altLabel, value
        elif predicate == SKOS.altLabel and (new_subject, RDFS.label, value) in self._graph:
            return
        elif not (has and (predicate in self._single or predicate in _LABELS)):
            yield new_subject, predicate, new_value

    def _gone(self, value: Node) -> bool:
        return self._thing(value) in self._plan.withdrawn

    def _node(self, node: Node) -> Node:
        """A thing, or a part of it, at the end of merges; a part that the survivor has too gets a name of its own."""
        if node in self._iris:  # not by its text: a word with a language and one without are two terms
            return self._iris[node]
        ref, result = self._thing(node), node
        if ref is not None and (survivor := self._plan.survivor(ref)) != ref:
            _, _, part = str(node).partition("#")
            result = URIRef(self._site.thing(survivor.kind, survivor.slug) + (f"#{part}" if part else ""))
            if part and (result, None, None) in self._graph:
                result = URIRef(f"{result}-{ref.slug}")
        self._iris[node] = result
        return result

    def _thing(self, node: Node) -> Ref | None:
        """The thing that a node is, or is a part of."""
        space = self._site.address("id/")
        if not isinstance(node, URIRef) or not node.startswith(space):
            return None
        kind, _, slug = str(node)[len(space) :].partition("#")[0].partition("/")
        return Ref(Kind(kind), unquote(slug)) if kind in list(Kind) else None

    # ── names and identifiers ─────────────────────────────────────────────────────────────────────────────────────────

    def _rename(self, graph: Graph, ref: Ref, decision: Decision) -> None:
        node = URIRef(self._site.thing(ref.kind, ref.slug))
        former = {label for property_ in _LABELS for label in graph.objects(node, property_)}
        if not former:
            return
        new = Literal(decision.label, lang="en")
        for property_ in _LABELS:
            if (node, property_, None) in graph:
                graph.remove((node, property_, None))
                graph.add((node, property_, new))
        for label in former - {new}:
            graph.add((node, SKOS.altLabel, label))
        graph.remove((node, SKOS.altLabel, new))

    def _match(self, graph: Graph, ref: Ref, decision: Decision) -> None:
        node = URIRef(self._site.thing(ref.kind, ref.slug))
        assert isinstance(decision.object, Words), "checking.py reads the address as a literal"
        record = URIRef(decision.object.value)
        for property_ in MATCHES.values():
            graph.remove((node, property_, record))
        for part in list(graph.objects(node, URIRef(self._site.term("identifiedBy")))):
            if self._identifies(graph, part, record):
                graph.remove((part, None, None))
                graph.remove((node, None, part))
        if decision.action is not Action.REJECT:
            for triple in list(identifier_triples(ref, decision, sources(decision), self._site, graph)):
                graph.add(triple)

    def _identifies(self, graph: Graph, part: Node, record: URIRef) -> bool:
        """Whether an identifier is that of a record."""
        scheme = str(graph.value(part, URIRef(self._site.term("scheme"))))
        value = str(graph.value(part, SKOS.notation))
        return scheme in IDENTIFIER_SCHEMES and identifier_iri(scheme, value) == str(record)


def named_in(graph: Graph, site: Site) -> frozenset[Ref]:
    """Things that a graph gives a class: those of the authority file."""
    space = site.address("id/")
    nodes = {str(node) for node in graph.subjects(RDF.type) if str(node).startswith(space) and "#" not in str(node)}
    split = (node[len(space) :].partition("/") for node in nodes)
    return frozenset(Ref(Kind(kind), unquote(slug)) for kind, _, slug in split if kind in list(Kind))
