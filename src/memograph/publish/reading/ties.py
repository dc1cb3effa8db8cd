"""Who met, wrote to or appeared with whom: ties of two people or bodies, the strongest first, and what proves each.

The page of the network draws them; queries/views/network.rq asks the store the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from memograph.publish.reading.index import Index, Thing

#: Relations of ties, as the table ``edge`` has them: appeared with is to be mentioned in the same document.
RELATIONS = ("metWith", "wroteTo", "appearedWith")

#: Kinds of things that have ties.
KINDS = ("person", "organization")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ties are asked for.

    Args:
        relations, kinds: some of `RELATIONS` and `KINDS`.
        first, last: months, ISO, that the ties fall in; empty where it does not matter.
        among: numbers of the only things whose ties matter; None for everybody's.
    """

    relations: Collection[str] = RELATIONS
    kinds: Collection[str] = KINDS
    first: str = ""
    last: str = ""
    among: Collection[int] | None = None

    @property
    def months(self) -> tuple[str, str]:
        """Bounds to compare months with: an unknown month is before the first, unless any will do."""
        return (self.first or ("0" if self.last else ""), self.last or "9999-99")


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement that tells of a tie, or a document that is one; and the document's name, date (EDTF) and IRI."""

    iri: str
    document: str
    label: str
    dated: str


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie of two; of `wroteTo` from one to the other, else in the order of their IRIs.

    Args:
        times: statements that tell of it, and documents that are it.
        first, last: months, ISO, of these; empty where none is dated.
        proofs: some of them, or all.
    """

    relation: str
    one: Thing
    other: Thing
    times: int
    first: str
    last: str
    proofs: tuple[Proof, ...] = ()


def strongest(index: Index, wanted: Wanted, at_most: int) -> tuple[tuple[Tie, ...], int]:
    """The ties with most proofs, and how many ties there are in all."""
    among = None if wanted.among is None else json.dumps(sorted(wanted.among))
    rows = index.rows(
        "WITH tie AS (SELECT relation, a, b, SUM(weight) AS times, IFNULL(MIN(NULLIF(month, '')), '') AS first, "
        "MAX(month) AS last FROM edge WHERE relation IN (SELECT value FROM json_each(?1)) AND month BETWEEN ?2 AND ?3 "
        "AND (?4 IS NULL OR (a IN (SELECT value FROM json_each(?4)) AND b IN (SELECT value FROM json_each(?4)))) "
        "GROUP BY relation, a, b) "
        "SELECT relation, a, b, times, first, last, COUNT(*) OVER () FROM tie "
        "JOIN thing one ON one.number = a JOIN thing other ON other.number = b "
        "WHERE one.kind IN (SELECT value FROM json_each(?5)) AND other.kind IN (SELECT value FROM json_each(?5)) "
        "ORDER BY times DESC, relation, IIF(relation = 'wroteTo', one.path, MIN(one.path, other.path)), "
        "IIF(relation = 'wroteTo', other.path, MAX(one.path, other.path)) LIMIT ?6",
        *(_array(wanted.relations), *wanted.months, among, _array(wanted.kinds), at_most),
    )
    things = index.things(number for row in rows for number in row[1:3])
    ties = tuple(_tie(relation, things[a], things[b], *told) for relation, a, b, *told, _ in rows)
    return ties, rows[0][-1] if rows else 0


def _tie(relation: str, a: Thing, b: Thing, times: int, first: str, last: str) -> Tie:
    one, other = (a, b) if relation == "wroteTo" else sorted((a, b), key=lambda thing: thing.iri)
    return Tie(relation, one, other, times, first, last)


def circle(index: Index, thing: int, wanted: Wanted, at_most: int) -> tuple[int, ...]:
    """A thing, and those that have the strongest ties with it."""
    rows = index.rows(
        "SELECT other, SUM(weight) AS times FROM ("
        "SELECT b AS other, weight, relation, month FROM edge WHERE a = ?1 "
        "UNION ALL SELECT a, weight, relation, month FROM edge WHERE b = ?1) JOIN thing ON number = other "
        "WHERE relation IN (SELECT value FROM json_each(?2)) AND month BETWEEN ?3 AND ?4 "
        "AND kind IN (SELECT value FROM json_each(?5)) GROUP BY other ORDER BY times DESC, path LIMIT ?6",
        *(thing, _array(wanted.relations), *wanted.months, _array(wanted.kinds), at_most),
    )
    return (thing, *(row[0] for row in rows))


def undated(index: Index, wanted: Wanted) -> int:
    """How often somebody met, wrote to or appeared with somebody at a time that nobody tells."""
    sql = "SELECT IFNULL(SUM(weight), 0) FROM edge WHERE month = '' AND relation IN (SELECT value FROM json_each(?))"
    return int(index.rows(sql, _array(wanted.relations))[0][0])


def proved(index: Index, ties: Sequence[Tie], wanted: Wanted, at_most: int) -> tuple[Tie, ...]:
    """Ties with their proofs, the first ones of each."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for tie, path, document in (*_told(index, ties, wanted), *_sent(index, ties, wanted)):
        found[tie].append((path, document))
    for tie, documents in _shared(index, ties, wanted):
        found[tie] += [("", document) for document in documents]
    shown = {number: proofs[:at_most] for number, proofs in found.items()}
    names = _documents(index, (document for proofs in shown.values() for _, document in proofs))
    return tuple(
        replace(
            tie,
            proofs=tuple(
                _proof(index, path, names.get(document, _NOWHERE)) for path, document in shown.get(number, [])
            ),
        )
        for number, tie in enumerate(ties)
    )


