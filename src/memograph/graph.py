"""Statements of one document → triples in the form of docs/data-model.md; also loads the authority and ontology graphs.

Comes after extract/state.py and before validation.py. Knows rdflib but neither spaCy nor SHACL, and writes no blank
nodes: a part of a document is a hash IRI on it, named by its offsets, so that the same input gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import FOAF, RDF, RDFS, XSD

from memograph import __version__, model, namespaces
from memograph.dates import bounds
from memograph.errors import AuthorityError, ConfigurationError, MemographError, ReadError
from memograph.model import AnnotatedDocument, DocumentStatements, Kind, Mention, Quotation, Ref, Span, Statement
from memograph.namespaces import Site
from memograph.rdf import read_rdf, to_oxigraph

DCTERMS = Namespace(namespaces.DCTERMS)
OA = Namespace(namespaces.OA)
PROV = Namespace(namespaces.PROV)
SCHEMA = Namespace(namespaces.SCHEMA)

#: Address of the published original of a document of the Foreign Relations series.
_FRUS_PAGE = "https://history.state.gov/historicaldocuments/{volume}/{number}"
_FRUS_ID = re.compile(r"(?P<volume>frus\d.*?)(?P<number>d\d+)")

Term: TypeAlias = URIRef | Literal
Triple: TypeAlias = tuple[URIRef, URIRef, Term]


def document_graph(statements: DocumentStatements, site: Site) -> Graph:
    """Everything one document says: its description, the run, entities, mentions and statements with their evidence."""
    graph = Graph(bind_namespaces="none")
    for triple in document_triples(statements, site):
        graph.add(triple)
    return graph


def document_triples(statements: DocumentStatements, site: Site) -> Iterator[Triple]:
    """The triples of `document_graph`, one by one; the same triple may come more than once."""
    annotated = statements.annotated
    writer = _Writer(site, annotated.document.id)
    yield from _description(writer, annotated)
    yield from _date_bounds(writer, statements)
    yield from _run(writer, annotated)
    yield from _things(writer, statements)
    for mention in annotated.mentions:
        yield from _mention(writer, mention)
    for statement in statements.statements:
        yield from _statement(writer, statement)
    for quotation in _quotations(statements):
        yield from _target(writer, quotation)


def nquads(graph: Graph, graph_name: str) -> bytes:
    """Sorted, unique N-Quads lines in UTF-8, each ended by a line feed: the same graph gives the same bytes.

    Escapes are those of the canonical form of N-Quads (W3C Recommendation RDF Dataset Canonicalization, section 5).

    Raises:
        MemographError: the graph holds a term that RDF does not allow, such as an IRI with a space in it.
    """
    try:
        quads = list(to_oxigraph(graph, graph_name))
    except ValueError as error:
        raise MemographError(f"The graph {graph_name} cannot be written as N-Quads: {error}") from error
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(set(lines.splitlines(keepends=True))))


def authority_graph(paths: Iterable[Path], site: Site) -> Graph:
    """People, bodies, places, events, agreements and posts known beforehand, from Turtle files relative to the site.

    Raises:
        AuthorityError: a file is missing or malformed; the message holds file, line and reason.
    """
    return _merged(paths, site, AuthorityError)


def ontology_graph(paths: Iterable[Path], site: Site) -> Graph:
    """The ontology and the topic scheme, from Turtle files relative to the site.

    Raises:
        ConfigurationError: a file is missing or malformed; the message holds file, line and reason.
    """
    return _merged(paths, site, ConfigurationError)


def _merged(paths: Iterable[Path], site: Site, error_type: type[MemographError]) -> Graph:
    graph = Graph(bind_namespaces="none")
    for path in sorted(paths):
        try:
            graph += read_rdf(path, site.base)
        except ReadError as error:
            raise error_type(str(error)) from error
    return graph


class _Writer:
    """Mints the rdflib terms of one document."""

    def __init__(self, site: Site, document_id: str) -> None:
        self.site = site
        self.document_id = document_id
        self.document = self.thing(Kind.DOCUMENT, document_id)
        self.run = self.part("extraction")

    def term(self, name: str) -> URIRef:
        return URIRef(self.site.term(name))

    def thing(self, kind: Kind, slug: str) -> URIRef:
        return URIRef(self.site.thing(kind, slug))

    def part(self, name: str) -> URIRef:
        return URIRef(self.site.part(Kind.DOCUMENT, self.document_id, name))

    def target(self, span: Span) -> URIRef:
        return self.part(f"target-{span.start}-{span.end}")

    def object(self, value: Ref | model.Literal) -> Term:
        if isinstance(value, Ref):
            return self.thing(value.kind, value.slug)
        datatype = URIRef(value.datatype) if value.datatype else None
        return Literal(value.value, lang=value.language, datatype=datatype, normalize=False)


def _description(w: _Writer, annotated: AnnotatedDocument) -> Iterator[Triple]:
    document, header, mg = annotated.document, annotated.header, w.term
    title = _line(header.title.of(document.text))
    label = f"{header.number}. {title}" if header.number else title
    yield w.document, RDF.type, mg("Document")
    yield w.document, RDFS.label, Literal(label, lang="en")
    yield w.document, DCTERMS.identifier, Literal(document.id)
    yield w.document, DCTERMS.type, mg(header.type)
    yield w.document, SCHEMA.text, Literal(document.text)
    if document.volume != document.id:
        yield w.document, DCTERMS.isPartOf, Literal(document.volume)
    if header.number:
        yield w.document, mg("documentNumber"), Literal(header.number)
    if header.subject:
        yield w.document, DCTERMS.title, Literal(_line(header.subject.of(document.text)), lang="en")
    noted = {
        "sourceNote": header.source_note,
        "repository": header.repository,
        "collection": header.collection,
        "file": header.file,
    }
    for name, span in noted.items():
        if span:
            yield w.document, mg(name), Literal(_line(span.of(document.text)))
    if frus := _FRUS_ID.fullmatch(document.id):
        yield w.document, FOAF.page, URIRef(_FRUS_PAGE.format(**frus.groupdict()))
    yield from _pages(w, annotated)


def _pages(w: _Writer, annotated: AnnotatedDocument) -> Iterator[Triple]:
    """First and last printed page; a break inside the text means that the document began on the page before it."""
    pages = annotated.document.pages
    if not pages:
        return
    first, last = pages[0], pages[-1]
    if first.span.start <= annotated.header.title.start:
        yield w.document, SCHEMA.pageStart, Literal(first.label)
    elif first.label.isdecimal():
        yield w.document, SCHEMA.pageStart, Literal(str(int(first.label) - 1))
    yield w.document, SCHEMA.pageEnd, Literal(last.label)


def _date_bounds(w: _Writer, statements: DocumentStatements) -> Iterator[Triple]:
    """First and last day that the document's date may mean, for sorting; an open end gives none."""
    dates = [
        s.object.value for s in statements.statements if s.predicate == "dated" and isinstance(s.object, model.Literal)
    ]
    for value in sorted(dates)[:1]:
        try:
            earliest, latest = bounds(value)
        except ValueError:
            return  # SHACL reports it, with the document
        if earliest != date.min:
            yield w.document, w.term("earliestDate"), Literal(earliest.isoformat(), datatype=XSD.date, normalize=False)
        if latest != date.max:
            yield w.document, w.term("latestDate"), Literal(latest.isoformat(), datatype=XSD.date, normalize=False)


