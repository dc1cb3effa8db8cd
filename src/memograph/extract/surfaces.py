"""The authority file's surface forms, compiled for finding them: longest first, whole words, case as written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from memograph.asked import looked_through, question, runs
from memograph.authority.index import Authority
from memograph.extract.language import plain
from memograph.model import EntityType, Span

_WORD = re.compile(r"(?<![\w.])[\w.&]+")
_INSIDE_WORD = re.compile(r"\w")

#: Type and slug of an authority entry.
Known = tuple[EntityType, str]


class Surfaces:
    """Labels and variants of places, bodies, events, agreements, and people's full names, by their first word."""

    def __init__(self, authority: Authority) -> None:
        self._entries: dict[str, Known] = {}
        for surface, type_, slug in authority.surfaces():
            self._entries.setdefault(plain(surface), (type_, slug))
        self._by_first_word: dict[str, list[str]] = {}
        for surface in sorted(self._entries, key=len, reverse=True):
            first = _WORD.match(surface)
            if first:
                self._by_first_word.setdefault(first.group(0).rstrip("."), []).append(surface)

    @question
    def exactly(self, words: str) -> Known | None:
        """The entry that `words`, plain text, are a surface of."""
        return self._entries.get(words)

    def department(self, name: str) -> Known | None:
        """The department called by its subject alone: ``State`` → Department of State."""
        forms = (f"Department of {article}{name}" for article in ("", "the "))
        return next((found for form in forms if (found := self.exactly(form))), None)

    def in_text(self, text: str) -> Iterator[tuple[Span, Known]]:
        """The surfaces in plain text, the longest at each word, none inside another."""
        looked_through(text)
        reached = 0
        for word in _WORD.finditer(text):
            if word.start() < reached:
                continue
            for surface in self._by_first_word.get(word.group(0).rstrip("."), ()):
                end = word.start() + len(surface)
                if text.startswith(surface, word.start()) and not _INSIDE_WORD.match(text, end):
                    yield Span(word.start(), end), self._entries[surface]
                    reached = end
                    break

    @question
    def made_of(self, words: frozenset[str]) -> tuple[tuple[str, Known], ...]:
        """Surfaces that consist of some of these words, the only ones that a text of them can hold (`asked.runs`)."""
        possible = dict.fromkeys(surface for word in words for surface in self._by_rarest.get(word, ()))
        found = ((surface, self._entries[surface]) for surface in possible if words.issuperset(runs(surface)))
        return tuple(sorted(found))

    @cached_property
    def _by_rarest(self) -> dict[str, list[str]]:
        """Surfaces by that word of theirs which the fewest of them have."""
        made = {surface: runs(surface) for surface in self._entries}
        counts = Counter(word for words in made.values() for word in words)
        found: dict[str, list[str]] = defaultdict(list)
        for surface, words in made.items():
            if words:
                found[min(words, key=lambda word: (counts[word], word))].append(surface)
        return found
