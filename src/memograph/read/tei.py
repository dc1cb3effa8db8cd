"""TEI P5 as the Office of the Historian publishes it → Documents. First stage of the flow, beside `frus_text`.

A volume yields its ``div[@type='document']``; attachments inside one belong to it. The volume's lists of persons and of
terms go with every document. Entities, DTDs and the network are off: a file that declares entities is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from memograph.errors import ReadError
from memograph.model import Document, ListedPerson, ListedTerm, Source, ZoneKind
from memograph.read.flatten import TEI, XML_ID, Flattener
from memograph.read.marks import portion_markings


def read_tei(path: Path) -> Iterator[Document | ReadError]:
    """Yield the documents of a volume in their order; one that cannot be used is yielded as a ReadError in its place.

    Raises:
        ReadError: not well-formed XML (line), entities declared (line), not TEI, or no documents in it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(str(path), f"cannot be opened: {error.strerror}") from error
    root = _parse(path, data)
    volume = root.get(XML_ID) or next((e.text or "" for e in root.iter(f"{TEI}idno") if e.get("type") == "frus"), "")
    source = Source(str(path), "application/tei+xml", hashlib.sha256(data).hexdigest())
    persons, terms = tuple(_persons(root)), tuple(_terms(root))
    divs = [div for div in root.iter(f"{TEI}div") if div.get("type") == "document"]
    if not divs:
        raise ReadError(str(path), "no documents in it; a document is a div of type 'document'", line=_line(root))
    for div in divs:
        yield _document(div, volume.strip() or path.stem, source, persons, terms)


def _parse(path: Path, data: bytes) -> etree._Element:
    """Parse with everything off that reaches outside the file or multiplies what is in it."""
    if not data.strip():
        raise ReadError(str(path), "the file is empty; a volume begins with the element TEI")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(str(path), f"not well-formed XML: {error.msg}", line=error.lineno) from error
    entity = next(root.iter(etree.Entity), None)
    dtd = root.getroottree().docinfo.internalDTD
    if entity is not None or (dtd is not None and any(True for _ in dtd.iterentities())):
        line = _line(entity) if entity is not None else data.count(b"\n", 0, max(data.find(b"<!ENTITY"), 0)) + 1
        raise ReadError(
            str(path), "declares or uses entities, which are not read; replace them by their text", line=line
        )
    if etree.QName(root).text != f"{TEI}TEI":
        raise ReadError(
            str(path), f"the root is {etree.QName(root).text}, not TEI in the namespace {TEI[1:-1]}", line=_line(root)
        )
    return root


def _line(node: etree._Element) -> int | None:
    return node.sourceline if isinstance(node.sourceline, int) else None


def _document(
    div: etree._Element,
    volume: str,
    source: Source,
    persons: tuple[ListedPerson, ...],
    terms: tuple[ListedTerm, ...],
) -> Document | ReadError:
    identifier = div.get(XML_ID) or (f"d{div.get('n')}" if div.get("n") else "")
    flat = Flattener().document(div)
    if not identifier:
        return ReadError(source.path, "a document without xml:id and n; give it one", line=_line(div))
    if not any(zone.kind is ZoneKind.HEADING for zone in flat.zones):
        return ReadError(source.path, f"document {identifier} has no heading; give it a head", line=_line(div))
    text = "".join(flat.text)
    zones = tuple(sorted(flat.zones, key=lambda zone: zone.span))
    return Document(
        id=volume + identifier,
        text=text,
        source=source,
        zones=zones,
        pages=tuple(flat.pages),
        note_references=tuple(flat.references),
        portions=portion_markings(text, [zone.span for zone in zones if zone.kind is ZoneKind.BODY]),
        markup=tuple(sorted(flat.markup, key=lambda mark: (mark.span, mark.tag))),
        persons=persons,
        terms=terms,
    )


def _persons(root: etree._Element) -> Iterator[ListedPerson]:
    """Entries of the list of persons: ``Gromyko, Andrei`` and, after the comma, who that is."""
    for key, name, remark in _entries(root, "persName"):
        yield ListedPerson(key, name, remark)


def _terms(root: etree._Element) -> Iterator[ListedTerm]:
    """Entries of the list of abbreviations and terms."""
    for key, term, meaning in _entries(root, "term"):
        yield ListedTerm(key, term, meaning)


def _entries(root: etree._Element, tag: str) -> Iterator[tuple[str, str, str]]:
    """Key, head word and explanation of each list item whose head word has an xml:id."""
    for word in root.iter(f"{TEI}{tag}"):
        item = next(word.iterancestors(f"{TEI}item"), None)
        if item is not None and word.get(XML_ID):
            head = _flat(word)
            _, _, rest = _flat(item).partition(head)
            yield word.get(XML_ID, ""), head, rest.lstrip(" ,;:").rstrip()


def _flat(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
