"""The authority file's surface forms, compiled for finding them: longest first, whole words, case as written."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

    def exactly(self, words: str) -> Known | None:
        """The entry that `words`, plain text, are a surface of."""
        return self._entries.get(words)

    def department(self, name: str) -> Known | None:
        """The department called by its subject alone: ``State`` → Department of State."""
        forms = (f"Department of {article}{name}" for article in ("", "the "))
        return next((found for form in forms if (found := self.exactly(form))), None)

    def in_text(self, text: str) -> Iterator[tuple[Span, Known]]:
        """The surfaces in plain text, the longest at each word, none inside another."""
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
