"""Takes a document's heading apart: number, type, senders, addressees, and who it says prepared it or talked.

The type comes from a table of patterns over the words before "From", "Between", "Prepared": first match wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from memograph.extract.header.parties import parse_party, split_parties
from memograph.model import Party, Span

_MEETING = r"(?:Meetings?|Discussions?|Conversations?|Briefing|Luncheon|Conference)"

#: Slug of each document type (a concept of the ontology's scheme of document types) and the pattern of its headings.
DOCUMENT_TYPES: tuple[tuple[str, str], ...] = (
    ("editorial-note", r"Editorial Note"),
    ("special-national-intelligence-estimate", r"Special National Intelligence Estimate"),
    ("national-intelligence-estimate", r"National Intelligence Estimate"),
    ("intelligence-review", r"(?:Current )?Intelligence (?:Weekly )?(?:Review|Summary|Bulletin)"),
    (
        "intelligence-memorandum",
        r"(?:Interagency )?Intelligence (?:Memorandum|Assessment|Report|Note|Information Cable|Appraisal)"
        r"|Research (?:Memorandum|Paper)",
    ),
    (
        "memorandum-of-telephone-conversation",
        r"(?:Memorandum|Record|Report|Notes) of (?:a |the )?Telephone (?:Conversation|Call)",
    ),
    (
        "memorandum-of-conversation",
        r"Memorand(?:um|a) of (?:a |the )?(?:\w+ )?Conversations?|Record of (?:a |the )?(?:\w+ )?Conversation"
        r"|Conversation$",
    ),
    ("memorandum-for-the-record", r"Memorandum for (?:the )?(?:Record|(?:President[’ʼ']s )?Files?)"),
    ("action-memorandum", r"Action Memorandum"),
    ("information-memorandum", r"Information Memorandum"),
    ("briefing-memorandum", r"Briefing Memorandum"),
    (
        "national-security-directive",
        r"National Security (?:Action|Study|Decision|Review) (?:Memorandum|Directive)|Presidential Directive"
        r"|(?:Presidential )?Review Memorandum|.*\bDirective\b",
    ),
    ("memorandum", r".*\bMemorandum\b(?! of)"),
    ("circular-telegram", r"Circular Telegram"),
    ("telegram", r".*\b(?:Telegram|Cable)\b"),
    ("circular-airgram", r"Circular Airgram"),
    ("airgram", r".*\bAirgram\b"),
    ("despatch", r".*\b[Dd][ei]spatch\b|(?:Operations Memorandum|Instruction)\b"),
    ("transcript", r".*\bTranscript\b"),
    ("minutes", r"(?:\w+ )?Minutes\b"),
    (
        "record-of-meeting",
        rf"(?:Summary )?(?:Record|Report|Summary|Account|Memorandum) of .*{_MEETING}|Summary (?:Record|of Conclusions)",
    ),
    ("notes", r"(?:\w+ )*Notes\b|Personal Note\b"),
    ("note", r".*\bNote\b|.*\bAide[- ][Mm][ée]moire\b"),
    ("diary-entry", r".*\bDiary\b"),
    ("letter", r".*\bLetter\b"),
    ("backchannel-message", r"Backchannel Message"),
    ("message", r".*\bMessage\b"),
    ("address", r".*\b(?:Address|Speech|Remarks)\b"),
    ("statement", r".*\b(?:Statement|Communiqu[ée]|Proclamation)\b"),
    ("talking-points", r".*\bTalking Points\b"),
    ("report", r".*\bReport\b"),
    ("paper", r".*\b(?:Paper|Study|Outline|Checklist|Agenda|Draft)\b"),
    ("document", r""),
)
_TYPES = tuple((slug, re.compile(pattern)) for slug, pattern in DOCUMENT_TYPES)

_NUMBER = re.compile(r"(?P<number>\d+)\.\s+")
_FROM = re.compile(r"\bFrom\s+")
_TO = re.compile(r"[()]|\sto(?:\s+|(?=[A-Z]))")
_TAKES_TO = re.compile(
    r"\b(?:Mission|Delegation|Ambassador|Representative|Assistant|Advis[eo]r|Consultant|Aide|Counselor|Minister|Observer|Envoy"
    r"|Emissary|Counsel|Press Secretary|Private Secretary|Executive Secretary|Liaison|Deputy)$"
)
_PREPARED = re.compile(r"\b(?:Prepared|Drafted|Written|Record|Files?)\s+(?:Jointly )?by\s+(?P<who>.+)$")
_DIARY = re.compile(r"(?P<who>\S.*?)(?:[’ʼ']s)?\s+(?:Diary|Journal)\b")
_TALK = re.compile(r"\b(?:Between|With)\s+(?P<who>.+)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What one heading says; spans are offsets of the document's text."""

    number: str | None
    type: str
    title: Span
    senders: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    drafters: tuple[Party, ...] = ()
    participants: tuple[Party, ...] = ()


def document_type(title: str) -> str:
    """Slug of the type that a heading (without its number) names; ``document`` where none fits."""
    kind = re.split(r"\s(?:Prepared|Between|With|From)\s", title)[0]
    return next(slug for slug, pattern in _TYPES if pattern.match(kind))


def parse_heading(text: str, zone: Span) -> Heading:
    """Take the heading in `zone` apart."""
    number = _NUMBER.match(text, zone.start, zone.end)
    title = Span(number.end() if number else zone.start, zone.end)
    kind = document_type(title.of(text))
    senders, addressees = _correspondents(text, title)
    prepared = _PREPARED.search(text, title.start, title.end)
    if not prepared and kind == "diary-entry":
        prepared = _DIARY.match(text, title.start, title.end)
    talk = None if senders else _TALK.search(text, title.start, title.end)
    return Heading(
        number=number["number"] if number else None,
        type=kind,
        title=title,
        senders=senders,
        addressees=addressees,
        drafters=parties(text, Span(*prepared.span("who"))) if prepared else (),
        participants=parties(text, Span(*talk.span("who"))) if talk else (),
    )


def parties(text: str, span: Span) -> tuple[Party, ...]:
    """Every party that a phrase of a heading names."""
    return tuple(parse_party(text, part) for part in split_parties(text, span))


def _correspondents(text: str, title: Span) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Senders and addressees of "… From X to Y"; both empty where the heading has no "From"."""
    start = _FROM.search(text, title.start, title.end)
    if not start:
        return (), ()
    cut = _first_to(text, Span(start.end(), title.end))
    senders = parties(text, Span(start.end(), cut.start if cut else title.end))
    return senders, parties(text, Span(cut.end, title.end)) if cut else ()


def _first_to(text: str, span: Span) -> Span | None:
    """The "to" between sender and addressee, not one inside a post ("the Ambassador to the Soviet Union (X) to …")."""
    found: list[Span] = []
    depth = 0
    for m in _TO.finditer(text, span.start, span.end):
        if m[0] in "()":
            depth += 1 if m[0] == "(" else -1
        elif not depth:
            found.append(Span(*m.span()))
    free = [m for m in found if not _TAKES_TO.search(text[span.start : m.start])]
    return next(iter(free or found[-1:]), None)
