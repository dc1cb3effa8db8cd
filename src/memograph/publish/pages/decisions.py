"""What historians decided, on pages: beside what they decided about, and each decision on a page of its own.

Used by the pages of statements and of things; two stored queries for the page of a decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from memograph.publish.language import spoken, text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part, local_name, named
from memograph.publish.store import Row, Store


@dataclass(frozen=True, slots=True)
class Decided:
    """``Accepted`` (a link to the decision) ``by J. Doe, November 22, 2026: note``; `title` says all of it."""

    what: Part
    title: str
    author: str
    date: str
    note: str


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """Everything the page of a decision shows; `things` are what goes back to it."""

    iri: str
    title: str
    decided: Decided
    facts: tuple[tuple[str, Part], ...]
    exact: str
    things: tuple[Part, ...]


def decisions(store: Store, links: Links, iri: str) -> tuple[Decided, ...]:
    """What was decided about a thing, the latest first."""
    return tuple(_decided(row, row.text("decision"), links) for row in store.rows("decisions", this=iri))


def decided(rows: Iterable[Row], links: Links) -> tuple[Decided, ...]:
    """Decisions in rows with ``decision``, ``label``, ``action``, ``author``, ``date`` and ``note``, each once."""
    found = {row.text("decision"): row for row in rows}
    return tuple(_decided(row, iri, links) for iri, row in found.items())


def decision_page(store: Store, links: Links, iri: str) -> DecisionPage | None:
    """The page of one decision, None if there is none with this IRI."""
    rows = store.rows("decision", this=iri)
    if not rows:
        return None
    row = rows[0]
    things = store.rows("decided", this=iri)
    return DecisionPage(
        iri=iri,
        title=row.text("label") or local_name(iri),
        decided=_decided(row, iri, links),
        facts=tuple(_facts(row, links)),
        exact=" ".join(next((each.text("exact") for each in rows if each.text("exact")), "").split()),
        things=tuple(named(links, each.text("thing"), each.text("label")) for each in things),
    )


def _decided(row: Row, iri: str, links: Links) -> Decided:
    message = f"decided-{row.text('action')}"
    what = Part(text(message if spoken().has(message) else "decided-other"), links.page(iri))
    return Decided(what, row.text("label"), row.text("author"), wording.date(row.text("date")), row.text("note"))


def _facts(row: Row, links: Links) -> Iterable[tuple[str, Part]]:
    ends = ("subject", "relation", "object", "into", "document")
    captions = {"subject": "decision-about"}
    for name in ends:
        if iri := row.text(name):
            yield text(captions.get(name, f"decision-{name}")), named(links, iri, row.text(f"{name}Label"))
    if value := row.text("value"):
        web = value.startswith(("http://", "https://"))
        yield text("decision-value"), Part(value, value if web else None)
    if label := row.text("newLabel"):
        yield text("decision-called"), Part(label)
