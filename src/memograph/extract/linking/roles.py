"""Mentions by office alone: "the President", "the Secretary of State" → who held the post at the document's date.

After names (a title before a name is no role mention) and before linker.py. GUIDELINES.md: an individual is also
identified by an office held at the document's date; a possessive office inside somebody's title ("the President's Press
Secretary") is a role mention of its holder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from memograph.extract.authority.index import Authority
from memograph.extract.language import plain
from memograph.extract.names.finder import Name
from memograph.model import EntityType, Header, Span

_EMBASSY = re.compile(r"Embassy in ((?:the )?[A-Z][\w ]+)")
_INSIDE_WORD = re.compile(r"[\w\-]")
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
        phrases.add("Ambassador")
        self._offices = tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))
        first_words = sorted({phrase.split(" ")[0] for phrase in phrases})
        self._start = re.compile(rf"(?<![\w.\-])(?P<article>[Tt]he )?(?={'|'.join(map(re.escape, first_words))})")

    def find(self, text: str, names: Sequence[Name], header: Header) -> Iterator[Role]:
        """Role phrases whose holder in the document's period is known and single, the longest at each place."""
        period = header.period
        if period is None or not self._offices:
            return
        ambassador = self._ambassador(text, header)
        taken = {place for name in names for place in range(name.span.start, name.span.end)}
        people = {name.span.start for name in names if name.type is EntityType.PERSON}
        for match in self._start.finditer(text):
            for span in self._phrases_at(text, match):
                office = text[match.end() : span.end]
                holder = ambassador if office == "Ambassador" else self.holder(office, period)
                free = taken.isdisjoint(range(span.start, span.end))
                if (
                    holder
                    and free
                    and not _is_title(text, span, people, has_article=match.group("article") is not None)
                ):
                    taken.update(range(span.start, span.end))
                    yield Role(span, holder)
                    break

    def _ambassador(self, text: str, header: Header) -> str | None:
        """Who "the Ambassador" is in a telegram from or to an embassy: the one who heads it at the document's date."""
        for party in (*header.senders, *header.addressees):
            state = _EMBASSY.match(text, party.body.start, party.body.end) if party.body else None
            if state and header.period:
                return self.holder(f"Ambassador to {state.group(1)}", header.period)
        return None

    def _phrases_at(self, text: str, match: re.Match[str]) -> Iterator[Span]:
        for office in self._offices:
            end = match.end() + len(office)
            if text.startswith(office, match.end()) and not _INSIDE_WORD.match(text, end):
                yield Span(match.start(), end)

    def holder(self, office: str, period: str) -> str | None:
        """Slug of the one person who held the office named by a phrase; None when nobody or several did."""
        post = self._authority.post_of_role(office)
        holders = self._authority.holders(post.slug, period) if post else ()
        return holders[0].slug if len(holders) == 1 else None


def _is_title(text: str, span: Span, people: set[int], has_article: bool) -> bool:
    """Whether a phrase is the title of a name beside it, or part of another post."""
    if span.end + 1 in people or (text[span.end : span.end + 2] == " (" and span.end + 2 in people):
        return True
    if _OF_SOMETHING.match(text, span.end):
        return True
    return not has_article and _ATTRIBUTE.search(text[max(0, span.start - 30) : span.start]) is not None


def _without_article(phrase: str) -> str:
    return re.sub(r"^[Tt]he ", "", phrase)
