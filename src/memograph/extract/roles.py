"""Mentions by office alone: "the President", "the Secretary of State" → who held the post at the document's date.

After names.py (a title before a name is no role mention) and before link.py. GUIDELINES.md: an individual is also
identified by an office held at the document's date; a possessive office inside somebody's title ("the President's Press
Secretary") is a role mention of its holder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from memograph.extract.authority import Authority
from memograph.extract.language import plain
from memograph.extract.names import Name
from memograph.model import EntityType, Span

_OF_SOMETHING = re.compile(r" (?:of|for|at|to) (?:the )?[A-Z]")
#: What makes another post of it: "Vice President", "Austrian President", "Deputy Secretary".
_ATTRIBUTE = re.compile(r"(?:[A-Z][a-z\-]+|U\.?S\.?) \Z")


@dataclass(frozen=True, slots=True)
class Role:
    """A phrase that stands for the holder of a post, and who that is (slug of an authority entry)."""

    span: Span
    holder: str


class RoleFinder:
    """Finds role phrases with one authority file."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        phrases = {_without_article(plain(phrase)) for post in authority.posts for phrase in post.role_names}
        alternatives = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
        self._pattern = (
            re.compile(rf"(?<![\w.\-])(?:[Tt]he )?(?P<office>{alternatives})(?![\w\-])") if phrases else None
        )

    def find(self, text: str, names: Sequence[Name], period: str | None) -> Iterator[Role]:
        """Role phrases in legible text whose holder in `period` (EDTF) is known and single."""
        if self._pattern is None or period is None:
            return
        taken = {place for name in names for place in range(name.span.start, name.span.end)}
        people = {name.span.start for name in names if name.type is EntityType.PERSON}
        for match in self._pattern.finditer(text):
            if not taken.isdisjoint(range(*match.span())) or self._is_title(text, match, people):
                continue
            if holder := self.holder(match.group("office"), period):
                yield Role(Span(*match.span()), holder)

    def holder(self, office: str, period: str) -> str | None:
        """Slug of the one person who held the office named by a phrase; None when nobody or several did."""
        post = self._authority.post_of_role(office)
        holders = self._authority.holders(post.slug, period) if post else ()
        return holders[0].slug if len(holders) == 1 else None

    def _is_title(self, text: str, match: re.Match[str], people: set[int]) -> bool:
        """Whether the phrase is a title of the name after it, or part of another post."""
        start, end = match.span()
        if end + 1 in people or _OF_SOMETHING.match(text, end):
            return True
        has_article = match.group(0)[:4].lower() == "the "
        return not has_article and _ATTRIBUTE.search(text[max(0, start - 30) : start]) is not None


def _without_article(phrase: str) -> str:
    return re.sub(r"^[Tt]he ", "", phrase)
