"""GraphML (graphml.graphdrawing.org, schema 1.1): things and statements as a network, for Gephi, Cytoscape, networkx.

A node for whatever a document mentions or states something of, documents among them; an edge for each statement between
two of them, from its subject to its object. Statements whose object is a literal are attributes of their subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

import pyoxigraph as ox
from lxml import etree

from memograph.exchange.released import ReleasedDocument, ReleasedStatement, Source
from memograph.exchange.writing import address_name, one_line, xml_name, xml_text
from memograph.model import SYMMETRIC_RELATIONS
from memograph.namespaces import IDENTIFIER_SCHEMES, OA, RDF

if TYPE_CHECKING:
    from memograph.exchange.formats import Wishes

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA = f"{GRAPHML} http://graphml.graphdrawing.org/xmlns/1.1/graphml.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NODE = {
    "label": "string",
    "type": "string",
    "iri": "string",
    "wikidata": "string",
    "when": "string",
    "mentions": "int",
}
_EDGE = {
    "label": "string",
    "relation": "string",
    "confidence": "double",
    "method": "string",
    "modality": "string",
    "when": "string",
    "symmetric": "boolean",
    "evidence": "string",
    "document": "string",
    "dated": "string",
    "iri": "string",
}


def write(source: Source, output: IO[bytes], wishes: Wishes) -> None:
    """The network of the documents that are wanted; nodes first, so that readers know both ends of an edge."""
    literals = [row["predicate"].value for row in source.rows("literal_relations")]
    with etree.xmlfile(output, encoding="UTF-8") as file:
        file.write_declaration()
        located = {f"{{{_XSI}}}schemaLocation": _SCHEMA}
        with file.element(_tag("graphml"), located, nsmap={None: GRAPHML, "xsi": _XSI}):
            for key in _keys(literals):
                _element(file, "key", key)
            with file.element(_tag("graph"), {"id": "memograph", "edgedefault": "directed"}):
                for iri in _nodes(source, wishes):
                    _element(file, "node", {"id": _id(source, iri)}, _node(source, iri, literals))
                for document in source.documents(wishes.documents):
                    for statement in document.statements:
                        if isinstance(statement.object, str):
                            attributes, values = _edge(source, document, statement, statement.object)
                            _element(file, "edge", attributes, values)


def _element(
    file: Any,
    name: str,
    attributes: dict[str, str],
    values: Mapping[str, str | None] | None = None,
) -> None:
    """An element with its data, those that are not empty; written at once, so that a network may be large."""
    with file.element(_tag(name), attributes):
        for key, value in (values or {}).items():
            if value:
                with file.element(_tag("data"), {"key": f"{name[0]}.{key}"}):
                    file.write(xml_text(value))
    file.write("\n")


def _tag(name: str) -> str:
    return f"{{{GRAPHML}}}{name}"


def _keys(literals: Iterable[str]) -> Iterator[dict[str, str]]:
    """Declarations of attributes: ``n.label`` of nodes, ``e.label`` of edges."""
    relations = {_local(iri): "string" for iri in literals}
    for domain, names in (("node", {**_NODE, **relations}), ("edge", _EDGE)):
        for name, kind in names.items():
            yield {"id": f"{domain[0]}.{name}", "for": domain, "attr.name": name, "attr.type": kind}


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def _nodes(source: Source, wishes: Wishes) -> Iterator[str]:
    """IRIs of what documents speak of. With all documents these come from the store, one by one, and are not kept."""
    if wishes.documents:
        found = {iri for document in source.documents(wishes.documents) for iri in (document.iri, *document.things)}
        yield from sorted(found)
        return
    default = ox.DefaultGraph()
    for row in source.rows("classes"):
        class_iri = row["class"].value
        name = class_iri.removeprefix(source.site.ontology)
        for quad in source.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(class_iri), default):
            iri = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
            thing = iri.startswith(source.site.address("id/")) and "#" not in iri and source.thing(iri).type == name
            if thing and (name == "Document" or _used(source, iri)):
                yield iri


def _used(source: Source, iri: str) -> bool:
    """Whether a document mentions it, or a statement has it as an end or as its speaker."""
    term, default = ox.NamedNode(iri), ox.DefaultGraph()
    predicates = (OA + "hasBody", RDF + "subject", RDF + "object", source.site.term("assertedBy"))
    return any(
        next(source.store.quads_for_pattern(None, ox.NamedNode(each), term, default), None) is not None
        for each in predicates
    )


def _id(source: Source, iri: str) -> str:
    ref = source.ref(iri)
    return xml_name(ref) if ref else address_name(iri)


def _node(source: Source, iri: str, literals: Iterable[str]) -> dict[str, str | None]:
    thing = source.thing(iri)
    start = IDENTIFIER_SCHEMES["wikidata"].format("")
    wikidata = next((address.removeprefix(start) for address in thing.matches if address.startswith(start)), None)
    mentions = source.store.quads_for_pattern(None, ox.NamedNode(OA + "hasBody"), ox.NamedNode(iri), ox.DefaultGraph())
    return {
        "label": thing.label,
        "type": thing.type,
        "iri": iri,
        "wikidata": wikidata,
        "when": thing.when,
        "mentions": str(sum(1 for _ in mentions)),
        **{_local(predicate): "; ".join(source.values(iri, predicate)) for predicate in literals},
    }


def _edge(
    source: Source, document: ReleasedDocument, statement: ReleasedStatement, target: str
) -> tuple[dict[str, str], dict[str, str | None]]:
    """Attributes and data of the edge of a statement."""
    symmetric = statement.relation in SYMMETRIC_RELATIONS
    values = {
        "label": statement.relation,
        "relation": statement.predicate,
        "confidence": None if statement.confidence is None else f"{statement.confidence:g}",
        "method": statement.method,
        "modality": statement.modality,
        "when": statement.when,
        "symmetric": "true" if symmetric else "false",
        "evidence": " … ".join(one_line(span.of(document.text)) for span in statement.evidence) or statement.source,
        "document": document.id,
        "dated": document.dated,
        "iri": statement.iri,
    }
    ends = {"source": _id(source, statement.subject), "target": _id(source, target)}
    return {"id": _id(source, statement.iri), **ends}, values
