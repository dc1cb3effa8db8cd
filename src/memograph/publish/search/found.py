"""What the page of results shows: names, documents with their words in context, facets, and links to every other view.

Second step of a search: `asked` says what is looked for, the reading index finds it, and here both become one page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Part
from memograph.publish.pages.narrowing import Choice, Facet
from memograph.publish.pages.paging import Pager, pager
from memograph.publish.reading.index import Index, Thing
from memograph.publish.reading.search import (
    CLOSES,
    CUT,
    OPENS,
    RANKED,
    Count,
    Filter,
    Search,
    Sought,
    labels,
)
from memograph.publish.search.asked import FACETS, KINDS, NAME, OF_TIME, OF_WORDS, SORTS, Asked

#: Documents of a page, and things where these alone are listed; names above the documents where both are shown.
PAGE, LIST, NAMES = 20, 50, 6

#: Values of a facet that are seen at once, and behind a click.
VALUES, MORE_VALUES = 8, 92

#: What completes a year, a month or a day to its last day; later than every day that there is will do.
_LAST_DAY = {4: "-12-31", 7: "-31", 10: ""}

_PIECE = re.compile(f"{OPENS}(?P<marked>[^{OPENS}{CLOSES}]*){CLOSES}|(?P<plain>[^{OPENS}{CLOSES}]+)")


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the link to the search without it."""

    facet: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet: words that were looked for, or the words between them."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class NameResult:
    """A thing: its name and page, its kind, the name that matched if it is another, documents that speak of it."""

    thing: Part
    kind: str
    variant: str
    uses: int


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """A document: date in words, subject line, words in context and the link to their place in the text."""

    document: Part
    dated: str
    subject: str
    snippet: tuple[Piece, ...]
    place: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The page of results.

    Args:
        text: as it was typed; since, until: the time that was asked for.
        hidden: parameters that the form keeps.
        anything: no words were looked for, so these are all documents (of the facets).
        kinds: views of one kind of result, the first of all.
        chips: what is chosen, to be taken back.
        more_names: link to all names, None where all are shown.
        cut: whether there are more names than are ranked.
        meant: searches that may have been meant, where nothing was found; `any_of`: link to that for any of the words.
        csv, turtle: links to all results as files.
    """

    text: str
    since: str
    until: str
    hidden: tuple[tuple[str, str], ...]
    anything: bool
    total: int
    documents_total: int
    names_total: int
    kinds: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[Choice, ...]
    names: tuple[NameResult, ...]
    more_names: str | None
    cut: bool
    documents: tuple[DocumentResult, ...]
    facets: tuple[Facet, ...]
    pager: Pager
    meant: tuple[Choice, ...]
    any_of: str | None
    csv: str
    turtle: str


def sought(asked: Asked) -> Sought:
    """What is looked for in the index."""
    terms = asked.terms
    filters = [Filter(name, values) for name, values in asked.facets]
    if asked.since or asked.until:
        until = asked.until + _LAST_DAY[len(asked.until)] if asked.until else ""
        filters.append(Filter("day", (asked.since, until)))
    return Sought(terms.in_text(), terms.in_names(), terms.excluded(), terms.plain, tuple(filters))


def search_page(index: Index, links: Links, asked: Asked, like: Callable[[str], Sequence[str]]) -> SearchPage:
    """The page of a search.

    Args:
        like: words → names that are spelt almost so; asked where nothing was found.
    """
    search = Search(index, sought(asked))
    kinds = search.kinds()
    documents = kinds.get("document", 0)
    names = sum(kinds.values()) - documents
    everything = not asked.kind
    total = {"": documents + names, NAME: names}.get(asked.kind, kinds.get(asked.kind, 0))
    shows_documents = asked.kind in ("", "document")
    size = PAGE if shows_documents else LIST
    named = tuple(_names(search, asked, links))
    return SearchPage(
        text=asked.text,
        since=asked.since,
        until=asked.until,
        hidden=tuple(_hidden(asked, links)),
        anything=asked.anything,
        total=total,
        documents_total=documents,
        names_total=names,
        kinds=tuple(_kinds(asked, kinds, documents + names, links)),
        chips=tuple(_chips(asked, index, links)),
        sorts=tuple(_sorts(asked, links)),
        names=named,
        more_names=_link(replace(asked, kind=NAME, page=1), links) if everything and named and names > NAMES else None,
        cut=names >= RANKED,
        documents=tuple(_documents(search, asked, links)) if shows_documents else (),
        facets=tuple(_facets(search, asked, documents, links)) if shows_documents else (),
        pager=pager(
            asked.page, documents if shows_documents else total, size, lambda n: _link(replace(asked, page=n), links)
        ),
        meant=() if total else tuple(_link_to(text, links) for text in like(asked.terms.plain)),
        any_of=None if total or len(asked.terms.wanted) < 2 else _link_to(asked.terms.any_of().typed(), links).href,
        csv=links.to(asked.from_start().address("search.csv")),
        turtle=links.to(asked.from_start().address("search.ttl")),
    )


def _link(asked: Asked, links: Links) -> str:
    return links.to(asked.address())


def _link_to(words: str, links: Links) -> Choice:
    return Choice(words, links.to(f"search?{urlencode({'q': words})}"))


def _hidden(asked: Asked, links: Links) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in asked.parameters() if name not in ("q", "from", "to", "page"))
    if links.release:
        yield "release", links.release


def _kinds(asked: Asked, kinds: dict[str, int], total: int, links: Links) -> Iterator[Choice]:
    """All results, then those of each kind that there is; of one kind only when it is chosen, or there are others."""
    shown = [kind for kind in KINDS if kind in kinds or kind == asked.kind]
    if len(shown) > 1 or asked.kind:
        yield Choice(text("search-all"), _link(replace(asked, kind="", page=1), links), total, not asked.kind)
        for kind in shown:
            href = _link(replace(asked, kind=kind, page=1), links)
            yield Choice(text(f"kind-title-{kind}"), href, kinds.get(kind, 0), kind == asked.kind)


def _chips(asked: Asked, index: Index, links: Links) -> Iterator[Chip]:
    paths = [value for name, values in asked.facets if name not in OF_WORDS for value in values]
    names = labels(index, paths)
    for name, values in asked.facets:
        for value in values:
            yield Chip(name, names.get(value, value), _link(asked.without_value(name, value), links))
    if asked.since:
        yield Chip("from", wording.date(asked.since), _link(replace(asked, since="", page=1), links))
    if asked.until:
        yield Chip("to", wording.date(asked.until), _link(replace(asked, until="", page=1), links))


def _sorts(asked: Asked, links: Links) -> Iterator[Choice]:
    for sort in SORTS:
        if (sort == "relevance" and asked.anything) or (sort in OF_TIME and asked.kind not in ("", "document")):
            continue
        yield Choice(text(f"sort-{sort}"), _link(replace(asked, sort=sort, page=1), links), None, sort == asked.sort)


def _names(search: Search, asked: Asked, links: Links) -> Iterator[NameResult]:
    """Names above the documents on the first page, or a page of them where they are what is shown."""
    if not asked.kind:
        found = search.names(asked.sort, NAMES) if asked.page == 1 else []
    elif asked.kind != "document":
        kind = "" if asked.kind == NAME else asked.kind
        found = search.names(asked.sort, LIST, (asked.page - 1) * LIST, kind)
    else:
        found = []
    for each in found:
        yield NameResult(_part(each.thing, links), each.thing.kind, each.variant, each.uses)


def _part(thing: Thing, links: Links) -> Part:
    return Part(thing.name, links.page(thing.iri), links.kind(thing.iri) or "")


def _documents(search: Search, asked: Asked, links: Links) -> Iterator[DocumentResult]:
    for each in search.documents(asked.sort, PAGE, (asked.page - 1) * PAGE):
        pieces, span = pieces_of(each.snippet)
        start = each.start
        place = links.passage(each.thing.iri, start + span[0], start + span[1]) if span and start >= 0 else None
        yield DocumentResult(_part(each.thing, links), wording.date(each.dated), each.title, pieces, place)


def pieces_of(snippet: str) -> tuple[tuple[Piece, ...], tuple[int, int] | None]:
    """A snippet in pieces, and where in its stretch of text the first words are that were looked for."""
    pieces: list[Piece] = []
    span, at = None, 0
    for found in _PIECE.finditer(snippet):
        words, marked = found["marked"] or found["plain"] or "", found["marked"] is not None
        length = len(words) - words.count(CUT)
        if marked and span is None:
            span = (at, at + length)
        at += length
        pieces.append(Piece(words.replace(CUT, "…"), marked))
    return tuple(pieces), span


def _facets(search: Search, asked: Asked, documents: int, links: Links) -> Iterator[Facet]:
    for name in FACETS:
        counts = search.counts(name, VALUES + MORE_VALUES, by_value=name == "year")
        chosen = asked.values(name)
        if len(counts) > 1 or (counts and (chosen or counts[0].documents < documents)):
            values = tuple(_choice(asked, name, each, each.value in chosen, links) for each in counts)
            yield Facet(name, values[:VALUES], values[VALUES:])


def _choice(asked: Asked, facet: str, count: Count, chosen: bool, links: Links) -> Choice:
    other = (asked.without_value if chosen else asked.with_value)(facet, count.value)
    name = count.thing.name if count.thing else count.value
    return Choice(name, _link(other, links), count.documents, chosen)
