"""What a release holds of imported knowledge: what documents refer to, and what that refers to in turn.

Called by the build when all documents are read. Entries come one by one: memory does not grow with the directory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from memograph.authority.entries import Entry, EventEntry, Known, PersonEntry, PlaceEntry, PostEntry
from memograph.authority.index import Authority
from memograph.authority.joining import Thing
from memograph.model import Kind, Ref


def published(authority: Authority, referred: Iterable[Ref]) -> Iterator[Known]:
    """Imported things that are referred to, with their tenures, each once, tenures after their holder.

    Of what the Turtle files describe only what they do not say. Posts, places, bodies and people that one of these
    names come too; that somebody held a post does not bring in all its holders.
    """
    directory = authority.directory
    waiting = deque(sorted({directory.canonical(ref) for ref in referred}, key=lambda ref: (ref.kind, ref.slug)))
    seen = set(waiting)
    while waiting:
        ref = waiting.popleft()
        found: list[Known] = []
        if (thing := directory.imported(ref)) is not None:
            found.append(_renamed(authority, thing))
        if ref.kind is Kind.PERSON:
            found += authority.imported_tenures_of(ref.slug)
        yield from found
        for other in dict.fromkeys(other for item in found for other in _refs(item)):
            if other not in seen:
                seen.add(other)
                waiting.append(other)


def _renamed(authority: Authority, thing: Thing) -> Thing:
    """A thing that refers to others by the slugs under which they are published."""

    def names(refs: Iterable[Ref]) -> tuple[Ref, ...]:
        return tuple(map(authority.directory.canonical, refs))

    def name(ref: Ref | None) -> Ref | None:
        return None if ref is None else authority.directory.canonical(ref)

    if isinstance(thing, PersonEntry):
        return replace(thing, affiliations=names(thing.affiliations))
    if isinstance(thing, PlaceEntry):
        before, after = names(thing.preceded), names(thing.succeeded)
        return replace(thing, within=name(thing.within), preceded=before, succeeded=after)
    if isinstance(thing, EventEntry):
        places, travelers, hosts = map(names, (thing.places, thing.travelers, thing.hosts))
        return replace(thing, places=places, travelers=travelers, hosts=hosts)
    return replace(thing, body=name(thing.body)) if isinstance(thing, PostEntry) else thing


def _refs(item: Known) -> Iterator[Ref]:
    """What an item names."""
    if isinstance(item, PersonEntry):
        yield from item.affiliations
    elif isinstance(item, PlaceEntry):
        yield from (*((item.within,) if item.within else ()), *item.preceded, *item.succeeded)
    elif isinstance(item, EventEntry):
        yield from (*item.places, *item.travelers, *item.hosts)
    elif isinstance(item, PostEntry):
        yield from (item.body,) if item.body else ()
    elif not isinstance(item, Entry):
        yield Ref(Kind.POST, item.post)