def _run(w: _Writer, annotated: AnnotatedDocument) -> Iterator[Triple]:
    yield w.run, RDF.type, w.term("Extraction")
    yield w.run, PROV.used, w.document
    yield w.run, w.term("software"), Literal(f"memograph {__version__}")
    yield w.run, w.term("model"), Literal(annotated.model)
    yield w.run, w.term("sourceFile"), Literal(annotated.document.source.path)
    yield w.run, w.term("sha256"), Literal(annotated.document.source.sha256)


def _things(w: _Writer, statements: DocumentStatements) -> Iterator[Triple]:
    """Type and label of all that the document speaks of, so that a shard stands alone."""
    named = [(w.thing(e.type.kind, e.id), e.type.value, e.label) for e in statements.annotated.entities]
    named += [(w.thing(Kind.POST, post.slug), "Post", post.label) for post in statements.posts]
    named += [(w.thing(Kind.DOCUMENT, cited.slug), "CitedDocument", cited.label) for cited in statements.cited]
    for iri, type_name, label in named:
        yield iri, RDF.type, w.term(type_name)
        yield iri, RDFS.label, Literal(_line(label), lang="en")
    for entity in statements.annotated.entities:
        for inner_type, slug in entity.contains:
            yield w.thing(inner_type.kind, slug), w.term("namedIn"), w.thing(entity.type.kind, entity.id)
    for cited in statements.cited:
        if cited.page:
            yield w.thing(Kind.DOCUMENT, cited.slug), FOAF.page, URIRef(cited.page)


