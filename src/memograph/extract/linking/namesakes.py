"""Records that name one person, counted once: the database has two of William P. Clark. Part of `candidates`."""

from __future__ import annotations

from collections.abc import Sequence

from memograph.authority.directory import KnownPerson
from memograph.dates import bounds
from memograph.personal_names import Agreement, PersonalName, agreement

#: Persons of one surname that are looked at; the most listed are taken first.
_MOST = 40


def distinct_people(
    found: Sequence[tuple[KnownPerson, Agreement]], name: PersonalName, volume: str
) -> list[tuple[KnownPerson, Agreement]]:
    """Records that name one person, once: the Turtle file's, else that of the volume's list, else of most lists."""

    def rank(pair: tuple[KnownPerson, Agreement]) -> tuple[bool, bool, bool, int, str]:
        person, _ = pair
        suffixed = not name.suffix or any(form.suffix == name.suffix for form in person.names)
        return not suffixed, not person.curated, volume not in person.volumes, -len(person.volumes), person.entry.slug

    kept: list[tuple[KnownPerson, Agreement]] = []
    for person, agreed in sorted(found, key=rank):
        if not any(same_person(person, other) for other, _ in kept):
            kept.append((person, agreed))
        if len(kept) == _MOST:
            break
    return kept


def same_person(a: KnownPerson, b: KnownPerson) -> bool:
    """Whether two entries of one surname name one person: full given names agree, and life years do not differ."""
    if a.curated and b.curated:
        return False
    years = [
        {bounds(y)[0].year for p in (a, b) if (r := p.imported) and (y := getattr(r, which)) is not None}
        for which in ("birth", "death")
    ]
    if any(len(pair) > 1 for pair in years):
        return False
    longest = max(a.names, key=lambda n: (len(n.given), sum(map(len, n.given))))
    return agreement(longest, b.names) >= Agreement.VARIANT
