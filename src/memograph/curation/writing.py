"""`Plan` → the curation graph: every decision with author, date and note, and what became of what it took away.

A build puts it into the release beside the documents' graphs. Decisions are written in the words that `turtle` reads;
their blank nodes become hash IRIs, since this graph has none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS, XSD

from memograph import model
from memograph.curation.decision import About, Anchor, Decision
from memograph.curation.plan import Plan
from memograph.curation.turtle import TERMS, VALUE
from memograph.curation.wording import reason, title, written
from memograph.model import Kind, Ref
from memograph.model.statement import CONTEXT
from memograph.namespaces import DCTERMS, EDTF, OA, Site

Triple: TypeAlias = tuple[URIRef, URIRef, URIRef | Literal]


def curation_graph(plan: Plan, site: Site, present: Collection[Ref]) -> Graph:
    """Decisions, and the things that they merged or withdrew.

    Args:
        present: things that the release describes. What was merged into something else is said to be withdrawn.
    """
    graph = Graph(bind_namespaces="none")
    for decision in plan.decisions:
        for triple in decision_triples(decision, site):
            graph.add(triple)
    for triple in _fates(plan, site, present):
        graph.add(triple)
    return graph


def decision_triples(decision: Decision, site: Site) -> Iterator[Triple]:
    """One decision in the words that files of decisions use, and its title."""
    node = URIRef(site.thing(Kind.DECISION, decision.slug))
    yield node, RDF.type, URIRef(site.term("Decision"))
    yield node, RDFS.label, Literal(title(decision), lang="en")
    yield node, URIRef(DCTERMS + "creator"), Literal(decision.author)
    yield node, URIRef(DCTERMS + "created"), Literal(decision.date, datatype=XSD.date)
    if decision.note:
        yield node, RDFS.comment, Literal(decision.note)
    values: dict[str, object] = {
        "action": decision.action,
        "about": decision.about,
        "subject": decision.subject,
        "object": decision.object if isinstance(decision.object, Ref) else None,
        "into": decision.into,
        "label": decision.label,
        "type": decision.type,
        "match": decision.match if decision.about is About.MATCH else None,
    }
    for column, value in values.items():
        if value is not None:
            term = _thing(value, site) if isinstance(value, Ref) else Literal(str(value))
            yield node, URIRef(site.term(TERMS[column])), term
    if isinstance(decision.object, model.Literal):
        yield node, URIRef(site.term(VALUE)), Literal(decision.object.value)
    if decision.predicate:
        relation = DCTERMS + "subject" if decision.predicate == "subject" else site.term(decision.predicate)
        yield node, URIRef(site.term(TERMS["predicate"])), URIRef(relation)
    if decision.when:
        yield node, URIRef(site.term("when")), Literal(decision.when, datatype=URIRef(EDTF))
    if decision.anchor is not None:
        yield from _anchor_triples(decision.slug, node, decision.anchor, site)


def _anchor_triples(slug: str, node: URIRef, anchor: Anchor, site: Site) -> Iterator[Triple]:
    target, quote, position = (URIRef(site.part(Kind.DECISION, slug, name)) for name in ("target", "quote", "position"))
    yield node, URIRef(OA + "hasTarget"), target
    yield target, URIRef(OA + "hasSource"), URIRef(site.thing(Kind.DOCUMENT, anchor.document))
    if anchor.exact:
        yield target, URIRef(OA + "hasSelector"), quote
        yield quote, RDF.type, URIRef(OA + "TextQuoteSelector")
        yield quote, URIRef(OA + "exact"), Literal(anchor.exact)
        if anchor.prefix:
            yield quote, URIRef(OA + "prefix"), Literal(anchor.prefix[-CONTEXT:])
        if anchor.suffix:
            yield quote, URIRef(OA + "suffix"), Literal(anchor.suffix[:CONTEXT])
    if anchor.start is not None and anchor.end is not None and anchor.start < anchor.end:
        yield target, URIRef(OA + "hasSelector"), position
        yield position, RDF.type, URIRef(OA + "TextPositionSelector")
        yield position, URIRef(OA + "start"), Literal(str(anchor.start), datatype=XSD.integer, normalize=False)
        yield position, URIRef(OA + "end"), Literal(str(anchor.end), datatype=XSD.integer, normalize=False)


def _fates(plan: Plan, site: Site, present: Collection[Ref]) -> Iterator[Triple]:
    """What became of things that decisions took out, and which decisions things of the graph go back to."""
    for old, (survivor, decision) in plan.merged.items():
        node, by = _thing(old, site), _thing(Ref(Kind.DECISION, decision.slug), site)
        yield node, OWL.deprecated, Literal(True)
        yield node, URIRef(site.term("decidedBy")), by
        if survivor in present:
            yield node, URIRef(DCTERMS + "isReplacedBy"), _thing(survivor, site)
            yield _thing(survivor, site), URIRef(site.term("decidedBy")), by
        else:
            note = f"{reason(decision)} It was merged into {written(survivor)}, which this release does not describe."
            yield node, SKOS.changeNote, Literal(note, lang="en")
    for old, decision in plan.withdrawn.items():
        yield _thing(old, site), OWL.deprecated, Literal(True)
        yield _thing(old, site), SKOS.changeNote, Literal(reason(decision), lang="en")
        yield _thing(old, site), URIRef(site.term("decidedBy")), _thing(Ref(Kind.DECISION, decision.slug), site)
    decided = [*plan.renamed.items(), *((ref, each) for ref, found in plan.matches.items() for each in found)]
    for ref, decision in decided:
        if ref in present:
            yield _thing(ref, site), URIRef(site.term("decidedBy")), _thing(Ref(Kind.DECISION, decision.slug), site)


def _thing(ref: Ref, site: Site) -> URIRef:
    return URIRef(site.thing(ref.kind, ref.slug))
