"""Statements of one document → triples in the form of docs/data-model.md.

Comes after extract/state.py and before validation.py. Knows neither spaCy nor SHACL, and writes no blank nodes: a part
of a document is a hash IRI on it, named by its offsets, so that the same input gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pyoxigraph as ox
from rdflib import Graph

from memograph import __version__, model
from memograph.dates import bounds
from memograph.graph import evidence
from memograph.graph.terms import (
    DCTERMS,
    FOAF,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    Triple,
    Writer,
    day,
    edtf,
    english,
    line,
    ntriples,
    unwritable,
)
from memograph.layout import DATATYPE, Layout
from memograph.model import AnnotatedDocument, DocumentStatements, EntityType, Kind
from memograph.namespaces import Site
from memograph.rdf import parse_ntriples

_LAYOUT = ox.NamedNode(DATATYPE)

#: Address of the published original of a document of the Foreign Relations series.
_FRUS_PAGE = "https://history.state.gov/historicaldocuments/{volume}/{number}"
_FRUS_ID = re.compile(r"(?P<volume>frus\d.*?)(?P<number>d\d+)")


def document_lines(statements: DocumentStatements, site: Site) -> bytes:
    """Everything one document says: its description, the run, entities, mentions and statements with their evidence.

    Returns:
        sorted, unique N-Triples in UTF-8.

    Raises:
        MemographError: there is a term that RDF does not allow, such as an IRI with a space in it.
    """
    try:
        return ntriples(document_triples(statements, site))
    except ValueError as error:
        raise unwritable(site.document_graph(statements.annotated.document.id), error) from error


def document_graph(statements: DocumentStatements, site: Site) -> Graph:
    """The triples of `document_lines` for rdflib."""
    return parse_ntriples(document_lines(statements, site))


def document_triples(statements: DocumentStatements, site: Site) -> Iterator[Triple]:
    """The triples of `document_lines`, one by one; the same triple may come more than once."""
    annotated = statements.annotated
    writer = Writer(site, annotated.document.id)
    yield from _description(writer, annotated)
    yield from _date_bounds(writer, statements)
    yield from _run(writer, annotated)
    yield from _things(writer, statements)
    for mention in annotated.mentions:
        yield from evidence.mention_triples(writer, mention)
    for statement in statements.statements:
        yield from evidence.statement_triples(writer, statement)
    for linking in annotated.linkings:
        yield from evidence.identification_triples(writer, linking)
    yield from evidence.curation_triples(writer, statements.curation)
    for quotation in evidence.quotations(statements):
        yield from evidence.target_triples(writer, quotation)


def _description(w: Writer, annotated: AnnotatedDocument) -> Iterator[Triple]:
    document, header, mg = annotated.document, annotated.header, w.term
    title = line(header.title.of(document.text))
    label = f"{header.number}. {title}" if header.number else title
    yield w.document, RDF("type"), mg("Document")
    yield w.document, RDFS("label"), english(label)
    yield w.document, DCTERMS("identifier"), ox.Literal(document.id)
    yield w.document, DCTERMS("type"), mg(header.type)
    yield w.document, SCHEMA("text"), ox.Literal(document.text)
    yield w.document, mg("layout"), ox.Literal(Layout.of(document).to_json(), datatype=_LAYOUT)
    if document.volume != document.id:
        yield w.document, DCTERMS("isPartOf"), ox.Literal(document.volume)
    if header.number:
        yield w.document, mg("documentNumber"), ox.Literal(header.number)
    if header.subject:
        yield w.document, DCTERMS("title"), english(line(header.subject.of(document.text)))
    noted = {
        "sourceNote": header.source_note,
        "repository": header.repository,
        "collection": header.collection,
        "file": header.file,
    }
    for name, span in noted.items():
        if span:
            yield w.document, mg(name), ox.Literal(line(span.of(document.text)))
    if frus := _FRUS_ID.fullmatch(document.id):
        yield w.document, FOAF("page"), ox.NamedNode(_FRUS_PAGE.format(**frus.groupdict()))
    yield from _pages(w, annotated)


def _pages(w: Writer, annotated: AnnotatedDocument) -> Iterator[Triple]:
    """First and last printed page; a break inside the text means that the document began on the page before it."""
    pages = annotated.document.pages
    if not pages:
        return
    first, last = pages[0], pages[-1]
    if first.span.start <= annotated.header.title.start:
        yield w.document, SCHEMA("pageStart"), ox.Literal(first.label)
    elif first.label.isdecimal():
        yield w.document, SCHEMA("pageStart"), ox.Literal(str(int(first.label) - 1))
    yield w.document, SCHEMA("pageEnd"), ox.Literal(last.label)


def _date_bounds(w: Writer, statements: DocumentStatements) -> Iterator[Triple]:
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
            yield w.document, w.term("earliestDate"), day(earliest.isoformat())
        if latest != date.max:
            yield w.document, w.term("latestDate"), day(latest.isoformat())


def _run(w: Writer, annotated: AnnotatedDocument) -> Iterator[Triple]:
    yield w.run, RDF("type"), w.term("Extraction")
    yield w.run, PROV("used"), w.document
    yield w.run, w.term("software"), ox.Literal(f"memograph {__version__}")
    yield w.run, w.term("model"), ox.Literal(annotated.model)
    yield w.run, w.term("sourceFile"), ox.Literal(annotated.document.source.path)
    yield w.run, w.term("sha256"), ox.Literal(annotated.document.source.sha256)


def _things(w: Writer, statements: DocumentStatements) -> Iterator[Triple]:
    """Type and label of all that the document speaks of, so that a shard stands alone."""
    named = [(w.thing(e.type.kind, e.id), e.type.value, e.label) for e in statements.annotated.entities]
    named += [(w.thing(Kind.POST, post.slug), "Post", post.label) for post in statements.posts]
    named += [(w.thing(Kind.DOCUMENT, cited.slug), "CitedDocument", cited.label) for cited in statements.cited]
    named += [(w.thing(Kind.EVENT, journey.slug), "Event", journey.label) for journey in statements.journeys]
    for iri, type_name, label in named:
        yield iri, RDF("type"), w.term(type_name)
        yield iri, RDFS("label"), english(line(label))
    for entity in statements.annotated.entities:
        if entity.type is EntityType.EVENT and entity.when:
            yield w.thing(entity.type.kind, entity.id), w.term("when"), edtf(entity.when)
        for inner_type, slug in entity.contains:
            yield w.thing(inner_type.kind, slug), w.term("namedIn"), w.thing(entity.type.kind, entity.id)
    for cited in statements.cited:
        if cited.page:
            yield w.thing(Kind.DOCUMENT, cited.slug), FOAF("page"), ox.NamedNode(cited.page)
