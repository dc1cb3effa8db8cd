"""The home page: what there is of each kind and what is spoken of most, documents by time, how right statements are.

All from the reading index and the manifest; no query of the store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from memograph.model import Kind
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part, named
from memograph.publish.pages.strips import Bar, strip
from memograph.publish.reading import lists
from memograph.publish.reading.index import Index, Relation
from memograph.publish.reading.lists import Order, Some
from memograph.release import Manifest

#: Kinds that the home page leads to; and what it names of each.
ENTRIES = tuple(map(Kind, "person organization place event agreement topic post document".split()))
NAMED = 5

#: Statements that a relation must have, measured and here, to be named as the best or the worst.
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Spoken:
    """A thing, and how many documents speak of it."""

    thing: Part
    uses: int


@dataclass(frozen=True, slots=True)
class Entrance:
    """A kind of thing: how many there are, and those that most documents speak of."""

    kind: str
    number: int
    most: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How right the statements of this release are expected to be, by what was measured of each relation.

    Args:
        right: of 100 statements here.
        found: of 100 that the documents make.
        best, worst: relations, by their labels, with how many of 100 are right.
        how: how it was measured.
    """

    right: int
    found: int
    best: tuple[str, int]
    worst: tuple[str, int]
    how: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page shows.

    Args:
        bars: documents by month or year; `undated` have no place there.
        accuracy: None where nothing was measured.
        issued: day of the release, in words.
        address: of this very release, for citations.
    """

    documents: int
    statements: int
    entrances: tuple[Entrance, ...]
    bars: tuple[Bar, ...]
    undated: int
    accuracy: Accuracy | None
    version: str
    issued: str
    quads: int
    address: str


def home_page(index: Index, links: Links, manifest: Manifest) -> HomePage:
    """The home page."""
    months, relations = lists.months(index), index.relations().values()
    return HomePage(
        documents=sum(months.values()),
        statements=sum(each.statements for each in relations),
        entrances=tuple(_entrance(index, links, kind) for kind in ENTRIES),
        bars=strip(months, lambda time: links.to(f"search?from={time}&to={time}")),
        undated=months.get("", 0),
        accuracy=accuracy(relations),
        version=manifest.version,
        issued=wording.date(manifest.issued[:10]),
        quads=manifest.quads,
        address=f"{index.site.base}?release={manifest.version}",
    )


def _entrance(index: Index, links: Links, kind: Kind) -> Entrance:
    page = lists.of_kind(index, Some(kind.value, None if kind is Kind.DOCUMENT else True), Order.USE)
    most = (each for each in page.items[:NAMED] if each.uses)
    return Entrance(
        kind.value,
        page.total,
        tuple(Spoken(named(links, each.thing.iri, each.thing.name), each.uses) for each in most),
    )


def accuracy(relations: Iterable[Relation]) -> Accuracy | None:
    """What the measured precision (p) and recall (r) of each relation mean for its n statements here.

    n·p of them are right, and the documents make n·p / r; both are summed over the relations that were measured.
    """
    measured = [(each, each.precision, each.recall) for each in relations if each.precision and each.recall]
    if not measured:
        return None
    right = sum(each.statements * p for each, p, _ in measured)
    made = sum(each.statements * p / r for each, p, r in measured)
    by_precision = sorted(measured, key=lambda it: (it[1], it[0].name))
    known = [it for it in by_precision if it[0].statements >= _ENOUGH] or by_precision
    (worst, low, _), (best, high, _) = known[0], known[-1]
    return Accuracy(
        right=round(100 * right / sum(each.statements for each, _, _ in measured)),
        found=round(100 * right / made),
        best=(best.label, round(100 * high)),
        worst=(worst.label, round(100 * low)),
        how=wording.in_common(each.how for each, _, _ in measured),
    )
