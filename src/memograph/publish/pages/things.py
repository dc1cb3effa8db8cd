"""What the page of a thing shows: a person, organization, place, event, agreement, post, topic or cited document.

What the thing itself is comes from the store: thing, parts, tenures (of people and posts) and decisions (where there
are any), four stored queries at most after the one that finds the thing. What documents say of it, its mentions and
its neighbours come from the reading index, the same number of look-ups for a hub as for a leaf.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from memograph.model import Kind
from memograph.namespaces import RDF, RDFS, SCHEMA, SKOS
from memograph.publish.language import text
from memograph.publish.links import Links
from memograph.publish.pages.authorities import Authority, authorities
from memograph.publish.pages.claims import Part, local_name, named
from memograph.publish.pages.decisions import Decided, decisions
from memograph.publish.pages.facts import ORIGINS, SHOWN, Description, Fact, facts
from memograph.publish.pages.identities import Identity, Remarks, identity, remarks
from memograph.publish.pages.mentions import Mentioned, YearBar, first_mentions, page_of_mentions, year_bars
from memograph.publish.pages.neighbours import Network, network
from memograph.publish.pages.offices import Offices, offices
from memograph.publish.pages.paging import Pager, pager
from memograph.publish.pages.sections import JOURNEYS, Section, section, section_id, sections
from memograph.publish.pages.summary import MEANINGS, summary
from memograph.publish.reading.index import PAGE, Entry, Index
from memograph.publish.store import Row, Store

#: The section with all mentions.
MENTIONS = "mentions"

#: Kinds that hold posts or are posts.
_IN_OFFICE = frozenset({Kind.PERSON, Kind.POST})

#: Sections of a place whose lines the map shows as well.
_MAPPED = frozenset({*(section_id(name, "object") for name in ("writtenIn", "traveledTo", "heldIn")), JOURNEYS})

#: What the summary says already.
_SUMMARIZED = frozenset({*MEANINGS, f"{SCHEMA}birthDate", f"{SCHEMA}deathDate"})


@dataclass(frozen=True, slots=True)
class Content:
    """A line of the table of contents: anchor, title, and how much there is (0 where that says nothing)."""

    anchor: str
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class Heading:
    """What a thing is called: names of its types, label, other names; address of its page."""

    href: str
    kind: str
    types: tuple[str, ...]
    title: str
    variants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """Everything the page of a thing shows.

    Args:
        mentions_total, mentions_more: how many mentions there are, and the link to all where not all are here.
        map: link to the map of a place, where something is on it.
    """

    kind: str
    iri: str
    heading: Heading
    summary: str
    contents: tuple[Content, ...]
    facts: tuple[Fact, ...]
    offices: Offices
    sections: tuple[Section, ...]
    years: tuple[YearBar, ...]
    mentions: tuple[Mentioned, ...]
    mentions_total: int
    mentions_more: str | None
    network: Network | None
    map: str | None
    identity: Identity | None
    remarks: Remarks
    decided: tuple[Decided, ...]
    authorities: tuple[Authority, ...]
    origins: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One page of one section of a thing: its lines or, of the section of mentions, mentions; `year` narrows those."""

    iri: str
    heading: Heading
    title: str
    year: str
    total: int
    section: Section | None
    mentions: tuple[Mentioned, ...]
    years: tuple[YearBar, ...]
    whole: str
    pager: Pager


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the reading index has of a thing."""

    entry: Entry | None = None
    sections: tuple[Section, ...] = ()
    years: tuple[YearBar, ...] = ()
    mentions: tuple[Mentioned, ...] = ()
    network: Network | None = None
    identity: Identity | None = None


def thing_page(store: Store, index: Index, links: Links, iri: str) -> ThingPage | None:
    """The page of the thing with this IRI, None if the release says nothing about it."""
    rows = store.rows("thing", this=iri)
    if not rows:
        return None
    about, kind = Description.of(rows), links.kind(iri)
    parts = store.rows("parts", this=iri)
    held = offices(store.rows("tenures", this=iri) if kind in _IN_OFFICE else (), links, iri)
    listed = _listed(index, links, iri)
    entry, own = listed.entry, facts(about, links)
    total = entry.mentions if entry else 0
    found = ThingPage(
        kind=kind or "",
        iri=iri,
        heading=heading(about, links, iri),
        summary=summary(kind, about, held, entry, listed.years),
        contents=(),
        facts=(*(fact for name, fact in own if name not in {*ORIGINS, *_SUMMARIZED}), *_inverse(parts, links)),
        offices=held,
        sections=listed.sections,
        years=listed.years,
        mentions=listed.mentions,
        mentions_total=total,
        mentions_more=_link(links, iri, MENTIONS) if total > len(listed.mentions) else None,
        network=listed.network,
        map=_map(index, links, iri, listed.sections) if kind is Kind.PLACE else None,
        identity=listed.identity,
        remarks=remarks(parts, links),
        decided=decisions(store, links, iri) if links.site.term("decidedBy") in about.values else (),
        authorities=authorities(about, parts),
        origins=tuple(fact for name, fact in own if name in ORIGINS),
    )
    return replace(found, contents=tuple(_contents(found)))


def _map(index: Index, links: Links, iri: str, found: Iterable[Section]) -> str | None:
    """Link to what happened at a place, on the map; None where the map would have nothing."""
    if _MAPPED.isdisjoint(each.id for each in found):
        return None
    return links.to(f"map?{urlencode({'place': index.path(iri)}, safe='/')}")


def heading(about: Description, links: Links, iri: str) -> Heading:
    """What a thing is called, from its own triples."""
    title = about.first(f"{SKOS}prefLabel", f"{RDFS}label") or local_name(iri)
    return Heading(
        href=links.page(iri) or iri,
        kind=links.kind(iri) or "",
        types=tuple(label for _, label in about.values.get(f"{RDF}type", ()) if label),
        title=title,
        variants=tuple(name for name in about.texts(f"{SKOS}altLabel", f"{RDFS}label") if name != title),
    )


def section_page(
    store: Store, index: Index, links: Links, iri: str, id_: str, number: int, year: int | None
) -> SectionPage | None:
    """One page of one section of a thing; None where the thing has no such section, or it no such page.

    Args:
        number: of the page, from 1.
        year: of the section of mentions, those of this year only.
    """
    entry, rows = index.find(iri), store.rows("thing", this=iri)
    if entry is None or not rows:
        return None
    about = heading(Description.of(rows), links, iri)
    found: Section | None = None
    said: tuple[Mentioned, ...] = ()
    if id_ == MENTIONS:
        said, total = page_of_mentions(index, links, entry.thing.number, number, year)
        title = text("mentions")
    else:
        found = section(index, links, entry.thing, id_, number)
        title, total = (found.title, found.total) if found else ("", 0)
    if not total or number > -(-total // PAGE):
        return None
    return SectionPage(
        iri=iri,
        heading=about,
        title=title,
        year=str(year) if year is not None and id_ == MENTIONS else "",
        total=total,
        section=found,
        mentions=said,
        years=_years(index, links, iri, entry) if id_ == MENTIONS else (),
        whole=_link(links, iri, id_),
        pager=pager(number, total, PAGE, lambda page: _link(links, iri, id_, page=page, year=year)),
    )


def _listed(index: Index, links: Links, iri: str) -> _Listed:
    if (entry := index.find(iri)) is None:
        return _Listed()
    thing = entry.thing
    return _Listed(
        entry,
        sections(index, links, thing, lambda id_: _link(links, iri, id_)),
        _years(index, links, iri, entry),
        first_mentions(index, links, thing.number),
        network(index, links, thing),
        identity(index, links, thing),
    )


def _years(index: Index, links: Links, iri: str, entry: Entry) -> tuple[YearBar, ...]:
    return year_bars(index, entry.thing.number, lambda year: _link(links, iri, MENTIONS, year=int(year)))


def _link(links: Links, iri: str, id_: str, *, page: int = 1, year: int | None = None) -> str:
    """Link to a page of a section of a thing."""
    given = {"section": id_, **({"year": year} if year is not None else {}), **({"page": page} if page > 1 else {})}
    path = (links.page(iri) or "").partition("?")[0]
    release = {"release": links.release} if links.release else {}
    return f"{path}?{urlencode({**given, **release})}"


def _inverse(parts: Iterable[Row], links: Links) -> Iterator[Fact]:
    """What authority files say the other way round: posts in a body, places in a place."""
    found: dict[str, list[Part]] = {}
    for row in parts:
        if other := row.text("other"):
            part = named(links, other, row.text("otherLabel"))
            found.setdefault(local_name(row.text("relation")), []).append(part)
    for name, values in sorted(found.items()):
        yield Fact(text(f"fact-inverse-{name}"), tuple(values[:SHOWN]), tuple(values[SHOWN:]))


def _contents(page: ThingPage) -> Iterator[Content]:
    """Sections of the page in the order in which they come."""
    if page.offices.held:
        title = text("offices-post" if page.kind == Kind.POST else "offices-person")
        yield Content("offices", title, len(page.offices.held))
    for each in page.sections:
        yield Content(each.id, each.title, each.total)
    if page.mentions:
        yield Content(MENTIONS, text("mentions"), page.mentions_total)
    if page.network:
        yield Content("neighbours", text("neighbours"), len(page.network.rows))
    if page.remarks.shown:
        yield Content("remarks", text("remarks"), page.remarks.total)
    if page.identity:
        yield Content("who", text("identity"), page.identity.documents)
    if page.decided:
        yield Content("decided", text("decided-title"), len(page.decided))
    if page.authorities:
        yield Content("elsewhere", text("elsewhere"), len(page.authorities))
    if page.origins:
        yield Content("origins", text("origins"), 0)
