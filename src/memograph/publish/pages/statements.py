"""What the page of a statement shows: the claim, its words, how it was found and checked, who its ends are and why.

Three queries of the store, whatever the statement (the one that finds it, ``statement`` and ``ends``), a fixed number
of look-ups in the reading index, and the report of its document, which lies in the release.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memograph.excerpts import Excerpt, paragraph_around
from memograph.model import Kind
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.authorities import Authority, identified
from memograph.publish.pages.checking import Checked, checked
from memograph.publish.pages.claims import Claim, Part, local_name, named, stated
from memograph.publish.pages.decisions import Decided, decided
from memograph.publish.reading import claims, identities
from memograph.publish.reading.claims import Statement
from memograph.publish.reading.identities import Candidate, Identification
from memograph.publish.reading.index import Index, Relation, Thing
from memograph.publish.store import Row, Store


@dataclass(frozen=True, slots=True)
class Passage:
    """Evidence of a statement: its paragraph, its offsets in code points, and the link to its place."""

    paragraph: Excerpt
    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of 100 statements of a relation are right, how many of 100 are found, and how that was measured."""

    precision: int
    recall: int
    how: str


@dataclass(frozen=True, slots=True)
class Borne:
    """A journey or visit that bears a statement out, its days in words, and the address of the register's record."""

    event: Part
    days: str
    record: str


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The registers that a statement was looked for in, and what was found there; nothing found is worth a look."""

    registers: tuple[str, ...]
    found: tuple[Borne, ...]


@dataclass(frozen=True, slots=True)
class Considered:
    """Somebody who was considered, linked where the release describes them, and how probable in per cent."""

    name: Part
    percent: int


@dataclass(frozen=True, slots=True)
class End:
    """One end of a statement, and why it is who we say.

    Args:
        reason: why nobody of the authority files was chosen, empty where somebody was.
        considered: who was, in the document of the statement, the most probable first.
        authorities: the same thing elsewhere, how it was found to be the same, and who says so.
        sources: who says that there is such a thing.
        decided: what historians decided about it.
    """

    name: Part
    reason: str
    considered: tuple[Considered, ...]
    authorities: tuple[Authority, ...]
    sources: tuple[str, ...]
    decided: tuple[Decided, ...]


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Everything the page of a statement shows.

    Args:
        run: link to the run that found it.
        parts: what its score is made of, the strongest first.
        checked: what SHACL said, None where the release has no report of its document.
        same: the same said elsewhere, of which there are `others`.
    """

    iri: str
    claim: Claim
    passages: tuple[Passage, ...]
    method: str
    software: str
    model: str
    run: str | None
    accuracy: Accuracy | None
    parts: tuple[str, ...]
    checked: Checked | None
    corroboration: Corroboration | None
    decided: tuple[Decided, ...]
    ends: tuple[End, ...]
    same: tuple[Claim, ...]
    others: int


def statement_page(store: Store, index: Index, links: Links, iri: str) -> StatementPage | None:
    """The page of one statement, None if the reading index knows none with this IRI."""
    statement = claims.with_iri(index, iri)
    if statement is None:
        return None
    relations = index.relations()
    rows, around = store.rows("statement", this=iri), store.rows("ends", this=iri)
    text = next((row.text("text") for row in rows if row.term("text")), "")
    run = next((row for row in rows if row.term("run")), None)
    same = claims.same(index, statement)
    document = statement.document
    return StatementPage(
        iri=iri,
        claim=stated([statement], links, relations)[0],
        passages=tuple(_passages(statement, text, links)),
        method=statement.method,
        software=run.text("software") if run else "",
        model=run.text("model") if run else "",
        run=links.page(run.text("run")) if run else None,
        accuracy=_accuracy(relations.get(statement.relation)),
        parts=tuple(_strongest_first(row.text("part") for row in rows if row.term("part"))),
        checked=checked(store.release.reports, local_name(document.iri), _parts(statement)) if document else None,
        corroboration=_corroboration([row for row in rows if row.term("register")], links),
        decided=decided([row for row in rows if row.term("decision")], links),
        ends=tuple(_ends(statement, index, around, links)),
        same=tuple(stated(same.items, links, relations)),
        others=same.total,
    )


def _passages(statement: Statement, text: str, links: Links) -> Iterable[Passage]:
    for each in statement.quotations:
        if statement.document and each.end <= len(text):
            href = links.passage(statement.document.iri, each.start, each.end)
            yield Passage(paragraph_around(text, each.start, each.end), each.start, each.end, href)


def _parts(statement: Statement) -> frozenset[str]:
    """What a result of SHACL about this statement can be about: itself, and its quotations."""
    targets = (
        f"{it.iri}#target-{each.start}-{each.end}" for each in statement.quotations if (it := statement.document)
    )
    return frozenset({statement.iri, *targets})


def _accuracy(relation: Relation | None) -> Accuracy | None:
    if relation is None or relation.precision is None or relation.recall is None:
        return None
    return Accuracy(round(100 * relation.precision), round(100 * relation.recall), relation.how)


def _corroboration(rows: Sequence[Row], links: Links) -> Corroboration | None:
    """What registers say; None where the statement was not looked for in any."""
    if not rows:
        return None
    found = {
        row.text("event"): Borne(
            named(links, row.text("event"), row.text("eventLabel")), _days(row), row.text("record")
        )
        for row in rows
        if row.term("event")
    }
    return Corroboration(tuple(dict.fromkeys(row.text("register") for row in rows)), tuple(found.values()))


def _days(row: Row) -> str:
    first, last = row.text("start"), row.text("end")
    return wording.date(first if last in ("", first) else f"{first}/{last}") if first else ""


def _ends(statement: Statement, index: Index, rows: Sequence[Row], links: Links) -> Iterable[End]:
    """Both ends but the document itself, of which nothing has to be decided."""
    for thing in (statement.subject, statement.object):
        if thing and thing.kind not in (Kind.DOCUMENT.value, "cited"):
            own = [row for row in rows if row.text("end") == thing.iri]
            yield _end(thing, _identification(statement, thing, index), own, links)


def _identification(statement: Statement, thing: Thing, index: Index) -> Identification | None:
    return identities.in_document(index, thing.number, statement.document.number) if statement.document else None


def _end(thing: Thing, found: Identification | None, rows: Sequence[Row], links: Links) -> End:
    return End(
        name=named(links, thing.iri, thing.name),
        reason=found.reason if found else "",
        considered=tuple(_considered(each, links) for each in found.candidates) if found else (),
        authorities=identified(rows),
        sources=tuple(dict.fromkeys(row.text("known") for row in rows if row.term("known"))),
        decided=decided([row for row in rows if row.term("decision")], links),
    )


def _considered(candidate: Candidate, links: Links) -> Considered:
    part = named(links, candidate.iri, candidate.name) if candidate.known else Part(candidate.name)
    return Considered(part, round(100 * candidate.confidence))


def _strongest_first(parts: Iterable[str]) -> list[str]:
    """Parts of a score (``rule metWith.met-with +2.10``) by the size of their weight."""
    return sorted(parts, key=lambda part: (-abs(float(part.rpartition(" ")[2])), part))
