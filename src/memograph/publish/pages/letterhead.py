"""The heading of a document: from whom to whom, in which office each, when, where, how secret, what about.

These are statements like others, so each is numbered with them and leads to its words and to its own page. Used by
documents.py alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from memograph.dates import bounds
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Claim, Part, named, stated
from memograph.publish.reading.claims import Statement
from memograph.publish.reading.index import Relation
from memograph.publish.store import Row


@dataclass(frozen=True, slots=True)
class Post:
    """The office that somebody held when the document was written.

    Args:
        number: of the sentence on the page that says so; 0 where registers do.
        register: link to the time in office on the page of its holder, empty where the document says it.
        source: who says so then.
    """

    name: Part
    number: int
    register: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a line of the heading, with the claim that it comes from and its number on the page."""

    number: int
    claim: Claim
    value: Part
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the heading: its caption, its values; `relation` is the local name of the relation behind it."""

    relation: str
    caption: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A statement with its number on the page, from 1, as the index has it and as the page says it."""

    number: int
    statement: Statement
    claim: Claim


def numbered(
    statements: Sequence[Statement], links: Links, relations: Mapping[str, Relation], here: str
) -> tuple[Numbered, ...]:
    """The statements of a document as its page numbers them, in the order of their evidence."""
    said = zip(statements, stated(statements, links, relations, here), strict=True)
    return tuple(Numbered(place, statement, claim) for place, (statement, claim) in enumerate(said, start=1))


#: Relations of the heading with people at their other end, who held offices.
_PEOPLE = frozenset({"sentBy", "sentTo", "draftedBy", "participant"})


def is_heading(it: Numbered) -> bool:
    """Whether the heading says this, so that it is not said again."""
    return it.claim.subject.here and it.claim.relation in wording.HEADER and it.claim.relation != "cites"


def letterhead(said: Sequence[Numbered], rows: Iterable[Row], links: Links, days: tuple[str, str]) -> tuple[Line, ...]:
    """The lines of the heading, in the order of `wording.HEADER`; those that nothing is known of are left out.

    Args:
        rows: of the query ``document``: tenures of those who stand in the heading.
        days: first and last ISO day that the document may be from, empty where it has no date.
    """
    held = _offices(said, rows, links, days)
    lines = []
    for relation in wording.HEADER:
        entries: dict[str, Entry] = {}
        for it in said:
            if it.claim.relation == relation and is_heading(it):
                end = it.statement.object
                posts = held.get(end.iri, ()) if end and relation in _PEOPLE else ()
                key = end.iri if end else it.statement.value
                entries.setdefault(key, Entry(it.number, it.claim, it.claim.object, tuple(posts)))
        if entries:
            lines.append(Line(relation, text(f"header-{relation}"), tuple(entries.values())))
    return tuple(lines)


def _offices(
    said: Sequence[Numbered], rows: Iterable[Row], links: Links, days: tuple[str, str]
) -> dict[str, tuple[Post, ...]]:
    """IRI of a person → offices, as the document says; of whom it says none, as registers do for its days."""
    told: dict[str, dict[str, Post]] = {}
    for it in said:
        if it.claim.relation == "holdsPost":
            posts = told.setdefault(it.statement.subject.iri, {})
            posts.setdefault(it.claim.object.text, Post(it.claim.object, it.number, "", ""))
    known: dict[str, dict[str, Post]] = {}
    for row in rows:
        if row.text("holder") not in told and _covers(row.text("start"), row.text("end"), days):
            name = named(links, row.text("post"), row.text("postLabel"))
            post = Post(name, 0, links.page(row.text("tenure")) or "", row.text("source"))
            known.setdefault(row.text("holder"), {}).setdefault(name.text, post)
    return {person: tuple(posts.values()) for person, posts in {**known, **told}.items()}


def _covers(start: str, end: str, days: tuple[str, str]) -> bool:
    """Whether a time in office (EDTF, both ends known) covers all days that a document may be from."""
    if not (all(days) and start and end):
        return False
    try:
        first, last = bounds(start)[0].isoformat(), bounds(end)[1].isoformat()
    except ValueError:
        return False
    return first <= days[0] <= days[1] <= last
