"""TEI P5 as the Office of the Historian publishes it → Documents. First stage of the flow, beside `frus_text`.

A volume yields its ``div[@type='document']``; attachments inside one belong to it. The volume's lists of persons and of
terms go with every document. `memograph.tei` opens the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from memograph.errors import ReadError
from memograph.model import Document, ListedPerson, ListedTerm, Source, ZoneKind
from memograph.read.flatten import Flattener
from memograph.read.marks import portion_markings
from memograph.tei import TEI, XML_ID, line_of, listed_persons, listed_terms, parse_tei, volume_of


def read_tei(path: Path) -> Iterator[Document | ReadError]:
    """Yield the documents of a volume in their order; one that cannot be used is yielded as a ReadError in its place.

    Raises:
        ReadError: not well-formed XML (line), entities declared (line), not TEI, or no documents in it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(str(path), f"cannot be opened: {error.strerror}") from error
    root = parse_tei(path, data)
    source = Source(str(path), "application/tei+xml", hashlib.sha256(data).hexdigest())
    persons, terms = tuple(listed_persons(root)), tuple(listed_terms(root))
    divs = [div for div in root.iter(f"{TEI}div") if div.get("type") == "document"]
    if not divs:
        raise ReadError(str(path), "no documents in it; a document is a div of type 'document'", line=line_of(root))
    for div in divs:
        yield _document(div, volume_of(root, path), source, persons, terms)


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
        return ReadError(source.path, "a document without xml:id and n; give it one", line=line_of(div))
    if not any(zone.kind is ZoneKind.HEADING for zone in flat.zones):
        return ReadError(source.path, f"document {identifier} has no heading; give it a head", line=line_of(div))
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
