"""What the pages of documents and of single statements show.

A document's page takes four stored queries (thing, run, document_mentions, document_claims), a statement's five
(statement, text, accuracy, score, corroboration).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from memograph.excerpts import Excerpt, paragraph_around
from memograph.model import Kind
from memograph.namespaces import DCTERMS, FOAF, RDFS, SCHEMA
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Claim, Part, claims, local_name, named
from memograph.publish.pages.decisions import Decided, decisions
from memograph.publish.pages.passages import Mark, Paragraph, paragraphs
from memograph.publish.pages.things import Description, Fact
from memograph.publish.store import Row, Store


@dataclass(frozen=True, slots=True)
class Reading:
    """The run that read a document: software, model, the file's name and SHA-256."""

    software: str
    model: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything the page of a document shows; `kinds` are those of the mentions in it, for the legend."""

    iri: str
    title: str
    subject: str
    facts: tuple[Fact, ...]
    original: Part | None
    paragraphs: tuple[Paragraph, ...]
    kinds: tuple[str, ...]
    claims: tuple[Claim, ...]
    reading: Reading | None


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
class StatementPage:
    """Everything the page of a statement shows; `parts` are what its score is made of, the strongest first."""

    iri: str
    claim: Claim
    passages: tuple[Passage, ...]
    method: str
    software: str
    model: str
    run: str | None
    accuracy: Accuracy | None
    parts: tuple[str, ...]
    corroboration: Corroboration | None
    decided: tuple[Decided, ...]


def document_page(store: Store, links: Links, iri: str, highlight: tuple[int, int] | None) -> DocumentPage | None:
    """The page of a document with its text, None if there is no such document or only citations of it.

    Args:
        highlight: offsets (code points) of a passage to highlight.
    """
    about = Description.of(store.rows("thing", this=iri))
    text = about.first(f"{SCHEMA}text")
    if not text:
        return None
    marks = [_mark(row, links) for row in store.rows("document_mentions", this=iri)]
    said = claims(store.rows("document_claims", this=iri), links, iri)
    runs = store.rows("run", this=iri)
    original = about.first(f"{FOAF}page")
    return DocumentPage(
        iri=iri,
        title=about.first(f"{RDFS}label") or local_name(iri),
        subject=about.first(f"{DCTERMS}title"),
        facts=tuple(_header(about, said, links)),
        original=Part(original, links.page(original)) if original else None,
        paragraphs=tuple(paragraphs(text, marks, highlight)),
        kinds=tuple(kind for kind in Kind if any(mark.kind == kind for mark in marks)),
        claims=tuple(sorted(said, key=lambda claim: claim.relation == "subject")),  # topics last: there are many
        reading=_reading(runs[0]) if runs else None,
    )


def _mark(row: Row, links: Links) -> Mark:
    iri = row.text("entity")
    return Mark(
        start=row.number("start"),
        end=row.number("end"),
        anchor=local_name(row.text("mention")),
        kind=links.kind(iri) or "",
        label=row.text("entityLabel") or local_name(iri),
        href=links.page(iri),
        role=row.text("kind") == "role",
    )


def _reading(row: Row) -> Reading:
    return Reading(row.text("software"), row.text("model"), row.text("sourceFile"), row.text("sha256"))


def _header(about: Description, said: Sequence[Claim], links: Links) -> list[Fact]:
    """Facts of the heading: those that are statements by their sentences' ends, then where the document is kept."""
    mg = links.site.term
    types = tuple(Part(label or local_name(term.value)) for term, label in about.values.get(f"{DCTERMS}type", ()))
    found = [Fact("Type", types)]
    for relation in wording.HEADER:
        ends = dict.fromkeys(c.object for c in said if c.relation == relation and c.subject.here)
        found.append(Fact(text(f"header-{relation}"), tuple(ends)))
    kept = {
        "Repository": (mg("repository"),),
        "Collection": (mg("collection"),),
        "File": (mg("file"),),
        "Volume": (f"{DCTERMS}isPartOf",),
    }
    found += [Fact(caption, tuple(map(Part, about.texts(*names)))) for caption, names in kept.items()]
    pages = "–".join(dict.fromkeys(about.texts(f"{SCHEMA}pageStart", f"{SCHEMA}pageEnd")))
    found.append(Fact("Pages", (Part(pages),) if pages else ()))
    return [fact for fact in found if fact.values]


def statement_page(store: Store, links: Links, iri: str) -> StatementPage | None:
    """The page of one statement, None if there is none with this IRI."""
    rows = store.rows("statement", this=iri)
    if not rows:
        return None
    row = rows[0]
    texts = store.rows("text", this=iri)
    text, document = texts[0].text("text") if texts else "", row.text("document")
    spans = sorted({(each.number("start"), each.number("end")) for each in rows if each.term("end")})
    run = row.text("run")
    return StatementPage(
        iri=iri,
        claim=claims(rows, links)[0],
        passages=tuple(
            Passage(paragraph_around(text, start, end), start, end, links.passage(document, start, end))
            for start, end in spans
        ),
        method=row.text("method"),
        software=row.text("software"),
        model=row.text("model"),
        run=links.page(run) if run else None,
        accuracy=_accuracy(store.rows("accuracy"), row.text("predicate")),
        parts=tuple(_strongest_first(each.text("part") for each in store.rows("score", this=iri))),
        corroboration=_corroboration(store.rows("corroboration", this=iri), links),
        decided=decisions(store, links, iri) if row.term("decision") else (),
    )


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


def _accuracy(rows: Sequence[Row], relation: str) -> Accuracy | None:
    for row in rows:
        if row.text("relation") == relation:
            precision, recall = (round(100 * (row.decimal(name) or 0)) for name in ("precision", "recall"))
            return Accuracy(precision, recall, row.text("how"))
    return None


def _strongest_first(parts: Iterable[str]) -> list[str]:
    """Parts of a score (``rule metWith.met-with +2.10``) by the size of their weight."""
    return sorted(parts, key=lambda part: (-abs(float(part.rpartition(" ")[2])), part))
