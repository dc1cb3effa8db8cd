"""What the authority file says of one thing: the frozen entries that `turtle` reads and `index` indexes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from memograph.dates import bounds
from memograph.model import EntityType, Identifier, Ref


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing known beforehand.

    Args:
        slug: last segment of its IRI, unique in its type.
        aliases: other forms (skos:altLabel); of a person fuller or other names, of the rest surface forms in text.
        hidden: misspellings and machine-made variants (skos:hiddenLabel), searched for but never shown.
    """

    type: EntityType
    slug: str
    label: str
    aliases: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Label, aliases and hidden variants, each once."""
        return tuple(dict.fromkeys((self.label, *self.aliases, *self.hidden)))


@dataclass(frozen=True, slots=True)
class PersonEntry(Entry):
    """A person; `birth` and `death` are EDTF, `affiliations` states and bodies (mg:affiliatedWith)."""

    family_name: str | None = None
    given_name: str | None = None
    birth: str | None = None
    death: str | None = None
    affiliations: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceEntry(Entry):
    """A place; `demonyms` name a state without mentioning it ("Soviet")."""

    demonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostEntry:
    """An office.

    Args:
        body: the body or state it is in (mg:postIn).
        role_names: phrases that refer to its holder by office alone, with their article.
        titles: forms before a name (skos:altLabel); one title may be that of several posts ("Foreign Minister").
    """

    slug: str
    label: str
    body: Ref | None = None
    role_names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tenure:
    """A time in office; `start` and `end` are EDTF, None where unknown or still open."""

    holder: str
    post: str
    start: str | None = None
    end: str | None = None

    @property
    def days(self) -> tuple[date, date]:
        """First and last day on which the holder may have held the post."""
        return (
            date.min if self.start is None else bounds(self.start)[0],
            date.max if self.end is None else bounds(self.end)[1],
        )

    @property
    def certain_days(self) -> tuple[date, date]:
        """First day on which the holder surely held it, and the first on which no longer surely.

        The day on which one leaves is the successor's, so the second day is excluded.
        """
        return (
            date.min if self.start is None else bounds(self.start)[1],
            date.max if self.end is None else bounds(self.end)[0],
        )


Known = Entry | PostEntry | Tenure
"""Anything that an authority file defines."""
