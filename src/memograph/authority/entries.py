"""What the authority file says of one thing: the frozen entries that `turtle` reads and `index` indexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from memograph.asked import called
from memograph.dates import bounds
from memograph.model import EntityType, Identifier, Kind, Ref


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing known beforehand.

    Args:
        slug: last segment of its IRI, unique in its type.
        aliases: other forms (skos:altLabel); of a person fuller or other names, of the rest surface forms in text.
        hidden: misspellings and machine-made variants (skos:hiddenLabel), searched for but never shown.
        sources: who says so (dcterms:source), one sentence or an address each.
        types: own types (dcterms:type): local names of concepts of the site (``harbour``), or addresses of others.
    """

    type: EntityType
    slug: str
    label: str
    aliases: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    sources: tuple[str, ...] = ()
    types: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def forms(self) -> tuple[str, ...]:
        """Label, aliases and hidden variants, each once."""
        return tuple(dict.fromkeys((self.label, *self.aliases, *self.hidden)))


@dataclass(frozen=True, slots=True)
class Remark:
    """What volumes say of a person: words ("Secretary of State from January 1961") and the ids of those volumes."""

    words: str
    volumes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonEntry(Entry):
    """A person.

    Args:
        birth, death: EDTF.
        affiliations: states and bodies (mg:affiliatedWith).
        remarks: what lists of persons say of them (mg:Remark), each with the volumes that say it.
        volumes: ids of the volumes whose lists of persons name them (dcterms:isReferencedBy).
    """

    family_name: str | None = None
    given_name: str | None = None
    birth: str | None = None
    death: str | None = None
    affiliations: tuple[Ref, ...] = ()
    remarks: tuple[Remark, ...] = ()
    volumes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceEntry(Entry):
    """A place.

    Args:
        demonyms: words that name a state without mentioning it ("Soviet").
        latitude, longitude: decimal degrees, WGS 84, as the source writes them (schema:latitude, schema:longitude).
        existed: first and last time of a state or territory, EDTF, None where open (mg:existedFrom, mg:existedUntil).
        within: the place that it lies in (schema:containedInPlace).
        preceded, succeeded: territories it came from and went into (mg:precededBy, mg:succeededBy).
    """

    demonyms: tuple[str, ...] = ()
    latitude: str | None = None
    longitude: str | None = None
    existed: tuple[str | None, str | None] = (None, None)
    within: Ref | None = None
    preceded: tuple[Ref, ...] = ()
    succeeded: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class EventEntry(Entry):
    """A meeting, journey, visit, war known beforehand.

    Args:
        start, end: first and last day, EDTF (schema:startDate, schema:endDate).
        places: where it was (mg:heldIn); of a journey where it went.
        travelers: who went there (mg:traveler); empty for what is no journey or visit.
        hosts: who received them (mg:host): of a foreign leader's visit the President, where the source says so.
        purpose: what the source says of it (schema:description).
        primary_source: address of the record that says so (prov:hadPrimarySource).
    """

    start: str | None = None
    end: str | None = None
    places: tuple[Ref, ...] = ()
    travelers: tuple[Ref, ...] = ()
    hosts: tuple[Ref, ...] = ()
    purpose: str | None = None
    primary_source: str | None = None


@dataclass(frozen=True, slots=True)
class PostEntry:
    """An office.

    Args:
        body: the body or state it is in (mg:postIn).
        role_names: phrases that refer to its holder by office alone, with their article.
        titles: forms before a name (skos:altLabel); one title may be that of several posts ("Foreign Minister").
        sources: as of an `Entry`.
    """

    slug: str
    label: str
    body: Ref | None = None
    role_names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tenure:
    """A time in office; `start` and `end` are EDTF, None where unknown or still open; `source` says who says so."""

    holder: str
    post: str
    start: str | None = None
    end: str | None = None
    source: str = ""

    @property
    def days(self) -> tuple[date, date]:
        """First and last day on which the holder may have held the post."""
        return (
            date.min if self.start is None else bounds(self.start)[0],
            date.max if self.end is None else bounds(self.end)[1],
        )

    def overlaps(self, other: Tenure) -> bool:
        """Whether another tells of the same post at a time that may be the same."""
        (first, last), (from_, until) = self.days, other.days
        return self.post == other.post and first <= until and from_ <= last

    @property
    def certain_days(self) -> tuple[date, date]:
        """First day on which the holder surely held it, and the first on which no longer surely.

        The day on which one leaves is the successor's, so the second day is excluded.
        """
        return (
            date.min if self.start is None else bounds(self.start)[1],
            date.max if self.end is None else bounds(self.end)[0],
        )


@called.register
def _(entry: Entry) -> str:
    return f"{entry.type.kind}/{entry.slug}"


@called.register
def _(post: PostEntry) -> str:
    return f"{Kind.POST}/{post.slug}"


@called.register
def _(tenure: Tenure) -> str:
    return f"{Kind.PERSON}/{tenure.holder}"


Known = Entry | PostEntry | Tenure
"""Anything that an authority file defines."""
