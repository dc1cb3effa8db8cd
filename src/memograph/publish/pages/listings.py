"""What the home page and the list of each kind show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from memograph.model import Kind
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Claim, Part, claims, named
from memograph.publish.store import Row, Store
from memograph.release import Manifest

#: Kind → its name for one and for several.
KINDS = {
    Kind.DOCUMENT: ("document", "documents"),
    Kind.PERSON: ("person", "people"),
    Kind.ORGANIZATION: ("organization", "organizations"),
    Kind.PLACE: ("place", "places"),
    Kind.EVENT: ("event", "events"),
    Kind.AGREEMENT: ("agreement", "agreements"),
    Kind.POST: ("post", "posts"),
    Kind.TOPIC: ("topic", "topics"),
    Kind.STATEMENT: ("statement", "statements"),
    Kind.DECISION: ("decision", "decisions"),
}

#: Documents on the home page.
HOME_DOCUMENTS = 30


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in a list."""

    document: Part
    dated: str
    type: str
    subject: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing in a list, and how often the documents speak of it."""

    thing: Part
    uses: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows: numbers by kind, the first documents, the release."""

    counts: tuple[tuple[str, str, int], ...]
    documents: tuple[DocumentEntry, ...]
    documents_total: int
    statements: int
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class ListPage:
    """All things of one kind: documents, statements, or things that documents speak of and others known beforehand."""

    kind: str
    title: str
    documents: tuple[DocumentEntry, ...] = ()
    entries: tuple[Entry, ...] = ()
    others: tuple[Entry, ...] = ()
    claims: tuple[Claim, ...] = ()
    total: int = 0


def home_page(store: Store, links: Links) -> HomePage:
    """The home page; one stored query."""
    documents = _documents(store.rows("documents"), links)
    counts = store.release.manifest.counts
    numbers = {Kind.DOCUMENT: counts.documents, **{Kind(name.lower()): n for name, n in counts.entities.items()}}
    shown = tuple((kind.value, KINDS[kind][numbers[kind] != 1], numbers[kind]) for kind in KINDS if kind in numbers)
    return HomePage(
        counts=shown,
        documents=tuple(documents[:HOME_DOCUMENTS]),
        documents_total=len(documents),
        statements=sum(counts.relations.values()),
        manifest=store.release.manifest,
    )


def list_page(store: Store, links: Links, kind: Kind) -> ListPage:
    """The list of a kind; one stored query."""
    title = KINDS[kind][1].capitalize()
    if kind is Kind.DOCUMENT:
        documents = _documents(store.rows("documents"), links)
        return ListPage(kind, title, documents=tuple(documents), total=len(documents))
    if kind is Kind.STATEMENT:
        total = sum(store.release.manifest.counts.relations.values())
        return ListPage(kind, title, claims=tuple(claims(store.rows("all_claims"), links)), total=total)
    rows = store.rows("members", offset=0, **{"class": links.site.term(kind.value.capitalize())})
    entries = [Entry(named(links, row.text("thing"), row.text("label")), row.number("uses")) for row in rows]
    if kind is Kind.DECISION:
        return ListPage(kind, title, entries=tuple(entries), total=len(entries))
    used, others = (tuple(e for e in entries if bool(e.uses) is wanted) for wanted in (True, False))
    return ListPage(kind, title, entries=used, others=others, total=len(used))


def _documents(rows: Iterable[Row], links: Links) -> list[DocumentEntry]:
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row.text("document"), row)
    return [
        DocumentEntry(
            named(links, iri, row.text("label")), wording.date(row.text("dated")), row.text("type"), row.text("title")
        )
        for iri, row in first.items()
    ]
