"""Items of an authority file as if others had never been written, for measuring (`index.Authority.without`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from memograph.authority.entries import Entry, Known, PersonEntry, PostEntry, Tenure
from memograph.model import EntityType, Kind


def is_of(item: Known, withheld: Collection[tuple[EntityType, str]]) -> bool:
    """Whether an item is withheld, or a tenure of somebody who is."""
    if isinstance(item, Tenure):
        return (EntityType.PERSON, item.holder) in withheld
    return isinstance(item, Entry) and (item.type, item.slug) in withheld


def blinded(item: Known, gone: Collection[tuple[Kind, str]]) -> Known:
    """An item without its references to what is withheld."""
    if isinstance(item, PersonEntry) and any((ref.kind, ref.slug) in gone for ref in item.affiliations):
        return replace(item, affiliations=tuple(r for r in item.affiliations if (r.kind, r.slug) not in gone))
    if isinstance(item, PostEntry) and item.body is not None and (item.body.kind, item.body.slug) in gone:
        return replace(item, body=None)
    return item
