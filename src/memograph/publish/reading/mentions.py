"""Where things are mentioned: of one thing a page at a time, of one document all, and how often in which year."""

from __future__ import annotations

from dataclasses import dataclass

from memograph.excerpts import Excerpt
from memograph.publish.reading.index import PAGE, Index, Page, Thing


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in its sentence.

    Args:
        document: with its EDTF date in `dated`.
        start, end: offsets in code points.
        role: whether only an office is named.
        confidence: of 1, None where it was not measured.
    """

    document: Thing
    dated: str
    start: int
    end: int
    role: bool
    confidence: float | None
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention in the text of the document whose page this is."""

    thing: Thing
    start: int
    end: int
    role: bool
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Year:
    """How often, and in how many documents of a year, something is mentioned."""

    year: int
    mentions: int
    documents: int


def of_thing(index: Index, thing: int, number: int = 1) -> Page[Mention]:
    """Mentions of a thing, the oldest document first."""
    start = (number - 1) * PAGE
    return Page(_between(index, thing, start, start + PAGE), number, _total(index, thing))


def in_year(index: Index, thing: int, year: int, number: int = 1) -> Page[Mention]:
    """Mentions of a thing in the documents of a year; they are numbered in the order of documents."""
    years = by_year(index, thing)
    before = sum(each.mentions for each in years if each.year < year)
    total = next((each.mentions for each in years if each.year == year), 0)
    start = before + (number - 1) * PAGE
    return Page(_between(index, thing, start, min(start + PAGE, before + total)), number, total)


def _between(index: Index, thing: int, after: int, last: int) -> tuple[Mention, ...]:
    """Mentions by their numbers: those after the one, to the other."""
    rows = index.rows(
        'SELECT d.thing, t.path, d.label, d.dated, m.start, m."end", m.role, m.confidence, m.before, m.exact, m.after '
        "FROM mention m JOIN document d ON d.thing = m.document JOIN thing t ON t.number = d.thing "
        "WHERE m.thing = ? AND m.ordinal > ? AND m.ordinal <= ? ORDER BY m.ordinal",
        *(thing, after, last),
    )
    return tuple(
        Mention(
            Thing(document, index.iri(path), "document", label), dated, start, end, bool(role), confidence, Excerpt(*x)
        )
        for document, path, label, dated, start, end, role, confidence, *x in rows
    )


def in_document(index: Index, document: int) -> tuple[Marked, ...]:
    """All mentions in a document, in the order of the text; the longest first where several begin."""
    rows = index.rows(
        'SELECT m.thing, m.start, m."end", m.role, m.confidence FROM mention m '
        'WHERE m.document = ? ORDER BY m.start, m."end" DESC, m.thing',
        document,
    )
    things = index.things(row[0] for row in rows)
    return tuple(Marked(things[thing], start, end, bool(role), sure) for thing, start, end, role, sure in rows)


def by_year(index: Index, thing: int) -> tuple[Year, ...]:
    """The years of the documents that mention a thing; those without a date are in none."""
    rows = index.rows("SELECT year, mentions, documents FROM year WHERE thing = ? ORDER BY year", thing)
    return tuple(Year(*row) for row in rows)


def _total(index: Index, thing: int) -> int:
    rows = index.rows("SELECT mentions FROM thing WHERE number = ?", thing)
    return int(rows[0][0]) if rows else 0
