"""An item and what somebody decides about it → `Decision`s. Used by `session`, and by `spreadsheet` for its rows.

Every decision is made from a row of words, the columns of a spreadsheet, so that both ways decide the same and what a
historian types is checked alike.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from memograph.curation.decision import About, Action, Decision, Origin
from memograph.curation.files import decision_of
from memograph.curation.needs import QUOTED
from memograph.errors import ConfigurationError
from memograph.model import Quotation
from memograph.namespaces import Site
from memograph.review.item import ReviewItem, Thing, written


@dataclass(frozen=True, slots=True)
class By:
    """Who decides, when (``YYYY-MM-DD``), and why, in their words."""

    author: str
    date: str
    note: str = ""


def author_of(given: str | None) -> str:
    """Who decides: as given, else as git knows them.

    Raises:
        ConfigurationError: nobody is named.
    """
    author = (given or "").strip()
    if not author and (git := shutil.which("git")):
        asked = subprocess.run([git, "config", "user.name"], capture_output=True, text=True, check=False)
        author = asked.stdout.strip()
    if not author:
        raise ConfigurationError(
            'a decision needs somebody who decides: say --author "Ada Lovelace", set MEMOGRAPH_AUTHOR, or git config '
            "user.name"
        )
    return author


@dataclass(frozen=True, slots=True)
class Decider:
    """Makes the decisions of one site."""

    site: Site

    def accept(self, item: ReviewItem, by: By) -> tuple[Decision, ...]:
        """It is right as it is: the statement; the words name what they are said to name; he is who it says."""
        if item.about is About.LINK:  # of every mention in the document
            return self._made([row_of_words(item, None)], Action.ACCEPT, by)
        return self._made(rows(item), Action.ACCEPT, by)

    def reject(self, item: ReviewItem, by: By) -> tuple[Decision, ...]:
        """It is wrong: the statement; the link; that the words name anything; that there is such a thing.

        Raises:
            CurationError: a thing is withdrawn only with a note that says why.
        """
        match item.about:
            case About.ENTITY:
                return self._made(rows(item), Action.WITHDRAW, by)
            case About.LINK:
                return self._made([row_of_words(item, None)], Action.REJECT, by)
            case About.MENTION:
                return self._made([row | {"subject": ""} for row in rows(item)], Action.REJECT, by)
            case _:
                return self._made(rows(item), Action.REJECT, by)

    def correct(self, item: ReviewItem, words: str, by: By) -> tuple[Decision, ...]:
        """It is another one: the object of a statement, what a thing really is, what a link or mention means.

        Args:
            words: ``kind/slug``, or the literal of a statement.

        Raises:
            CurationError: the words are not what such a decision can have.
        """
        if item.about is About.STATEMENT:
            row = rows(item)[0]
            return self._made([row], Action.REJECT, by) + self._made([row | {"object": words}], Action.ADD, by)
        if item.about is About.ENTITY:
            return self._made([row | {"into": words} for row in rows(item)], Action.MERGE, by)
        return self._made([row | {"subject": words} for row in rows(item)], Action.ADD, by, about=About.LINK)

    def _made(
        self, words: list[dict[str, str]], action: Action, by: By, *, about: About | None = None
    ) -> tuple[Decision, ...]:
        """The decisions that rows of words make, checked like those of a spreadsheet.

        Raises:
            CurationError: they make none.
        """
        said = {"action": action.value, "author": by.author, "date": by.date, "note": by.note}
        kind = {} if about is None else {"about": about.value}
        return tuple(decision_of(fitted(row | kind | said), Origin("this decision"), self.site) for row in words)


def fitted(row: Mapping[str, str]) -> dict[str, str]:
    """A row about a thing as a decision has it: what is done to a thing is done everywhere, so no document is named.

    That it is right as it is can be said of a document's words only: those in the document mean this thing.
    """
    if row.get("about") != About.ENTITY or row.get("action") == Action.SPLIT:
        return dict(row)
    if row.get("action") == Action.ACCEPT:
        return {**row, "about": About.LINK.value}
    return {name: cell for name, cell in row.items() if name not in QUOTED}


def rows(item: ReviewItem) -> list[dict[str, str]]:
    """The item as rows of a spreadsheet without action: one, but of a link one for each mention."""
    if item.about is About.ENTITY:
        return [row_of_words(item, None)]
    if item.about is About.LINK:
        return [row_of_words(item, quotation) for quotation in item.quotations] or [row_of_words(item, None)]
    return [row_of_words(item, item.quotations[0] if item.quotations else None)]


def row_of_words(item: ReviewItem, quotation: Quotation | None) -> dict[str, str]:
    """Columns of a decision on these words of the item, without action, author, date and note."""
    end = item.object.ref if isinstance(item.object, Thing) else item.object
    return {
        "about": item.about.value,
        "document": item.source.id,
        **_anchor(quotation),
        "subject": written(item.subject.ref),
        "predicate": item.predicate or "",
        "object": written(end),
    }


def _anchor(quotation: Quotation | None) -> Mapping[str, str]:
    if quotation is None:
        return dict.fromkeys(("exact", "prefix", "suffix", "start", "end"), "")
    return {
        "exact": quotation.exact,
        "prefix": quotation.prefix,
        "suffix": quotation.suffix,
        "start": str(quotation.span.start),
        "end": str(quotation.span.end),
    }
