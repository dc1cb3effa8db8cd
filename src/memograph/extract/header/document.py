"""Document → Header: what heading, dateline, lists, first words, signature and notes state. First step of extraction.

Reads zones, never the layout, so that plain text and TEI give the same facts. What belongs to an attachment is not the
document's: its dateline, participants and signature are left out.
"""

from __future__ import annotations

import re
from dataclasses import replace

from memograph.extract.header.citations import citations
from memograph.extract.header.dateline import (
    Dateline,
    folder_period,
    noted_date,
    parse_dateline,
    printed_period,
    volume_years,
)
from memograph.extract.header.heading import Heading, parse_heading
from memograph.extract.header.opening import Opening, parse_opening
from memograph.extract.header.participants import parse_list
from memograph.extract.header.parties import parse_party, title_and_name
from memograph.extract.header.sourcenote import SourceNote, parse_source_note
from memograph.model import Document, Fact, Header, Party, Span, Zone, ZoneKind

_WIRED = frozenset({"telegram", "circular-telegram", "airgram", "circular-airgram", "message", "backchannel-message"})
_SUBJECT = re.compile(
    r"\b(?:Subject|SUBJECT|Subj|SUBJ):\s+(?:\([A-Z/]{1,4}\)\s+)?(?P<words>.+?)"
    r"(?=\.?\s+(?:(?:Refs?|REFS?|Reference|Summary|SUMMARY|Begin)\b|\d+\.)|\.?$)"
)
_PARAGRAPHS_WITH_SUBJECT = 3
_LONGEST_ADDRESSEE = 120


def parse_header(document: Document) -> Header:
    """Read a document's header; spans are offsets of `document.text`."""
    text = document.text
    own = _own_zones(document)
    heading = _heading(document)
    dateline = _dateline(text, own)
    note_zone = next((z.span for z in document.zones_of(ZoneKind.SOURCE_NOTE)), None)
    note = parse_source_note(text, note_zone) if note_zone else SourceNote(None, (), None, None, None)
    opening = _opening(text, own) if heading.type in _WIRED else Opening((), ())
    date = _date(document, dateline, own)
    listed = parse_list(text, [z.span for z in own if z.kind is ZoneKind.PARTICIPANTS])
    return Header(
        number=heading.number,
        type=heading.type,
        title=heading.title,
        senders=heading.senders + opening.senders,
        addressees=heading.addressees + opening.addressees + _listed_under_to(text, own),
        signer=_signer(text, own),
        participants=heading.participants + listed,
        drafters=heading.drafters + note.drafters,
        date=date,
        period=_period(document, dateline, date, note_zone),
        place=dateline.place if dateline else None,
        subject=_subject(text, own),
        classified=note.classified,
        cites=citations(text, heading.number),
        source_note=note_zone,
        repository=note.repository,
        collection=note.collection,
        file=note.file,
    )


def _own_zones(document: Document) -> list[Zone]:
    """Zones of the document itself: those before its first attachment, and those of a document run in after it."""
    own: list[Zone] = []
    attached = False
    for zone in document.zones:
        if zone.kind is ZoneKind.ATTACHMENT:
            attached = True
        elif zone.kind is ZoneKind.HEADING:
            attached = False
        if not attached:
            own.append(zone)
    return own


def _heading(document: Document) -> Heading:
    """The first heading; a diary entry or paper run in after it adds who wrote that."""
    first, *others = [parse_heading(document.text, zone.span) for zone in document.zones_of(ZoneKind.HEADING)]
    return replace(first, drafters=first.drafters + tuple(d for other in others for d in other.drafters))


def _dateline(text: str, own: list[Zone]) -> Dateline | None:
    zone = next((z for z in own if z.kind is ZoneKind.DATELINE), None)
    return parse_dateline(text, zone.span) if zone else None


def _date(document: Document, dateline: Dateline | None, own: list[Zone]) -> Fact | None:
    """The date from the editors' markup, else the dateline's words, else the sidecar, else the source note."""
    spans = [z.span for z in own if z.kind is ZoneKind.DATELINE]
    for mark in document.markup:
        if mark.tag == "date" and mark.target and any(s.contains(mark.span) for s in spans):
            return Fact(mark.target.split("/")[0], mark.span, "markup")
    if dateline and dateline.first:
        return Fact(dateline.first, dateline.words)
    if document.sidecar and document.sidecar.date:
        return Fact(document.sidecar.date, None, "sidecar")
    note = next((z.span for z in document.zones_of(ZoneKind.SOURCE_NOTE)), None) if dateline else None
    if note and (noted := noted_date(note.of(document.text))):
        value, where = noted
        return Fact(value, Span(note.start + where.start, note.start + where.end))
    return None


def _period(document: Document, dateline: Dateline | None, date: Fact | None, note: Span | None) -> str | None:
    """When the document was written, or what it is about happened, as narrow as is known.

    Its date, else its folder's dates, else the dates printed in it (an editorial note on the events of one month speaks
    of the president of that month), else its volume's years.
    """
    if date and dateline and dateline.first == date.value:
        return dateline.period
    if date:
        return date.value
    years = volume_years(document.volume)
    folder = folder_period(note.of(document.text), years[0] // 100 if years else 19) if note else None
    if folder or years is None:
        return folder
    if printed := printed_period(document.text, years):
        return printed
    return f"{years[0]}/{years[1]}" if years[0] != years[1] else str(years[0])


def _opening(text: str, own: list[Zone]) -> Opening:
    paragraph = next((z.span for z in own if z.kind is ZoneKind.BODY), None)
    return parse_opening(text, paragraph) if paragraph else Opening((), ())


def _listed_under_to(text: str, own: list[Zone]) -> tuple[Party, ...]:
    """The addressees of a directive, one a line under TO: "The Secretary of State"."""
    lines = [z.span for z in own if z.kind is ZoneKind.BODY]
    start = next(
        (i for i, line in enumerate(lines[:_PARAGRAPHS_WITH_SUBJECT]) if line.of(text).rstrip(":") == "TO"), None
    )
    found: list[Party] = []
    for line in lines[start + 1 :] if start is not None else ():
        party = parse_party(text, line)
        if len(line.of(text)) > _LONGEST_ADDRESSEE or not (party.name or party.post or party.body):
            break
        found.append(party)
    return tuple(found)


def _subject(text: str, own: list[Zone]) -> Span | None:
    """The subject line; in a telegram, what follows "Subject:" in its first paragraphs."""
    if line := next((z.span for z in own if z.kind is ZoneKind.SUBJECT), None):
        return line
    for zone in [z for z in own if z.kind is ZoneKind.BODY][:_PARAGRAPHS_WITH_SUBJECT]:
        if m := _SUBJECT.search(text, zone.span.start, zone.span.end):
            return Span(*m.span("words"))
    return None


def _signer(text: str, own: list[Zone]) -> Party | None:
    """The first name under the document, with the post written below it."""
    signed = [z.span for z in own if z.kind is ZoneKind.SIGNATURE]
    if not signed:
        return None
    first, *below = signed
    below_post = parse_party(text, below[0]) if below and not _has_name(text, below[0]) else None
    party = Party(first, name=first)
    return replace(party, post=below_post.post or below_post.body) if below_post else party


def _has_name(text: str, span: Span) -> bool:
    """Whether a line under a signature names another signer."""
    name, post, _ = title_and_name(text, span)
    return name is not None and post is None
