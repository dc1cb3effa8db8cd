"""Statements as pages show them: of a thing by relation, of a document, of the whole release, a page at a time.

A page takes four look-ups, however many statements there are: the statements, their quotations, who says so, and the
names of all that they speak of.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from memograph.excerpts import Excerpt
from memograph.publish.reading.index import PAGE, Index, Page, Thing


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the document that prove a statement, in their sentence; offsets in code points."""

    start: int
    end: int
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement.

    Args:
        relation: local name of its predicate.
        object: the other end where that is a thing of the release, else `value` is the literal or address.
        document: that states it, with its EDTF date in `dated`; None for what a historian added to none.
        confidence: of 1, None where it was not measured.
        method, source, modality: as the graph has them, empty where it has none.
        when: EDTF, the time that the text gives; empty where it gives none.
        day: ISO, the first day of that, else of the document; empty where unknown.
        decided: a historian's decision behind it.
        speakers: who asserts it; empty where only the document does.
    """

    number: int
    iri: str
    relation: str
    subject: Thing
    object: Thing | None
    value: str
    document: Thing | None
    dated: str
    confidence: float | None
    method: str
    source: str
    modality: str
    when: str
    day: str
    decided: Thing | None
    speakers: tuple[Thing, ...]
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many statements of a relation a thing is an end of, and how many documents state them.

    Args:
        role: the end that it is, ``subject`` or ``object``; ``either`` where the relation holds both ways.
    """

    relation: str
    role: str
    statements: int
    documents: int


def counted(index: Index, thing: int) -> tuple[Counted, ...]:
    """The relations of a thing, that with most statements first."""
    sql = "SELECT relation, role, statements, documents FROM counted WHERE thing = ? ORDER BY statements DESC, 1, 2"
    return tuple(Counted(*row) for row in index.rows(sql, thing))


def of_thing(index: Index, thing: int, relation: str = "", number: int = 1, role: str = "") -> Page[Statement]:
    """Statements with a thing at one end, the oldest document first.

    Args:
        relation, role: one that `counted` gives, or empty for any.
        number: of the page, from 1.
    """
    given = [(name, value) for name, value in (("relation", relation), ("role", role)) if value]
    narrowed, values = "".join(f" AND {name} = ?" for name, _ in given), [value for _, value in given]
    totals = index.rows(f"SELECT SUM(statements) FROM counted WHERE thing = ?{narrowed}", thing, *values)
    sql = f"SELECT statement FROM about WHERE thing = ?{narrowed} ORDER BY statement LIMIT ? OFFSET ?"
    found = _statements(index, sql, thing, *values, PAGE, (number - 1) * PAGE)
    return Page(found, number, totals[0][0] or 0)


def first_of_thing(
    index: Index, thing: int, each: int, those: Sequence[Counted] | None = None
) -> dict[tuple[str, str], tuple[Statement, ...]]:
    """The first statements of each relation and role of a thing, or of `those`, at most so many of each.

    One set of look-ups for all.
    """
    lists = counted(index, thing) if those is None else those
    sql = " UNION ALL ".join(
        f"SELECT {at} AS list, * FROM (SELECT statement FROM about "
        "WHERE thing = ? AND relation = ? AND role = ? ORDER BY statement LIMIT ?)"
        for at, _ in enumerate(lists)
    )
    values = [value for one in lists for value in (thing, one.relation, one.role, each)]
    rows = index.rows(sql, *values) if lists else []
    statements = {found.number: found for found in numbered(index, tuple(row[1] for row in rows))}
    return {
        (one.relation, one.role): tuple(statements[number] for place, number in rows if place == at)
        for at, one in enumerate(lists)
    }


def said_by(index: Index, thing: int, number: int = 1, each: int = PAGE) -> Page[Statement]:
    """Statements that somebody asserts, the oldest document first, so many a page."""
    total = index.rows("SELECT COUNT(*) FROM speaker WHERE thing = ?", thing)[0][0]
    sql = "SELECT statement FROM speaker WHERE thing = ? ORDER BY statement LIMIT ? OFFSET ?"
    return Page(_statements(index, sql, thing, each, (number - 1) * each), number, total)


def in_document(index: Index, document: int) -> tuple[Statement, ...]:
    """All statements of a document, in the order of their evidence."""
    return _statements(index, "SELECT number FROM statement WHERE document = ?", document)


def with_iri(index: Index, iri: str) -> Statement | None:
    """The statement with this IRI, None where the release has none."""
    slug = index.path(iri).removeprefix("statement/")
    return next(iter(_statements(index, "SELECT number FROM statement WHERE slug = ?", slug)), None)


