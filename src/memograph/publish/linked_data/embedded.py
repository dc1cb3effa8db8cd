"""JSON-LD in the head of a page: what the release says of the thing, and the same in the words of schema.org.

For machines that read pages and nothing else (search engines, bookmark managers). Every triple of it stands in the
store, or follows from one that does by the table below; the text of a document and its layout are on the page.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox
from markupsafe import Markup

from memograph.namespaces import DCTERMS, FOAF, RDF, RDFS, SCHEMA, SKOS, VOID, XSD
from memograph.publish.linked_data.signposts import types
from memograph.publish.links import Links
from memograph.void import LICENCE

#: Property of the release → the property of schema.org that says the same.
SCHEMA_PROPERTIES = {
    f"{RDFS}label": "name",
    f"{SKOS}prefLabel": "name",
    f"{SKOS}altLabel": "alternateName",
    f"{SKOS}definition": "description",
    f"{SKOS}exactMatch": "sameAs",
    f"{DCTERMS}identifier": "identifier",
    f"{DCTERMS}subject": "about",
    f"{FOAF}page": "sameAs",
    f"{FOAF}familyName": "familyName",
    f"{FOAF}givenName": "givenName",
}

#: What the page shows anyway, by the end of its property's address: the text, and how it is laid out.
_SHOWN = (SCHEMA + "text", "ontology#layout")

#: What would end a script element, or start one, written as JSON escapes (HTML, section 4.12.1.3).
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}

Node = dict[str, Any]


def embedded(links: Links, iri: str, own: Iterable[ox.Triple]) -> Markup:
    """The content of a page's ``<script type="application/ld+json">``: a context, the thing, and the page about it."""
    own = [each for each in own if not each.predicate.value.endswith(_SHOWN)]
    document = {
        "@context": links.site.prefixes,
        "@graph": [_thing(links, iri, own), _page(links, iri)],
    }
    return Markup(json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))


def _thing(links: Links, iri: str, own: Iterable[ox.Triple]) -> Node:
    values: dict[str, list[Any]] = {}
    for triple in sorted(own, key=str):
        value = _value(triple.object)
        if triple.predicate.value != RDF + "type":
            _add(values, links.site.curie(triple.predicate.value), value)
        same = SCHEMA_PROPERTIES.get(triple.predicate.value)
        if same and value.get("@id", "https://").startswith(("http://", "https://")):  # what others may follow
            _add(values, f"schema:{same}", value)
    _add(values, "schema:mainEntityOfPage", {"@id": links.absolute(links.page(iri) or links.root)})
    return {"@id": iri, "@type": [links.site.curie(each) for each in types(links, iri, own)], **values}


def _page(links: Links, iri: str) -> Node:
    """The page itself: what it is about, and the dataset and licence of what it says."""
    return {
        "@id": links.absolute(links.page(iri) or links.root),
        "@type": ["schema:AboutPage"],
        "schema:mainEntity": [{"@id": iri}],
        "schema:license": [{"@id": LICENCE}],
        links.site.curie(VOID + "inDataset"): [{"@id": links.site.dataset}],
    }


def _add(values: dict[str, list[Any]], name: str, value: Node) -> None:
    found = values.setdefault(name, [])
    if value not in found:
        found.append(value)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    """A term as an expanded value (JSON-LD 1.1, sections 4.2 and 4.3), so that no context changes what it means."""
    if isinstance(term, ox.Literal):
        if term.language:
            return {"@value": term.value, "@language": term.language}
        return {"@value": term.value} if term.datatype.value == XSD + "string" else _typed(term)
    return {"@id": str(term) if isinstance(term, ox.BlankNode) else getattr(term, "value", str(term))}


def _typed(literal: ox.Literal) -> Node:
    return {"@value": literal.value, "@type": literal.datatype.value}