#: Of a statement that no document makes: a historian added it.
_NOWHERE = ("", "", "")


def _proof(index: Index, path: str, document: tuple[str, str, str]) -> Proof:
    of, label, dated = document
    return Proof(index.iri(path or of), index.iri(of) if of else "", label, dated)


_PAIRS = (
    "WITH pair AS (SELECT json_extract(value, '$[0]') AS tie, json_extract(value, '$[1]') AS relation, "
    "json_extract(value, '$[2]') AS a, json_extract(value, '$[3]') AS b "
    "FROM json_each(?1)) "
)


def _pairs(ties: Sequence[Tie], *relations: str) -> str:
    numbered = [(n, tie.relation, tie.one.number, tie.other.number) for n, tie in enumerate(ties)]
    return json.dumps([pair for pair in numbered if pair[1] in relations])


def _told(index: Index, ties: Sequence[Tie], wanted: Wanted) -> list[tuple[int, str, int]]:
    """Statements that tell of a tie: its number, path of the statement, document."""
    return index.rows(
        _PAIRS + "SELECT tie, 'statement/' || s.slug, s.document FROM pair CROSS JOIN about o "
        "ON o.thing = pair.a AND o.relation = pair.relation JOIN statement s ON s.number = o.statement "
        "WHERE ((s.subject = a AND s.object = b) OR (s.relation = 'metWith' AND s.subject = b AND s.object = a)) "
        "AND substr(s.day, 1, 7) BETWEEN ?2 AND ?3 ORDER BY tie, s.number",
        *(_pairs(ties, "metWith", "wroteTo"), *wanted.months),
    )


def _sent(index: Index, ties: Sequence[Tie], wanted: Wanted) -> list[tuple[int, str, int]]:
    """Documents that one sent the other: number of the tie, no path, document."""
    return index.rows(
        _PAIRS + "SELECT tie, '', d.thing FROM pair CROSS JOIN about o ON o.thing = a AND o.relation = 'sentBy' "
        "JOIN statement sender ON sender.number = o.statement AND sender.object = a "
        "JOIN document d ON d.thing = sender.subject WHERE substr(d.day, 1, 7) BETWEEN ?2 AND ?3 "
        "AND EXISTS (SELECT 1 FROM about t JOIN statement addressee ON addressee.number = t.statement "
        "WHERE t.thing = d.thing AND t.relation = 'sentTo' AND addressee.object = b) ORDER BY tie, d.position",
        *(_pairs(ties, "wroteTo"), *wanted.months),
    )


def _shared(index: Index, ties: Sequence[Tie], wanted: Wanted) -> Iterable[tuple[int, list[int]]]:
    """Documents that mention both, in order: number of the tie, documents."""
    met = [(number, tie) for number, tie in enumerate(ties) if tie.relation == "appearedWith"]
    if not met:
        return
    rows = index.rows(
        "SELECT DISTINCT m.thing, m.document, d.position FROM mention m JOIN document d ON d.thing = m.document "
        "WHERE m.thing IN (SELECT value FROM json_each(?)) AND substr(d.day, 1, 7) BETWEEN ? AND ?",
        *(json.dumps(sorted({each.number for _, tie in met for each in (tie.one, tie.other)})), *wanted.months),
    )
    within: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for thing, document, position in rows:
        within[thing].add((position, document))
    for number, tie in met:
        yield number, [document for _, document in sorted(within[tie.one.number] & within[tie.other.number])]


def _documents(index: Index, numbers: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Path, label and date of documents."""
    sql = (
        "SELECT d.thing, path, label, dated FROM document d JOIN thing t ON t.number = d.thing "
        "WHERE d.thing IN (SELECT value FROM json_each(?))"
    )
    return {row[0]: row[1:] for row in index.rows(sql, json.dumps(sorted(set(numbers))))}


def _array(values: Iterable[str]) -> str:
    return json.dumps(sorted(values))
