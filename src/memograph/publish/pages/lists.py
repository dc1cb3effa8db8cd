"""The list of a kind: a page of it, in an order, narrowed by letter, year, type, relation or certainty.

From the reading index alone. Documents are narrowed as results of a search are (reading/search.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest

from memograph.model import Kind
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Claim, Part, named, stated
from memograph.publish.pages.narrowing import Choice, Facet
from memograph.publish.pages.paging import Pager, pager
from memograph.publish.reading import claims as read_claims
from memograph.publish.reading import lists as read_lists
from memograph.publish.reading.index import PAGE, Index
from memograph.publish.reading.lists import Order, Some
from memograph.publish.reading.search import Filter, Search, Sought

#: Kinds that have a list, in the order in which pages name them.
KINDS = tuple(map(Kind, "document person organization place event agreement post topic statement decision".split()))

#: Kinds of things whose first mention has a date worth sorting by.
_DATED = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.PLACE, Kind.EVENT, Kind.AGREEMENT})

#: Parameters of a list and the values that they may have, by kind; an empty tuple: any.
_PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "sort": tuple(Order),
    "letter": (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "#"),
    "spoken": ("no",),
    "year": (),
    "type": (),
    "relation": (),
    "certainty": (*(name for _, name in wording.CERTAINTIES), "doubtful"),
}

#: Values of a facet that are seen at once, and behind a click.
_VALUES, _MORE = 12, 188


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document in a list: its date in words, its subject line."""

    document: Part
    dated: str
    subject: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing in a list, how many documents speak of it, and when the first is from where that is the order."""

    thing: Part
    types: tuple[str, ...]
    uses: int
    dated: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list of a kind.

    Args:
        total: of all pages, as narrowed.
        unspoken: whether these are the things that no document speaks of; `others` leads to the other list, which has
            `others_total`; None where there is none.
        sorts, letters, facets: what else can be seen of it, and in which order.
    """

    kind: str
    total: int
    unspoken: bool
    others: str | None
    others_total: int
    sorts: tuple[Choice, ...]
    letters: tuple[Choice, ...]
    facets: tuple[Facet, ...]
    documents: tuple[DocumentEntry, ...]
    entries: tuple[Entry, ...]
    claims: tuple[Claim, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of which list: the parameters of its address that are not empty, and the number of the page."""

    kind: Kind
    chosen: Mapping[str, str]
    page: int = 1

    def link(self, links: Links, other: Mapping[str, str] | None = None, page: int = 1) -> str:
        """Link to the same list with other parameters; an empty one is left out."""
        given = {name: value for name, value in {**self.chosen, **(other or {})}.items() if value}
        if page > 1:
            given["page"] = str(page)
        return links.to(f"page/{self.kind.value}" + (f"?{urlencode(given)}" if given else ""))

    def get(self, name: str) -> str:
        """A parameter; empty where it is not given."""
        return self.chosen.get(name, "")


def read_asked(kind: Kind, given: Mapping[str, str]) -> Asked:
    """What the parameters of an address ask for.

    Raises:
        BadRequest: one of them has a value that it cannot have.
    """
    chosen = {name: value for name in _PARAMETERS if (value := given.get(name, ""))}
    for name, value in chosen.items():
        if (known := _PARAMETERS[name]) and value not in known:
            raise BadRequest(text("search-unknown", name=name, known=", ".join(known), value=value[:50]))
    page = given.get("page", "") or "1"
    if not (page.isascii() and page.isdigit() and len(page) < 8 and int(page)):
        raise BadRequest(text("list-no-page", value=page[:50]))
    return Asked(kind, chosen, int(page))


def list_page(index: Index, links: Links, asked: Asked) -> ListPage:
    """A page of the list of a kind."""
    if asked.kind is Kind.DOCUMENT:
        return _of_documents(index, links, asked)
    if asked.kind is Kind.STATEMENT:
        return _of_statements(index, links, asked)
    return _of_things(index, links, asked)


def _page(asked: Asked, total: int, links: Links) -> ListPage:
    """The page without what is on it."""
    paged = pager(asked.page, total, PAGE, lambda number: asked.link(links, page=number))
    return ListPage(asked.kind.value, total, False, None, 0, (), (), (), (), (), (), paged)


def _of_documents(index: Index, links: Links, asked: Asked) -> ListPage:
    filters = tuple(Filter(name, (asked.get(name),)) for name in ("year", "type") if asked.get(name))
    search = Search(index, Sought("", "", "", "", filters))
    total = search.kinds().get("document", 0)
    order = asked.get("sort") if asked.get("sort") == Order.NAME else Order.DATE
    found = search.documents(order, PAGE, (asked.page - 1) * PAGE)
    facets = []
    for name in ("year", "type"):
        counts = search.counts(name, _VALUES + _MORE, by_value=name == "year")
        facets.append((name, [(each.value, each.value, each.documents) for each in counts]))
    return replace(
        _page(asked, total, links),
        sorts=tuple(_sorts(asked, links, (Order.DATE, Order.NAME), Order.DATE)),
        facets=tuple(_facets(asked, links, facets)),
        documents=tuple(
            DocumentEntry(named(links, each.thing.iri, each.thing.name), wording.date(each.dated), each.title)
            for each in found
        ),
    )


def _of_statements(index: Index, links: Links, asked: Asked) -> ListPage:
    relations, relation = index.relations(), asked.get("relation")
    steps = [least for least, _ in wording.CERTAINTIES]
    names = _PARAMETERS["certainty"]
    sure = None
    if certainty := asked.get("certainty"):
        place = names.index(certainty)
        sure = ((*steps, 0.0)[place], (2.0, *steps)[place])
    page = read_claims.of_release(index, relation, sure, asked.page)
    numbers = zip(names, read_claims.by_confidence(index, steps, relation), strict=True)
    of = read_claims.by_relation(index, sure) if sure else {name: each.statements for name, each in relations.items()}
    facets = [
        ("relation", [(each.name, each.label, of[each.name]) for each in relations.values() if each.name in of]),
        ("certainty", [(name, text(f"certainty-{name}"), number) for name, number in numbers if number]),
    ]
    return replace(
        _page(asked, page.total, links),
        facets=tuple(_facets(asked, links, facets)),
        claims=tuple(stated(page.items, links, relations)),
    )


def _of_things(index: Index, links: Links, asked: Asked) -> ListPage:
    everything = asked.kind is Kind.DECISION
    unspoken = asked.get("spoken") == "no" and not everything
    some = Some(asked.kind.value, None if everything else not unspoken, asked.get("letter"))
    order = Order(asked.get("sort") or Order.NAME)
    page = read_lists.of_kind(index, some, order, asked.page)
    others = read_lists.of_kind(index, Some(asked.kind.value, unspoken)).total if not everything else 0
    days = read_lists.first_mentioned(index, [e.thing.number for e in page.items]) if order is Order.DATE else {}
    sorts = (Order.NAME, Order.USE, *((Order.DATE,) if asked.kind in _DATED else ()))
    return replace(
        _page(asked, page.total, links),
        unspoken=unspoken,
        others=Asked(asked.kind, {}).link(links, {"spoken": "" if unspoken else "no"}) if others else None,
        others_total=others,
        sorts=() if everything or unspoken else tuple(_sorts(asked, links, sorts, Order.NAME)),
        letters=tuple(_letters(asked, links, read_lists.initials(index, some))) if order is Order.NAME else (),
        entries=tuple(
            Entry(
                named(links, each.thing.iri, each.thing.name),
                each.types,
                each.uses,
                wording.date(days.get(each.thing.number, "")),
            )
            for each in page.items
        ),
    )


def _sorts(asked: Asked, links: Links, orders: tuple[Order, ...], usual: Order) -> Iterator[Choice]:
    for order in orders:
        label = text("sort-first" if order is Order.DATE and asked.kind is not Kind.DOCUMENT else f"sort-{order}")
        href = asked.link(links, {"sort": "" if order is usual else order, "letter": ""})
        yield Choice(label, href, None, order == (asked.get("sort") or usual))


def _letters(asked: Asked, links: Links, found: tuple[read_lists.Initial, ...]) -> Iterator[Choice]:
    """Letters, each of which leads to what begins with it; the chosen one leads back to all."""
    for each in found if len(found) > 1 or asked.get("letter") else ():
        chosen = each.letter == asked.get("letter")
        yield Choice(each.letter, asked.link(links, {"letter": "" if chosen else each.letter}), each.things, chosen)


def _facets(asked: Asked, links: Links, found: list[tuple[str, list[tuple[str, str, int]]]]) -> Iterator[Facet]:
    for name, values in found:
        if len(values) > 1 or asked.get(name):
            choices = tuple(_choices(asked, links, name, values))
            yield Facet(name, choices[:_VALUES], choices[_VALUES:])


def _choices(asked: Asked, links: Links, name: str, values: list[tuple[str, str, int]]) -> Iterator[Choice]:
    for value, label, number in values:
        chosen = value == asked.get(name)
        yield Choice(label, asked.link(links, {name: "" if chosen else value}), number, chosen)
