"""That a thing is what a record of another authority file describes, as historians decided: proven identifiers.

SSSOM's justification for a mapping that a person made is ``semapv:ManualMappingCuration`` (Simple Standard for Sharing
Ontological Mappings 1.0, ``mapping_justification``).
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, SKOS, XSD
from rdflib.term import Node

from memograph.curation.decision import Decision
from memograph.curation.plan import Plan
from memograph.curation.records import identifier_of
from memograph.model import Literal as Words
from memograph.model import Ref
from memograph.namespaces import DCTERMS, Site, identifier_iri, slug_of

#: How sure a match is → the property that says so.
MATCHES = {"exactMatch": SKOS.exactMatch, "closeMatch": SKOS.closeMatch, "sameAs": OWL.sameAs}
JUSTIFICATION = "ManualMappingCuration"


def identifier_triples(
    ref: Ref, decision: Decision, source: str, site: Site, graph: Graph
) -> Iterator[tuple[URIRef, URIRef, URIRef | Literal]]:
    """The link to a record and, where its scheme is known, the identifier with who decided and when.

    Args:
        graph: where it goes; a second identifier of a scheme there gets a name of its own.
    """
    assert isinstance(decision.object, Words), "checking.py reads the address as a literal"
    address = decision.object.value
    node = URIRef(site.thing(ref.kind, ref.slug))
    yield node, MATCHES[decision.match], URIRef(address)
    if (found := identifier_of(address)) is None:
        return
    scheme, value = found
    part = URIRef(site.part(ref.kind, ref.slug, scheme))
    if (part, None, None) in graph:
        part = URIRef(site.part(ref.kind, ref.slug, f"{scheme}-{slug_of(value)}"))
    yield node, URIRef(site.term("identifiedBy")), part
    yield part, RDF.type, URIRef(site.term("Identifier"))
    yield part, URIRef(site.term("scheme")), Literal(scheme)
    yield part, SKOS.notation, Literal(value)
    yield part, URIRef(DCTERMS + "source"), Literal(source)
    yield part, URIRef(site.term("matchType")), Literal(decision.match)
    yield part, URIRef(site.term("justification")), Literal(JUSTIFICATION)
    yield part, URIRef(DCTERMS + "creator"), Literal(decision.author)
    yield part, URIRef(DCTERMS + "created"), Literal(decision.date, datatype=XSD.date)


def with_second_identifiers(graph: Graph, plan: Plan, site: Site) -> Graph:
    """The authority graph before its merges: an identifier of a scheme of which the survivor has another is only near.

    An authority that describes one person twice stays linked twice, but a thing is not two records (SKOS Reference,
    section 10.6.6: exactMatch is transitive).
    """
    result = Graph(bind_namespaces="none")
    result += graph
    taken: dict[tuple[Ref, str], str] = {}
    for survivor, group in _groups(plan).items():
        for ref in (survivor, *group):
            node = URIRef(site.thing(ref.kind, ref.slug))
            for part in sorted(graph.objects(node, URIRef(site.term("identifiedBy"))), key=str):
                scheme, value = (str(graph.value(part, p)) for p in (URIRef(site.term("scheme")), SKOS.notation))
                if (survivor, scheme) not in taken:
                    taken[survivor, scheme] = value
                elif ref != survivor:
                    same = taken[survivor, scheme] == value
                    _demote(result, node, part, None if same else identifier_iri(scheme, value), site)
    return result


def _groups(plan: Plan) -> dict[Ref, list[Ref]]:
    """What was merged into each survivor."""
    groups: dict[Ref, list[Ref]] = {}
    for old, (survivor, _) in sorted(plan.merged.items(), key=lambda item: (item[0].kind, item[0].slug)):
        groups.setdefault(survivor, []).append(old)
    return groups


def _demote(graph: Graph, node: URIRef, part: Node, address: str | None, site: Site) -> None:
    """Make an identifier a near one; take it away where its address is None, since the survivor has it."""
    kind = URIRef(site.term("matchType"))
    graph.remove((part, kind, None))
    if address is None:
        graph.remove((part, None, None))
        graph.remove((node, None, part))
        return
    graph.add((part, kind, Literal("closeMatch")))
    for property_ in (SKOS.exactMatch, OWL.sameAs):
        graph.remove((node, property_, URIRef(address)))
    graph.add((node, SKOS.closeMatch, URIRef(address)))
