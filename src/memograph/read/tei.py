"""TEI P5 as the Office of the Historian publishes it → Documents. First stage of the flow, beside `frus_text`.

A volume yields its ``div[@type='document']``; attachments inside one belong to it. The volume's lists of persons and of
terms go with every document. `memograph.tei` opens the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from lxml import etree

from memograph.errors import ReadError
from memograph.model import Document, ListedPerson, ListedTerm, Raw, Source, ZoneKind
from memograph.read.flatten import Flattener
from memograph.read.marks import portion_markings
from memograph.tei import TEI, XML_ID, line_of, listed_persons, listed_terms, parse_tei, volume_of


def divisions(path: str, name: str, data: bytes) -> Iterator[Raw | ReadError]:
    """Yield the documents of a volume in their order; one without an id is yielded as a ReadError in its place.

    Raises:
        ReadError: not well-formed XML (line), entities declared (line), not TEI, or no documents in it.
    """
    root = parse_tei(Path(path), data)
    digest, volume = hashlib.sha256(data).hexdigest(), volume_of(root, Path(path))
    lists = [[astuple(each) for each in listed] for listed in (listed_persons(root), listed_terms(root))]
    beside = json.dumps(lists, ensure_ascii=False).encode()
    divs = [div for div in root.iter(f"{TEI}div") if div.get("type") == "document"]
    if not divs:
        raise ReadError(path, "no documents in it; a document is a div of type 'document'", line=line_of(root))
    for div in divs:
        identifier = div.get(XML_ID) or (f"d{div.get('n')}" if div.get("n") else "")
        if not identifier:
            yield ReadError(path, "a document without xml:id and n; give it one", line=line_of(div))
            continue
        part, line = etree.tostring(div, encoding="utf-8", with_tail=False), line_of(div) or 1
        yield Raw(volume + identifier, path, name, "application/tei+xml", part, beside, line, digest)


def tei_of(raw: Raw) -> Document:
    """The document of a division of a volume.

    Raises:
        ReadError: without a heading.
    """
    div = etree.fromstring(raw.data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))
    flat = Flattener().document(div)
    if not any(zone.kind is ZoneKind.HEADING for zone in flat.zones):
        raise ReadError(raw.path, f"document {raw.id} has no heading; give it a head", line=raw.line)
    persons, terms = json.loads(raw.beside)
    text = "".join(flat.text)
    zones = tuple(sorted(flat.zones, key=lambda zone: zone.span))
    return Document(
        id=raw.id,
        text=text,
        source=Source(raw.path, raw.media_type, raw.source_sha256),
        zones=zones,
        pages=tuple(flat.pages),
        note_references=tuple(flat.references),
        portions=portion_markings(text, [zone.span for zone in zones if zone.kind is ZoneKind.BODY]),
        markup=tuple(sorted(flat.markup, key=lambda mark: (mark.span, mark.tag))),
        persons=tuple(ListedPerson(*each) for each in persons),
        terms=tuple(ListedTerm(*each) for each in terms),
    )
