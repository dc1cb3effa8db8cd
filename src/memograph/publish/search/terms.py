"""What somebody typed → words and phrases to look for, and these as expressions for SQLite's FTS5. Pure.

Words count as they are written, whatever their case and accents; ``"…"`` is a phrase, ``word*`` a beginning, ``-word``
must not occur, ``one OR other`` is either. Any text is a search: what FTS5 would take for syntax is never passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: Characters of a search, and words or phrases of it that are looked for.
LONGEST, MOST = 300, 24

_QUOTES = '"“”„«»'
_TERM = re.compile(rf"(?P<minus>[-−–]?)(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s{_QUOTES}]+))")

#: FTS5 reads an expression up to its first NUL; other controls are no part of a word.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")

#: Letters that the last of a name's words must have to be taken for the beginning of a longer one.
_LONG_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase in quotes; `beginning`: any word that starts so (of a phrase, its last)."""

    text: str
    quoted: bool = False
    beginning: bool = False

    def written(self, *, beginning: bool) -> str:
        """As an FTS5 string (https://www.sqlite.org/fts5.html, section 3): it has no quotation mark inside."""
        return f'"{self.text}"{"*" if beginning else ""}'

    def typed(self) -> str:
        """As somebody types it."""
        return f'"{self.text}"' if self.quoted else f"{self.text}{'*' if self.beginning else ''}"


@dataclass(frozen=True, slots=True)
class Terms:
    """One of each group of `wanted` must occur, and nothing of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def plain(self) -> str:
        """What is looked for, without marks of any kind, for comparison with names."""
        return " ".join(term.text for group in self.wanted for term in group)

    def in_text(self) -> str:
        """Expression for documents; empty where nothing is looked for."""
        return self._expression(lenient=False)

    def in_names(self) -> str:
        """Expression for names, in which a word may be the beginning of a longer one; empty likewise."""
        return self._expression(lenient=True)

    def excluded(self) -> str:
        """Expression for what must not occur; empty where anything may."""
        return " OR ".join(term.written(beginning=term.beginning) for term in self.unwanted)

    def typed(self) -> str:
        """The same as somebody may type it."""
        groups = (" OR ".join(term.typed() for term in group) for group in self.wanted)
        return " ".join((*groups, *(f"-{term.typed()}" for term in self.unwanted)))

    def any_of(self) -> Terms:
        """The same, but one of the words will do."""
        terms = tuple(term for group in self.wanted for term in group)
        return Terms((terms,) if terms else (), self.unwanted)

    def _expression(self, *, lenient: bool) -> str:
        groups = [_any(group, lenient) for group in self.wanted]
        wanted = " AND ".join(groups)
        return f"({wanted}) NOT ({self.excluded()})" if wanted and self.unwanted else wanted


def _any(group: Iterable[Term], lenient: bool) -> str:
    terms = (term.written(beginning=term.beginning or (lenient and _may_go_on(term))) for term in group)
    return f"({' OR '.join(terms)})"


def _may_go_on(term: Term) -> bool:
    return not term.quoted and len(term.text) >= _LONG_ENOUGH


def read_terms(text: str) -> Terms:
    """Words and phrases of a text, at most `MOST`; whatever it holds, it is a search."""
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    either = negated = False
    for found in _TERM.finditer(_CONTROLS.sub(" ", text)):
        word = found["word"] or ""
        if word in ("OR", "|", "AND", "NOT") and not found["minus"]:
            either, negated = word in ("OR", "|"), word == "NOT"
            continue
        term = _term(word) if found["phrase"] is None else Term(" ".join(found["phrase"].split()), quoted=True)
        if not any(map(str.isalnum, term.text)):
            continue
        if found["minus"] or negated:
            unwanted.append(term)
        elif either and wanted:
            wanted[-1] += (term,)
        else:
            wanted.append((term,))
        either = negated = False
        if len(unwanted) + sum(map(len, wanted)) == MOST:
            break
    return Terms(tuple(wanted), tuple(unwanted))


def _term(word: str) -> Term:
    return Term(word.rstrip("*"), beginning=word.endswith("*"))
