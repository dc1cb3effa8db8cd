"""Proposals → candidates, the readings that are weighed, and which of them concern each other. After sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from memograph.extract.names.name import Name, surname_of
from memograph.model import EntityType, Span

#: Sources that propose names of their own accord, not readings of a phrase or repetitions of what others found.
TRUSTED = frozenset({"editorial", "header", "authority", "title", "recogniser"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a stretch of text, with all sources that propose it."""

    span: Span
    type: EntityType
    sources: frozenset[str]
    slug: str | None = None
    key: str | None = None


def gathered(names: Iterable[Name]) -> list[Candidate]:
    """Proposals → candidates: one for each span and type, sorted, with all the sources that propose it."""
    groups: dict[tuple[Span, EntityType], list[Name]] = defaultdict(list)
    for name in names:
        groups[name.span, name.type].append(name)
    return [
        Candidate(
            span,
            type_,
            frozenset(n.method for n in group),
            next((n.slug for n in group if n.slug), None),
            next((n.key for n in group if n.key), None),
        )
        for (span, type_), group in sorted(
            groups.items(), key=lambda item: (item[0][0], list(EntityType).index(item[0][1]))
        )
    ]


def overlaps(candidates: Sequence[Candidate]) -> list[list[int]]:
    """For each candidate, sorted by span, the numbers of those that share a character with it."""
    rivals: list[list[int]] = [[] for _ in candidates]
    open_: list[int] = []
    for number, candidate in enumerate(candidates):
        open_ = [other for other in open_ if candidates[other].span.end > candidate.span.start]
        for other in open_:
            rivals[other].append(number)
            rivals[number].append(other)
        open_.append(number)
    return rivals


def shares(
    text: str, candidates: Sequence[Candidate], rivals: Sequence[Sequence[int]]
) -> Mapping[tuple[str, EntityType], dict[str, float]]:
    """Of the places where the same words stand by themselves, the share at which each source proposes each type."""
    places: dict[str, set[Span]] = defaultdict(set)
    proposed: dict[tuple[str, EntityType], Counter[str]] = defaultdict(Counter)
    for number, candidate in enumerate(candidates):
        words = candidate.span.of(text)
        within = any(
            candidates[other].sources & TRUSTED
            and candidates[other].span != candidate.span
            and candidates[other].span.contains(candidate.span)
            for other in rivals[number]
        )
        if not within:
            places[words].add(candidate.span)
            proposed[words, candidate.type].update(candidate.sources & TRUSTED)
    found: dict[tuple[str, EntityType], dict[str, float]] = defaultdict(dict)
    for (words, type_), counts in proposed.items():
        here = len(places[words])
        found[words, type_] = {source: count / here for source, count in counts.items()}
        for other in EntityType:
            if other is not type_ and (words, other) in proposed:
                for source, count in proposed[words, other].items():
                    found[words, type_][f"other {source}"] = count / here
    return found


def kin(text: str, candidates: Sequence[Candidate]) -> Mapping[tuple[str, EntityType], set[str]]:
    """The sources of longer names that end in the same word, suffixes apart: who brings the full name in."""
    found: dict[tuple[str, EntityType], set[str]] = defaultdict(set)
    for candidate in candidates:
        words = candidate.span.of(text)
        last = surname_of(words)
        if last != words:
            found[last, candidate.type] |= candidate.sources
    return found
