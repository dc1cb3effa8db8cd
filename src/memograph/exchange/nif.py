"""NLP Interchange Format 2.0 (NIF core ontology) as Turtle, for GERBIL and linked-data pipelines.

A document is a nif:Context, a stretch of it a nif:RFC5147String: ``…#char=12,17`` counts characters from 0 (RFC 5147,
section 2.1.1). That class is disjoint with nif:OffsetBasedString, so nothing is both. Identifications are those of ITS
2.0 in RDF (itsrdf:taIdentRef); statements stand beside them as RDF statements with their evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from memograph.exchange.released import ReleasedDocument, ReleasedStatement, Source
from memograph.model import Span
from memograph.namespaces import DCTERMS, PROV, RDF, RDFS, XSD
from memograph.turtle import write_turtle

if TYPE_CHECKING:
    from memograph.exchange.formats import Wishes

NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"


def write(source: Source, output: IO[bytes], wishes: Wishes) -> None:
    """All documents in one Turtle file."""
    documents = source.documents(wishes.documents)
    triples = (triple for document in documents for triple in _document(document, source))
    prefixes = {"nif": NIF, "itsrdf": ITSRDF, **source.site.prefixes}
    write_turtle(triples, output, prefixes)


def _document(document: ReleasedDocument, source: Source) -> Iterator[ox.Triple]:
    context = _string(document, Span(0, len(document.text)))
    yield from _typed(context, "Context", "RFC5147String")
    yield _triple(context, NIF + "isString", ox.Literal(document.text))
    yield from _bounds(context, Span(0, len(document.text)))
    yield _triple(context, NIF + "sourceUrl", document.page or document.iri)
    yield _triple(context, RDFS + "label", ox.Literal(document.label, language="en"))
    spans = {mention.span for mention in document.mentions} | {s for each in document.statements for s in each.evidence}
    for span in sorted(spans):
        yield from _stretch(document, span, context)
    for mention in document.mentions:
        iri, thing = _string(document, mention.span), document.things[mention.entity]
        yield _triple(iri, ITSRDF + "taIdentRef", mention.entity)
        if thing.type:
            yield _triple(iri, ITSRDF + "taClassRef", source.site.term(thing.type))
        if mention.confidence is not None:
            yield _triple(iri, ITSRDF + "taConfidence", _typed_literal(f"{mention.confidence:g}", "double"))
    for statement in document.statements:
        yield from _statement(document, statement, source, context)


def _stretch(document: ReleasedDocument, span: Span, context: str) -> Iterator[ox.Triple]:
    """A string of the context; it may be the whole of it."""
    iri = _string(document, span)
    if iri == context:
        return
    yield from _typed(iri, "RFC5147String", "Phrase")
    yield _triple(iri, NIF + "referenceContext", context)
    yield _triple(iri, NIF + "anchorOf", ox.Literal(span.of(document.text)))
    yield from _bounds(iri, span)


def _statement(
    document: ReleasedDocument, statement: ReleasedStatement, source: Source, context: str
) -> Iterator[ox.Triple]:
    iri, value, mg = statement.iri, statement.object, source.site.term
    yield _triple(iri, RDF + "type", RDF + "Statement")
    yield _triple(iri, RDF + "subject", statement.subject)
    yield _triple(iri, RDF + "predicate", statement.predicate)
    if isinstance(value, str):
        yield _triple(iri, RDF + "object", value)
    elif value.language:
        yield _triple(iri, RDF + "object", ox.Literal(value.value, language=value.language))
    else:
        yield _triple(
            iri, RDF + "object", ox.Literal(value.value, datatype=ox.NamedNode(value.datatype or XSD + "string"))
        )
    for span in statement.evidence:
        yield _triple(iri, mg("evidence"), _string(document, span))
    if not statement.evidence:
        yield _triple(iri, PROV + "wasDerivedFrom", context)
    if statement.source:
        yield _triple(iri, DCTERMS + "source", ox.Literal(statement.source))
    if statement.confidence is not None:
        yield _triple(
            iri, mg("confidence"), _typed_literal(f"{statement.confidence:.4f}".rstrip("0").rstrip("."), "decimal")
        )


def _string(document: ReleasedDocument, span: Span) -> str:
    return f"{document.iri}#char={span.start},{span.end}"


def _typed(iri: str, *names: str) -> Iterable[ox.Triple]:
    return (_triple(iri, RDF + "type", NIF + name) for name in names)


def _bounds(iri: str, span: Span) -> Iterator[ox.Triple]:
    yield _triple(iri, NIF + "beginIndex", _typed_literal(str(span.start), "nonNegativeInteger"))
    yield _triple(iri, NIF + "endIndex", _typed_literal(str(span.end), "nonNegativeInteger"))


def _typed_literal(value: str, name: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode(XSD + name))


def _triple(subject: str, predicate: str, value: str | ox.Literal) -> ox.Triple:
    term = ox.NamedNode(value) if isinstance(value, str) else value
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)
