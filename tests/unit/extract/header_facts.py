"""A Header as plain words, so that tests can say what they expect of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from memograph.extract.header.document import parse_header
from memograph.model import Document, Header, Party, Source, Span
from memograph.read.frus_text import document_of


def document(text: str, identifier: str = "frus1961-63v05d12") -> Document:
    return document_of(identifier, text, Source(f"{identifier}.txt", "text/plain", ""))


def who(text: str, party: Party) -> dict[str, str]:
    parts = {"name": party.name, "post": party.post, "body": party.body, "place": party.place}
    return {key: span.of(text) for key, span in parts.items() if span}


def facts(doc: Document) -> dict[str, Any]:
    """Every fact of a document's header, spans replaced by their words; what it does not state is left out."""
    header, text = parse_header(doc), doc.text
    found: dict[str, Any] = {
        "number": header.number,
        "type": header.type,
        "date": (header.date.value, header.date.source) if header.date else None,
        "period": header.period,
        "classified": header.classified.value if header.classified else None,
        "cites": [cited.value for cited in header.cites],
        "signer": who(text, header.signer) if header.signer else None,
    }
    for key in ("senders", "addressees", "participants", "drafters"):
        found[key] = [who(text, party) for party in getattr(header, key)]
    for key in ("title", "place", "subject", "source_note", "repository", "collection", "file"):
        span = getattr(header, key)
        found[key] = span.of(text) if span else None
    return {key: value for key, value in found.items() if value}


def spans(header: Header) -> Iterator[Span]:
    """Every span that a header gives."""
    for key in ("title", "place", "subject", "source_note", "repository", "collection", "file"):
        if span := getattr(header, key):
            yield span
    for fact in (header.date, header.classified, *header.cites):
        if fact and fact.span:
            yield fact.span
    for party in (*header.senders, *header.addressees, *header.participants, *header.drafters, header.signer):
        if party:
            yield from (s for s in (party.span, party.name, party.post, party.body, party.place) if s)
