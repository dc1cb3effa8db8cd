"""W3C Web Annotation (Data Model and Vocabulary, Recommendations of 23 February 2017) as JSON-LD, as for Recogito.

A document is an AnnotationCollection with one AnnotationPage. A mention identifies a thing; a statement is an
annotation of its evidence whose body is the statement. What comes back corrected is read by corrected_annotations.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from memograph import namespaces
from memograph.exchange.released import ReleasedDocument, ReleasedMention, ReleasedStatement, Source
from memograph.model import Kind, Quotation, Span
from memograph.namespaces import Site

if TYPE_CHECKING:
    from memograph.exchange.formats import Wishes

#: The context that every Web Annotation has (Data Model, section 3.1).
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_PLAIN = {"type": "TextualBody", "format": "text/plain"}


def context(site: Site) -> list[object]:
    """The Web Annotation context, and the terms of this site's ontology that annotations have besides."""
    mg = site.ontology
    link = {"@type": "@id"}
    own = {
        "xsd": namespaces.XSD,
        "Statement": f"{mg}Statement",
        "subject": {"@id": f"{namespaces.RDF}subject", **link},
        "predicate": {"@id": f"{namespaces.RDF}predicate", **link},
        "object": {"@id": f"{namespaces.RDF}object"},
        "confidence": {"@id": f"{mg}confidence", "@type": f"{namespaces.XSD}decimal"},
        "method": f"{mg}method",
        "mentionKind": f"{mg}mentionKind",
        "modality": f"{mg}modality",
        "when": {"@id": f"{mg}when", "@type": namespaces.EDTF},
        "assertedBy": {"@id": f"{mg}assertedBy", **link},
        "statedBySource": f"{namespaces.DCTERMS}source",
        "release": {"@id": f"{namespaces.DCTERMS}isPartOf", **link},
    }
    return [CONTEXT, own]


def companions(source: Source) -> Iterator[tuple[str, bytes]]:
    """Nothing stands beside the documents."""
    yield from ()


def document_bytes(document: ReleasedDocument, source: Source, wishes: Wishes) -> bytes:
    """The collection of one document as JSON."""
    items = [_mention(document, mention) for mention in document.mentions]
    items += [_statement(document, statement, source) for statement in document.statements]
    own = ("annotations", "annotation-page", "extraction")
    whole, page, run = (source.site.part(Kind.DOCUMENT, document.id, name) for name in own)
    collection = {
        "@context": context(source.site),
        "id": whole,
        "type": "AnnotationCollection",
        "label": document.label,
        "release": source.site.release(source.release.manifest.version),
        "generated": source.release.manifest.issued,
        "generator": {"id": run, "type": "Software", "name": document.software},
        "total": len(items),
        "first": {
            "id": page,
            "type": "AnnotationPage",
            "partOf": whole,
            "startIndex": 0,
            "items": items,
        },
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _mention(document: ReleasedDocument, mention: ReleasedMention) -> dict[str, Any]:
    thing = document.things[mention.entity]
    return {
        "id": mention.iri,
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "SpecificResource", "source": thing.iri, "purpose": "identifying"},
            {**_PLAIN, "value": thing.label, "language": "en", "purpose": "tagging"},
            {**_PLAIN, "value": thing.type, "purpose": "classifying"},
        ],
        "target": _target(document, mention.span),
        "mentionKind": mention.kind,
        **_found(mention.method, mention.confidence),
    }


def _statement(document: ReleasedDocument, statement: ReleasedStatement, source: Source) -> dict[str, Any]:
    named = {"subject": statement.subject, "predicate": statement.predicate, "object": _object(statement)}
    said = {"modality": statement.modality, "when": statement.when, "statedBySource": statement.source}
    body: dict[str, Any] = {"id": statement.iri, "type": "Statement", **named, **{k: v for k, v in said.items() if v}}
    if statement.speakers:
        body["assertedBy"] = list(statement.speakers)
    ref = source.ref(statement.iri)
    return {
        "id": source.site.part(ref.kind, ref.slug, "annotation") if ref else f"{statement.iri}#annotation",
        "type": "Annotation",
        "motivation": "describing",
        "body": [body, {**_PLAIN, "value": _words(document, statement), "purpose": "describing"}],
        "target": [_target(document, span) for span in statement.evidence] or document.iri,
        **_found(statement.method, statement.confidence),
    }


def _object(statement: ReleasedStatement) -> object:
    value = statement.object
    if isinstance(value, str):
        return {"id": value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    plain = value.datatype in (None, f"{namespaces.XSD}string")
    return value.value if plain else {"@value": value.value, "@type": value.datatype}


def _words(document: ReleasedDocument, statement: ReleasedStatement) -> str:
    """``Andrei A. Gromyko metWith Al Haig``."""
    ends = (
        document.things[end].label if isinstance(end, str) else end.value
        for end in (statement.subject, statement.object)
    )
    return f" {statement.relation} ".join(ends)


def _found(method: str, confidence: float | None) -> dict[str, str]:
    """Confidence as a string: JSON-LD would write a number as a double."""
    return {"method": method, **({} if confidence is None else {"confidence": f"{confidence:g}"})}


def _target(document: ReleasedDocument, span: Span) -> dict[str, Any]:
    """Both selectors; positions count Unicode code points (Data Model, section 4.2.5)."""
    quotation = Quotation.of(document.text, span)
    words = {"exact": quotation.exact, "prefix": quotation.prefix, "suffix": quotation.suffix}
    return {
        "type": "SpecificResource",
        "source": document.iri,
        "selector": [
            {"type": "TextQuoteSelector", **words},
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }
