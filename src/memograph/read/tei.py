"""One TEI document → Document: the ``div`` that `volumes` cut out of a volume. First stage, beside `frus_text`.

Attachments inside a document belong to it. The volume's lists of persons and of terms go with every document.
"""

from __future__ import annotations

import json
from functools import lru_cache

from lxml import etree

from memograph.errors import ReadError
from memograph.model import Document, ListedPerson, ListedTerm, Raw, Source, ZoneKind
from memograph.read.flatten import Flattener
from memograph.read.marks import portion_markings
from memograph.read.paragraphs import check_paragraphs


def tei_of(raw: Raw) -> Document:
    """The document of a division of a volume.

    Raises:
        ReadError: not well-formed, without a heading, or with a paragraph that is too long.
    """
    flat = Flattener().document(_parsed(raw))
    if not any(zone.kind is ZoneKind.HEADING for zone in flat.zones):
        raise ReadError(raw.path, f"document {raw.id} has no heading; give it a head", line=raw.line, kind="heading")
    persons, terms = _lists(raw.beside)
    text = "".join(flat.text)
    zones = tuple(sorted(flat.zones, key=lambda zone: zone.span))
    check_paragraphs(zones, raw)
    return Document(
        id=raw.id,
        text=text,
        source=Source(raw.path, raw.media_type, raw.source_sha256),
        zones=zones,
        pages=tuple(flat.pages),
        note_references=tuple(flat.references),
        portions=portion_markings(text, [zone.span for zone in zones if zone.kind is ZoneKind.BODY]),
        markup=tuple(sorted(flat.markup, key=lambda mark: (mark.span, mark.tag))),
        persons=persons,
        terms=terms,
    )


def _parsed(raw: Raw) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(raw.data, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(raw.path, f"not well-formed XML: {error.msg}", line=raw.line, kind="xml") from error


@lru_cache(maxsize=4)
def _lists(beside: bytes) -> tuple[tuple[ListedPerson, ...], tuple[ListedTerm, ...]]:
    """A volume's lists; the next document is usually of the same volume."""
    persons, terms = json.loads(beside)
    return tuple(ListedPerson(*each) for each in persons), tuple(ListedTerm(*each) for each in terms)