def same(index: Index, it: Statement) -> Page[Statement]:
    """What other documents say of the same two ends by the same relation, the oldest document first; the first page."""
    if it.object is None:
        return Page((), 1, 0)
    others = "FROM statement WHERE subject = ? AND object = ? AND relation = ? AND number <> ?"
    values = (it.subject.number, it.object.number, it.relation, it.number)
    total = index.rows(f"SELECT COUNT(*) {others}", *values)[0][0]
    return Page(_statements(index, f"SELECT number {others} ORDER BY number LIMIT ?", *values, PAGE), 1, total)


def of_release(
    index: Index, relation: str = "", sure: tuple[float, float] | None = None, number: int = 1
) -> Page[Statement]:
    """Statements of the whole release, the oldest document first.

    Args:
        relation: local name, of this one only.
        sure: only those of at least the first confidence, and less than the second.
    """
    conditions, values = ["number > 0"], list[object]()
    if relation:
        conditions.append("relation = ?")
        values.append(relation)
    if sure:
        conditions.append("confidence >= ? AND confidence < ?")
        values += sure
    where = " AND ".join(conditions)
    sql = f"SELECT number FROM statement WHERE {where} ORDER BY number LIMIT ? OFFSET ?"
    found = _statements(index, sql, *values, PAGE, (number - 1) * PAGE)
    return Page(found, number, index.rows(f"SELECT COUNT(*) FROM statement WHERE {where}", *values)[0][0])


def by_relation(index: Index, sure: tuple[float, float]) -> dict[str, int]:
    """Relation → its statements of at least the first confidence, and less than the second."""
    sql = "SELECT relation, COUNT(*) FROM statement WHERE confidence >= ? AND confidence < ? GROUP BY relation"
    return dict(index.rows(sql, *sure))


def by_confidence(index: Index, steps: Sequence[float], relation: str = "") -> tuple[int, ...]:
    """How many statements, of one relation or of all, are as sure as each of these steps (the highest first) but less
    sure than the one before; last, those below all."""
    case = " ".join(f"WHEN confidence >= ? THEN {place}" for place, _ in enumerate(steps))
    where, values = ("AND relation = ?", (relation,)) if relation else ("", ())
    rows = index.rows(
        f"SELECT CASE {case} ELSE {len(steps)} END AS step, COUNT(*) FROM statement "
        f"WHERE confidence IS NOT NULL {where} GROUP BY step",
        *(*steps, *values),
    )
    found = dict(rows)
    return tuple(found.get(place, 0) for place in range(len(steps) + 1))


def numbered(index: Index, numbers: tuple[int, ...]) -> tuple[Statement, ...]:
    """The statements of these numbers, in their order."""
    return _statements(index, "SELECT value FROM json_each(?)", json.dumps(numbers))


def _statements(index: Index, numbers: str, *values: object) -> tuple[Statement, ...]:
    """Statements whose numbers a query gives, in their order."""
    rows = index.rows(
        "SELECT s.*, IFNULL(d.dated, '') FROM statement s LEFT JOIN document d ON d.thing = s.document "
        f"WHERE s.number IN ({numbers}) ORDER BY s.number",
        *values,
    )
    found = json.dumps([row[0] for row in rows])
    quotations: dict[int, list[Quotation]] = {}
    of_these = "WHERE statement IN (SELECT value FROM json_each(?)) ORDER BY 1, 2"
    for number, _, start, end, *words in index.rows(f"SELECT * FROM evidence {of_these}", found):
        quotations.setdefault(number, []).append(Quotation(start, end, Excerpt(*words)))
    speakers: dict[int, list[int]] = {}
    for number, speaker in index.rows(f"SELECT statement, thing FROM speaker {of_these}", found):
        speakers.setdefault(number, []).append(speaker)
    things = index.things(
        number for row in rows for number in (row[2], row[3], row[6], row[13], *speakers.get(row[0], ()))
    )
    return tuple(_statement(index.iri, row, things, quotations, speakers) for row in rows)


def _statement(
    iri: Callable[[str], str],
    row: tuple[int, str, int, int, str, str, int, float | None, str, str, str, str, str, int, str],
    things: dict[int, Thing],
    quotations: dict[int, list[Quotation]],
    speakers: dict[int, list[int]],
) -> Statement:
    number, slug, subject, object_, value, relation, document, confidence, *words, decided, dated = row
    method, source, modality, when, day = words
    return Statement(
        number=number,
        iri=iri(f"statement/{slug}"),
        relation=relation,
        subject=things[subject],
        object=things.get(object_),
        value=value,
        document=things.get(document),
        dated=dated,
        confidence=confidence,
        method=str(method),
        source=str(source),
        modality=str(modality),
        when=str(when),
        day=str(day),
        decided=things.get(decided),
        speakers=tuple(things[each] for each in speakers.get(number, ())),
        quotations=tuple(quotations.get(number, ())),
    )
