"""Relations of the document itself, read from its structure: who sent it to whom, when, where, how classified.

GUIDELINES.md, "Relations" and "Decisions on hard cases": in a telegram both the office and the signer are `sentBy`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memograph.extract.relations.reading import Reading, Thing, of_document, related
from memograph.model import EntityType, Party, Relation, Span

_KEPT = frozenset({"memorandum-of-conversation", "record-of-meeting", "minutes", "notes"})
_MISSION = re.compile(
    r"(?:US |U\.S\. )?(?:Embassy|Mission|Legation|Consulate|Interests Section|Liaison Office|Delegation)"
)
_INTRODUCTION = re.compile(r"(?:\b[A-Z][a-z]+ (?:and [a-z]+ )?by|\b[Ff]rom|\b[Tt]o) (?:the )?\Z")


def header_relations(reading: Reading) -> Iterator[Relation]:
    """Everything the heading, dateline, lists, signature and notes state about the document."""
    header = reading.header
    yield from _parties(reading, "sentBy", header.senders, "header.sender")
    yield from _parties(reading, "sentTo", header.addressees, "header.addressee")
    yield from _parties(reading, "draftedBy", header.drafters, "header.drafter", people_only=True)
    yield from _parties(reading, "participant", header.participants, "header.participant", people_only=True)
    yield from _signature(reading)
    yield from _addressed_at_post(reading)
    if header.date is not None and header.date.span is not None:
        yield of_document("dated", header.date.value[:10], header.date.span, "header.date")
    if header.place is not None and (place := reading.by_span.get(header.place)):
        yield of_document("writtenIn", Thing(place.type, place.entity), header.place, "header.place")
    if header.classified is not None and header.classified.span is not None:
        yield of_document("classified", header.classified.value, header.classified.span, "header.classification")
    for cited in header.cites:
        if cited.span is not None:
            yield of_document("cites", cited.value, cited.span, "header.cites")


def _parties(
    reading: Reading, predicate: str, parties: tuple[Party, ...], method: str, people_only: bool = False
) -> Iterator[Relation]:
    for party in parties:
        thing = reading.who(party)
        if thing is not None and not (people_only and thing.type is not EntityType.PERSON):
            yield of_document(predicate, thing, _with_preposition(reading, party.span), method)


def _signature(reading: Reading) -> Iterator[Relation]:
    signer = reading.header.signer
    thing = reading.who(signer) if signer is not None else None
    if signer is None or thing is None or thing.type is not EntityType.PERSON:
        return
    if reading.header.type in _KEPT and signer.span.of(reading.text).isupper():
        return  # who typed or kept a record puts initials under it; he does not send it
    yield of_document("sentBy", thing, signer.span, "header.signature")
    # an ambassador's signature under his embassy's telegram gives the embassy
    for body, span in _missions(reading, reading.header.senders):
        yield related(thing, "affiliatedWith", body, span, "header.signer-embassy")


def _addressed_at_post(reading: Reading) -> Iterator[Relation]:
    """The ambassador for whose eyes a telegram to his embassy is: ``Eyes only for Ambassador``."""
    missions = _missions(reading, reading.header.addressees)
    for party in reading.header.addressees:
        if party.post is not None and party.post.of(reading.text).startswith("Amb") and (thing := reading.who(party)):
            for body, span in missions:
                whole = Span(span.start, party.span.end)
                yield related(thing, "affiliatedWith", body, whole, "header.addressee-embassy")


def _missions(reading: Reading, parties: tuple[Party, ...]) -> list[tuple[Thing, Span]]:
    """The embassy among the parties of a heading, as a body with where it stands; none where there are several."""
    found = [
        (thing, party.span)
        for party in parties
        if party.body is not None and _MISSION.match(party.body.of(reading.text)) and (thing := reading.who(party))
    ]
    return found if len(found) == 1 and found[0][0].type is EntityType.ORGANIZATION else []


def _with_preposition(reading: Reading, span: Span) -> Span:
    """Take "From", "to" or "by" before a party into the quotation, so that it reads as evidence."""
    before = _INTRODUCTION.search(reading.text[max(0, span.start - 40) : span.start])
    return Span(span.start - len(before.group(0)), span.end) if before else span
