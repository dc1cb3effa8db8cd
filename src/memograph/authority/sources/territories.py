"""Which state a record of today's name speaks of, and how it is called: for `pocom`, `travels` and `visits`.

Their lists file everything under the ids of the Historian's geography (`gsh`), mostly those of today: what went to
``russia`` in 1961 went to the Soviet Union. Where the geography is joined, its predecessors tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from memograph.authority.entries import PlaceEntry
from memograph.authority.sources.joins import Joins
from memograph.dates import bounds

_SMALL = frozenset({"and", "of", "the"})


def territory_at(joins: Joins, id_: str, day: str, called: Iterable[str] = ()) -> PlaceEntry | None:
    """The territory of an id or, if it was not yet there on an EDTF date, the one predecessor that was.

    None where the geography is not joined. Where several of one generation were there (the two Germanies), it is the
    one that is `called` so ("Federal Republic of Germany"), else the territory of the id.
    """
    territory = joins.geography("territory", id_)
    generation = [territory] if territory is not None else []
    seen: set[str] = set()
    while generation:
        there = [place for place in generation if is_there(place, day)]
        if len(there) > 1:
            there = [place for place in there if set(place.forms) & set(called)]
            return there[0] if len(there) == 1 else territory
        if there:
            return there[0]
        seen.update(place.slug for place in generation)
        generation = list(_before(joins, generation, seen))
    return territory


def territory_name(joins: Joins, id_: str, day: str) -> str:
    """Name of a territory on an EDTF date; made from its id where the geography is not joined."""
    territory = territory_at(joins, id_, day)
    if territory is not None:
        return territory.label
    words = re.sub(r"-\d{4}$", "", id_).split("-")
    return " ".join(word if word in _SMALL else word.capitalize() for word in words)


def is_there(place: PlaceEntry, day: str) -> bool:
    """Whether a territory may have existed on an EDTF date."""
    first, last = bounds(day)
    since, until = place.existed
    return (since is None or bounds(since)[0] <= last) and (until is None or first <= bounds(until)[1])


def _before(joins: Joins, generation: Iterable[PlaceEntry], seen: set[str]) -> Iterable[PlaceEntry]:
    found = {ref.slug: joins.place(ref.slug) for place in generation for ref in place.preceded if ref.slug not in seen}
    return (place for _, place in sorted(found.items()) if place is not None)
