"""Where a thing is mentioned: its mentions, a page at a time or those of one year, and how many there are by year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from memograph.publish.links import Links
from memograph.publish.pages import wording
from memograph.publish.pages.claims import Evidence, named
from memograph.publish.reading import mentions as read
from memograph.publish.reading.index import Index

#: Mentions on the page of the thing itself.
FIRST = 10

#: Height of the tallest bar, in pixels; and the width that a bar has at most, in per cent of the strip.
HEIGHT, _WIDEST = 56, 12.0

#: Years from one caption to the next: the first that leaves so many per cent of the strip for each.
_STEPS, _ROOM = (1, 2, 5, 10, 20, 50, 100), 11.0


@dataclass(frozen=True, slots=True)
class Mentioned:
    """One mention in its sentence; `role` when only an office is named."""

    evidence: Evidence
    role: bool


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year as a bar: place and width in per cent, height in pixels; the link leads to the mentions of the year.

    Args:
        middle: where its caption stands, in per cent.
        label: its caption, empty where there is no room for one.
    """

    year: str
    mentions: int
    documents: int
    href: str
    x: str
    width: str
    height: int
    top: int
    middle: str
    label: str


def first_mentions(index: Index, links: Links, thing: int) -> tuple[Mentioned, ...]:
    """The first mentions of a thing, of the oldest documents."""
    return tuple(_mentioned(each, links) for each in read.of_thing(index, thing).items[:FIRST])


def page_of_mentions(
    index: Index, links: Links, thing: int, number: int, year: int | None
) -> tuple[tuple[Mentioned, ...], int]:
    """One page of all mentions or of those of one year, and how many there are."""
    page = read.of_thing(index, thing, number) if year is None else read.in_year(index, thing, year, number)
    return tuple(_mentioned(each, links) for each in page.items), page.total


def year_bars(index: Index, thing: int, link: Callable[[str], str]) -> tuple[YearBar, ...]:
    """A bar for each year in which a thing is mentioned.

    Args:
        link: year → link to its mentions.
    """
    years = read.by_year(index, thing)
    if not years:
        return ()
    begin, slots = years[0].year, years[-1].year - years[0].year + 1
    slot, most = min(_WIDEST, 100 / slots), max(each.mentions for each in years)
    step = next((each for each in _STEPS if each * slot >= _ROOM), _STEPS[-1])
    return tuple(_bar(each, begin, slot, most, step, link) for each in years)


def _bar(each: read.Year, begin: int, slot: float, most: int, step: int, link: Callable[[str], str]) -> YearBar:
    height = max(2, round(HEIGHT * each.mentions / most))
    x, year = (each.year - begin) * slot, str(each.year)
    return YearBar(
        year=year,
        mentions=each.mentions,
        documents=each.documents,
        href=link(year),
        x=f"{x:.2f}",
        width=f"{slot * 0.84:.2f}",
        height=height,
        top=HEIGHT - height,
        middle=f"{x + slot * 0.42:.2f}",
        label=year if each.year % step == 0 else "",
    )


def _mentioned(each: read.Mention, links: Links) -> Mentioned:
    document = named(links, each.document.iri, each.document.name)
    href = links.passage(each.document.iri, each.start, each.end)
    return Mentioned(Evidence(each.excerpt, document, wording.date(each.dated), href), each.role)
