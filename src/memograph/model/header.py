"""What the heading, dateline, lists and notes of a document state. Made by `extract.header`."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.model.document import Span


@dataclass(frozen=True, slots=True)
class Party:
    """A sender, addressee, signer or participant as the header names them.

    "the President’s Assistant for National Security Affairs (Clark)" has a post and a name; "Secretary of State Rusk,
    at Paris" a post, a name and a place; "the Embassy in the Soviet Union" only a body; "The President" only a post.
    `side` is the head of the column of a list of participants that the party stands under ("USSR").
    """

    span: Span
    name: Span | None = None
    post: Span | None = None
    body: Span | None = None
    place: Span | None = None
    side: Span | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A value read from the header with the words that give it (None when they stand outside the text)."""

    value: str
    span: Span | None
    source: str = "text"


@dataclass(frozen=True, slots=True)
class Header:
    """What the heading, dateline, lists and source note of a document state.

    Args:
        number: the document's number in its volume.
        type: slug of the document type, for example ``memorandum-of-conversation`` (a concept of the ontology).
        title: the heading without number and footnote mark.
        date: value is EDTF; source is ``text`` (dateline or note), ``markup`` (TEI) or ``sidecar``.
        period: EDTF date or interval in which the document was written, for resolving offices: the date if known, else
            the dates of the folder in its source note, else the years of its volume; None when nothing is known.
        classified: ``Secret``, with handling words after ``; `` (GUIDELINES.md, relation `classified`).
        cites: other documents cited by number or page, normalised as in GUIDELINES.md (``d27``).
    """

    number: str | None
    type: str
    title: Span
    senders: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    signer: Party | None = None
    participants: tuple[Party, ...] = ()
    drafters: tuple[Party, ...] = ()
    date: Fact | None = None
    period: str | None = None
    place: Span | None = None
    subject: Span | None = None
    classified: Fact | None = None
    cites: tuple[Fact, ...] = ()
    source_note: Span | None = None
    repository: Span | None = None
    collection: Span | None = None
    file: Span | None = None