def _mention(w: _Writer, mention: Mention) -> Iterator[Triple]:
    iri = w.part(f"mention-{mention.span.start}-{mention.span.end}")
    yield iri, RDF.type, w.term("Mention")
    yield iri, RDF.type, OA.Annotation
    yield iri, OA.motivatedBy, OA.identifying
    yield iri, OA.hasBody, w.thing(mention.type.kind, mention.entity)
    yield iri, OA.hasTarget, w.target(mention.span)
    yield iri, w.term("mentionKind"), Literal(mention.kind)
    yield from _found(w, iri, mention.method, mention.confidence)


def _statement(w: _Writer, statement: Statement) -> Iterator[Triple]:
    """The plain triple, and the resource that proves it."""
    subject: URIRef = w.thing(statement.subject.kind, statement.subject.slug)
    predicate = DCTERMS.subject if statement.predicate == "subject" else w.term(statement.predicate)
    value = w.object(statement.object)
    iri = w.thing(Kind.STATEMENT, statement.slug)
    if statement.predicate in model.SYMMETRIC_RELATIONS and isinstance(value, URIRef):
        subject, value = sorted((subject, value))  # one statement, whichever way it was found
        yield value, predicate, subject  # and both triples: whoever asks from either side finds it
    yield subject, predicate, value
    yield iri, RDF.type, w.term("Statement")
    yield iri, RDF.type, RDF.Statement
    yield iri, RDF.subject, subject
    yield iri, RDF.predicate, predicate
    yield iri, RDF.object, value
    yield iri, w.term("statedIn"), w.document
    for quotation in statement.quotations:
        yield iri, w.term("evidence"), w.target(quotation.span)
    if statement.source:
        yield iri, DCTERMS.source, Literal(statement.source)
    yield from _found(w, iri, statement.method, statement.confidence)


def _found(w: _Writer, iri: URIRef, method: str, confidence: float | None) -> Iterator[Triple]:
    yield iri, w.term("method"), Literal(method)
    if confidence is not None:
        yield iri, w.term("confidence"), Literal(_decimal(confidence), datatype=XSD.decimal, normalize=False)
    yield iri, PROV.wasGeneratedBy, w.run


def _quotations(statements: DocumentStatements) -> Iterable[Quotation]:
    """One quotation for each stretch of text that a statement or a mention points to."""
    found = {quotation.span: quotation for statement in statements.statements for quotation in statement.quotations}
    text = statements.annotated.document.text
    for mention in statements.annotated.mentions:
        if mention.span not in found:
            found[mention.span] = Quotation.of(text, mention.span)
    return found.values()


def _target(w: _Writer, quotation: Quotation) -> Iterator[Triple]:
    """Both selectors of the Web Annotation Data Model, sections 4.2.4 and 4.2.5."""
    span, target = quotation.span, w.target(quotation.span)
    quote, position = w.part(f"quote-{span.start}-{span.end}"), w.part(f"position-{span.start}-{span.end}")
    yield target, RDF.type, OA.SpecificResource
    yield target, OA.hasSource, w.document
    yield target, OA.hasSelector, quote
    yield target, OA.hasSelector, position
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, Literal(quotation.exact)
    yield quote, OA.prefix, Literal(quotation.prefix)
    yield quote, OA.suffix, Literal(quotation.suffix)
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(str(span.start), datatype=XSD.integer, normalize=False)
    yield position, OA.end, Literal(str(span.end), datatype=XSD.integer, normalize=False)


def _decimal(number: float) -> str:
    """Canonical lexical form of an xsd:decimal (XML Schema 1.1 part 2, E.3.1), as Oxigraph's store also writes it."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _line(text: str) -> str:
    return " ".join(text.split())
