"""TEI P5 with stand-off annotation (Guidelines, chapters 16 and 17), for editions: XML editors, TEI Publisher, oXygen.

The text stands in <body> as it is, white space and all, with an empty <anchor> at each end of a mention or a piece of
evidence, so that these may overlap. <standOff> lists people, places, bodies, events and agreements, spans of the text,
and relations. Characters that XML 1.0 forbids are replaced one for one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from memograph.exchange.released import ReleasedDocument, ReleasedStatement, Source, Thing
from memograph.exchange.writing import address_name, xml_name, xml_text
from memograph.model import SYMMETRIC_RELATIONS, Span
from memograph.namespaces import AUTHORITIES

if TYPE_CHECKING:
    from memograph.exchange.formats import Wishes

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: Class → list, its items, and how an item is named (Guidelines, chapter 13, "Names, Dates, People, and Places").
_LISTS = {
    "Person": ("listPerson", "person", "persName"),
    "Place": ("listPlace", "place", "placeName"),
    "Organization": ("listOrg", "org", "orgName"),
    "Event": ("listEvent", "event", "label"),
}
#: What is a concept and not a thing: categories of a taxonomy in the header.
_CONCEPTS = ("Post", "Topic")
_PARAGRAPH = re.compile(r"(?<=\n)\s*\n")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def companions(source: Source) -> Iterator[tuple[str, bytes]]:
    """Nothing stands beside the documents."""
    yield from ()


def document_bytes(document: ReleasedDocument, source: Source, wishes: Wishes) -> bytes:
    """The TEI file of one document."""
    root = etree.Element(_tag("TEI"), nsmap={None: TEI})
    names = {iri: _name(iri, source) for iri in document.things}
    _header(root, document, source, names)
    _stand_off(root, document, names)
    text = _child(root, "text", {XML_ID: "text"})
    body = _child(text, "body", {XML_SPACE: "preserve"})
    _body(body, document)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _tag(name: str) -> str:
    return f"{{{TEI}}}{name}"


def _child(
    parent: etree._Element, name: str, attributes: dict[str, str] | None = None, text: str | None = None
) -> etree._Element:
    child = etree.SubElement(parent, _tag(name))
    for key, value in (attributes or {}).items():
        child.set(key, xml_text(value))
    if text is not None:
        child.text = xml_text(text)
    return child


def _name(iri: str, source: Source) -> str:
    """xml:id of a thing."""
    ref = source.ref(iri)
    return xml_name(ref) if ref else address_name(iri)


# ── header ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _header(root: etree._Element, document: ReleasedDocument, source: Source, names: dict[str, str]) -> None:
    header = _child(root, "teiHeader")
    description = _child(header, "fileDesc")
    _child(_child(description, "titleStmt"), "title", text=document.label)
    manifest = source.release.manifest
    published = _child(description, "publicationStmt")
    _child(published, "publisher", text=manifest.title)
    _child(published, "idno", {"type": "URI"}, document.iri)
    origin = _child(_child(description, "sourceDesc"), "bibl")
    _child(origin, "title", text=document.label)
    if document.page:
        _child(origin, "ref", {"target": document.page}, document.page)
    _encoding(header, document, source, names)
    if document.dated and (dates := _dates(document.dated)):
        _child(_child(_child(header, "profileDesc"), "creation"), "date", dates, document.dated)


def _encoding(header: etree._Element, document: ReleasedDocument, source: Source, names: dict[str, str]) -> None:
    encoding = _child(header, "encodingDesc")
    manifest = source.release.manifest
    said = f"Annotated by {document.software} ({manifest.model}); release {manifest.version} of {manifest.base}."
    _child(_child(encoding, "projectDesc"), "p", text=said)
    concepts = {type_: [t for t in document.things.values() if t.type == type_] for type_ in _CONCEPTS}
    if any(concepts.values()):
        declarations = _child(encoding, "classDecl")
        for type_, things in concepts.items():
            if things:
                taxonomy = _child(declarations, "taxonomy", {XML_ID: f"{type_.lower()}s"})
                for thing in things:
                    category = _child(taxonomy, "category", {XML_ID: names[thing.iri], "corresp": thing.iri})
                    _child(category, "catDesc", text=thing.label)


def _dates(edtf: str) -> dict[str, str]:
    """Attributes of att.datable.w3c for the dates that these can say; none for the others."""
    start, slash, end = edtf.partition("/")
    if not slash:
        return {"when": edtf} if _DATE.fullmatch(edtf) else {}
    return {name: day for name, day in (("from", start), ("to", end)) if _DATE.fullmatch(day)}


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _spans(document: ReleasedDocument) -> Iterable[Span]:
    yield from (mention.span for mention in document.mentions)
    yield from (span for statement in document.statements for span in statement.evidence)


def _body(body: etree._Element, document: ReleasedDocument) -> None:
    """The text in paragraphs, each with the white space after it; all of them together are the text."""
    text = xml_text(document.text)
    places = sorted({place for span in _spans(document) for place in (span.start, span.end)})
    cuts = [0, *(match.end() for match in _PARAGRAPH.finditer(text) if match.end() < len(text)), len(text)]
    at = 0
    for start, end in pairwise(cuts):
        paragraph = _child(body, "p")
        last, position = None, start
        while at < len(places) and (places[at] < end or end == len(text)):
            _append(paragraph, last, text[position : places[at]])
            last, position = _child(paragraph, "anchor", {XML_ID: _anchor(places[at])}), places[at]
            at += 1
        _append(paragraph, last, text[position:end])


def _append(paragraph: etree._Element, last: etree._Element | None, text: str) -> None:
    if last is None:
        paragraph.text = text
    else:
        last.tail = text


def _anchor(place: int) -> str:
    return f"c{place}"


# ── stand-off ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _stand_off(root: etree._Element, document: ReleasedDocument, names: dict[str, str]) -> None:
    by_type: dict[str, list[Thing]] = defaultdict(list)
    for thing in document.things.values():
        if thing.iri != document.iri:
            by_type[thing.type].append(thing)
    listed = [type_ for type_ in _LISTS if by_type[type_]]
    works = [thing for type_, things in by_type.items() if type_ not in (*_LISTS, *_CONCEPTS) for thing in things]
    if not (listed or works or document.mentions or document.statements):
        return  # <standOff> may not be empty
    stand_off = _child(root, "standOff")
    for type_ in listed:
        list_name, item, naming = _LISTS[type_]
        things = _child(stand_off, list_name)
        for thing in by_type[type_]:
            _listed(things, item, naming, thing, names)
    if works:
        bibliography = _child(stand_off, "listBibl")
        for thing in works:
            _listed(bibliography, "bibl", "title", thing, names, {"type": thing.type} if thing.type else {})
    _mention_spans(stand_off, document, names)
    _evidence_spans(stand_off, document)
    _relations(stand_off, document, names)


def _listed(
    parent: etree._Element,
    item: str,
    naming: str,
    thing: Thing,
    names: dict[str, str],
    more: dict[str, str] | None = None,
) -> None:
    """A person, place …: its name, then its identifiers."""
    dates = _dates(thing.when) if item == "event" and thing.when else {}
    element = _child(parent, item, {XML_ID: names[thing.iri], **dates, **(more or {})})
    _child(element, naming, text=thing.label)
    _child(element, "idno", {"type": "URI"}, thing.iri)
    for address in thing.matches:
        scheme = next((name for name, (_, _, start) in AUTHORITIES.items() if address.startswith(start)), "URI")
        _child(element, "idno", {"type": scheme}, address)


def _mention_spans(stand_off: etree._Element, document: ReleasedDocument, names: dict[str, str]) -> None:
    if not document.mentions:
        return
    group = _child(stand_off, "spanGrp", {"type": "mention"})
    for mention in document.mentions:
        attributes = {
            "type": mention.kind,
            "from": f"#{_anchor(mention.span.start)}",
            "to": f"#{_anchor(mention.span.end)}",
            "corresp": f"#{names[mention.entity]}",
            **_sure(mention.confidence),
        }
        _child(group, "span", attributes, mention.span.of(document.text))


def _evidence_spans(stand_off: etree._Element, document: ReleasedDocument) -> None:
    spans = sorted({span for statement in document.statements for span in statement.evidence})
    if not spans:
        return
    group = _child(stand_off, "spanGrp", {"type": "evidence"})
    for span in spans:
        ends = {"from": f"#{_anchor(span.start)}", "to": f"#{_anchor(span.end)}"}
        _child(group, "span", {XML_ID: _evidence(span), **ends}, span.of(document.text))


def _evidence(span: Span) -> str:
    return f"evidence-{span.start}-{span.end}"


def _relations(stand_off: etree._Element, document: ReleasedDocument, names: dict[str, str]) -> None:
    if not document.statements:
        return
    relations = _child(stand_off, "listRelation")
    for statement in document.statements:
        relation = _child(relations, "relation", _relation(document, statement, names))
        said = [] if isinstance(statement.object, str) else [statement.object.value]
        if statement.source:
            said.append(statement.source)
        if said:
            _child(relation, "desc", text="; ".join(said))


def _relation(document: ReleasedDocument, statement: ReleasedStatement, names: dict[str, str]) -> dict[str, str]:
    """Attributes of a relation: a literal stands in its <desc>."""
    ends = [_pointer(end, document, names) for end in (statement.subject, statement.object) if isinstance(end, str)]
    mutual = statement.relation in SYMMETRIC_RELATIONS and len(ends) == 2
    parties = {"mutual": " ".join(ends)} if mutual else dict(zip(("active", "passive"), ends, strict=False))
    evidence = " ".join(f"#{_evidence(span)}" for span in statement.evidence)
    return {
        "name": statement.relation,
        "ref": statement.predicate,
        **parties,
        "sameAs": statement.iri,
        **({"corresp": evidence} if evidence else {}),
        **(_dates(statement.when) if statement.when else {}),
        **_sure(statement.confidence),
    }


def _pointer(iri: str, document: ReleasedDocument, names: dict[str, str]) -> str:
    return "#text" if iri == document.iri else f"#{names[iri]}"


def _sure(confidence: float | None) -> dict[str, str]:
    return {} if confidence is None else {"cert": f"{confidence:g}"}
