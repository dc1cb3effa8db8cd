"""Mentions, statements and identifications → triples, each with the words behind it and how it came about.

Called by document.py. Web Annotation Data Model for quotations, PROV-O for where things come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from memograph import model
from memograph.graph.terms import (
    DCTERMS,
    OA,
    OWL,
    PROV,
    RDF,
    RDFS,
    SKOS,
    Triple,
    Writer,
    decimal,
    edtf,
    english,
    integer,
)
from memograph.model import Curation, DocumentStatements, Kind, Linking, Mention, Quotation, Statement


def mention_triples(w: Writer, mention: Mention) -> Iterator[Triple]:
    """A Web Annotation that identifies who or what a stretch of text names."""
    iri = w.spot("mention", mention.span)
    yield iri, RDF("type"), w.term("Mention")
    yield iri, RDF("type"), OA("Annotation")
    yield iri, OA("motivatedBy"), OA("identifying")
    yield iri, OA("hasBody"), w.thing(mention.type.kind, mention.entity)
    yield iri, OA("hasTarget"), w.spot("target", mention.span)
    yield iri, w.term("mentionKind"), ox.Literal(mention.kind)
    decided = mention.method == model.CURATED  # nobody measured how sure a historian is
    yield from _found(w, iri, mention.method, None if decided else mention.confidence)


def statement_triples(w: Writer, statement: Statement) -> Iterator[Triple]:
    """The plain triple, and the resource that proves it."""
    subject = w.thing(statement.subject.kind, statement.subject.slug)
    predicate = DCTERMS("subject") if statement.predicate == "subject" else w.term(statement.predicate)
    value = w.object(statement.object)
    iri = w.thing(Kind.STATEMENT, statement.slug)
    symmetric = statement.symmetric or statement.predicate in model.SYMMETRIC_RELATIONS
    if symmetric and isinstance(value, ox.NamedNode):
        subject, value = sorted(
            (subject, value), key=lambda node: node.value
        )  # one statement, whichever way it was found
        yield value, predicate, subject  # and both triples: whoever asks from either side finds it
    yield subject, predicate, value
    yield iri, RDF("type"), w.term("Statement")
    yield iri, RDF("type"), RDF("Statement")
    yield iri, RDF("subject"), subject
    yield iri, RDF("predicate"), predicate
    yield iri, RDF("object"), value
    yield iri, w.term("statedIn"), w.document
    for quotation in statement.quotations:
        yield iri, w.term("evidence"), w.spot("target", quotation.span)
    if statement.source:
        yield iri, DCTERMS("source"), ox.Literal(statement.source)
    if statement.modality:
        yield iri, w.term("modality"), ox.Literal(statement.modality)
    for speaker in statement.asserted_by:
        yield iri, w.term("assertedBy"), w.thing(speaker.kind, speaker.slug)
    if statement.when:
        yield iri, w.term("when"), edtf(statement.when)
    for part in statement.parts:
        yield iri, w.term("scorePart"), ox.Literal(_part(part))
    for event in statement.corroborated_by:
        yield iri, w.term("corroboratedBy"), w.thing(event.kind, event.slug)
    for register in statement.checked_against:
        yield iri, w.term("checkedAgainst"), ox.Literal(register)
    yield from _found(w, iri, statement.method, statement.confidence)


def identification_triples(w: Writer, linking: Linking) -> Iterator[Triple]:
    """How it was decided who a person is: candidates with their scores, or why nobody was chosen."""
    iri = w.part(f"identification-{linking.entity}")
    yield iri, RDF("type"), w.term("Identification")
    yield iri, w.term("identified"), w.thing(Kind.PERSON, linking.entity)
    yield iri, PROV("wasGeneratedBy"), w.run
    if linking.reason:
        yield iri, w.term("reason"), english(linking.reason)
    for rank, candidate in enumerate(linking.candidates, start=1):
        node = w.part(f"candidate-{linking.entity}-{rank}")
        yield iri, w.term("candidate"), node
        yield node, RDF("type"), w.term("Candidate")
        yield node, RDFS("label"), english(candidate.label)
        yield node, w.term("considered"), w.thing(Kind.PERSON, candidate.slug)
        yield node, w.term("rank"), integer(rank)
        yield node, w.term("confidence"), decimal(candidate.score)
        for part in candidate.parts:
            yield node, w.term("scorePart"), ox.Literal(_part(part))


def curation_triples(w: Writer, curation: Curation) -> Iterator[Triple]:
    """Which decisions mentions and statements go back to, what became of former statements, and former names."""
    for slug, decision in curation.statements.items():
        yield w.thing(Kind.STATEMENT, slug), w.term("decidedBy"), w.thing(Kind.DECISION, decision)
    for span, decision in curation.mentions.items():
        mention = w.spot("mention", span)
        yield mention, w.term("decidedBy"), w.thing(Kind.DECISION, decision)
    for former in curation.former:
        iri = w.thing(Kind.STATEMENT, former.slug)
        yield iri, OWL("deprecated"), ox.Literal(True)
        yield iri, w.term("decidedBy"), w.thing(Kind.DECISION, former.decision)
        if former.into:
            yield iri, DCTERMS("isReplacedBy"), w.thing(Kind.STATEMENT, former.into)
        else:
            yield iri, SKOS("changeNote"), english(former.reason)
    for ref, name in curation.names:
        yield w.thing(ref.kind, ref.slug), SKOS("altLabel"), english(name)


def _part(part: tuple[str, float]) -> str:
    """Feature and log-odds as one readable string: ``listed in the volume +1.92``."""
    name, log_odds = part
    return f"{name} {log_odds:+.2f}"


def _found(w: Writer, iri: ox.NamedNode, method: str, confidence: float | None) -> Iterator[Triple]:
    yield iri, w.term("method"), ox.Literal(method)
    if confidence is not None:
        yield iri, w.term("confidence"), decimal(confidence)
    yield iri, PROV("wasGeneratedBy"), w.run


def quotations(statements: DocumentStatements) -> Iterable[Quotation]:
    """One quotation for each stretch of text that a statement or a mention points to."""
    found = {quotation.span: quotation for statement in statements.statements for quotation in statement.quotations}
    text = statements.annotated.document.text
    for mention in statements.annotated.mentions:
        if mention.span not in found:
            found[mention.span] = Quotation.of(text, mention.span)
    return found.values()


def target_triples(w: Writer, quotation: Quotation) -> Iterator[Triple]:
    """Both selectors of the Web Annotation Data Model, sections 4.2.4 and 4.2.5."""
    span, target = quotation.span, w.spot("target", quotation.span)
    quote, position = w.spot("quote", span), w.spot("position", span)
    yield target, RDF("type"), OA("SpecificResource")
    yield target, OA("hasSource"), w.document
    yield target, OA("hasSelector"), quote
    yield target, OA("hasSelector"), position
    yield quote, RDF("type"), OA("TextQuoteSelector")
    yield quote, OA("exact"), ox.Literal(quotation.exact)
    yield quote, OA("prefix"), ox.Literal(quotation.prefix)
    yield quote, OA("suffix"), ox.Literal(quotation.suffix)
    yield position, RDF("type"), OA("TextPositionSelector")
    yield position, OA("start"), integer(span.start)
    yield position, OA("end"), integer(span.end)
